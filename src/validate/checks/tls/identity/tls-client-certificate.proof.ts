import { byCertificate } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { onNodeTls, withSuites } from '../../../testing/listeners.ts';
import { onNginx } from '../../../testing/nginx.ts';
import type { Pki } from '../../../testing/pki.ts';
import { type Bench, proof, rowsOn } from '../../../testing/proof.ts';
import { tlsClientCertificate } from './tls-client-certificate.ts';

const told = (pki: Pki, kind = 'http') => ({
  identities: [
    byCertificate(pki.canaryA),
    byCertificate(pki.expired, 'expired'),
    byCertificate(pki.weak, 'weak'),
  ],
  ca: pki.ca.cert,
  kind,
});
const mutual = { requestCert: true, rejectUnauthorized: true };
/** Node's own default takes keys of 1024 bits. */
const STRICT = 'ECDHE+AESGCM:@SECLEVEL=2';
const NGINX = ['ssl_client_certificate PKI/ca.pem', 'ssl_verify_client on'];

export const tlsClientCertificateProof = proof(
  tlsClientCertificate,
  rowsOn(onNginx(told), 'HTTP, a certificate demanded', {
    intact: NGINX,
    weakened: {
      'a certificate is optional': ['ssl_client_certificate PKI/ca.pem', 'ssl_verify_client optional'],
      'no certificate is asked for': ['ssl_client_certificate PKI/ca.pem', 'ssl_verify_client off'],
      'any certificate does': ['ssl_client_certificate PKI/ca.pem', 'ssl_verify_client optional_no_ca'],
      'keys of any length taken': [...NGINX, 'ssl_ciphers DEFAULT:@SECLEVEL=0'],
    },
    dead: { 'it knows another CA only': ['ssl_client_certificate PKI/other-ca.pem', 'ssl_verify_client on'] },
  }),
  rowsOn(
    onNodeTls(
      (pki) => told(pki, 'tls'),
      (pki) => ({ ca: pki.ca.cert }),
    ),
    'an application of ours, a certificate demanded',
    {
      intact: withSuites(STRICT, 'p256', mutual),
      weakened: {
        'whatever is shown is let in': withSuites(STRICT, 'p256', {
          ...mutual,
          rejectUnauthorized: false,
        }),
      },
    },
  ),
  deadEnds(({ pki }: Bench) => told(pki)),
);
