import { proof } from '../../testing/proof.ts';
import { composeLimits } from './compose-limits.ts';
import { rows, withLine } from './testing/intact.ts';
import { inspectedRows, withLine as inspected } from './testing/inspected.ts';

export const composeLimitsProof = proof(
  composeLimits,
  rows(
    {
      'no bound on memory': withLine('    mem_limit: 64m', null),
      'no bound on processor time': withLine('    cpus: 0.5', null),
    },
    { 'a bound to be filled in': withLine('    mem_limit: 64m', '    mem_limit: ${MEMORY}') },
  ),
  inspectedRows({
    'no bound on memory': inspected('      "Memory": 67108864,', '      "Memory": 0,'),
    'no bound on processor time': inspected('      "CpuQuota": 50000,', '      "CpuQuota": 0,'),
  }),
);
