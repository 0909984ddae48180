/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { heartbeatLossProof } from './heartbeat-loss.proof.ts';
import { readingFormProof } from './reading-form.proof.ts';
import { readingOriginProof } from './reading-origin.proof.ts';
import { readingPlausibilityProof } from './reading-plausibility.proof.ts';
import { readingPoisonProof } from './reading-poison.proof.ts';
import { readingSignatureProof } from './reading-signature.proof.ts';

export const readingsProofs: readonly Proof[] = [
  heartbeatLossProof,
  readingFormProof,
  readingOriginProof,
  readingPlausibilityProof,
  readingPoisonProof,
  readingSignatureProof,
];
