/** Does a deployment publish a port that nobody declared? Read from the manifest. */
import { defineCheck } from '../../../check.ts';

import { judgeContainers } from '../../../readers/containers/judge.ts';
import { judgePorts, unpublished } from '../../../readers/containers/ports.ts';
import { readManifestTarget } from '../../../readers/iotedge-manifest/manifest.ts';

export const iotedgePorts = defineCheck({
  id: 'iotedge-ports',
  title:
    'Does the deployment, as configured, publish only the ports that are declared, and run no image for finding faults?',
  targets: ['iotedge-manifest'],
  control:
    'the file is a deployment of IoT Edge, or twins of its modules as the hub has them, every option of whose modules is understood',
  attack:
    'look for ports of the host, beyond loopback, that the target’s list (containers.ports) does not name, for those of debuggers, shells and container engines, and for images whose name says debug',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run(context) {
    const declared = context.target.containers?.ports;
    return judgeContainers(context, readManifestTarget, {
      met({ containers }) {
        const idle = unpublished(containers, declared);
        const rest = idle.length === 0 ? '' : ` (declared and not published: ${idle.join(', ')})`;
        return declared
          ? `no module is reached by another port of the host than declared${rest}`
          : 'no module is reached by a port of the host, but from the host itself';
      },
      judge: (module) => judgePorts(module, declared),
    });
  },
});
