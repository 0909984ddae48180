/** Does a compose file, or a container that runs, publish a port that nobody declared? */
import { defineCheck } from '../../check.ts';
import { judgeContainers } from '../../readers/containers/judge.ts';
import { judgePorts, unpublished } from '../../readers/containers/ports.ts';
import { KINDS, readServices } from './read.ts';

export const composePorts = defineCheck({
  id: 'compose-ports',
  title:
    'Do the services, as configured or as they run, publish only the ports that are declared, and run no image for finding faults?',
  targets: KINDS,
  control:
    'the file is a compose file, every key of which is understood, or what docker inspect tells of containers',
  attack:
    'look for ports of the host, beyond loopback, that the target’s list (containers.ports) does not name, for those of debuggers, shells and container engines, and for images whose name says debug',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'live-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run(context) {
    const declared = context.target.containers?.ports;
    return judgeContainers(context, readServices, {
      met({ containers, noun }) {
        const idle = unpublished(containers, declared);
        const rest = idle.length === 0 ? '' : ` (declared and not published: ${idle.join(', ')})`;
        return declared
          ? `no ${noun} is reached by another port of the host than declared${rest}`
          : `no ${noun} is reached by a port of the host, but from the host itself`;
      },
      judge: (service) => judgePorts(service, declared),
      ignoresUnread: true,
    });
  },
});
