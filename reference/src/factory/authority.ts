/**
 * A certificate authority made on the spot (ECDSA P-256, SHA-256, WebCrypto). Its private key cannot be
 * exported and is never written: when the factory's process ends, nobody can issue another certificate.
 */
import 'reflect-metadata';

import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 60 * 60 * 1000;

/** How long certificates and the revocation list hold: longer than any demonstration, no longer than a week. */
const LIFETIME = 7 * DAY;

export interface Issued {
  readonly certificate: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  /** Hexadecimal. */
  readonly serialNumber: string;
}

export interface Wanted {
  /** Common name: the identity. */
  readonly name: string;
  /** DNS names for a listener; present makes it a server's certificate as well as a client's. */
  readonly dns?: readonly string[];
  /** Made so that it has run out already. */
  readonly expired?: boolean;
}

export interface Authority {
  readonly certificate: string;
  issue(wanted: Wanted): Promise<Issued>;
  /** A revocation list over the given serial numbers, PEM. */
  revoke(serialNumbers: readonly string[]): Promise<string>;
}

/** Makes an authority. `now` is the moment from which its certificates count. */
export async function createAuthority(name: string, now: Date = new Date()): Promise<Authority> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const notBefore = new Date(now.getTime() - DAY);
  const notAfter = new Date(now.getTime() + LIFETIME);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: `CN=${name}`,
    notBefore,
    notAfter,
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });

  return {
    certificate: pem('CERTIFICATE', root.rawData),

    async issue({ name: commonName, dns = [], expired = false }) {
      const own = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
      const serialNumber = newSerial();
      const usages = [
        x509.ExtendedKeyUsage.clientAuth,
        ...(dns.length > 0 ? [x509.ExtendedKeyUsage.serverAuth] : []),
      ];
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber,
        subject: `CN=${commonName}`,
        issuer: root.subject,
        notBefore: expired ? new Date(now.getTime() - 2 * DAY) : notBefore,
        notAfter: expired ? new Date(now.getTime() - DAY) : notAfter,
        signingAlgorithm: ALGORITHM,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension(usages),
          await x509.AuthorityKeyIdentifierExtension.create(root),
          ...(dns.length > 0
            ? [
                new x509.SubjectAlternativeNameExtension(
                  dns.map((value) => ({ type: 'dns' as const, value })),
                ),
              ]
            : []),
        ],
      });
      return {
        certificate: pem('CERTIFICATE', certificate.rawData),
        privateKey: pem('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', own.privateKey)),
        serialNumber,
      };
    },

    async revoke(serialNumbers) {
      const list = await x509.X509CrlGenerator.create({
        issuer: root.subject,
        thisUpdate: notBefore,
        nextUpdate: notAfter,
        signingAlgorithm: ALGORITHM,
        signingKey: keys.privateKey,
        entries: serialNumbers.map((serialNumber) => ({ serialNumber, revocationDate: now })),
      });
      // The library labels it "CRL", which OpenSSL does not read.
      return pem('X509 CRL', list.rawData);
    },
  };
}

function pem(label: string, bytes: ArrayBuffer): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** 16 random bytes, positive (RFC 5280 section 4.1.2.2). */
function newSerial(): string {
  const bytes = crypto.getRandomValues(Buffer.alloc(16));
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString('hex');
}
