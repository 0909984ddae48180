import { SOUND_PEER, onPeer } from '../../../testing/brokers/amqp-peer.ts';
import { RABBIT_CERTIFIED, onRabbit, rabbitTwin } from '../../../testing/brokers/rabbitmq.ts';
import { byCertificate, byPassword, certified } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import type { Pki } from '../../../testing/pki.ts';
import { proof, rowsOn } from '../../../testing/proof.ts';
import { amqpClientCertificate } from './amqp-client-certificate.ts';

/** Both factors: a certificate and a password. Without the first the second alone would do. */
const BOTH = rabbitTwin(RABBIT_CERTIFIED, { 'auth_mechanisms.1': 'PLAIN' });
/** Certificates for devices, and passwords for whoever has none. */
const EITHER = rabbitTwin(RABBIT_CERTIFIED, {
  'ssl_options.fail_if_no_peer_cert': 'false',
  'auth_mechanisms.2': 'PLAIN',
});
const withExpired = (pki: Pki) => [...certified(pki), byCertificate(pki.expired, 'expired')];

export const amqpClientCertificateProof = proof(
  amqpClientCertificate,
  rowsOn(
    onRabbit((pki) => [byPassword('canary-a', 'a-secret', pki.canaryA)], { tls: true }),
    'a certificate and a password',
    {
      intact: BOTH,
      weakened: {
        'no certificate required': rabbitTwin(BOTH, { 'ssl_options.fail_if_no_peer_cert': 'false' }),
      },
      dead: { 'it trusts another CA': rabbitTwin(BOTH, { 'ssl_options.cacertfile': 'PKI/other-ca.pem' }) },
    },
  ),
  rowsOn(onRabbit(withExpired, { tls: true }), 'certificates alone (SASL EXTERNAL)', {
    intact: RABBIT_CERTIFIED,
    dead: { 'passwords would do too, and nobody has one to try': EITHER },
  }),
  rowsOn(
    onRabbit((pki) => [byCertificate(pki.canaryA), byPassword('canary-b', 'b-secret')], { tls: true }),
    'certificates alone, and one canary has a password',
    { intact: RABBIT_CERTIFIED, weakened: { 'passwords would do too': EITHER } },
  ),
  rowsOn(onPeer(withExpired), 'certificates of our CA, in date', {
    intact: SOUND_PEER,
    weakened: {
      'another CA with the name of ours is taken': { ...SOUND_PEER, takes: 'CERT_SIGNATURE_FAILURE' },
      'self-signed certificates are taken': { ...SOUND_PEER, takes: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      'expired certificates are taken': { ...SOUND_PEER, takes: 'CERT_HAS_EXPIRED' },
    },
  }),
  deadEnds(({ pki }) => ({ kind: 'amqp', identities: certified(pki), ca: pki.ca.cert })),
);
