/**
 * TLS as bytes: hand-made ClientHellos, and a reader of what comes back before encryption starts
 * (RFC 6101, 2246, 4346, 5246, 8446). Nothing here throws, whatever the bytes.
 */
import { LEGACY_SUITES, TLS13_SUITES, suiteName } from './suites.ts';
import { ALL_GROUPS } from '../groups.ts';

/** Ascending. */
export const TLS_VERSIONS = ['SSL 3.0', 'TLS 1.0', 'TLS 1.1', 'TLS 1.2', 'TLS 1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** What the accepting end has sent so far. */
export interface ServerSide {
  /** Absent: no ServerHello yet. */
  readonly hello?: ServerChoice;
  /** The first fatal alert, by number. */
  readonly alert?: number;
  /** Visible up to TLS 1.2 only; later it is encrypted. */
  readonly asksForCertificate: boolean;
  /** The server went on to the end of its turn, as far as can be seen (ServerHelloDone; in TLS 1.3 its hello). */
  readonly complete: boolean;
  /** The bytes are no TLS. */
  readonly foreign: boolean;
}

/** What a server chose. */
export interface ServerChoice {
  readonly version: TlsVersion;
  /** Registered name and number. */
  readonly suite: string;
  readonly suiteId: number;
  /** It was a HelloRetryRequest, which names version, suite and group all the same. */
  readonly retry: boolean;
  /** The named group of the key exchange, by number; absent where there is none to be seen. */
  readonly group?: number;
  /** The length of the prime of a finite-field exchange, in bits, where it is seen (up to TLS 1.2). */
  readonly primeBits?: number;
  /** The server's half of an ephemeral exchange, in hexadecimal, where it is seen. */
  readonly share?: string;
}

/** What a hello offers beside its version; everything we know where absent. */
export interface Offer {
  readonly suites?: readonly number[];
  readonly groups?: readonly number[];
}

const CODES: Readonly<Record<TlsVersion, number>> = {
  'SSL 3.0': 0x0300,
  'TLS 1.0': 0x0301,
  'TLS 1.1': 0x0302,
  'TLS 1.2': 0x0303,
  'TLS 1.3': 0x0304,
};

const RECORD = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;
const MESSAGE = { serverHello: 2, keyExchange: 12, certificateRequest: 13, serverHelloDone: 14 } as const;
/** RFC 8446 section 5.2: 2^14 + 256 bytes; older versions allow 2^14 + 2048. */
const LONGEST_RECORD = 16_384 + 2048;
/** A certificate chain of a hundred kilobytes is nothing we need to read. */
const LONGEST_FLIGHT = 128 * 1024;
/** SHA-256 of "HelloRetryRequest": the random that marks one (RFC 8446 section 4.1.3). */
const RETRY_RANDOM = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';

/** Everything a server might want to sign with, the broken ones last: what it signs with is not our question. */
const SIGNATURES = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501,
  0x0601, 0x0402, 0x0303, 0x0301, 0x0302, 0x0203, 0x0201, 0x0202, 0x0101,
];

/**
 * One ClientHello in its record, offering exactly `version`, and every suite and group of it unless told otherwise.
 * `serverName` is sent as SNI when it is a host name. `random` gives 96 bytes: two randoms and a key share.
 */
export function clientHello(
  version: TlsVersion,
  serverName: string,
  random: Uint8Array,
  offer: Offer = {},
): Buffer {
  const modern = version === 'TLS 1.3';
  const { suites = modern ? TLS13_SUITES : LEGACY_SUITES, groups = ALL_GROUPS } = offer;
  const body = Buffer.concat([
    u16(Math.min(CODES[version], CODES['TLS 1.2'])),
    random.subarray(0, 32),
    // TLS 1.3 servers expect the session id that middleboxes know from older versions.
    vector8(modern ? random.subarray(32, 64) : new Uint8Array()),
    vector16(Buffer.concat((modern ? suites : [...suites, RENEGOTIATION_INFO]).map(u16))),
    vector8(Buffer.from([0])),
    // SSL 3.0 knows no extensions.
    ...(version === 'SSL 3.0'
      ? []
      : [vector16(extensions(version, serverName, groups, random.subarray(64, 96)))]),
  ]);
  const message = Buffer.concat([Buffer.from([1]), u24(body.length), body]);
  const recordVersion = version === 'SSL 3.0' ? CODES['SSL 3.0'] : CODES['TLS 1.0'];
  return Buffer.concat([Buffer.from([RECORD.handshake]), u16(recordVersion), vector16(message)]);
}

