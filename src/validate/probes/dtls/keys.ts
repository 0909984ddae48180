/** Keys and record protection of DTLS 1.2 for the few suites with authenticated encryption that our client speaks. */
import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';

import { u16 } from '../tls/wire/tls-wire.ts';
import { encodeRecord, type DtlsRecord } from './wire.ts';

export type KeyExchange = 'psk' | 'dhe-psk' | 'ecdhe-psk' | 'ecdhe';

export interface Suite {
  readonly id: number;
  readonly exchange: KeyExchange;
  readonly hash: 'sha256' | 'sha384';
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'aes-128-ccm' | 'chacha20-poly1305';
  readonly keyLength: 16 | 32;
  /** 4: the nonce's other eight bytes stand in each record. 12: they are the record's number. */
  readonly ivLength: 4 | 12;
  readonly tagLength: 8 | 16;
}

function suite(id: number, exchange: KeyExchange, what: keyof typeof CIPHERS): Suite {
  return { id, exchange, ...CIPHERS[what] };
}

const CIPHERS = {
  gcm128: { ivLength: 4, hash: 'sha256', cipher: 'aes-128-gcm', keyLength: 16, tagLength: 16 },
  gcm256: { ivLength: 4, hash: 'sha384', cipher: 'aes-256-gcm', keyLength: 32, tagLength: 16 },
  ccm: { ivLength: 4, hash: 'sha256', cipher: 'aes-128-ccm', keyLength: 16, tagLength: 16 },
  ccm8: { ivLength: 4, hash: 'sha256', cipher: 'aes-128-ccm', keyLength: 16, tagLength: 8 },
  chacha: { ivLength: 12, hash: 'sha256', cipher: 'chacha20-poly1305', keyLength: 32, tagLength: 16 },
} as const;

/** Those preferred today first. Numbers from the IANA registry; CCM_8 is what RFC 7252 asks of CoAP servers. */
export const OUR_SUITES: readonly Suite[] = [
  suite(0xd001, 'ecdhe-psk', 'gcm128'),
  suite(0xd002, 'ecdhe-psk', 'gcm256'),
  suite(0xd003, 'ecdhe-psk', 'ccm8'),
  suite(0xd005, 'ecdhe-psk', 'ccm'),
  suite(0xccac, 'ecdhe-psk', 'chacha'),
  suite(0x00aa, 'dhe-psk', 'gcm128'),
  suite(0x00ab, 'dhe-psk', 'gcm256'),
  suite(0xc0a6, 'dhe-psk', 'ccm'),
  suite(0xc0aa, 'dhe-psk', 'ccm8'),
  suite(0xccad, 'dhe-psk', 'chacha'),
  suite(0x00a8, 'psk', 'gcm128'),
  suite(0x00a9, 'psk', 'gcm256'),
  suite(0xc0a8, 'psk', 'ccm8'),
  suite(0xc0a4, 'psk', 'ccm'),
  suite(0xccab, 'psk', 'chacha'),
  suite(0xc02b, 'ecdhe', 'gcm128'),
  suite(0xc02c, 'ecdhe', 'gcm256'),
  suite(0xc02f, 'ecdhe', 'gcm128'),
  suite(0xc030, 'ecdhe', 'gcm256'),
  suite(0xc0ac, 'ecdhe', 'ccm'),
  suite(0xc0ae, 'ecdhe', 'ccm8'),
  suite(0xcca9, 'ecdhe', 'chacha'),
  suite(0xcca8, 'ecdhe', 'chacha'),
];

