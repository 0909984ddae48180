import { readFileSync } from 'node:fs';

import { deadEnds } from '../../../testing/dead.ts';
import { type TlsSetup, onNodeTls } from '../../../testing/listeners.ts';
import type { Pki } from '../../../testing/pki.ts';
import { type Bench, proof, rowsOn } from '../../../testing/proof.ts';
import { tlsRevocationCrl } from './tls-revocation-crl.ts';

const DAY = 24 * 3600 * 1000;
const told = (pki: Pki, now = new Date()) => ({
  identities: [],
  ca: pki.ca.cert,
  kind: 'tls',
  now,
  declares: { tls: { ca: 'file:ca.pem', crl: 'pki/crl.pem' } },
  files: { 'pki/crl.pem': readFileSync(pki.crlFile, 'utf8') },
});
const showing = (shows: string, identity: TlsSetup['identity']): TlsSetup => ({ identity, shows });

export const tlsRevocationCrlProof = proof(
  tlsRevocationCrl,
  rowsOn(
    onNodeTls((pki) => told(pki)),
    'a certificate that is not on the list',
    {
      intact: showing('in good standing', ({ server }) => server),
      weakened: { 'its certificate was taken back': showing('revoked', ({ revoked }) => revoked) },
      dead: {
        'the list is another authority’s': showing('of another CA', (pki) =>
          pki.issue({ name: 'elsewhere', san: ['localhost'], by: 'other-ca' }),
        ),
      },
    },
  ),
  rowsOn(
    onNodeTls((pki) => told(pki, new Date(Date.now() + 29 * DAY))),
    'a month later, on the last day of the list',
    {
      intact: showing('in good standing', ({ server }) => server),
    },
  ),
  deadEnds(({ pki }: Bench) => told(pki)),
);
