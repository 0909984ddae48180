/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { pskForwardSecrecy } from './psk-forward-secrecy.ts';
import { pskKey } from './psk-key.ts';
import { pskUnknownIdentity } from './psk-unknown-identity.ts';

export const pskChecks: readonly Check[] = [pskForwardSecrecy, pskKey, pskUnknownIdentity];
