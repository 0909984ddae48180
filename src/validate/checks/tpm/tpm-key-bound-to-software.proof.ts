import { proof, rowsOn } from '../../testing/proof.ts';
import { deadTpms } from '../../testing/tpm/dead.ts';
import { BOUND, SOUND, onUnit } from '../../testing/tpm/unit.ts';
import { tpmKeyBoundToSoftware } from './tpm-key-bound-to-software.ts';

const weakened = {
  'the key signs without its policy as well': { ...BOUND, identityKey: SOUND.identityKey },
};

export const tpmKeyBoundToSoftwareProof = proof(
  tpmKeyBoundToSoftware,
  rowsOn(onUnit(), 'a key bound to all pinned PCRs, one of which can be put back', {
    intact: BOUND,
    weakened: {
      ...weakened,
      'the key is bound to fewer PCRs than count': { ...BOUND, identityPolicy: 'sha256:0,7' },
      'the key is bound to the PCR that is changed, and to nothing that is measured': {
        ...BOUND,
        identityPolicy: 'sha256:23',
      },
    },
    dead: {
      'the unit runs other software to begin with': {
        ...BOUND,
        measured: [...BOUND.measured, '7 other software'],
      },
      'the key is bound to a PCR that is not pinned': { ...BOUND, identityPolicy: 'sha256:4' },
      'the key may exist elsewhere': { ...BOUND, identityKey: 'sensitivedataorigin|sign' },
      'the TPM is not one of the maker': { ...BOUND, endorsementCertificate: 'of another maker' },
    },
  }),
  rowsOn(onUnit({ extend: 7 }), 'the same, changed where only a restart puts it back', {
    intact: BOUND,
    weakened: { 'the key is bound to the firmware alone': { ...BOUND, identityPolicy: 'sha256:0' } },
  }),
  deadTpms(),
);
