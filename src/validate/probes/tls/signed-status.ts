/** What CRLs and OCSP responses have in common: who is asked about, and a signature over what is said. */
import { type KeyObject, X509Certificate, verify } from 'node:crypto';

import { type Der, bits, identifier, readDer, serialText, within } from './der.ts';

/** What is said of a certificate. `unusable`: nothing that may be believed. */
export interface CertificateStatus {
  readonly state: 'good' | 'revoked' | 'unknown' | 'unusable';
  /** For a reader, in lower case. */
  readonly detail: string;
  /** How long it may be relied upon; absent where it does not say. */
  readonly until?: Date;
}

/** A certificate and the one that issued it. */
export interface Asked {
  readonly leaf: X509Certificate;
  readonly issuer: X509Certificate;
}

/** Clocks of two machines may differ so much, as openssl allows it. */
const SKEW_MILLIS = 5 * 60 * 1000;

/** The issuer of the first certificate among those shown (DER) and trusted (PEM), by signature. */
export function askedOf(chain: readonly Uint8Array[], ca: string): Asked | undefined {
  const pems = ca.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const [leaf, ...others] = [...chain, ...pems].map(parsed);
  const issuer = leaf && others.find((one) => one !== undefined && isIssuer(one, leaf));
  return leaf && issuer && { leaf, issuer };
}

/** The parts of a certificate that lists and responses name it by (RFC 5280 section 4.1). */
export function namesOf(certificate: X509Certificate): {
  readonly serial: string;
  readonly issuer: Buffer;
  readonly subject: Buffer;
  /** The public key's bits. */
  readonly key: Buffer;
} {
  const fields = within(within(readDer(certificate.raw))[0]);
  // The version, in a tag of its own, is there in all but the first version of X.509.
  const [serial, , issuer, , subject, publicKey] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  return {
    serial: serialText(serial),
    issuer: issuer?.whole ?? Buffer.alloc(0),
    subject: subject?.whole ?? Buffer.alloc(0),
    key: bits(within(publicKey)[1]),
  };
}

/** Hashes by signature algorithm; what is not here (MD5, SHA-1) is no signature to us. Ed25519 has none. */
const HASHES: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
};

/** Whether the signature over `signed` is the key's. */
export function isSigned(
  signed: Der,
  algorithm: Der | undefined,
  signature: Der | undefined,
  key: KeyObject,
): boolean {
  const hash = HASHES[identifier(within(algorithm)[0]?.body ?? Buffer.alloc(0))];
  if (hash === undefined) return false;
  try {
    return verify(hash, signed.whole, key, bits(signature));
  } catch {
    return false;
  }
}

/** Why what is said for this time does not hold now; undefined: it does. */
export function outOfTime(from: Date | undefined, until: Date | undefined, now: Date): string | undefined {
  if (!from) return 'it does not say from when it holds';
  if (from.getTime() - SKEW_MILLIS > now.getTime()) return `it holds only from ${from.toISOString()}`;
  if (until && until.getTime() + SKEW_MILLIS < now.getTime()) return `it ended on ${until.toISOString()}`;
  return undefined;
}

export function parsed(certificate: Uint8Array | string): X509Certificate | undefined {
  try {
    return new X509Certificate(certificate);
  } catch {
    return undefined;
  }
}

/** True when the one issued the other, by name and signature. */
export function isIssuer(issuer: X509Certificate, subject: X509Certificate): boolean {
  try {
    return subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
  } catch {
    return false;
  }
}
