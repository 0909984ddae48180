/**
 * Signing keys: Ed25519 (RFC 8032) by WebCrypto, in Node 20 and in browsers. A key is made only when somebody
 * asks for one, never silently: a key that CI makes for itself would vouch for nothing.
 */
import { sha256 } from '../text/digest.ts';
import { fromBase64, fromBase64Url, toBase64, toBase64Url } from './base64.ts';

type Key = Awaited<ReturnType<typeof globalThis.crypto.subtle.importKey>>;

/** A new key pair as text. `privateKey` is a secret. */
export interface NewKey {
  /** PKCS #8 in PEM (RFC 7468); nobody but its holder may read it. */
  readonly privateKey: string;
  /** As trust.yaml has it: `ed25519:` and 32 bytes in base64url. */
  readonly publicKey: string;
  /** `sha256:` and the digest of the 32 bytes: how envelopes name the key. */
  readonly keyId: string;
}

/** A private key that is ready to sign. Its bytes cannot be taken out of it again. */
export interface SigningKey {
  readonly privateKey: Key;
  readonly publicKey: string;
  readonly keyId: string;
}

/** A public key that is ready to verify. */
export interface VerifyingKey {
  readonly key: Key;
  readonly keyId: string;
}

const ED25519 = { name: 'Ed25519' };
const PREFIX = 'ed25519:';

/** Makes a key pair from the platform's random source. */
export async function createKey(): Promise<NewKey> {
  const { subtle } = globalThis.crypto;
  const pair = await subtle.generateKey(ED25519, true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error('the platform made no Ed25519 key pair');
  const secret = new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey));
  return {
    privateKey: pem(secret),
    ...describe(new Uint8Array(await subtle.exportKey('raw', pair.publicKey))),
  };
}

/** Reads a private key. Throws an Error that says what is wrong and never quotes the text. */
export async function importKey(text: string): Promise<SigningKey> {
  const body = /^\s*-----BEGIN PRIVATE KEY-----\s+([A-Za-z0-9+/=\s]+?)\s*-----END PRIVATE KEY-----\s*$/.exec(
    text,
  )?.[1];
  const bytes = body === undefined ? undefined : fromBase64(body.replaceAll(/\s/g, ''));
  if (!bytes) throw new Error('the text is not a private key in PKCS #8 PEM form');
  const { subtle } = globalThis.crypto;
  try {
    const readable = await subtle.importKey('pkcs8', bytes, ED25519, true, ['sign']);
    // The only standard way from a private key to its public one leads over JWK.
    const { x } = await subtle.exportKey('jwk', readable);
    const raw = x === undefined ? undefined : fromBase64Url(x);
    if (raw)
      return {
        privateKey: await subtle.importKey('pkcs8', bytes, ED25519, false, ['sign']),
        ...describe(raw),
      };
  } catch {
    // Falls through: the platform's message may be about bytes of the key.
  }
  throw new Error('the private key is not an Ed25519 key');
}

/** Reads a public key as trust.yaml has it; undefined when it is none, or one that anybody can sign for. */
export function readPublicKey(
  text: string,
): { readonly raw: Uint8Array<ArrayBuffer>; readonly keyId: string } | undefined {
  if (!text.startsWith(PREFIX)) return undefined;
  const raw = fromBase64Url(text.slice(PREFIX.length));
  if (raw?.length !== 32 || isWeak(raw)) return undefined;
  return { raw, keyId: sha256(raw) };
}

/** Makes a public key ready to verify; undefined as {@link readPublicKey}, or when the platform refuses it. */
export async function verifyingKey(text: string): Promise<VerifyingKey | undefined> {
  const read = readPublicKey(text);
  if (!read) return undefined;
  try {
    const key = await globalThis.crypto.subtle.importKey('raw', read.raw, ED25519, false, ['verify']);
    return { key, keyId: read.keyId };
  } catch {
    return undefined;
  }
}

/**
 * Points of order 1, 2, 4 and 8 (RFC 7748 section 7, RFC 8032 section 5.1.3): anybody can make signatures that
 * verify under them, and the placeholder of 32 zero bytes is one. By y, the sign bit cleared, 2^255-19 as p.
 */
const WEAK = new Set([
  hexOf(0n),
  hexOf(1n),
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  hexOf(2n ** 255n - 20n),
  hexOf(2n ** 255n - 19n),
  hexOf(2n ** 255n - 18n),
]);

function isWeak(raw: Uint8Array): boolean {
  const y = Uint8Array.from(raw);
  y[31] = (y[31] ?? 0) & 0x7f;
  return WEAK.has([...y].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
}

/** 32 bytes, least significant first. */
function hexOf(value: bigint): string {
  return (value.toString(16).padStart(64, '0').match(/../g) ?? []).toReversed().join('');
}

function describe(raw: Uint8Array): { publicKey: string; keyId: string } {
  return { publicKey: PREFIX + toBase64Url(raw), keyId: sha256(raw) };
}

function pem(bytes: Uint8Array): string {
  const lines = toBase64(bytes).match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}
