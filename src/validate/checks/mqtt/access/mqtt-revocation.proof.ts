import { byCertificate, byPassword, certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { INTACT, WITH_PASSWORDS, onMosquitto, twin } from '../../../testing/mosquitto.ts';
import type { Pki } from '../../../testing/pki.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttRevocation } from './mqtt-revocation.ts';

const withRevoked = (pki: Pki) => [...certified(pki), byCertificate(pki.revoked, 'revoked')];
/** Both factors: a certificate and a password. */
const BOTH = twin(WITH_PASSWORDS, { require_certificate: 'true', crlfile: 'PKI/crl.pem' });
const withAccount = (pki: Pki) => [
  byPassword('canary-a', 'a-secret', pki.canaryA),
  { ...byPassword('canary-revoked', 'r-secret', pki.revoked), state: 'revoked' as const },
];

export const mqttRevocationProof = proof(
  mqttRevocation,
  rowsOn(onMosquitto(withRevoked), 'a listener that reads the revocation list', {
    intact: INTACT,
    weakened: {
      'no revocation list': twin(INTACT, { crlfile: null }),
      'a revocation list from before': twin(INTACT, { crlfile: 'PKI/crl-before.pem' }),
    },
    dead: { 'it trusts another CA': twin(INTACT, { cafile: 'PKI/other-ca.pem', crlfile: null }) },
  }),
  rowsOn(onMosquitto(withAccount), 'a certificate and a password, of which the revoked one has lost both', {
    intact: BOTH,
    weakened: { 'no revocation list, but the account is gone': twin(BOTH, { crlfile: null }) },
  }),
  deadEnds(({ pki }) => ({ identities: withRevoked(pki), ca: pki.ca.cert })),
);
