/** CoAP messages as bytes (RFC 7252 section 3). Nothing here throws on what was received. */

/** Method codes. */
const METHODS = { GET: 1, POST: 2, PUT: 3, DELETE: 4 } as const;
export type CoapMethod = keyof typeof METHODS;

export interface CoapRequest {
  readonly method: CoapMethod;
  /** Segments joined by `/`, without one in front; percent signs are taken as they are. */
  readonly path: string;
  /** Absent: no payload. */
  readonly payload?: Uint8Array;
  /** The value of the option that says what the payload is, as it was received; text/plain where absent. */
  readonly contentFormat?: Uint8Array;
  /** Which block of a longer content is asked for (RFC 7959); the server's choice of size where absent. */
  readonly block?: Block;
  readonly messageId: number;
  /** 0 to 8 bytes. */
  readonly token: Uint8Array;
}

/** One block of a content; it begins at `number` times its size, which is 16 times two to the `size`. */
export interface Block {
  readonly number: number;
  /** 0 to 6: 16 to 1024 bytes. */
  readonly size: number;
}

export interface CoapMessage {
  readonly type: 'CON' | 'NON' | 'ACK' | 'RST';
  /** As it is written: `2.05`, `4.01`; `0.00` is an empty message. */
  readonly code: string;
  readonly messageId: number;
  readonly token: Buffer;
  readonly payload: Buffer;
  /** The value of the option that says what the payload is. */
  readonly contentFormat?: Buffer;
  /** Blocks follow this one (RFC 7959). */
  readonly more: boolean;
  /** Which block it is; absent where the content is not sent in blocks. */
  readonly block?: Block;
}

const TYPES = ['CON', 'NON', 'ACK', 'RST'] as const;
const OPTION = { uriPath: 11, contentFormat: 12, block2: 23 } as const;

/** A confirmable request. */
export function encodeRequest(request: CoapRequest): Buffer {
  const { method, path, payload, block, messageId, token } = request;
  // text/plain is content format 0, which is written as no bytes at all.
  const format = Buffer.from(request.contentFormat ?? []);
  const segments = path.split('/').filter((segment) => segment !== '');
  const options = segments.map((segment, index) =>
    option(index === 0 ? OPTION.uriPath : 0, Buffer.from(segment)),
  );
  const before = segments.length > 0 ? OPTION.uriPath : 0;
  const formats = payload === undefined ? [] : [option(OPTION.contentFormat - before, format)];
  const last = payload === undefined ? before : OPTION.contentFormat;
  return Buffer.concat([
    header(0, METHODS[method], messageId, token),
    ...options,
    ...formats,
    ...(block ? [option(OPTION.block2 - last, blockValue(block))] : []),
    ...(payload === undefined ? [] : [Buffer.from([0xff]), payload]),
  ]);
}

/** RFC 7959 section 2.2: number, the bit for more, size; zeros in front are left out. */
function blockValue({ number, size }: Block): Buffer {
  const value = (number << 4) | size;
  const bytes = Buffer.from([value >> 16, (value >> 8) & 0xff, value & 0xff]);
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? Buffer.alloc(0) : bytes.subarray(first);
}

function readBlock(value: Buffer | undefined): Block | undefined {
  if (!value || value.length > 3) return undefined;
  const whole = value.length === 0 ? 0 : value.readUIntBE(0, value.length);
  const size = whole & 0x07;
  // 7 is reserved (for CoAP over TCP).
  return size === 7 ? undefined : { number: whole >> 4, size };
}

/** An empty acknowledgement, or the reset by which a message is disowned. */
export function encodeEmpty(type: 'ACK' | 'RST', messageId: number): Buffer {
  return header(TYPES.indexOf(type), 0, messageId, new Uint8Array());
}

function header(type: number, code: number, messageId: number, token: Uint8Array): Buffer {
  const bytes = [0x40 | (type << 4) | token.length, code, messageId >> 8, messageId & 0xff];
  return Buffer.concat([Buffer.from(bytes), token]);
}

function option(delta: number, value: Buffer): Buffer {
  const [deltaNibble, deltaMore] = nibble(delta);
  const [lengthNibble, lengthMore] = nibble(value.length);
  return Buffer.concat([Buffer.from([(deltaNibble << 4) | lengthNibble]), deltaMore, lengthMore, value]);
}

/** RFC 7252 section 3.1: up to 12 in place, then one byte more, then two. */
function nibble(value: number): [number, Buffer] {
  if (value < 13) return [value, Buffer.alloc(0)];
  if (value < 269) return [13, Buffer.from([value - 13])];
  return [14, Buffer.from([(value - 269) >> 8, (value - 269) & 0xff])];
}

/** What was received, or undefined when it is no CoAP. */
export function decodeMessage(bytes: Buffer): CoapMessage | undefined {
  const [first, code] = bytes;
  if (first === undefined || code === undefined || bytes.length < 4 || first >> 6 !== 1) return undefined;
  const tokenLength = first & 0x0f;
  const type = TYPES[(first >> 4) & 3];
  const start = 4 + tokenLength;
  if (tokenLength > 8 || bytes.length < start || !type) return undefined;
  // Classes 1, 6 and 7 are reserved; an empty message is four bytes and nothing more.
  const group = code >> 5;
  if (group === 1 || group > 5 || (code === 0 && bytes.length > 4)) return undefined;
  const options = new Map<number, Buffer>();
  const at = readOptions(bytes, start, options);
  if (at === undefined) return undefined;
  const contentFormat = options.get(OPTION.contentFormat);
  // The fourth bit of the last byte (RFC 7959 section 2.2).
  const block = readBlock(options.get(OPTION.block2));
  const more = ((options.get(OPTION.block2)?.at(-1) ?? 0) & 0x08) !== 0;
  return {
    type,
    code: `${group}.${String(code & 0x1f).padStart(2, '0')}`,
    messageId: bytes.readUInt16BE(2),
    token: bytes.subarray(4, start),
    payload: bytes.subarray(at),
    ...(contentFormat && { contentFormat }),
    more,
    ...(block && { block }),
  };
}

/** Fills `options` by their numbers, and says where the payload begins; undefined when the bytes are no options. */
function readOptions(bytes: Buffer, start: number, options: Map<number, Buffer>): number | undefined {
  let number = 0;
  for (let offset = start; offset < bytes.length;) {
    const first = bytes[offset] ?? 0;
    // A marker with nothing behind it is an error of format.
    if (first === 0xff) return offset + 1 < bytes.length ? offset + 1 : undefined;
    offset += 1;
    const sizes: number[] = [];
    for (const part of [first >> 4, first & 0x0f]) {
      if (part === 15) return undefined;
      const [one = 0, two = 0] = bytes.subarray(offset);
      sizes.push(part === 13 ? 13 + one : part === 14 ? 269 + (one << 8) + two : part);
      offset += part === 13 ? 1 : part === 14 ? 2 : 0;
    }
    const [delta = 0, length = 0] = sizes;
    if (offset + length > bytes.length) return undefined;
    number += delta;
    options.set(number, bytes.subarray(offset, offset + length));
    offset += length;
  }
  return bytes.length;
}
