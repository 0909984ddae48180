import { hostDiskEncrypted } from './host-disk-encrypted.ts';
import { hostProof } from './testing/intact.ts';

export const hostDiskEncryptedProof = hostProof(hostDiskEncrypted, {
  'the disk is not encrypted': [
    '{ "target": "/", "type": "ext4", "writable": true, "encrypted": true }',
    '{ "target": "/", "type": "ext4", "writable": true, "encrypted": false }',
  ],
});
