/** Whether a bad canary is bad in the one way it is declared to be: anything else would prove nothing. */
import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';

import * as x509 from '@peculiar/x509';

import type { Credentials } from '../check.ts';

/**
 * Compares an expired or revoked canary's certificate with an enrolled one's. It must come from an authority
 * of the same name and key, have a key of the same kind and size unless it is declared weak, be meant for the same uses,
 * and be within its dates exactly when it is not declared expired. Otherwise a server could refuse it for another reason.
 *
 * @returns what is wrong, for a reader; undefined when nothing is.
 */
export function compareWithEnrolled(bad: Credentials, enrolled: Credentials, now: Date): string | undefined {
  let one: X509Certificate;
  let other: X509Certificate;
  try {
    one = new X509Certificate(bad.cert ?? '');
    other = new X509Certificate(enrolled.cert ?? '');
  } catch {
    return `the certificate of ${bad.name} or of ${enrolled.name} cannot be read`;
  }
  if (one.issuer !== other.issuer)
    return `${bad.name} and ${enrolled.name} have certificates of different issuers`;
  const [key, otherKey] = [authorityKeyOf(one), authorityKeyOf(other)];
  if (key !== undefined && otherKey !== undefined && key !== otherKey)
    return `${bad.name} and ${enrolled.name} have certificates of one issuer’s different keys`;
  if (usesOf(one) !== usesOf(other))
    return `${bad.name} and ${enrolled.name} have certificates for different uses`;
  if (bad.state === 'weak') {
    if (!hasWeakKey(one)) return `${bad.name} is declared weak and has a key of ${kindOfKey(one)}`;
  } else if (kindOfKey(one) !== kindOfKey(other))
    return `${bad.name} and ${enrolled.name} have keys of different kinds`;
  const expired = now > new Date(one.validTo);
  if (bad.state === 'expired' && !expired)
    return `${bad.name} is declared expired and is valid until ${one.validTo}`;
  if (bad.state !== 'expired' && expired) return `the certificate of ${bad.name} expired on ${one.validTo}`;
  if (now < new Date(one.validFrom))
    return `the certificate of ${bad.name} is not valid before ${one.validFrom}`;
  return undefined;
}

/** By which the certificate names the key that signed it; many have none. An authority keeps its name with a new key. */
function authorityKeyOf({ raw }: X509Certificate): string | undefined {
  return new x509.X509Certificate(raw).getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId;
}

function usesOf({ keyUsage }: X509Certificate): string {
  // The types leave out that it is absent where the certificate names none.
  const uses: readonly string[] | undefined = keyUsage;
  return (uses ?? []).toSorted().join(' ');
}

/** RSA of less than 2048 bits: what servers of today refuse by themselves, and older ones do not. */
function hasWeakKey({ publicKey: { asymmetricKeyDetails } }: X509Certificate): boolean {
  return (asymmetricKeyDetails?.modulusLength ?? 2048) < 2048;
}

function kindOfKey(certificate: X509Certificate): string {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  return `${asymmetricKeyType} ${asymmetricKeyDetails?.namedCurve ?? asymmetricKeyDetails?.modulusLength ?? ''}`;
}
