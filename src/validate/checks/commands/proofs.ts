/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { auditTamperEvidentProof } from './audit/audit-tamper-evident.proof.ts';
import { auditTrailProof } from './audit/audit-trail.proof.ts';
import { commandAuthorisationProof } from './orders/command-authorisation.proof.ts';
import { commandExpiryProof } from './orders/command-expiry.proof.ts';
import { commandInputProof } from './orders/command-input.proof.ts';
import { commandRangeProof } from './orders/command-range.proof.ts';
import { commandReplayProof } from './orders/command-replay.proof.ts';
import { commandScopeProof } from './orders/command-scope.proof.ts';
import { commandSignatureProof } from './orders/command-signature.proof.ts';
import { modeAuthorisationProof } from './orders/mode-authorisation.proof.ts';
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
  modeAuthorisationProof,
  settingsSignedAndBoundedProof,
];
