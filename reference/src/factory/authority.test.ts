import { X509Certificate, createPrivateKey } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { createAuthority } from './authority.ts';

describe('createAuthority', () => {
  it('issues certificates that chain to it, each with a key of its own', async () => {
    const authority = await createAuthority('Test CA');
    const root = new X509Certificate(authority.certificate);
    const [first, second] = await Promise.all([
      authority.issue({ name: 'valve' }),
      authority.issue({ name: 'cloud-gateway', dns: ['cloud-gateway.reference.test'] }),
    ]);
    expect(root.ca).toBe(true);
    for (const issued of [first, second]) {
      const certificate = new X509Certificate(issued.certificate);
      expect(certificate.verify(root.publicKey)).toBe(true);
      expect(certificate.checkIssued(root)).toBe(true);
      expect(certificate.checkPrivateKey(createPrivateKey(issued.privateKey))).toBe(true);
      expect(certificate.ca).toBe(false);
    }
    expect(first.privateKey).not.toBe(second.privateKey);
    expect(new X509Certificate(first.certificate).subject).toBe('CN=valve');
    expect(new X509Certificate(second.certificate).checkHost('cloud-gateway.reference.test')).toBeTruthy();
    expect(new X509Certificate(second.certificate).checkHost('field-gateway.reference.test')).toBeFalsy();
  });

  it('gives a client no right to be a server', async () => {
    const authority = await createAuthority('Test CA');
    const client = new X509Certificate((await authority.issue({ name: 'valve' })).certificate);
    const server = new X509Certificate(
      (await authority.issue({ name: 'hub', dns: ['hub.test'] })).certificate,
    );
    const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
    expect(client.keyUsage).not.toContain(SERVER_AUTH);
    expect(server.keyUsage).toContain(SERVER_AUTH);
  });

  it('makes an expired certificate that is otherwise good', async () => {
    const authority = await createAuthority('Test CA');
    const { certificate } = await authority.issue({ name: 'canary-a', expired: true });
    const parsed = new X509Certificate(certificate);
    expect(new Date(parsed.validTo).getTime()).toBeLessThan(Date.now());
    expect(parsed.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
  });

  it('is a new authority each time', async () => {
    const [one, other] = await Promise.all([createAuthority('Test CA'), createAuthority('Test CA')]);
    const { certificate } = await other.issue({ name: 'valve' });
    expect(new X509Certificate(certificate).verify(new X509Certificate(one.certificate).publicKey)).toBe(
      false,
    );
  });

  it('writes the revocation list as OpenSSL reads it', async () => {
    const authority = await createAuthority('Test CA');
    const { serialNumber } = await authority.issue({ name: 'canary-a' });
    expect(await authority.revoke([serialNumber])).toMatch(/^-----BEGIN X509 CRL-----\n/);
  });
});
