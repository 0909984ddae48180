import { hostProof } from '../testing/intact.ts';
import { hostDiskEncrypted } from './host-disk-encrypted.ts';

const VAR = '{ "target": "/var", "type": "ext4", "writable": true, "encrypted": true, "verity": false }';

export const hostDiskEncryptedProof = hostProof(
  hostDiskEncrypted,
  {
    'the disk is not encrypted': [VAR, VAR.replace('"encrypted": true', '"encrypted": false')],
  },
  {
    untold: {
      'the disk is one of the network': [VAR, VAR.replace('"encrypted": true', '"encrypted": null')],
    },
  },
);
