import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { describe, expect, it } from 'vitest';

import type { Credentials } from '../check.ts';
import { compareWithEnrolled } from './canary-certificate.ts';

const DAY = 24 * 3600 * 1000;
const NOW = new Date();
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A certificate of one authority; `by` is the key with which that signed. */
async function made(by: 'a1' | 'b2', use: string, state: Credentials['state']): Promise<Credentials> {
  const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.create({
    subject: `CN=${state}`,
    issuer: 'CN=the authority',
    notBefore: new Date(NOW.getTime() - DAY),
    notAfter: new Date(NOW.getTime() + DAY),
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: P256,
    extensions: [
      new x509.AuthorityKeyIdentifierExtension(by.repeat(20)),
      new x509.ExtendedKeyUsageExtension([use]),
    ],
  });
  return { name: state, clientId: state, state, cert: cert.toString('pem'), key: '' };
}

describe('compareWithEnrolled', () => {
  const { clientAuth, serverAuth } = x509.ExtendedKeyUsage;

  it('has nothing against one of the same authority for the same use', async () => {
    const [bad, good] = [await made('a1', clientAuth, 'revoked'), await made('a1', clientAuth, 'enrolled')];
    expect(compareWithEnrolled(bad, good, NOW)).toBeUndefined();
  });

  it('tells one that a server would refuse for something else', async () => {
    const good = await made('a1', clientAuth, 'enrolled');
    const older = await made('b2', clientAuth, 'revoked');
    expect(compareWithEnrolled(older, good, NOW)).toContain('different keys');
    const forServers = await made('a1', serverAuth, 'revoked');
    expect(compareWithEnrolled(forServers, good, NOW)).toContain('different uses');
  });
});
