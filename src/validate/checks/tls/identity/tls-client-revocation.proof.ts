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

/** The page is one client's own; nginx says 403 to the others, where TLS has let them in. */
const OWNED = [...DEMANDED, 'if ($ssl_client_s_dn != "CN=canary-a") { return 403; }'];
const SHARED = [...DEMANDED, 'if ($ssl_client_s_dn !~ "canary-|revoked") { return 403; }'];
/** What is told to a client whose certificate fails is 403 as well. */
const FORBIDDEN = ['error_page 495 = @no', 'location @no { return 403; }'];
const second = (pki: Pki) => ({
  ...told(pki),
  identities: [...told(pki).identities, byCertificate(pki.canaryB)],
});

export const tlsClientRevocationProof = proof(
  tlsClientRevocation,
  rowsOn(onNginx(told), 'a certificate demanded and held against a list', {
    intact: [...DEMANDED, 'ssl_crl PKI/crl.pem'],
    weakened: { 'no list of revoked certificates': DEMANDED },
    dead: {
      'it knows another CA only': ['ssl_client_certificate PKI/other-ca.pem', 'ssl_verify_client on'],
    },
  }),
  rowsOn(onNginx(second), 'a page of all clients, 403 for whoever is revoked', {
    intact: [...SHARED, ...FORBIDDEN, 'ssl_crl PKI/crl.pem'],
    weakened: { 'no list, and a page of all clients': [...SHARED, ...FORBIDDEN] },
    dead: { 'no list, and the page is one client’s own': OWNED },
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
