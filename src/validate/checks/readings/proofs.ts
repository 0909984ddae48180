/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { heartbeatLossProof } from './heartbeat-loss.proof.ts';
import { readingExpiryProof } from './reading-expiry.proof.ts';
import { readingFormProof } from './reading-form.proof.ts';
import { readingOriginProof } from './reading-origin.proof.ts';
import { readingPlausibilityProof } from './reading-plausibility.proof.ts';
import { readingPoisonProof } from './reading-poison.proof.ts';
import { readingReplayProof } from './reading-replay.proof.ts';
import { readingSignatureProof } from './reading-signature.proof.ts';

export const readingsProofs: readonly Proof[] = [
  heartbeatLossProof,
  readingExpiryProof,
  readingFormProof,
  readingOriginProof,
  readingPlausibilityProof,
  readingPoisonProof,
  readingReplayProof,
  readingSignatureProof,
];
