/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { registryAuthenticationProof } from './registry-authentication.proof.ts';
import { registryOwnKeysProof } from './registry-own-keys.proof.ts';
import { registryRetiredProof } from './registry-retired.proof.ts';

export const registryProofs: readonly Proof[] = [
  registryAuthenticationProof,
  registryOwnKeysProof,
  registryRetiredProof,
];
