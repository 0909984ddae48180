/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { plainListener } from './plain-listener.ts';

export const plainChecks: readonly Check[] = [plainListener];
