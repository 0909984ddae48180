/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { tpmAttestationProof } from './tpm-attestation.proof.ts';
import { tpmEndorsementProof } from './tpm-endorsement.proof.ts';
import { tpmKeyAttributesProof } from './tpm-key-attributes.proof.ts';
import { tpmKeyBoundToSoftwareProof } from './tpm-key-bound-to-software.proof.ts';

export const tpmProofs: readonly Proof[] = [
  tpmAttestationProof,
  tpmEndorsementProof,
  tpmKeyAttributesProof,
  tpmKeyBoundToSoftwareProof,
];
