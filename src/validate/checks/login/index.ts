/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { defaultLogin } from './default-login.ts';

export const loginChecks: readonly Check[] = [defaultLogin];
