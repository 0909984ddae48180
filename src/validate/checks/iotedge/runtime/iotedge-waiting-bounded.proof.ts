import { proof } from '../../../testing/proof.ts';
import { iotedgeWaitingBounded } from './iotedge-waiting-bounded.ts';
import { deployment, rows } from '../testing/manifest.ts';
import { running, runningRows } from '../testing/twins.ts';

const bounded = { storeLimits: { maxSizeBytes: 50_000_000 } };
const UPSTREAM = 'FROM /messages/modules/filter/outputs/readings INTO $upstream';

export const iotedgeWaitingBoundedProof = proof(
  iotedgeWaitingBounded,
  rows(
    {
      'for ever': deployment({ keeps: { timeToLiveSecs: -1, ...bounded } }),
      'for years': deployment({ keeps: { timeToLiveSecs: 100_000_000, ...bounded } }),
      'one route for ever': deployment({ routes: { readings: { route: UPSTREAM, timeToLiveSecs: -1 } } }),
    },
    {
      dead: {
        'nothing said of it': deployment({ keeps: {} }),
        'a time that is none': deployment({ keeps: { timeToLiveSecs: 'P1D', ...bounded } }),
        'on the disk': deployment({ hubEnv: {} }),
        'in memory, without a bound': deployment({ keeps: { timeToLiveSecs: 7200 } }),
      },
    },
  ),
  runningRows({ 'for ever': running({ keeps: { timeToLiveSecs: -1, ...bounded } }) }),
);
