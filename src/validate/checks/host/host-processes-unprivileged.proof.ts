import { hostProcessesUnprivileged } from './host-processes-unprivileged.ts';
import { hostProof } from './testing/intact.ts';

export const hostProcessesUnprivilegedProof = hostProof(hostProcessesUnprivileged, {
  'the broker runs as root': [
    '{ "protocol": "tcp", "port": 8883, "loopback": false, "uids": [105] },',
    '{ "protocol": "tcp", "port": 8883, "loopback": false, "uids": [0] },',
  ],
});
