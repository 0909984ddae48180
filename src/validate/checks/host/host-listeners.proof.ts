import { hostListeners } from './host-listeners.ts';
import { hostProof } from './testing/intact.ts';

export const hostListenersProof = hostProof(hostListeners, {
  'a port that nobody declared': [
    '{ "protocol": "tcp", "port": 8883, "loopback": false, "uids": [105] },',
    '{ "protocol": "tcp", "port": 2323, "loopback": false, "uids": [105] },',
  ],
  'a service that was meant for the host alone': [
    '{ "protocol": "tcp", "port": 9100, "loopback": true, "uids": [0] }',
    '{ "protocol": "tcp", "port": 9100, "loopback": false, "uids": [0] }',
  ],
});
