/**
 * What is wrong with a TPM's endorsement certificate, each defect in a sentence (TCG EK Credential Profile). Only the
 * certificates that the project pins are trusted, and only them the path may use.
 */
import { X509Certificate } from 'node:crypto';

import { readDer } from '../tls/der.ts';

export interface EndorsementPolicy {
  /** PEM: the maker's root, and what lies between. */
  readonly makers: string;
  /** The endorsement key as the TPM shows it, SPKI in DER. */
  readonly key: Buffer;
  readonly now: Date;
}

export interface EndorsementFindings {
  /** Empty: none was found. */
  readonly defects: readonly string[];
  /** Undefined where it cannot be read. */
  readonly certificate: X509Certificate | undefined;
  /** When the first certificate of the path ends. */
  readonly notAfter: Date;
}

const EK_CERTIFICATE = '2.23.133.8.1';
const LONGEST_PATH = 8;

/** Judges it as it lies in the TPM. Never throws. */
export function judgeEndorsement(der: Buffer, policy: EndorsementPolicy): EndorsementFindings {
  const certificate = readDer(der)?.whole.length === der.length ? parsed(der) : undefined;
  if (!certificate || !holdsKey(certificate)) {
    const defects = ['it cannot be read as one X.509 certificate'];
    return { defects, certificate: undefined, notAfter: new Date(0) };
  }
  const { path, trusted } = pathFrom(certificate, policy.makers);
  const purposes = (certificate as { readonly keyUsage?: readonly string[] }).keyUsage ?? [];
  const same = certificate.publicKey.export({ type: 'spki', format: 'der' }).equals(policy.key);
  const ends = path.map((one) => Date.parse(one.validTo));
  const late = path.some((one) => policy.now.getTime() > Date.parse(one.validTo));
  const early = path.some((one) => policy.now.getTime() < Date.parse(one.validFrom));
  return {
    defects: [
      ...(trusted ? [] : ['it does not lead to a pinned certificate of the maker']),
      ...(same ? [] : ['it is for another key than the endorsement key of this TPM']),
      ...(purposes.includes(EK_CERTIFICATE)
        ? []
        : [`it is not meant for endorsement keys (${EK_CERTIFICATE})`]),
      ...(certificate.ca ? ['it may issue certificates itself'] : []),
      ...(late ? ['it or one of its issuers has expired'] : []),
      ...(early ? ['it or one of its issuers is not valid yet'] : []),
    ],
    certificate,
    notAfter: new Date(Math.min(...ends)),
  };
}

/** The pinned certificates; those that cannot be read are left out. */
export function pinned(pem: string): X509Certificate[] {
  const texts = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return texts.map(parsed).filter((one) => one !== undefined);
}

function pathFrom(leaf: X509Certificate, makers: string): { path: X509Certificate[]; trusted: boolean } {
  const known = pinned(makers).filter((one) => one.ca);
  const path = [leaf];
  let trusted = false;
  for (let current = leaf; path.length <= LONGEST_PATH;) {
    const issuer = known.find((one) => !path.includes(one) && isIssued(current, one));
    if (!issuer) break;
    trusted = true;
    path.push(issuer);
    current = issuer;
  }
  return { path, trusted };
}

function isIssued(subject: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

/** A certificate can be read whose key cannot. */
function holdsKey(certificate: X509Certificate): boolean {
  try {
    return certificate.publicKey.type === 'public';
  } catch {
    return false;
  }
}

function parsed(certificate: Buffer | string): X509Certificate | undefined {
  try {
    return new X509Certificate(certificate);
  } catch {
    return undefined;
  }
}
