/**
 * DTLS 1.0 and 1.2 as bytes (RFC 4347, 6347): records, handshake messages and their fragments, hellos. What is
 * read here never throws, whatever the bytes.
 */
import { suiteName } from '../tls/wire/suites.ts';
import { extension, u16, u24, vector16, vector8 } from '../tls/wire/tls-wire.ts';

const DTLS_VERSIONS = ['DTLS 1.0', 'DTLS 1.2'] as const;
export type DtlsVersion = (typeof DTLS_VERSIONS)[number];

const CODES: Readonly<Record<DtlsVersion, number>> = { 'DTLS 1.0': 0xfeff, 'DTLS 1.2': 0xfefd };

export const RECORD = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;
export const MESSAGE = {
  clientHello: 1,
  serverHello: 2,
  helloVerifyRequest: 3,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
} as const;

export interface DtlsRecord {
  readonly type: number;
  readonly version: number;
  readonly epoch: number;
  /** Epoch and sequence number, eight bytes. */
  readonly sequence: Buffer;
  readonly body: Buffer;
}

export interface HandshakeMessage {
  readonly type: number;
  readonly seq: number;
  readonly body: Buffer;
}

/** P-256, P-384, x25519, P-521, secp256k1, ffdhe2048. */
const GROUPS = [0x0017, 0x0018, 0x001d, 0x0019, 0x0016, 0x0100];
const SIGNATURES = [0x0403, 0x0503, 0x0603, 0x0807, 0x0804, 0x0805, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201];
/** A certificate chain of a hundred kilobytes is nothing we need to read. */
const LONGEST_MESSAGE = 64 * 1024;
/** A handshake has about ten messages; more of them are somebody's game. */
const MOST_MESSAGES = 32;
/** The longest piece of a handshake message in one datagram. */
const PIECE = 1100;

/** The number by which the version is known on the wire. */
export function versionCode(version: DtlsVersion): number {
  return CODES[version];
}

export interface HelloOffer {
  readonly version: DtlsVersion;
  readonly suites: readonly number[];
  /** 32 bytes. */
  readonly random: Uint8Array;
  /** What the server gave for coming back with; empty at first. */
  readonly cookie: Uint8Array;
  /** P-256 and P-384 only, as our own key exchange knows no others. */
  readonly nistOnly?: boolean;
}

/** The body of a ClientHello. */
export function clientHelloBody({ version, suites, random, cookie, nistOnly = false }: HelloOffer): Buffer {
  const groups = nistOnly ? GROUPS.slice(0, 2) : GROUPS;
  const extensions = Buffer.concat([
    extension(10, vector16(Buffer.concat(groups.map(u16)))),
    extension(11, vector8(Buffer.from([0]))),
    ...(version === 'DTLS 1.2' ? [extension(13, vector16(Buffer.concat(SIGNATURES.map(u16))))] : []),
    extension(23, Buffer.alloc(0)),
  ]);
  return Buffer.concat([
    u16(CODES[version]),
    random,
    vector8(new Uint8Array()),
    vector8(cookie),
    vector16(Buffer.concat([...suites, 0x00ff].map(u16))),
    vector8(Buffer.from([0])),
    vector16(extensions),
  ]);
}

/** A handshake message as it is hashed: with its header, in one piece. */
export function wholeMessage({ type, seq, body }: HandshakeMessage): Buffer {
  return Buffer.concat([handshakeHeader(type, seq, body.length, 0, body.length), body]);
}

/** A handshake message in pieces that fit into datagrams. */
export function messagePieces({ type, seq, body }: HandshakeMessage): Buffer[] {
  const pieces: Buffer[] = [];
  for (let offset = 0; offset === 0 || offset < body.length; offset += PIECE) {
    const piece = body.subarray(offset, offset + PIECE);
    pieces.push(Buffer.concat([handshakeHeader(type, seq, body.length, offset, piece.length), piece]));
  }
  return pieces;
}

function handshakeHeader(type: number, seq: number, length: number, offset: number, piece: number): Buffer {
  return Buffer.concat([Buffer.from([type]), u24(length), u16(seq), u24(offset), u24(piece)]);
}

/** Epoch (two bytes) and sequence number (six). */
export function recordSequence(epoch: number, sequence: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16BE(epoch, 0);
  bytes.writeUIntBE(sequence, 2, 6);
  return bytes;
}

export function encodeRecord(type: number, version: number, sequence: Uint8Array, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([type]), u16(version), sequence, vector16(body)]);
}

