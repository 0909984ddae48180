/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { clientRefusesExpired } from './client-refuses-expired.ts';
import { clientRefusesOldTls } from './client-refuses-old-tls.ts';
import { clientRefusesUnknownCa } from './client-refuses-unknown-ca.ts';
import { clientRefusesWrongName } from './client-refuses-wrong-name.ts';
import { clientRefusesWrongPsk } from './client-refuses-wrong-psk.ts';
import { clientTokenLifetime } from './client-token-lifetime.ts';
import { deviceDialsOnly } from './device-dials-only.ts';

export const clientChecks: readonly Check[] = [
  clientRefusesExpired,
  clientRefusesOldTls,
  clientRefusesUnknownCa,
  clientRefusesWrongName,
  clientRefusesWrongPsk,
  clientTokenLifetime,
  deviceDialsOnly,
];
