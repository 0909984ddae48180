import { proof, rowsOn } from '../../testing/proof.ts';
import { deadTpms } from '../../testing/tpm/dead.ts';
import { onSeenUnit } from '../../testing/tpm/restarted.ts';
import { SOUND, onUnit } from '../../testing/tpm/unit.ts';
import { tpmAttestation } from './tpm-attestation.ts';

const MAKER = { ...SOUND, attestationKey: 'none' };
const without = (attribute: string): string => SOUND.attestationKey.replace(`|${attribute}`, '');

export const tpmAttestationProof = proof(
  tpmAttestation,
  rowsOn(onUnit(), 'a unit with an attestation key, running what was approved', {
    intact: SOUND,
    weakened: {
      'other software was started as well': { ...SOUND, measured: [...SOUND.measured, '7 other software'] },
      'its attestation key signs anything': { ...SOUND, attestationKey: without('restricted') },
      'a software TPM that somebody else has certified': {
        ...SOUND,
        endorsementCertificate: 'of another maker',
      },
    },
  }),
  rowsOn(onUnit(), 'a unit without an attestation key, running what was approved', {
    intact: MAKER,
    weakened: {
      'other firmware was started as well': { ...MAKER, measured: [...MAKER.measured, '0 other firmware'] },
    },
  }),
  ...(['ECC P-256', 'ECC P-384'] as const).map((endorsementKey) =>
    rowsOn(onUnit(), `a unit whose endorsement key is ${endorsementKey}`, {
      intact: { ...SOUND, endorsementKey },
      weakened: {
        [`${endorsementKey}: a software TPM that somebody else has certified`]: {
          ...SOUND,
          endorsementKey,
          endorsementCertificate: 'of another maker',
        },
      },
    }),
  ),
  rowsOn(onSeenUnit, 'a unit that was restarted since the last run', {
    intact: { since: 'it was restarted' },
    weakened: {
      'its TPM’s state was put back since the last run': {
        since: 'its state was put back to what it was before',
      },
    },
  }),
  deadTpms(),
);
