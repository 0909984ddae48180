/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { tpmAttestation } from './tpm-attestation.ts';
import { tpmEndorsement } from './tpm-endorsement.ts';
import { tpmKeyAttributes } from './tpm-key-attributes.ts';
import { tpmKeyBoundToSoftware } from './tpm-key-bound-to-software.ts';

export const tpmChecks: readonly Check[] = [
  tpmAttestation,
  tpmEndorsement,
  tpmKeyAttributes,
  tpmKeyBoundToSoftware,
];
