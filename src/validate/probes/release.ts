/** Verifying detached signatures of files, with Node's crypto. */
import {
  type KeyObject,
  type SignKeyObjectInput,
  type VerifyKeyObjectInput,
  constants,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';

import type { ReleaseTarget } from '../targets/read/release.ts';

/** How a release is signed; the key is the pinned one, or in a trial another of its kind. */
export interface Signing {
  readonly key: KeyObject;
  readonly scheme: NonNullable<ReleaseTarget['scheme']>;
  /** `null`: the scheme has its own. */
  readonly hash: string | null;
}

/** Reads the pinned key. A text: why it can pin nothing. */
export function signingOf(
  pem: string,
  { scheme, hash = 'sha256' }: Pick<ReleaseTarget, 'scheme' | 'hash'>,
): Signing | string {
  // Of a private key Node would make the public one, but then the key that signs lies in the project.
  if (pem.includes('PRIVATE KEY'))
    return 'the pinned key is a private key, which must not lie in the project';
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch {
    return 'the pinned key is no public key in PEM';
  }
  const schemes = SCHEMES[key.asymmetricKeyType ?? ''];
  const wanted = scheme ?? schemes?.[0];
  if (!schemes || wanted === undefined) return `a key of type ${key.asymmetricKeyType} is not understood`;
  if (!schemes.includes(wanted)) return `the pinned key (${key.asymmetricKeyType}) cannot sign by ${wanted}`;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 2048;
  if (bits < 2048) return `the pinned key is RSA of ${bits} bits, which others can break`;
  const { namedCurve = '', publicExponent = 65_537n } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec' && !CURVES.test(namedCurve))
    return `the pinned key is of the curve ${namedCurve}, which is weak or not understood`;
  if (publicExponent < 3n)
    return `the pinned key is RSA with exponent ${publicExponent}, which anybody can sign by`;
  return { key, scheme: wanted, hash: wanted === 'ed25519' ? null : hash };
}

/** 224 bits and more (NIST SP 800-57 part 1, section 5.6.1), of curves that are in use. */
const CURVES = /^(secp(224|384|521)r1|prime256v1|secp256k1|brainpoolP(256|320|384|512)[rt]1)$/;

const SCHEMES: Readonly<Record<string, readonly Signing['scheme'][]>> = {
  ed25519: ['ed25519'],
  ec: ['ecdsa'],
  rsa: ['rsa-pkcs1', 'rsa-pss'],
  'rsa-pss': ['rsa-pss'],
};

/** Whether the signature (of ECDSA: in DER) is one of these bytes by this key. Never throws. */
export function verifies({ key, scheme, hash }: Signing, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(hash, bytes, padded(key, scheme), signature);
  } catch {
    return false;
  }
}

/** Another key of the same kind and its signature: what somebody without the pinned one can make. */
export function signedByAnother({ key, scheme, hash }: Signing, bytes: Uint8Array): Uint8Array {
  return sign(hash, bytes, padded(anotherKey(key), scheme));
}

function anotherKey(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType === 'ed25519') return generateKeyPairSync('ed25519').privateKey;
  return key.asymmetricKeyType === 'ec'
    ? generateKeyPairSync('ec', { namedCurve: key.asymmetricKeyDetails?.namedCurve ?? 'P-256' }).privateKey
    : generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}

function padded(key: KeyObject, scheme: Signing['scheme']): VerifyKeyObjectInput & SignKeyObjectInput {
  if (scheme === 'rsa-pss')
    return {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_AUTO,
    };
  return scheme === 'rsa-pkcs1' ? { key, padding: constants.RSA_PKCS1_PADDING } : { key };
}

/** The signature's bytes: base64 where the file is nothing else, line breaks aside. */
export function signatureIn(file: Uint8Array): Uint8Array {
  const text = Buffer.from(file)
    .toString('latin1')
    .replaceAll(/[\r\n]/g, '');
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]{40,}={0,2}$/.test(text)
    ? Buffer.from(text, 'base64')
    : file;
}
