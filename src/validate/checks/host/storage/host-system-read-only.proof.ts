import { hostProof } from '../testing/intact.ts';
import { hostSystemReadOnly } from './host-system-read-only.ts';

const ROOT = '{ "target": "/", "type": "ext4", "writable": false, "encrypted": false, "verity": true },';

export const hostSystemReadOnlyProof = hostProof(
  hostSystemReadOnly,
  {
    'the root can be written': [ROOT, ROOT.replace('"writable": false', '"writable": true')],
    'the root is under no hash tree': [ROOT, ROOT.replace('"verity": true', '"verity": false')],
    'what does not fit is read': ['"enforced": true,', '"enforced": false,'],
    'the programs lie elsewhere, and can be written': [
      '{ "target": "/var", "type": "ext4", "writable": true, "encrypted": true, "verity": false }',
      '{ "target": "/usr", "type": "ext4", "writable": true, "encrypted": true, "verity": false }',
    ],
  },
  {
    untold: {
      'nobody signed the root of the tree': ['"signed": true,', '"signed": false,'],
      'the root is an overlay': [ROOT, ROOT.replace('ext4', 'overlay')],
      'the root was not seen': [ROOT, null],
    },
  },
);
