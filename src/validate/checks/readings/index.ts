/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { heartbeatLoss } from './heartbeat-loss.ts';
import { readingExpiry } from './reading-expiry.ts';
import { readingForm } from './reading-form.ts';
import { readingOrigin } from './reading-origin.ts';
import { readingPlausibility } from './reading-plausibility.ts';
import { readingPoison } from './reading-poison.ts';
import { readingReplay } from './reading-replay.ts';
import { readingSignature } from './reading-signature.ts';

export const readingsChecks: readonly Check[] = [
  heartbeatLoss,
  readingExpiry,
  readingForm,
  readingOrigin,
  readingPlausibility,
  readingPoison,
  readingReplay,
  readingSignature,
];