/** Says that renegotiation would be done safely, as every client does (RFC 5746); no suite. */
const RENEGOTIATION_INFO = 0x00ff;
const X25519 = 0x001d;

function extensions(
  version: TlsVersion,
  serverName: string,
  groups: readonly number[],
  share: Uint8Array,
): Buffer {
  const modern = version === 'TLS 1.3';
  // A share may only be of an offered group; without one the server names the group it wants.
  const shares = groups.includes(X25519) ? Buffer.concat([u16(X25519), vector16(share)]) : Buffer.alloc(0);
  return Buffer.concat([
    ...serverNamed(serverName),
    extension(10, vector16(Buffer.concat(groups.map(u16)))),
    ...(modern ? [] : [extension(11, vector8(Buffer.from([0])))]),
    ...(modern || version === 'TLS 1.2' ? [extension(13, vector16(Buffer.concat(SIGNATURES.map(u16))))] : []),
    ...(modern ? [] : [extension(23, Buffer.alloc(0))]),
    ...(modern
      ? [
          extension(43, vector8(u16(CODES['TLS 1.3']))),
          extension(45, vector8(Buffer.from([1]))),
          extension(51, vector16(shares)),
        ]
      : []),
  ]);
}

/** Reads everything a server has sent since the ClientHello. An unfinished tail is left for the next call. */
export function readServerSide(bytes: Buffer): ServerSide {
  let state: ServerSide = { asksForCertificate: false, complete: false, foreign: false };
  let flight: Buffer = Buffer.alloc(0);
  let offset = 0;
  for (;;) {
    const record = readRecord(bytes, offset);
    if (record === 'unfinished') break;
    if (record === 'foreign') return offset === 0 ? { ...state, foreign: true } : state;
    offset = record.end;
    if (record.type === RECORD.alert && record.body.length === 2) {
      // Warnings (level 1, such as unrecognized_name) do not end a handshake.
      if (record.body[0] === 2) return { ...state, alert: record.body[1] ?? 0 };
    } else if (record.type === RECORD.handshake && !state.complete) {
      flight = Buffer.concat([flight, record.body]);
      state = readFlight(flight);
      if (state.foreign || flight.length > LONGEST_FLIGHT) return state;
    }
  }
  return state;
}

function readRecord(
  bytes: Buffer,
  offset: number,
): { readonly type: number; readonly body: Buffer; readonly end: number } | 'unfinished' | 'foreign' {
  const type = bytes[offset];
  if (type === undefined) return 'unfinished';
  if (type < RECORD.changeCipherSpec || type > RECORD.applicationData) return 'foreign';
  const major = bytes[offset + 1];
  if (major !== undefined && major !== 3) return 'foreign';
  if (bytes.length < offset + 5) return 'unfinished';
  const length = bytes.readUInt16BE(offset + 3);
  if (length > LONGEST_RECORD) return 'foreign';
  const end = offset + 5 + length;
  return end > bytes.length ? 'unfinished' : { type, body: bytes.subarray(offset + 5, end), end };
}

function readFlight(flight: Buffer): ServerSide {
  let state: ServerSide = { asksForCertificate: false, complete: false, foreign: false };
  for (let offset = 0; offset + 4 <= flight.length;) {
    const type = flight[offset];
    const end = offset + 4 + flight.readUIntBE(offset + 1, 3);
    if (end > flight.length) break;
    if (type === MESSAGE.serverHello) {
      const hello = readServerHello(flight.subarray(offset + 4, end));
      if (!hello) return { ...state, foreign: true };
      state = { ...state, hello, complete: hello.version === 'TLS 1.3' };
    } else if (state.hello === undefined) {
      return { ...state, foreign: true };
    } else if (type === MESSAGE.keyExchange) {
      const { hello } = state;
      state = {
        ...state,
        hello: { ...hello, ...keyExchange(hello.suite, flight.subarray(offset + 4, end)) },
      };
    } else if (type === MESSAGE.certificateRequest) {
      state = { ...state, asksForCertificate: true };
    } else if (type === MESSAGE.serverHelloDone) {
      state = { ...state, complete: true };
    }
    if (state.complete) break;
    offset = end;
  }
  return state;
}

