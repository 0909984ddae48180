/** Does a compose file publish a port that nobody declared? Read from the repository. */
import { defineCheck } from '../../check.ts';
import { readComposeTarget } from '../../readers/compose/compose.ts';
import { judgeContainers } from '../../readers/containers/judge.ts';
import { judgePorts, unpublished } from '../../readers/containers/ports.ts';

export const composePorts = defineCheck({
  id: 'compose-ports',
  title:
    'Does the compose file, as configured, publish only the ports that are declared, and run no image for finding faults?',
  targets: ['compose'],
  control: 'the file is a compose file, every key of which is understood',
  attack:
    'look for ports of the host, beyond loopback, that the target’s list (containers.ports) does not name, for those of debuggers, shells and container engines, and for images whose name says debug',
  effect: 'passive',
  budget: { connections: 0, seconds: 10, bytes: 0 },
  strength: 'repository-config',
  lifetimeHours: 24 * 90,
  expects: {},

  run(context) {
    const declared = context.target.containers?.ports;
    return judgeContainers(context, readComposeTarget, {
      met({ containers }) {
        const idle = unpublished(containers, declared);
        const rest = idle.length === 0 ? '' : ` (declared and not published: ${idle.join(', ')})`;
        return declared
          ? `no service is reached by another port of the host than declared${rest}`
          : 'no service is reached by a port of the host, but from the host itself';
      },
      judge: (service) => judgePorts(service, declared),
      ignoresUnread: true,
    });
  },
});
