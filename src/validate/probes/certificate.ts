/**
 * What is wrong with a server's certificate: each defect in a sentence. Policy that libraries leave to their
 * callers (key sizes, signature algorithms, purpose) is ours; the path is built here, and OpenSSL's own verdict is
 * held against it by the caller.
 */
import { type KeyObject, X509Certificate } from 'node:crypto';

import { type Der, TAG, identifier, readDer, within } from './tls/der.ts';

export interface CertificatePolicy {
  /** PEM of the trusted authorities, one or more. */
  readonly ca: string;
  /** The host name or IP address it must hold (RFC 9525: among the alternative names, not the common name). */
  readonly name: string;
  readonly now: Date;
}

export interface CertificateFindings {
  /** One sentence for each defect, lower case, without a full stop. Empty: none was found. */
  readonly defects: readonly string[];
  /** When the first certificate of the path ends. */
  readonly notAfter: Date;
}

/** Judges a chain as the server showed it: DER, its own certificate first. Never throws. */
export function judgeCertificate(
  chain: readonly Uint8Array[],
  policy: CertificatePolicy,
): CertificateFindings {
  const shown = chain.map(parsed);
  const anchors = splitPem(policy.ca).map(parsed);
  const [leaf] = shown;
  if (!leaf || shown.includes(undefined)) {
    return { defects: ['the certificate cannot be parsed'], notAfter: new Date(0) };
  }
  const known = [...shown, ...anchors].filter((one) => one !== undefined);
  const path = pathFrom(leaf, known, anchors);
  const defects = [
    ...(path.trusted ? [] : ['it does not lead to the declared CA']),
    ...nameDefects(leaf, policy.name),
    ...purposeDefects(leaf),
    ...path.certificates.flatMap((one, index) => [
      ...dateDefects(one, policy.now, titleOf(index)),
      ...keyDefects(one, titleOf(index)),
      // Nobody relies on the signature that a trusted root makes on itself.
      ...(isOneOf(one, anchors) ? [] : signatureDefects(one, titleOf(index))),
    ]),
  ];
  const ends = path.certificates.map((one) => Date.parse(one.validTo));
  return { defects, notAfter: new Date(Math.min(...ends)) };
}

/** Whether a chain as the server showed it leads to one of the authorities (PEM), by names and signatures alone. */
export function leadsTo(chain: readonly Uint8Array[], ca: string): boolean {
  const anchors = splitPem(ca).map(parsed);
  const [leaf, ...others] = chain.map(parsed);
  const known = [...others, ...anchors].filter((one) => one !== undefined);
  return leaf !== undefined && pathFrom(leaf, known, anchors).trusted;
}

/** Path length that no honest chain reaches. */
const LONGEST_PATH = 10;

/** From the leaf to a trusted authority, as far as it goes. */
function pathFrom(
  leaf: X509Certificate,
  known: readonly X509Certificate[],
  anchors: readonly (X509Certificate | undefined)[],
): { certificates: X509Certificate[]; trusted: boolean } {
  const certificates = [leaf];
  for (let current = leaf; certificates.length <= LONGEST_PATH;) {
    if (isOneOf(current, anchors)) return { certificates, trusted: true };
    const issuer = known.find((one) => one.ca && !isOneOf(one, certificates) && issued(one, current));
    if (!issuer) break;
    certificates.push(issuer);
    current = issuer;
  }
  return { certificates, trusted: false };
}