function readServerHello(body: Buffer): ServerSide['hello'] {
  const sessionLength = body[34];
  if (sessionLength === undefined || sessionLength > 32 || body.length < 38 + sessionLength) return undefined;
  const suiteId = body.readUInt16BE(35 + sessionLength);
  const said = extensionsOf(body, 38 + sessionLength);
  const code = number16(said.get(43), 0) ?? body.readUInt16BE(0);
  const version = TLS_VERSIONS.find((known) => CODES[known] === code);
  if (!version) return undefined;
  const retry = body.subarray(2, 34).toString('hex') === RETRY_RANDOM;
  const key = version === 'TLS 1.3' ? said.get(51) : undefined;
  const group = number16(key, 0);
  return {
    version,
    suite: suiteName(suiteId),
    suiteId,
    retry,
    ...(group !== undefined && { group }),
    ...(key && !retry && { share: key.toString('hex') }),
  };
}

/** A server's extensions by number: 43 holds the version where TLS 1.3 is spoken, 51 the group and its share. */
function extensionsOf(body: Buffer, start: number): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>();
  if (body.length < start + 2) return found;
  const end = Math.min(body.length, start + 2 + body.readUInt16BE(start));
  for (let offset = start + 2; offset + 4 <= end;) {
    const next = offset + 4 + body.readUInt16BE(offset + 2);
    if (next <= end) found.set(body.readUInt16BE(offset), body.subarray(offset + 4, next));
    offset = next;
  }
  return found;
}

/**
 * What a ServerKeyExchange shows of an ephemeral exchange: a curve, named (3) or spelled out (1, 2; RFC 8422 section
 * 5.4), or the prime of a finite field (RFC 5246 section 7.4.3). With a pre-shared key, a hint comes first
 * (RFC 4279, 5489).
 */
function keyExchange(suite: string, body: Buffer): Pick<ServerChoice, 'group' | 'primeBits' | 'share'> {
  const start = suite.includes('PSK') ? 2 + (number16(body, 0) ?? 0) : 0;
  if (/^TLS_ECDHE?_/.test(suite)) {
    const form = body[start];
    const group =
      form === 3 ? number16(body, start + 1) : form === 1 || form === 2 ? 0xff00 + form : undefined;
    const point = start + 4;
    const share = form === 3 ? body.toString('hex', point, point + (body[point - 1] ?? 0)) : '';
    return { ...(group !== undefined && { group }), ...(share !== '' && { share }) };
  }
  if (!/^TLS_(DHE?|PSK_DHE)_/.test(suite)) return {};
  const [prime = Buffer.alloc(0), , theirs] = vectors16(body, start);
  const first = prime.findIndex((byte) => byte !== 0);
  const top = prime[first];
  return {
    ...(top !== undefined && { primeBits: (prime.length - first) * 8 - Math.clz32(top) + 24 }),
    ...(theirs && theirs.length > 0 && { share: theirs.toString('hex') }),
  };
}

/** Prime, generator and the server's half, each behind its length. */
function vectors16(body: Buffer, start: number): Buffer[] {
  const found: Buffer[] = [];
  for (let at = start; found.length < 3;) {
    const next = at + 2 + (number16(body, at) ?? 0);
    found.push(body.subarray(at + 2, next));
    at = next;
  }
  return found;
}

function number16(bytes: Buffer | undefined, offset: number): number | undefined {
  return bytes && bytes.length >= offset + 2 ? bytes.readUInt16BE(offset) : undefined;
}

/** The extension with the server's name; none where that is an address. */
export function serverNamed(name: string): Buffer[] {
  if (!/[a-z]/i.test(name) || name.includes(':')) return [];
  return [extension(0, vector16(Buffer.concat([Buffer.from([0]), vector16(Buffer.from(name))])))];
}

/** A hello extension: type, length, body. */
export function extension(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([u16(type), vector16(body)]);
}

/** A body behind its length in one byte. */
export function vector8(body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([body.length]), body]);
}

/** A body behind its length in two bytes. */
export function vector16(body: Uint8Array): Buffer {
  return Buffer.concat([u16(body.length), body]);
}

/** Big-endian, two bytes. */
export function u16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

/** Big-endian, three bytes. */
export function u24(value: number): Buffer {
  return Buffer.from([(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff]);
}
