/** Does any service of a compose file get more of the host than it should? */
import { defineCheck } from '../../check.ts';
import { judgeContainers } from '../../readers/containers/judge.ts';
import { judgeRights } from '../../readers/containers/rights.ts';
import { KINDS, readServices } from './read.ts';

export const composePrivileges = defineCheck({
  id: 'compose-privileges',
  title: 'Does every service, as configured or as it runs, get no more of the host than it should?',
  targets: KINDS,
  control:
    'the file is a compose file, every key of which is understood, or what docker inspect tells of containers',
  attack:
    'look for services that are privileged, have the host’s network, processes, container socket, devices or folders in them, or capabilities beyond the ordinary; of these, what rules the host counts always, and single rights where the target’s list (containers.rights) does not name them or the model says confined; the account inside the container is not looked at, nor are containers that the file does not list',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: { rights: 'moduleRights' },

  run: (context) =>
    judgeContainers(context, readServices, {
      met: ({ noun }) =>
        context.target.containers?.rights
          ? `no ${noun} gets more of the host than the reviewed list names`
          : `no ${noun} gets more of the host than an ordinary container`,
      judge: (service) => judgeRights(service, context.expects['rights'], context.target.containers?.rights),
      ignoresUnread: true,
    }),
});
