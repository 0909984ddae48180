import { proof } from '../../../testing/proof.ts';
import { iotedgeModuleLimits } from './iotedge-module-limits.ts';
import { deployment, rows } from '../testing/manifest.ts';
import { running, runningRows } from '../testing/twins.ts';

export const iotedgeModuleLimitsProof = proof(
  iotedgeModuleLimits,
  rows(
    {
      'no bound on memory': deployment({ host: { Memory: 0 } }),
      'no bound on processor time': deployment({ host: { NanoCpus: 0 } }),
    },
    { dead: { 'a bound to be filled in': deployment({ host: { Memory: '${MEMORY}' } }) } },
  ),
  runningRows(
    { 'a module that runs without a bound on memory': running({ host: { Memory: 0 } }) },
    { 'a module that is wanted and not there': running({}, { lacks: ['filter'] }) },
  ),
);
