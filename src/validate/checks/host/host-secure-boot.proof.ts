import { hostSecureBoot } from './host-secure-boot.ts';
import { hostProof } from './testing/intact.ts';

export const hostSecureBootProof = hostProof(hostSecureBoot, {
  'Secure Boot is off': ['"secureBoot": true,', '"secureBoot": false,'],
});
