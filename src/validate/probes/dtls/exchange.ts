/** The client's half of the key exchanges: what the server sent for it, what goes back, and the premaster secret. */
import {
  X509Certificate,
  createDiffieHellman,
  createECDH,
  createPrivateKey,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';

import { u16, u24, vector16, vector8 } from '../tls/wire/tls-wire.ts';
import { pskPremaster, type KeyExchange } from './keys.ts';

/** Who we are: a name and its key, or a certificate (PEM) and its key. Neither: nobody, where one is asked for. */
export interface OwnPsk {
  readonly identity: string;
  readonly key: Uint8Array;
}
export interface OwnCertificate {
  readonly cert: string;
  readonly key: string;
}

/** A message that cannot be read, or something our client does not speak. Says nothing about a refusal. */
export class NotUnderstood extends Error {}

/** What goes into ClientKeyExchange, and what both ends now share. */
export interface Agreed {
  readonly clientKeyExchange: Buffer;
  readonly premaster: Buffer;
}

export interface ServerTurn {
  /** The body of ServerKeyExchange, where there was one. */
  readonly keyExchange: Buffer | undefined;
  /** DER, the server's own certificate. */
  readonly certificate: Buffer | undefined;
  readonly clientRandom: Uint8Array;
  readonly serverRandom: Uint8Array;
}

const CURVES: Readonly<Record<number, string>> = { 23: 'prime256v1', 24: 'secp384r1' };

/** Throws {@link NotUnderstood}; a server's certificate whose key did not sign the exchange is one such case. */
export function agree(exchange: KeyExchange, turn: ServerTurn, psk: OwnPsk | undefined): Agreed {
  const reader = new Reader(turn.keyExchange ?? Buffer.alloc(0));
  if (exchange === 'ecdhe') {
    const { point, shared } = ellipticShare(reader);
    checkSignature(turn, reader);
    return { clientKeyExchange: vector8(point), premaster: shared };
  }
  if (!psk) throw new NotUnderstood('the server wants a pre-shared key');
  const identity = vector16(Buffer.from(psk.identity));
  if (exchange === 'psk') return { clientKeyExchange: identity, premaster: pskPremaster(psk.key, undefined) };
  reader.vector16();
  const { own, shared } = exchange === 'dhe-psk' ? finiteShare(reader) : wrapped(ellipticShare(reader));
  return {
    clientKeyExchange: Buffer.concat([identity, own]),
    premaster: pskPremaster(psk.key, shared),
  };
}

function wrapped({ point, shared }: { point: Buffer; shared: Buffer }): { own: Buffer; shared: Buffer } {
  return { own: vector8(point), shared };
}

function ellipticShare(reader: Reader): { readonly point: Buffer; readonly shared: Buffer } {
  const type = reader.u8();
  const curve = CURVES[reader.u16()];
  if (type !== 3 || curve === undefined) throw new NotUnderstood('a curve that we did not offer');
  const ecdh = createECDH(curve);
  const point = ecdh.generateKeys();
  try {
    return { point, shared: ecdh.computeSecret(reader.vector8()) };
  } catch {
    throw new NotUnderstood('a point that is not on its curve');
  }
}

function finiteShare(reader: Reader): { own: Buffer; shared: Buffer } {
  const prime = reader.vector16();
  const generator = reader.vector16();
  const theirs = reader.vector16();
  // Longer ones would only cost us time.
  if (prime.length > 1024) throw new NotUnderstood('a prime of more than 8192 bits');
  try {
    const dh = createDiffieHellman(prime, generator);
    const own = dh.generateKeys();
    const secret = dh.computeSecret(theirs);
    // RFC 5246 section 8.1.2: without leading zeros.
    const first = secret.findIndex((byte) => byte !== 0);
    return { own: vector16(own), shared: secret.subarray(Math.max(first, 0)) };
  } catch {
    throw new NotUnderstood('Diffie-Hellman values that do not work');
  }
}

/** The server proves by it that it holds its certificate's key. Whether the certificate deserves trust is not asked. */
function checkSignature({ keyExchange, certificate, ...turn }: ServerTurn, reader: Reader): void {
  if (!keyExchange || !certificate) throw new NotUnderstood('no certificate came with the key exchange');
  const signed = Buffer.concat([
    turn.clientRandom,
    turn.serverRandom,
    keyExchange.subarray(0, reader.offset),
  ]);
  const scheme = reader.u16();
  const signature = reader.vector16();
  let valid = false;
  try {
    const { publicKey } = new X509Certificate(certificate);
    const { hash, pss } = SCHEMES[scheme] ?? {};
    valid =
      hash !== undefined &&
      verify(hash, signed, pss ? { key: publicKey, padding: PSS, saltLength: -1 } : publicKey, signature);
  } catch {
    valid = false;
  }
  if (!valid) throw new NotUnderstood('the server did not prove that it holds the key of its certificate');
}

/** RSA_PKCS1_PSS_PADDING of OpenSSL; a salt of -1 is as long as the digest. */
const PSS = 6;
const SCHEMES: Readonly<Record<number, { readonly hash?: string | null; readonly pss?: boolean }>> = {
  0x0401: { hash: 'sha256' },
  0x0501: { hash: 'sha384' },
  0x0601: { hash: 'sha512' },
  0x0403: { hash: 'sha256' },
  0x0503: { hash: 'sha384' },
  0x0603: { hash: 'sha512' },
  0x0804: { hash: 'sha256', pss: true },
  0x0805: { hash: 'sha384', pss: true },
  0x0201: { hash: 'sha1' },
  0x0203: { hash: 'sha1' },
  0x0807: { hash: null },
};

/** The body of a Certificate message: our chain, or none. Throws {@link NotUnderstood} for what is no PEM. */
export function certificateBody(own: OwnCertificate | undefined): Buffer {
  const blocks = own?.cert.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    const chain = blocks.map((block) => new X509Certificate(block).raw);
    const list = Buffer.concat(chain.flatMap((der) => [u24(der.length), der]));
    return Buffer.concat([u24(list.length), list]);
  } catch {
    throw new NotUnderstood('our own certificate cannot be read');
  }
}

