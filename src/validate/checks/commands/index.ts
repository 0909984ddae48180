/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { auditTamperEvident } from './audit-tamper-evident.ts';
import { auditTrail } from './audit-trail.ts';
import { commandAuthorisation } from './command-authorisation.ts';
import { commandExpiry } from './command-expiry.ts';
import { commandInput } from './command-input.ts';
import { commandRange } from './command-range.ts';
import { commandReplay } from './command-replay.ts';
import { commandScope } from './command-scope.ts';
import { commandSignature } from './command-signature.ts';
import { heartbeatLoss } from './heartbeat-loss.ts';
import { modeAuthorisation } from './mode-authorisation.ts';
import { readingPlausibility } from './reading-plausibility.ts';
import { settingsSignedAndBounded } from './settings-signed-and-bounded.ts';

export const commandsChecks: readonly Check[] = [
  auditTamperEvident,
  auditTrail,
  commandAuthorisation,
  commandExpiry,
  commandInput,
  commandRange,
  commandReplay,
  commandScope,
  commandSignature,
  heartbeatLoss,
  modeAuthorisation,
  readingPlausibility,
  settingsSignedAndBounded,
];
