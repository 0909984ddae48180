/** Does any service of a compose file get more of the host than it should? Read from the repository. */
import { defineCheck } from '../../check.ts';
import { readComposeTarget } from '../../readers/compose/compose.ts';
import { judgeContainers } from '../../readers/containers/judge.ts';
import { judgeRights } from '../../readers/containers/rights.ts';

export const composePrivileges = defineCheck({
  id: 'compose-privileges',
  title: 'Does every service of the compose file, as configured, get no more of the host than it should?',
  targets: ['compose'],
  control: 'the file is a compose file, every key of which is understood',
  attack:
    'look for services that are privileged, have the host’s network, processes, container socket, devices or folders in them, or capabilities beyond the ordinary; of these, what rules the host counts always, and single rights where the target’s list (containers.rights) does not name them or the model says confined; the account inside the container is not looked at',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'repository-config',
  lifetimeHours: 24 * 90,
  expects: { rights: 'moduleRights' },

  run: (context) =>
    judgeContainers(context, readComposeTarget, {
      met: () =>
        context.target.containers?.rights
          ? 'no service gets more of the host than the reviewed list names'
          : 'no service gets more of the host than an ordinary container',
      judge: (service) => judgeRights(service, context.expects['rights'], context.target.containers?.rights),
      ignoresUnread: true,
    }),
});
