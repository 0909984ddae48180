/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { composeImagesPinnedProof } from './compose-images-pinned.proof.ts';
import { composeLimitsProof } from './compose-limits.proof.ts';
import { composeNoSecurityProof } from './compose-no-security.proof.ts';
import { composePortsProof } from './compose-ports.proof.ts';
import { composePrivilegesProof } from './compose-privileges.proof.ts';
import { composeSecretsProof } from './compose-secrets.proof.ts';

export const composeProofs: readonly Proof[] = [
  composeImagesPinnedProof,
  composeLimitsProof,
  composeNoSecurityProof,
  composePortsProof,
  composePrivilegesProof,
  composeSecretsProof,
];
