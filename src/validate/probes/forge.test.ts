import { X509Certificate } from 'node:crypto';

import { expect, it } from 'vitest';

import { createPki } from '../testing/pki.ts';
import { forgeByOtherCa, forgeSelfSigned } from './forge.ts';

it('makes certificates that name the same device and are signed by nobody who counts', async () => {
  const pki = await createPki();
  const genuine = new X509Certificate(pki.canaryA.cert);
  const ca = new X509Certificate(pki.ca.cert);
  for (const forge of [forgeByOtherCa, forgeSelfSigned]) {
    const { cert, key } = await forge(pki.canaryA.cert, new Date());
    const made = new X509Certificate(cert);
    expect(made.subject).toBe(genuine.subject);
    expect(made.verify(ca.publicKey)).toBe(false);
    expect(new Date(made.validTo).getTime()).toBeGreaterThan(Date.now());
    expect(key).toContain('PRIVATE KEY');
    // Whoever looks at these alone sees no difference.
    const { serialNumber, validFrom, validTo, keyUsage } = genuine;
    expect(made).toMatchObject({ serialNumber, validFrom, validTo, keyUsage });
  }
  const impostor = new X509Certificate((await forgeByOtherCa(pki.canaryA.cert, new Date())).cert);
  expect(impostor.issuer).toBe(ca.subject);
  await pki.remove();
});

it('rejects what is no certificate', async () => {
  await expect(forgeByOtherCa('nonsense', new Date())).rejects.toThrow(/./);
});