function issued(issuer: X509Certificate, subject: X509Certificate): boolean {
  try {
    return subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

function nameDefects(leaf: X509Certificate, name: string): string[] {
  const held =
    /^[\d.]+$/.test(name) || name.includes(':')
      ? leaf.checkIP(name)
      : leaf.checkHost(name, { subject: 'never' });
  return held === undefined ? [`it does not hold the name "${name}"`] : [];
}

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_PURPOSE = '2.5.29.37.0';

/** Without the extension every purpose is allowed (RFC 5280 section 4.2.1.12). */
function purposeDefects(leaf: X509Certificate): string[] {
  // Node types it as always there; it is undefined where the extension is absent.
  const purposes = (leaf as { readonly keyUsage?: readonly string[] }).keyUsage;
  const fits = purposes === undefined || purposes.includes(SERVER_AUTH) || purposes.includes(ANY_PURPOSE);
  return fits ? [] : ['it is not meant for servers (extended key usage without serverAuth)'];
}

function dateDefects(one: X509Certificate, now: Date, title: string): string[] {
  if (now.getTime() < Date.parse(one.validFrom))
    return [`${title} is valid only from ${isoDay(one.validFrom)}`];
  return now.getTime() > Date.parse(one.validTo) ? [`${title} expired on ${isoDay(one.validTo)}`] : [];
}

function keyDefects(one: X509Certificate, title: string): string[] {
  const key = publicKeyOf(one);
  if (!key) return [`the key of ${title} cannot be read`];
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'rsa' || type === 'rsa-pss') {
    const bits = details?.modulusLength ?? 0;
    return bits >= 2048 ? [] : [`${title} has an RSA key of ${bits} bits, 2048 are the least`];
  }
  if (type === 'ec') {
    const curve = details?.namedCurve ?? 'unknown';
    const bits = Number(/\d{3}/.exec(curve)?.[0] ?? 0);
    return bits >= 256 ? [] : [`${title} has a key on the curve ${curve}, 256 bits are the least`];
  }
  if (type === 'ed25519' || type === 'ed448') return [];
  return [`${title} has a key of kind ${type ?? 'unknown'}, which TLS servers no longer use`];
}

/** A certificate can be read whose key cannot: node looks at it only now. */
function publicKeyOf(one: X509Certificate): KeyObject | undefined {
  try {
    return one.publicKey;
  } catch {
    return undefined;
  }
}

/** Signature algorithms with MD2, MD5 or SHA-1, by object identifier. */
const WEAK_SIGNATURES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'MD2',
  '1.2.840.113549.1.1.4': 'MD5',
  '1.2.840.113549.1.1.5': 'SHA-1',
  '1.3.14.3.2.29': 'SHA-1',
  '1.2.840.10040.4.3': 'SHA-1',
  '1.2.840.10045.4.1': 'SHA-1',
};
const RSASSA_PSS = '1.2.840.113549.1.1.10';
const SHA1 = '1.3.14.3.2.26';

function signatureDefects(one: X509Certificate, title: string): string[] {
  const [algorithm, pssHash = SHA1] = signatureAlgorithm(one.raw);
  if (algorithm === undefined) return [`the signature algorithm of ${title} cannot be read`];
  const weak = algorithm === RSASSA_PSS && pssHash === SHA1 ? 'SHA-1' : WEAK_SIGNATURES[algorithm];
  return weak === undefined ? [] : [`${title} is signed with ${weak}`];
}

/**
 * The object identifiers in the outer signatureAlgorithm (RFC 5280 section 4.1.1.2), in their order: the algorithm,
 * then for RSASSA-PSS its hash, unless it is SHA-1, which is left out as the default (RFC 4055).
 */
function signatureAlgorithm(der: Uint8Array): string[] {
  const [, algorithm] = within(readDer(Buffer.from(der)));
  return identifiersIn(algorithm);
}

function identifiersIn(der: Der | undefined): string[] {
  return within(der).flatMap((part) => {
    if (part.tag === TAG.identifier) return [identifier(part.body)];
    // Constructed: sequences, and the tagged parameters of PSS.
    return part.tag & 0x20 ? identifiersIn(part) : [];
  });
}

function parsed(certificate: Uint8Array | string): X509Certificate | undefined {
  try {
    return new X509Certificate(certificate);
  } catch {
    return undefined;
  }
}

function splitPem(pem: string): string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

function isOneOf(one: X509Certificate, others: readonly (X509Certificate | undefined)[]): boolean {
  return others.some((other) => other !== undefined && other.fingerprint256 === one.fingerprint256);
}

function titleOf(index: number): string {
  return index === 0 ? 'the certificate' : `issuer ${index} of its chain`;
}

function isoDay(time: string): string {
  return new Date(time).toISOString().slice(0, 10);
}
