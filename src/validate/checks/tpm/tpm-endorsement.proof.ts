import { proof, rowsOn } from '../../testing/proof.ts';
import { deadTpms } from '../../testing/tpm/dead.ts';
import { SOUND, onUnit } from '../../testing/tpm/unit.ts';
import { tpmEndorsement } from './tpm-endorsement.ts';

export const tpmEndorsementProof = proof(
  tpmEndorsement,
  rowsOn(onUnit(), 'a TPM of the maker, with an attestation key of its own', {
    intact: SOUND,
    weakened: {
      'a software TPM that somebody else has certified': {
        ...SOUND,
        endorsementCertificate: 'of another maker',
      },
      'the certificate of another TPM, copied': { ...SOUND, endorsementCertificate: 'of another TPM' },
      'a certificate for another purpose': { ...SOUND, endorsementCertificate: 'for servers' },
      'an expired certificate': { ...SOUND, endorsementCertificate: 'expired' },
    },
    dead: { 'it has no endorsement certificate': { ...SOUND, endorsementCertificate: 'none' } },
  }),
  rowsOn(onUnit(), 'a TPM of the maker, without an attestation key', {
    intact: { ...SOUND, attestationKey: 'none' },
  }),
  ...(['ECC P-256', 'ECC P-384'] as const).map((endorsementKey) => {
    const ecc = { ...SOUND, endorsementKey };
    return rowsOn(onUnit(), `a TPM of the maker, whose endorsement key is ${endorsementKey}`, {
      intact: ecc,
      weakened: {
        [`${endorsementKey}: a software TPM that somebody else has certified`]: {
          ...ecc,
          endorsementCertificate: 'of another maker',
        },
        [`${endorsementKey}: the certificate of another TPM, copied`]: {
          ...ecc,
          endorsementCertificate: 'of another TPM',
        },
      },
    });
  }),
  deadTpms(),
);
