/**
 * What a server says first that agrees to a pre-shared key without having it, in TLS 1.2 (RFC 4279, RFC 5489) and in
 * TLS 1.3 (RFC 8446 section 2.2), and the record with which it would prove that it has the key: chance bytes.
 */
import { createDiffieHellmanGroup, createECDH, generateKeyPairSync, randomBytes } from 'node:crypto';

import { suiteName } from '../tls/wire/suites.ts';
import { type TlsVersion, extension, u16, u24, vector16, vector8 } from '../tls/wire/tls-wire.ts';
import type { ClientOffer } from './hello.ts';

export interface Opening {
  readonly version: TlsVersion;
  readonly bytes: Buffer;
  /** Whether the client has sent all that a server waits for before it proves itself. */
  readonly isDue: (records: readonly TlsRecord[]) => boolean;
  /** Sent when it is due. */
  readonly proof: Buffer;
  /** Whether a record that comes after it is one of the application: the client believed it. */
  readonly isApplication: (record: TlsRecord) => boolean;
  /** Whether it can be an alert that is sealed. */
  readonly isAlert: (record: TlsRecord) => boolean;
}

/** Why there is none: the client's own hello rules it out, or we cannot answer it. */
export interface NoOpening {
  readonly kind: 'declined' | 'not-served';
  readonly detail: string;
}

export interface TlsRecord {
  readonly type: number;
  /** With its header. */
  readonly whole: Buffer;
}

/** The whole records that stand at the start; what is cut short is left out. */
export function readRecords(bytes: Buffer): readonly TlsRecord[] {
  const found: TlsRecord[] = [];
  for (let offset = 0; offset + HEADER <= bytes.length;) {
    const end = offset + HEADER + bytes.readUInt16BE(offset + 3);
    if (end > bytes.length) break;
    found.push({ type: bytes.readUInt8(offset), whole: bytes.subarray(offset, end) });
    offset = end;
  }
  return found;
}

const HEADER = 5;
const CHANGE_CIPHER_SPEC = 20;
const ALERT = 21;
const HANDSHAKE = 22;
const APPLICATION = 23;

const TLS12 = 0x0303;
const TLS13 = 0x0304;

const SUPPORTED_GROUPS = 10;
const PRE_SHARED_KEY = 41;
const SUPPORTED_VERSIONS = 43;
const KEY_EXCHANGE_MODES = 45;
const KEY_SHARE = 51;
const RENEGOTIATION = 0xff01;
const RENEGOTIATION_SUITE = 0x00ff;

/** Chosen in this order. Of those with RSA as well the server has to have a certificate, too. */
const EXCHANGES = [/^TLS_PSK_WITH_/, /^TLS_ECDHE_PSK_WITH_/, /^TLS_DHE_PSK_WITH_/] as const;

/** In TLS 1.2 it is the client that proves itself first. */
export function openTls12(offer: ClientOffer): Opening | NoOpening {
  if (!offer.versions.includes('TLS 1.2')) return { kind: 'declined', detail: 'it does not offer TLS 1.2' };
  const suite = EXCHANGES.flatMap((exchange) => offer.suites.filter((id) => exchange.test(suiteName(id))))[0];
  if (suite === undefined)
    return { kind: 'declined', detail: 'it offers no suite of TLS 1.2 with a pre-shared key' };
  const exchange = keyExchange(suite, offer);
  const renegotiates = offer.extensions.has(RENEGOTIATION) || offer.suites.includes(RENEGOTIATION_SUITE);
  const hello = Buffer.concat([
    u16(TLS12),
    randomBytes(32),
    vector8(Buffer.alloc(0)),
    u16(suite),
    Buffer.from([0]),
    // Clients may insist on safe renegotiation (RFC 5746).
    vector16(renegotiates ? extension(RENEGOTIATION, Buffer.from([0])) : Buffer.alloc(0)),
  ]);
  const messages = [
    message(2, hello),
    ...(exchange ? [message(12, exchange)] : []),
    message(14, Buffer.alloc(0)),
  ];
  return {
    version: 'TLS 1.2',
    bytes: record(HANDSHAKE, Buffer.concat(messages)),
    isDue: (records) => {
      const changed = records.findIndex(({ type }) => type === CHANGE_CIPHER_SPEC);
      return changed !== -1 && records.slice(changed).some(({ type }) => type === HANDSHAKE);
    },
    proof: Buffer.concat([changeCipherSpec(), record(HANDSHAKE, randomBytes(PROOF))]),
    isApplication: ({ type }) => type === APPLICATION,
    isAlert: ({ type }) => type === ALERT,
  };
}