/**
 * A fatal alert in the clear, by which we take back a handshake that we do not go on with: the other end should not
 * have to keep it until it times out.
 */
export function takeBack(sequence: number): Buffer {
  const handshakeFailure = Buffer.from([2, 40]);
  return encodeRecord(RECORD.alert, CODES['DTLS 1.2'], recordSequence(0, sequence), handshakeFailure);
}

/** The records of one datagram, up to the first that is none. Nothing: the datagram is no DTLS. */
export function readRecords(datagram: Buffer): readonly DtlsRecord[] {
  const records: DtlsRecord[] = [];
  for (let offset = 0; offset + 13 <= datagram.length;) {
    const type = datagram.readUInt8(offset);
    const version = datagram.readUInt16BE(offset + 1);
    const end = offset + 13 + datagram.readUInt16BE(offset + 11);
    if (type < RECORD.changeCipherSpec || type > RECORD.applicationData || version >> 8 !== 0xfe) break;
    if (end > datagram.length) break;
    const epoch = datagram.readUInt16BE(offset + 3);
    const sequence = datagram.subarray(offset + 3, offset + 11);
    records.push({ type, version, epoch, sequence, body: datagram.subarray(offset + 13, end) });
    offset = end;
  }
  return records;
}

/** The number of a fatal alert in the clear; undefined for anything else. Warnings do not end a handshake. */
export function fatalAlert({
  type,
  body,
}: {
  readonly type: number;
  readonly body: Buffer;
}): number | undefined {
  return type === RECORD.alert && body.length === 2 && body[0] === 2 ? body[1] : undefined;
}

/** Puts handshake messages together from fragments in any order, and hands them out in theirs, each once. */
export class Reassembly {
  readonly #parts = new Map<number, { type: number; body: Buffer; have: Uint8Array }>();
  #next = 0;

  /** The messages that the record's body completes. */
  add(body: Buffer): readonly HandshakeMessage[] {
    for (let offset = 0; offset + 12 <= body.length;) {
      const type = body.readUInt8(offset);
      const length = body.readUIntBE(offset + 1, 3);
      const seq = body.readUInt16BE(offset + 4);
      const from = body.readUIntBE(offset + 6, 3);
      const size = body.readUIntBE(offset + 9, 3);
      const end = offset + 12 + size;
      if (end > body.length || from + size > length || length > LONGEST_MESSAGE) break;
      if (seq >= this.#next && seq < this.#next + MOST_MESSAGES) {
        const part = this.#parts.get(seq) ?? {
          type,
          body: Buffer.alloc(length),
          have: new Uint8Array(length),
        };
        if (part.body.length === length && part.type === type) {
          body.copy(part.body, from, offset + 12, end);
          part.have.fill(1, from, from + size);
          this.#parts.set(seq, part);
        }
      }
      offset = end;
    }
    return this.#complete();
  }

  #complete(): HandshakeMessage[] {
    const done: HandshakeMessage[] = [];
    for (let part = this.#parts.get(this.#next); part?.have.every((one) => one === 1);) {
      done.push({ type: part.type, seq: this.#next, body: part.body });
      this.#parts.delete(this.#next);
      this.#next += 1;
      part = this.#parts.get(this.#next);
    }
    return done;
  }
}

export interface ServerHello {
  readonly version: DtlsVersion;
  readonly random: Buffer;
  readonly suite: number;
  readonly suiteName: string;
  readonly extendedMasterSecret: boolean;
}

export function readServerHello(body: Buffer): ServerHello | undefined {
  const sessionLength = body[34];
  if (sessionLength === undefined || sessionLength > 32 || body.length < 38 + sessionLength) return undefined;
  const version = DTLS_VERSIONS.find((known) => CODES[known] === body.readUInt16BE(0));
  if (!version) return undefined;
  const suite = body.readUInt16BE(35 + sessionLength);
  return {
    version,
    random: body.subarray(2, 34),
    suite,
    suiteName: suiteName(suite),
    extendedMasterSecret: hasExtension(body.subarray(38 + sessionLength), 23),
  };
}

function hasExtension(bytes: Buffer, wanted: number): boolean {
  for (let offset = 2; offset + 4 <= bytes.length; offset += 4 + bytes.readUInt16BE(offset + 2)) {
    if (bytes.readUInt16BE(offset) === wanted) return true;
  }
  return false;
}

/** The cookie of a HelloVerifyRequest. */
export function readCookie(body: Buffer): Buffer | undefined {
  const length = body[2];
  return length === undefined || body.length < 3 + length ? undefined : body.subarray(3, 3 + length);
}
