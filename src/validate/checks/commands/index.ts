/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { auditTamperEvident } from './audit/audit-tamper-evident.ts';
import { auditTrail } from './audit/audit-trail.ts';
import { commandAuthorisation } from './orders/command-authorisation.ts';
import { commandExpiry } from './orders/command-expiry.ts';
import { commandInput } from './orders/command-input.ts';
import { commandRange } from './orders/command-range.ts';
import { commandReplay } from './orders/command-replay.ts';
import { commandScope } from './orders/command-scope.ts';
import { commandSignature } from './orders/command-signature.ts';
import { modeAuthorisation } from './orders/mode-authorisation.ts';
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
  modeAuthorisation,
  settingsSignedAndBounded,
];