/** In TLS 1.3 the server proves itself right behind its hello. */
export function openTls13(offer: ClientOffer): Opening | NoOpening {
  if (!offer.versions.includes('TLS 1.3')) return { kind: 'declined', detail: 'it does not offer TLS 1.3' };
  if (!offer.extensions.has(PRE_SHARED_KEY))
    return { kind: 'declined', detail: 'it offers no pre-shared key in TLS 1.3' };
  // Keys from outside go with SHA-256 where nothing else was agreed (RFC 8446 section 4.2.11).
  const suite = [0x1301, 0x1303, 0x1304, 0x1305].find((id) => offer.suites.includes(id));
  if (suite === undefined)
    return { kind: 'not-served', detail: 'it offers no suite of TLS 1.3 with SHA-256' };
  const share = keyShare(offer);
  // With the mode psk_ke (0) no share is needed.
  const alone = offer.extensions.get(KEY_EXCHANGE_MODES)?.subarray(1).includes(0) === true;
  if (!share && !alone) return { kind: 'not-served', detail: 'it sends no key share of X25519 or P-256' };
  const hello = Buffer.concat([
    u16(TLS12),
    randomBytes(32),
    vector8(offer.session),
    u16(suite),
    Buffer.from([0]),
    vector16(
      Buffer.concat([
        extension(SUPPORTED_VERSIONS, u16(TLS13)),
        ...(share ? [extension(KEY_SHARE, Buffer.concat([u16(share.group), vector16(share.key)]))] : []),
        extension(PRE_SHARED_KEY, u16(0)),
      ]),
    ),
  ]);
  return {
    version: 'TLS 1.3',
    bytes: Buffer.concat([record(HANDSHAKE, message(2, hello)), changeCipherSpec()]),
    isDue: () => true,
    proof: record(APPLICATION, randomBytes(PROOF)),
    // All sealed records look alike: level, number, type and a seal of 16 bytes are the longest alert.
    isApplication: ({ type, whole }) => type === APPLICATION && whole.length > HEADER + SEALED_ALERT,
    isAlert: ({ type, whole }) => type === APPLICATION && whole.length <= HEADER + SEALED_ALERT,
  };
}

const SEALED_ALERT = 19;

/** The length of the false proof. Nobody gets as far as to look at what is in it. */
const PROOF = 64;

const X25519 = 29;
const P256 = 23;

/** What the server sends of its own for the key exchange of TLS 1.2; undefined where that is nothing. */
function keyExchange(suite: number, offer: ClientOffer): Buffer | undefined {
  const name = suiteName(suite);
  const hint = vector16(Buffer.alloc(0));
  if (name.startsWith('TLS_ECDHE')) {
    const groups = numbers16(offer.extensions.get(SUPPORTED_GROUPS)?.subarray(2) ?? Buffer.alloc(0));
    const { group, key } = publicKey(groups.includes(X25519) ? X25519 : P256);
    return Buffer.concat([hint, Buffer.from([3]), u16(group), vector8(key)]);
  }
  if (!name.startsWith('TLS_DHE')) return undefined;
  const dh = createDiffieHellmanGroup('modp14');
  const own = dh.generateKeys();
  return Buffer.concat([hint, vector16(dh.getPrime()), vector16(dh.getGenerator()), vector16(own)]);
}

/** A share of a group for which the client has sent one. */
function keyShare(offer: ClientOffer): { readonly group: number; readonly key: Buffer } | undefined {
  const shares = offer.extensions.get(KEY_SHARE);
  if (!shares) return undefined;
  for (let offset = 2; offset + 4 <= shares.length; offset += 4 + shares.readUInt16BE(offset + 2)) {
    const group = shares.readUInt16BE(offset);
    if (group === X25519 || group === P256) return publicKey(group);
  }
  return undefined;
}

function publicKey(group: typeof X25519 | typeof P256): { readonly group: number; readonly key: Buffer } {
  if (group === P256) return { group, key: createECDH('prime256v1').generateKeys() };
  const { publicKey: made } = generateKeyPairSync('x25519');
  return { group, key: made.export({ type: 'spki', format: 'der' }).subarray(-32) };
}

function message(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([type]), u24(body.length), body]);
}

function record(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([type]), u16(TLS12), vector16(body)]);
}

function changeCipherSpec(): Buffer {
  return record(CHANGE_CIPHER_SPEC, Buffer.from([1]));
}

function numbers16(bytes: Buffer): number[] {
  return Array.from({ length: Math.floor(bytes.length / 2) }, (_, index) => bytes.readUInt16BE(index * 2));
}
