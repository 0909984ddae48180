/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { clientRefusesExpiredProof } from './client-refuses-expired.proof.ts';
import { clientRefusesOldTlsProof } from './client-refuses-old-tls.proof.ts';
import { clientRefusesUnknownCaProof } from './client-refuses-unknown-ca.proof.ts';
import { clientRefusesWrongNameProof } from './client-refuses-wrong-name.proof.ts';
import { clientRefusesWrongPskProof } from './client-refuses-wrong-psk.proof.ts';
import { clientTokenLifetimeProof } from './client-token-lifetime.proof.ts';
import { deviceDialsOnlyProof } from './device-dials-only.proof.ts';

export const clientProofs: readonly Proof[] = [
  clientRefusesExpiredProof,
  clientRefusesOldTlsProof,
  clientRefusesUnknownCaProof,
  clientRefusesWrongNameProof,
  clientRefusesWrongPskProof,
  clientTokenLifetimeProof,
  deviceDialsOnlyProof,
];
