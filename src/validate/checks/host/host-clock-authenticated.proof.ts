import { rowsOn } from '../../testing/proof.ts';
import { hostClockAuthenticated } from './host-clock-authenticated.ts';
import { type Lines, onCollector } from './testing/collector.ts';
import { hostProof } from './testing/intact.ts';

/** A chronyd that sets no clock (-x), with these servers. */
function chronyd(...servers: readonly string[]): Lines {
  const lines = [
    ...servers.map((server) => `server ${server}`),
    'cmdport 0',
    'user root',
    'pidfile /run/pid',
  ];
  return [
    'ip link set lo up',
    'mkdir -m 700 /run/chrony',
    ...lines.map((line) => `echo "${line}" >> /run/chrony.conf`),
    'chronyd -d -x -f /run/chrony.conf >/dev/null 2>&1 &',
    'for i in 1 2 3 4 5 6 7 8 9 10; do chronyc tracking >/dev/null 2>&1 && break; sleep 0.3; done',
  ];
}

export const hostClockAuthenticatedProof = hostProof(
  hostClockAuthenticated,
  {
    'one source is not authenticated': ['"authenticated": 3', '"authenticated": 2'],
    'the clock is set by timesyncd': [
      '"daemon": "chronyd", "sources": 3,',
      '"daemon": "systemd-timesyn", "sources": null,',
    ],
  },
  {
    rows: rowsOn(onCollector({ software: 'chronyd' }), 'chronyd with NTS', {
      intact: chronyd('127.0.0.1 nts', '127.0.0.2 nts'),
      weakened: { 'one server without': chronyd('127.0.0.1 nts', '127.0.0.2') },
      dead: { 'nothing sets the clock': [], 'chronyd without a source': chronyd() },
    }),
  },
);
