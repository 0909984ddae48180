import { rowsOn } from '../../../testing/proof.ts';
import { hostListeners } from './host-listeners.ts';
import { onCollector } from '../testing/collector.ts';
import { hostProof } from '../testing/intact.ts';
import { listens } from '../testing/programs.ts';

export const hostListenersProof = hostProof(
  hostListeners,
  {
    'a port that nobody declared': [
      '{ "protocol": "tcp", "port": 8883, "loopback": false, "uids": [105] },',
      '{ "protocol": "tcp", "port": 2323, "loopback": false, "uids": [105] },',
    ],
    'a service that was meant for the host alone': [
      '{ "protocol": "tcp", "port": 9100, "loopback": true, "uids": [0] }',
      '{ "protocol": "tcp", "port": 9100, "loopback": false, "uids": [0] }',
    ],
  },
  {
    envelopes: true,
    rows: rowsOn(
      onCollector({ software: 'sockets of perl', host: { open: [8883] } }),
      'one port is open that may be',
      {
        intact: listens({ port: 8883 }),
        weakened: { 'another one is': listens({ port: 2323 }) },
      },
    ),
  },
);
