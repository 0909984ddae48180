import { SOUND_PEER, onPeer } from '../../../testing/brokers/amqp-peer.ts';
import { byCertificate } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { onNginx } from '../../../testing/nginx.ts';
import type { Pki } from '../../../testing/pki.ts';
import { type Bench, proof, rowsOn } from '../../../testing/proof.ts';
import { tlsClientRevocation } from './tls-client-revocation.ts';

const told = (pki: Pki) => ({
  identities: [byCertificate(pki.canaryA), byCertificate(pki.revoked, 'revoked')],
  ca: pki.ca.cert,
  kind: 'http',
});
const DEMANDED = ['ssl_client_certificate PKI/ca.pem', 'ssl_verify_client on'];

export const tlsClientRevocationProof = proof(
  tlsClientRevocation,
  rowsOn(onNginx(told), 'a certificate demanded and held against a list', {
    intact: [...DEMANDED, 'ssl_crl PKI/crl.pem'],
    weakened: { 'no list of revoked certificates': DEMANDED },
    dead: {
      'it knows another CA only': ['ssl_client_certificate PKI/other-ca.pem', 'ssl_verify_client on'],
    },
  }),
  rowsOn(
    onPeer((pki) => told(pki).identities),
    'AMQP, a list of revoked certificates consulted',
    {
      intact: { ...SOUND_PEER, revoked: 'looked up' },
      weakened: { 'no list, over AMQP': SOUND_PEER },
    },
  ),
  deadEnds(({ pki }: Bench) => told(pki)),
);
