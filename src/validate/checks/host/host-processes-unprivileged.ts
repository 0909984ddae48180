/** Does no program that listens beyond the host run as root? */
import { hostCheck } from './check.ts';

export const hostProcessesUnprivileged = hostCheck({
  id: 'host-processes-unprivileged',
  title: 'Does no program that listens beyond the host run as root?',
  attack: 'look for a socket that listens beyond the host and is held by a process of root',
  met: 'no process of root listens beyond the host',
  look({ listeners }, { target }) {
    const beyond = listeners.filter(
      ({ loopback, port }) => !loopback && !(target.host?.asRoot ?? []).includes(port),
    );
    return {
      weak: [
        ...new Set(
          beyond.filter(({ uids }) => uids?.includes(0)).map((one) => `${called(one)} is served as root`),
        ),
      ],
      untold: [
        ...(beyond.length === 0 ? ['nothing listens beyond the host, so there is nothing to be told'] : []),
        ...beyond
          .filter(({ uids }) => uids === null || uids.length === 0)
          .map((one) => `who serves ${called(one)} was not seen: run the collector as root`),
      ],
    };
  },
});

function called({ protocol, port }: { readonly protocol: string; readonly port: number }): string {
  return `${protocol.toUpperCase()} ${port}`;
}
