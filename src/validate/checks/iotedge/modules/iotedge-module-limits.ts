/** Does a deployment bound what each module takes of memory and processor? */
import { defineCheck } from '../../../check.ts';

import { judgeContainers } from '../../../readers/containers/judge.ts';
import { judgeLimits } from '../../../readers/containers/limits.ts';
import { readManifestTarget } from '../../../readers/iotedge-manifest/manifest.ts';

export const iotedgeModuleLimits = defineCheck({
  id: 'iotedge-module-limits',
  title: 'Does the deployment bound the memory and the processor time of every module?',
  targets: ['iotedge-manifest'],
  control:
    'the file is a deployment of IoT Edge, or twins of its modules as the hub has them, every option of whose modules is understood',
  attack:
    'look for a module without a bound on memory, or without one on processor time; disks and logs are not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run: (context) =>
    judgeContainers(context, readManifestTarget, {
      met: () => 'memory and processor time of every module are bounded',
      judge: judgeLimits,
    }),
});
