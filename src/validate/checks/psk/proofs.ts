/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { pskForwardSecrecyProof } from './psk-forward-secrecy.proof.ts';
import { pskKeyProof } from './psk-key.proof.ts';
import { pskUnknownIdentityProof } from './psk-unknown-identity.proof.ts';

export const pskProofs: readonly Proof[] = [pskForwardSecrecyProof, pskKeyProof, pskUnknownIdentityProof];
