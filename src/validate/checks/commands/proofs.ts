/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { auditTamperEvidentProof } from './audit-tamper-evident.proof.ts';
import { auditTrailProof } from './audit-trail.proof.ts';
import { commandAuthorisationProof } from './command-authorisation.proof.ts';
import { commandExpiryProof } from './command-expiry.proof.ts';
import { commandInputProof } from './command-input.proof.ts';
import { commandRangeProof } from './command-range.proof.ts';
import { commandReplayProof } from './command-replay.proof.ts';
import { commandScopeProof } from './command-scope.proof.ts';
import { commandSignatureProof } from './command-signature.proof.ts';
import { heartbeatLossProof } from './heartbeat-loss.proof.ts';
import { modeAuthorisationProof } from './mode-authorisation.proof.ts';
import { readingPlausibilityProof } from './reading-plausibility.proof.ts';
import { settingsSignedAndBoundedProof } from './settings-signed-and-bounded.proof.ts';

export const commandsProofs: readonly Proof[] = [
  auditTamperEvidentProof,
  auditTrailProof,
  commandAuthorisationProof,
  commandExpiryProof,
  commandInputProof,
  commandRangeProof,
  commandReplayProof,
  commandScopeProof,
  commandSignatureProof,
  heartbeatLossProof,
  modeAuthorisationProof,
  readingPlausibilityProof,
  settingsSignedAndBoundedProof,
];
