import { proof, rowsOn } from '../../testing/proof.ts';
import { deadTpms } from '../../testing/tpm/dead.ts';
import { BOUND, SOUND, onUnit } from '../../testing/tpm/unit.ts';
import { tpmKeyAttributes } from './tpm-key-attributes.ts';

const NOT_FIXED = { ...SOUND, identityKey: 'sensitivedataorigin|userwithauth|sign' };

export const tpmKeyAttributesProof = proof(
  tpmKeyAttributes,
  rowsOn(onUnit(), 'a key made in the TPM', {
    intact: SOUND,
    weakened: {
      'the key is not fixed to the TPM': NOT_FIXED,
      'the key was made outside and brought in': { ...SOUND, identityKey: 'imported' },
    },
    dead: {
      'the unit is known by another key': { ...SOUND, unitCertificate: 'of another key' },
      'the TPM is not one of the maker': { ...SOUND, endorsementCertificate: 'of another maker' },
      'its attestation key signs anything': {
        ...SOUND,
        attestationKey: SOUND.attestationKey.replace('|restricted', ''),
      },
    },
  }),
  rowsOn(onUnit(), 'a key whose policy allows to give it out, and whose attributes do not', {
    intact: { ...SOUND, identityPolicy: 'duplicate' },
    weakened: { 'the key may be given out, and is': { ...NOT_FIXED, identityPolicy: 'duplicate' } },
  }),
  rowsOn(onUnit(), 'a key bound to PCRs', { intact: BOUND }),
  deadTpms(),
);
