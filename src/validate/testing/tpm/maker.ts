/** A maker of TPMs, for tests: a root whose key stays here, and endorsement certificates good and bad. */
import 'reflect-metadata';

import * as x509 from '@peculiar/x509';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 3600 * 1000;

export interface Maker {
  readonly root: string;
  /** A certificate for a public key (SPKI in PEM), in DER. */
  certify(key: string, how?: { readonly purpose?: string; readonly expired?: boolean }): Promise<Buffer>;
}

export async function createMaker(name: string): Promise<Maker> {
  const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 60 * DAY),
    notAfter: new Date(Date.now() + 60 * DAY),
    signingAlgorithm: P256,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    root: root.toString('pem'),
    async certify(key, { purpose = '2.23.133.8.1', expired = false } = {}) {
      const made = await x509.X509CertificateGenerator.create({
        subject: 'CN=unit',
        issuer: root.subject,
        notBefore: new Date(Date.now() - 30 * DAY),
        notAfter: new Date(Date.now() + (expired ? -1 : 30) * DAY),
        publicKey: new x509.PublicKey(key),
        signingKey: keys.privateKey,
        signingAlgorithm: P256,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.ExtendedKeyUsageExtension([purpose]),
        ],
      });
      return Buffer.from(made.rawData);
    },
  };
}
