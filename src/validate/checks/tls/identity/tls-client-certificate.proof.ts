import { createServer } from 'node:tls';

import { byCertificate, runAgainst } from '../../../testing/context.ts';
import { deadEnds } from '../../../testing/dead.ts';
import { onNodeTls, withSuites } from '../../../testing/listeners.ts';
import { onNginx } from '../../../testing/nginx.ts';
import type { Pki } from '../../../testing/pki.ts';
import { type Bench, type Stand, proof, rowsOn } from '../../../testing/proof.ts';
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

/** By what an application of ours tells its clients, whose certificates TLS itself asks for and does not judge. */
type KnownBy = 'what it is signed with' | 'its serial number';

const register: Stand<KnownBy> = {
  software: 'node:tls',
  text: (by) => `a client is known by: ${by}`,
  async judge(check, by, { pki }) {
    const { cert, key } = pki.server;
    const options = { cert, key, ca: pki.ca.cert, requestCert: true, rejectUnauthorized: false };
    const server = createServer({ ...options, ciphers: STRICT }, (socket) => {
      socket.on('error', () => undefined);
      const shown = socket.getPeerCertificate();
      const isKnown =
        by === 'its serial number'
          ? BigInt(`0x0${shown.serialNumber ?? ''}`) === BigInt(`0x${pki.canaryA.serial}`)
          : socket.authorized;
      socket.end(`HTTP/1.1 ${isKnown ? '200 OK' : '403 Forbidden'}\r\nContent-Length: 0\r\n\r\n`);
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const { identities, ...how } = told(pki);
    const both = [...identities, byCertificate(pki.canaryB)];
    return runAgainst(check, { ...how, identities: both, port }).finally(() => server.close());
  },
};

/** A second server block, for whoever asks for no name or for another one. */
const forOthers = (verify: 'on' | 'off'): readonly string[] => [
  'server_name localhost',
  ...NGINX,
  `http: server { listen 127.0.0.1:PORT ssl default_server; ssl_certificate PKI/server.pem; ssl_certificate_key PKI/server.key; ssl_client_certificate PKI/ca.pem; ssl_verify_client ${verify}; location / { return 200 'hello'; } }`,
];

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
  rowsOn(onNginx(told), 'HTTP, a certificate demanded under every name', {
    intact: forOthers('on'),
    dead: { 'and none where no name is asked for: by whom the answer is, nobody knows': forOthers('off') },
  }),
  rowsOn(register, 'an application that judges certificates itself', {
    intact: 'what it is signed with',
    weakened: { 'it looks up the number and nothing else': 'its serial number' },
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
