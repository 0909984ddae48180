import { proof } from '../../testing/proof.ts';
import { composeLimits } from './compose-limits.ts';
import { rows, withLine } from './testing/intact.ts';

export const composeLimitsProof = proof(
  composeLimits,
  rows(
    {
      'no bound on memory': withLine('    mem_limit: 64m', null),
      'no bound on processor time': withLine('    cpus: 0.5', null),
    },
    { 'a bound to be filled in': withLine('    mem_limit: 64m', '    mem_limit: ${MEMORY}') },
  ),
);
