/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { defaultLoginProof } from './default-login.proof.ts';

export const loginProofs: readonly Proof[] = [defaultLoginProof];
