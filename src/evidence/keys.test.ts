import { describe, expect, it } from 'vitest';

import { fromBase64, fromBase64Url, toBase64, toBase64Url } from './base64.ts';
import { createKey, importKey, readPublicKey, verifyingKey } from './keys.ts';

describe('keys', () => {
  it('makes a key whose private text leads back to the same public key', async () => {
    const made = await createKey();
    expect(made.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n[\s\S]+\n-----END PRIVATE KEY-----\n$/);
    expect(made.publicKey).toMatch(/^ed25519:[A-Za-z0-9_-]{43}$/);
    const read = await importKey(made.privateKey);
    expect(read.publicKey).toBe(made.publicKey);
    expect(read.keyId).toBe(made.keyId);
    expect(readPublicKey(made.publicKey)?.keyId).toBe(made.keyId);
  });

  it('keeps the imported private key inside the platform', async () => {
    const { privateKey } = await importKey((await createKey()).privateKey);
    await expect(globalThis.crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow(/extract/i);
  });

  it('refuses other texts without quoting them', async () => {
    const pair = await globalThis.crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
    ]);
    const ecdsa = new Uint8Array(await globalThis.crypto.subtle.exportKey('pkcs8', pair.privateKey));
    const other = `-----BEGIN PRIVATE KEY-----\n${toBase64(ecdsa)}\n-----END PRIVATE KEY-----\n`;
    for (const text of [
      '',
      'secret-stuff',
      '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----',
      other,
    ]) {
      const error: unknown = await importKey(text).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Error);
      expect(String(error)).not.toMatch(/secret|c2Vj/);
    }
  });

  it('reads public keys strictly', async () => {
    const { publicKey } = await createKey();
    const bad = [
      '',
      'ed25519:',
      publicKey.slice(8),
      `${publicKey}=`,
      publicKey.slice(0, -1),
      `rsa:${publicKey.slice(8)}`,
      `${publicKey} `,
    ];
    for (const text of bad) {
      expect(readPublicKey(text)).toBeUndefined();
      expect(await verifyingKey(text)).toBeUndefined();
    }
  });

  it('refuses keys of small order, for which anybody can sign', () => {
    const p = 2n ** 255n - 19n;
    for (const y of [0n, 1n, p - 1n, p, p + 1n, ...pointsOfOrder8(p)]) {
      for (const sign of [0n, 1n]) {
        const raw = littleEndian(y + (sign << 255n));
        expect(readPublicKey(`ed25519:${toBase64Url(raw)}`)).toBeUndefined();
      }
    }
  });
});

/** y of the points of order 8 on edwards25519: their double has y = 0, which makes d·y⁴ + 2·y² = 1. */
function pointsOfOrder8(p: bigint): bigint[] {
  const d = ((((p - 121665n) * power(121666n, p - 2n, p)) % p) + p) % p;
  // y² = (-1 ± sqrt(1 + d)) / d
  const root = squareRoot((1n + d) % p, p);
  const inverse = power(d, p - 2n, p);
  return [root, p - (root ?? 0n)].flatMap((r) => {
    if (r === undefined) return [];
    const y = squareRoot((((r - 1n + p) % p) * inverse) % p, p);
    return y === undefined ? [] : [y, p - y];
  });
}

function squareRoot(a: bigint, p: bigint): bigint | undefined {
  const candidate = power(a, (p + 3n) / 8n, p);
  const other = (candidate * power(2n, (p - 1n) / 4n, p)) % p;
  return [candidate, other].find((root) => (root * root) % p === a);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let b = base % modulus, e = exponent; e > 0n; e >>= 1n, b = (b * b) % modulus)
    if (e & 1n) result = (result * b) % modulus;
  return result;
}

function littleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}

describe('base64', () => {
  it('takes one spelling only', () => {
    const bytes = Uint8Array.from([251, 255, 1, 0]);
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
    for (const text of ['+/8BAB==', '+/8BAA', '+/8B AA==', '-_8BAA==', '+/8BAA=', '='])
      expect(fromBase64(text)).toBeUndefined();
    for (const text of ['-_8BAB', '-_8BAA==', '+/8BAA', 'a']) expect(fromBase64Url(text)).toBeUndefined();
  });
});
