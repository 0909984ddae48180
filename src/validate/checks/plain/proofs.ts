/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { plainListenerProof } from './plain-listener.proof.ts';

export const plainProofs: readonly Proof[] = [plainListenerProof];
