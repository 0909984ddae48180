import { rowsOn } from '../../testing/proof.ts';
import { hostProcessesUnprivileged } from './host-processes-unprivileged.ts';
import { onCollector } from './testing/collector.ts';
import { hostProof } from './testing/intact.ts';
import { listens } from './testing/programs.ts';

export const hostProcessesUnprivilegedProof = hostProof(
  hostProcessesUnprivileged,
  {
    'the broker runs as root': [
      '{ "protocol": "tcp", "port": 8883, "loopback": false, "uids": [105] },',
      '{ "protocol": "tcp", "port": 8883, "loopback": false, "uids": [0] },',
    ],
  },
  {
    rows: rowsOn(onCollector({ software: 'sockets of perl' }), 'a broker with an account of its own', {
      intact: listens({ port: 8883 }),
      weakened: {
        'a broker as root': listens({ port: 8883, user: 0 }),
        'a broker of root, as another user for the time being': listens({
          port: 8883,
          user: 0,
          putAside: 105,
        }),
      },
      dead: { 'nothing listens': [] },
    }),
  },
);
