/** A ClientHello as bytes: what a client offers, and a hand-made answer to it (RFC 5246, RFC 8446). */
import { randomBytes } from 'node:crypto';

import { type TlsVersion, extension, u16, u24, vector16, vector8 } from '../tls/wire/tls-wire.ts';

/** What a client's first message says. */
export interface ClientOffer {
  /** Every version it names, or, without the list of TLS 1.3, the one it names and all before it. */
  readonly versions: readonly TlsVersion[];
  /** The list is the client's own word; without it the lower ones are only what the protocol assumes. */
  readonly listed: boolean;
  readonly suites: readonly number[];
  /** To be sent back in TLS 1.3 (RFC 8446 section 4.1.3). */
  readonly session: Buffer;
  /** Bodies by number. */
  readonly extensions: ReadonlyMap<number, Buffer>;
}

const VERSIONS: Readonly<Record<number, TlsVersion>> = {
  0x0300: 'SSL 3.0',
  0x0301: 'TLS 1.0',
  0x0302: 'TLS 1.1',
  0x0303: 'TLS 1.2',
  0x0304: 'TLS 1.3',
};

/** The length of the record that begins here, header included; undefined while it cannot be told. */
export function recordLength(bytes: Buffer): number | undefined {
  return bytes.length < 5 ? undefined : 5 + bytes.readUInt16BE(3);
}

/** True when the bytes can still become a handshake record of TLS. */
export function looksLikeTls(bytes: Buffer): boolean {
  return bytes[0] === 22 && (bytes.length < 2 || bytes[1] === 3);
}

/** Reads a ClientHello in its record. Undefined when it is none, or not whole; never throws. */
export function readClientHello(record: Buffer): ClientOffer | undefined {
  try {
    return read(record);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function read(record: Buffer): ClientOffer | undefined {
  // Record header, handshake type, its length, then version and random.
  if (record[0] !== 22 || record[5] !== 1) return undefined;
  const legacy = record.readUInt16BE(9);
  let offset = 11 + 32;
  const session = record.subarray(offset + 1, offset + 1 + record.readUInt8(offset));
  offset += 1 + record.readUInt8(offset);
  const suitesLength = record.readUInt16BE(offset);
  const suites = numbers16(record.subarray(offset + 2, offset + 2 + suitesLength));
  offset += 2 + suitesLength;
  offset += 1 + record.readUInt8(offset);
  const extensions = readExtensions(record, offset);
  const listed = listedVersions(extensions);
  const named =
    listed ??
    Object.keys(VERSIONS)
      .map(Number)
      .filter((code) => code <= Math.min(legacy, 0x0303));
  const versions = named.flatMap((code) => VERSIONS[code] ?? []);
  return { versions, listed: listed !== undefined, suites, session, extensions };
}

const SUPPORTED_VERSIONS = 43;

function listedVersions(extensions: ReadonlyMap<number, Buffer>): number[] | undefined {
  const body = extensions.get(SUPPORTED_VERSIONS);
  return body && numbers16(body.subarray(1, 1 + body.readUInt8(0)));
}

function readExtensions(record: Buffer, start: number): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>();
  if (record.length < start + 2) return found;
  const end = Math.min(record.length, start + 2 + record.readUInt16BE(start));
  for (let offset = start + 2; offset + 4 <= end; offset += 4 + record.readUInt16BE(offset + 2)) {
    const type = record.readUInt16BE(offset);
    if (!found.has(type))
      found.set(type, record.subarray(offset + 4, offset + 4 + record.readUInt16BE(offset + 2)));
  }
  return found;
}

function numbers16(bytes: Buffer): number[] {
  return Array.from({ length: Math.floor(bytes.length / 2) }, (_, index) => bytes.readUInt16BE(index * 2));
}

/** Suites that TLS 1.0 knows: ECDHE with ECDSA and RSA, DHE, RSA; all with AES. */
const OLD_SUITES = [0xc00a, 0xc009, 0xc014, 0xc013, 0x0039, 0x0033, 0x0035, 0x002f];

/** A ServerHello that chooses a version (TLS 1.0 to 1.2) and a suite of it, from the offered ones where there is one. */
export function serverHello(version: TlsVersion, suites: readonly number[]): Buffer {
  const code = Number(Object.entries(VERSIONS).find(([, name]) => name === version)?.[0] ?? 0x0301);
  const suite = OLD_SUITES.find((one) => suites.includes(one)) ?? 0x002f;
  const body = Buffer.concat([
    u16(code),
    randomBytes(32),
    vector8(new Uint8Array()),
    u16(suite),
    Buffer.from([0]),
    // Clients may insist on safe renegotiation (RFC 5746).
    vector16(extension(0xff01, Buffer.from([0]))),
  ]);
  const message = Buffer.concat([Buffer.from([2]), u24(body.length), body]);
  return Buffer.concat([Buffer.from([22]), u16(code), vector16(message)]);
}

/** The number of a fatal alert that stands unencrypted at the start of what a client answers. */
export function plainAlert(bytes: Buffer): number | undefined {
  return bytes[0] === 21 && bytes[5] === 2 && bytes.length >= 7 ? bytes[6] : undefined;
}
