import { byCertificate, byPassword, certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { onLaxBroker } from '../../../testing/brokers/lax-broker.ts';
import { INTACT, WITH_PASSWORDS, onMosquitto, twin } from '../../../testing/mosquitto.ts';
import type { Pki } from '../../../testing/pki.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { mqttClientCertificate } from './mqtt-client-certificate.ts';

/** Both factors: a certificate and a password. Without the first the second alone would do. */
const BOTH = twin(WITH_PASSWORDS, { require_certificate: 'true' });
const withExpired = (pki: Pki) => [...certified(pki), byCertificate(pki.expired, 'expired')];

export const mqttClientCertificateProof = proof(
  mqttClientCertificate,
  rowsOn(
    onMosquitto((pki) => [byPassword('canary-a', 'a-secret', pki.canaryA)]),
    'a certificate and a password',
    {
      intact: BOTH,
      weakened: { 'no certificate required': twin(BOTH, { require_certificate: 'false' }) },
      dead: { 'it trusts another CA': twin(BOTH, { cafile: 'PKI/other-ca.pem' }) },
    },
  ),
  rowsOn(onMosquitto(withExpired), 'certificates alone', { intact: INTACT }),
  rowsOn(onLaxBroker(withExpired), 'certificates of our CA, in date', {
    intact: { takes: [] },
    weakened: {
      'whoever signed the certificate': {
        takes: ['SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_SIGNATURE_FAILURE'],
      },
      'expired certificates taken': { takes: ['CERT_HAS_EXPIRED'] },
    },
  }),
  deadEnds(({ pki }) => ({ identities: certified(pki), ca: pki.ca.cert })),
);
