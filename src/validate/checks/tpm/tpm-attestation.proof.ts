import { proof, rowsOn } from '../../testing/proof.ts';
import { deadTpms } from '../../testing/tpm/dead.ts';
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
  deadTpms(),
);
