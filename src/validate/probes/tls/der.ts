/** DER, as much of it as certificates, revocation lists and OCSP responses need (X.690). Nothing here throws. */

/** One value: its tag, its content, and where both stand in what was read. */
export interface Der {
  readonly tag: number;
  readonly body: Buffer;
  /** With tag and length. */
  readonly whole: Buffer;
}

export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octets: 0x04,
  identifier: 0x06,
  enumerated: 0x0a,
  sequence: 0x30,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

/** The value at the beginning of the bytes; undefined where there is none in full. */
export function readDer(bytes: Buffer): Der | undefined {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined) return undefined;
  const more = first & 0x80 ? first & 0x7f : 0;
  if (more > 4 || 2 + more > bytes.length) return undefined;
  const length = more === 0 ? first : bytes.readUIntBE(2, more);
  const end = 2 + more + length;
  if (end > bytes.length) return undefined;
  return { tag, body: bytes.subarray(2 + more, end), whole: bytes.subarray(0, end) };
}

/** The values in a constructed one, up to the first that cannot be read. */
export function within(der: Der | undefined): readonly Der[] {
  const found: Der[] = [];
  for (let rest = der?.body ?? Buffer.alloc(0); rest.length > 0;) {
    const next = readDer(rest);
    if (!next) break;
    found.push(next);
    rest = rest.subarray(next.whole.length);
  }
  return found;
}

/** `1.2.840.113549`. */
export function identifier(content: Buffer): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [joint = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(joint / 40));
  return [root, joint - 40 * root, ...rest].join('.');
}

/** A UTCTime or GeneralizedTime in UTC, as RFC 5280 section 4.1.2.5 has them; undefined for anything else. */
export function time(der: Der | undefined): Date | undefined {
  const text = der?.body.toString('latin1') ?? '';
  const year = der?.tag === TAG.utcTime ? (Number(text.slice(0, 2)) < 50 ? '20' : '19') : '';
  if (der?.tag !== TAG.utcTime && der?.tag !== TAG.generalizedTime) return undefined;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(`${year}${text}`);
  if (!parts) return undefined;
  const [, y, mo, d, h, mi, s] = parts;
  const millis = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  return Number.isNaN(millis) ? undefined : new Date(millis);
}

/** A bit string's octets; empty where it has none, or a fraction of one. */
export function bits(der: Der | undefined): Buffer {
  return der?.tag === TAG.bitString && der.body[0] === 0 ? der.body.subarray(1) : Buffer.alloc(0);
}

/** A positive number in hexadecimal digits without leading zeros. */
export function serialText(der: Der | undefined): string {
  return der?.tag === TAG.integer ? der.body.toString('hex').replace(/^(00)+(?=.)/, '') : '';
}
