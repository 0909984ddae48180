/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { registryAuthentication } from './registry-authentication.ts';
import { registryOwnKeys } from './registry-own-keys.ts';
import { registryRetired } from './registry-retired.ts';

export const registryChecks: readonly Check[] = [registryAuthentication, registryOwnKeys, registryRetired];
