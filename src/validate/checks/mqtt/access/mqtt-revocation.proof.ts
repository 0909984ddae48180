import { byCertificate, certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { INTACT, onMosquitto, twin } from '../../../testing/mosquitto.ts';
import type { Pki } from '../../../testing/pki.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttRevocation } from './mqtt-revocation.ts';

const withRevoked = (pki: Pki) => [...certified(pki), byCertificate(pki.revoked, 'revoked')];

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
  deadEnds(({ pki }) => ({ identities: withRevoked(pki), ca: pki.ca.cert })),
);
