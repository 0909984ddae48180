/** Does any module of the deployment get more of the host than it should? Read from the manifest. */
import { defineCheck } from '../../../check.ts';
import { judgeContainers } from '../../../readers/containers/judge.ts';
import { judgeRights } from '../../../readers/containers/rights.ts';
import { readManifestTarget } from '../../../readers/iotedge-manifest/manifest.ts';

export const iotedgeModulePrivileges = defineCheck({
  id: 'iotedge-module-privileges',
  title:
    'Does every module of the deployment, as its createOptions have it, get no more of the host than it should?',
  targets: ['iotedge-manifest'],
  control:
    'the file is a deployment of IoT Edge, or twins of its modules as the hub has them, every option of whose modules is understood',
  attack:
    'look for modules that are privileged, have the host’s network, processes, container socket, devices or folders in them, or capabilities beyond the ordinary; of these, what rules the host counts always, and single rights where the target’s list (containers.rights) does not name them or the model says confined',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: { rights: 'moduleRights' },

  run: (context) =>
    judgeContainers(context, readManifestTarget, {
      met: () =>
        context.target.containers?.rights
          ? 'no module gets more of the host than the reviewed list names'
          : 'no module gets more of the host than an ordinary container',
      judge: (module) => judgeRights(module, context.expects['rights'], context.target.containers?.rights),
    }),
});