/** The pseudo-random function of TLS 1.2 (RFC 5246 section 5). */
export function prf(
  hash: Suite['hash'],
  secret: Uint8Array,
  label: string,
  seed: Uint8Array,
  length: number,
): Buffer {
  const labelled = Buffer.concat([Buffer.from(label), seed]);
  const blocks: Buffer[] = [];
  let a: Buffer = labelled;
  for (let have = 0; have < length; have += blocks.at(-1)?.length ?? length) {
    a = createHmac(hash, secret).update(a).digest();
    blocks.push(createHmac(hash, secret).update(a).update(labelled).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** RFC 4279 section 2; `other` is empty for a plain pre-shared key, otherwise what Diffie and Hellman agreed on. */
export function pskPremaster(psk: Uint8Array, other: Uint8Array | undefined): Buffer {
  const first = other ?? new Uint8Array(psk.length);
  return Buffer.concat([u16(first.length), first, u16(psk.length), psk]);
}

/** The digest of a transcript, by the suite's hash. */
export function transcriptHash(hash: Suite['hash'], transcript: readonly Uint8Array[]): Buffer {
  return createHash(hash).update(Buffer.concat(transcript)).digest();
}

/** Seals and opens the records of one direction each. */
export interface Protection {
  seal(type: number, version: number, sequence: Buffer, plain: Uint8Array): Buffer;
  /** Undefined when the record was not sealed with our key. */
  open(record: DtlsRecord): Buffer | undefined;
}

/** The keys that follow from a master secret (RFC 5246 section 6.3; RFC 5288, 6655, 7905 for nonces). */
export function protectionOf(
  of: Suite,
  master: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
): Protection {
  const ivLength = of.ivLength;
  const seed = Buffer.concat([serverRandom, clientRandom]);
  const block = prf(of.hash, master, 'key expansion', seed, 2 * (of.keyLength + ivLength));
  const cut = (from: number, length: number): Buffer => block.subarray(from, from + length);
  const ours = { key: cut(0, of.keyLength), iv: cut(2 * of.keyLength, ivLength) };
  const theirs = {
    key: cut(of.keyLength, of.keyLength),
    iv: cut(2 * of.keyLength + ivLength, ivLength),
  };
  const explicit = ivLength === 4 ? 8 : 0;
  return {
    seal(type, version, sequence, plain) {
      const cipher = cipherOf(of, ours.key, nonceOf(ours.iv, sequence));
      cipher.setAAD(associated(type, version, sequence, plain.length), { plaintextLength: plain.length });
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
      const body = [sequence.subarray(0, explicit), sealed, cipher.getAuthTag()];
      return encodeRecord(type, version, sequence, Buffer.concat(body));
    },
    open({ type, version, sequence, body }) {
      const length = body.length - explicit - of.tagLength;
      if (length < 0) return undefined;
      const nonceTail = explicit === 8 ? body.subarray(0, 8) : sequence;
      const decipher = decipherOf(of, theirs.key, nonceOf(theirs.iv, nonceTail));
      decipher.setAuthTag(body.subarray(explicit + length));
      decipher.setAAD(associated(type, version, sequence, length), { plaintextLength: length });
      try {
        const plain = decipher.update(body.subarray(explicit, explicit + length));
        return Buffer.concat([plain, decipher.final()]);
      } catch {
        return undefined;
      }
    },
  };
}

/** The three families are made alike; the types of node:crypto tell them apart by their names. */
function cipherOf({ cipher, tagLength: authTagLength }: Suite, key: Buffer, nonce: Buffer) {
  if (cipher === 'aes-128-ccm') return createCipheriv(cipher, key, nonce, { authTagLength });
  if (cipher === 'chacha20-poly1305') return createCipheriv(cipher, key, nonce, { authTagLength });
  return createCipheriv(cipher, key, nonce, { authTagLength });
}

function decipherOf({ cipher, tagLength: authTagLength }: Suite, key: Buffer, nonce: Buffer) {
  if (cipher === 'aes-128-ccm') return createDecipheriv(cipher, key, nonce, { authTagLength });
  if (cipher === 'chacha20-poly1305') return createDecipheriv(cipher, key, nonce, { authTagLength });
  return createDecipheriv(cipher, key, nonce, { authTagLength });
}

function nonceOf(iv: Buffer, tail: Buffer): Buffer {
  if (iv.length === 4) return Buffer.concat([iv, tail]);
  const nonce = Buffer.from(iv);
  tail.forEach((byte, index) => {
    nonce[4 + index] = (nonce[4 + index] ?? 0) ^ byte;
  });
  return nonce;
}

function associated(type: number, version: number, sequence: Buffer, length: number): Buffer {
  return Buffer.concat([sequence, Buffer.from([type]), u16(version), u16(length)]);
}
