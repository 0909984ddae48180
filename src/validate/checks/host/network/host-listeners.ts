/** Does the host listen on the declared ports only? */
import { hostCheck } from '../check.ts';

export const hostListeners = hostCheck({
  id: 'host-listeners',
  title: 'Does the host listen on the declared ports only?',
  attack: 'look for a socket that listens beyond the host itself, on a port that nobody declared',
  met: 'nothing listens beyond the host but what is declared',
  look({ listeners, host }, { target }) {
    const { open } = target.host ?? {};
    if (!open)
      return {
        weak: [],
        untold: ['the target does not declare which ports are meant to be open (host.open)'],
      };
    const others = listeners.filter(({ loopback, port }) => !loopback && !open.includes(port));
    const named = new Set(others.map(({ protocol, port }) => `${protocol.toUpperCase()} ${port} is open`));
    return {
      weak: [...named],
      untold: [],
      but: ['ports of containers that are passed on by NAT were not looked at'],
      strangers: [...new Set(others.map(({ protocol, port }) => `${protocol}/${port}`))].map((name) => ({
        kind: 'listener',
        name,
        detail: `on ${host}`,
      })),
    };
  },
});
