/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { readingForm } from './reading-form.ts';
import { readingOrigin } from './reading-origin.ts';
import { readingPoison } from './reading-poison.ts';
import { readingSignature } from './reading-signature.ts';

export const readingsChecks: readonly Check[] = [readingForm, readingOrigin, readingPoison, readingSignature];