/** The body of CertificateVerify: all that was said so far, signed with our key. */
export function certificateVerifyBody({ key }: OwnCertificate, transcript: readonly Buffer[]): Buffer {
  let own: KeyObject;
  try {
    own = createPrivateKey(key);
  } catch {
    // The library's own words could quote the key.
    throw new NotUnderstood('our own key cannot be read');
  }
  const elliptic = own.asymmetricKeyType === 'ec';
  const wide = own.asymmetricKeyDetails?.namedCurve === 'secp384r1';
  const scheme = elliptic ? (wide ? 0x0503 : 0x0403) : 0x0401;
  const signature = sign(wide ? 'sha384' : 'sha256', Buffer.concat(transcript), own);
  return Buffer.concat([u16(scheme), vector16(signature)]);
}

/** The first certificate of a Certificate message. */
export function firstCertificate(body: Buffer): Buffer | undefined {
  if (body.length < 6) return undefined;
  const length = body.readUIntBE(3, 3);
  return body.length < 6 + length ? undefined : body.subarray(6, 6 + length);
}

class Reader {
  readonly #bytes: Buffer;
  offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  u8(): number {
    return this.#take(1).readUInt8(0);
  }

  u16(): number {
    return this.#take(2).readUInt16BE(0);
  }

  vector8(): Buffer {
    return this.#take(this.u8());
  }

  vector16(): Buffer {
    return this.#take(this.u16());
  }

  #take(length: number): Buffer {
    if (this.offset + length > this.#bytes.length) throw new NotUnderstood('a key exchange that breaks off');
    this.offset += length;
    return this.#bytes.subarray(this.offset - length, this.offset);
  }
}
