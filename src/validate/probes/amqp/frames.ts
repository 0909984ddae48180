/** The frames of AMQP 1.0 (parts 2 and 5) and what is in them: performatives by name, with their fields in order. */
import { AmqpFormatError, type AmqpValue, decode, encode } from './codec.ts';

/** What is said before any frame, by either side: plain AMQP 1.0, or its SASL layer. */
export const AMQP_HEADER = Buffer.from('AMQP\x00\x01\x00\x00', 'latin1');
export const SASL_HEADER = Buffer.from('AMQP\x03\x01\x00\x00', 'latin1');

/** What a performative is called, and its number as a descriptor. */
const CODES = {
  open: 0x10,
  begin: 0x11,
  attach: 0x12,
  flow: 0x13,
  transfer: 0x14,
  disposition: 0x15,
  detach: 0x16,
  end: 0x17,
  close: 0x18,
  'sasl-mechanisms': 0x40,
  'sasl-init': 0x41,
  'sasl-challenge': 0x42,
  'sasl-response': 0x43,
  'sasl-outcome': 0x44,
} as const;
export type PerformativeName = keyof typeof CODES;

const NAMED = new Map<string, PerformativeName>();
const NUMBERED = new Map<number, PerformativeName>();
for (const [name, code] of Object.entries(CODES)) {
  if (!isPerformative(name)) continue;
  NAMED.set(`amqp:${name}:list`, name);
  NUMBERED.set(code, name);
}

function isPerformative(name: string): name is PerformativeName {
  return Object.hasOwn(CODES, name);
}

/** One frame as read; an empty one, which only says that the other side is there, has no name. */
export interface Frame {
  readonly name: PerformativeName | undefined;
  /** In the order of the specification; those at the end may be left out. */
  readonly fields: readonly AmqpValue[];
  /** What follows the performative: (part of) a message. */
  readonly payload: Uint8Array;
}

/** The largest frame that we offer to take, and take. */
export const MOST_FRAME_BYTES = 128 * 1024;

/** A frame with one performative. Fields that stay unset at the end may be left out. */
export function frame(
  name: PerformativeName,
  fields: readonly Buffer[],
  payload: Uint8Array = new Uint8Array(),
): Buffer {
  const body = encode.described(CODES[name], encode.list(fields));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length + payload.length, 0);
  head[4] = 2;
  head[5] = name.startsWith('sasl-') ? 1 : 0;
  return Buffer.concat([head, body, payload]);
}

/**
 * Cuts what arrives into a header and frames. Bytes are joined only when a frame is whole, so that one that arrives
 * byte by byte costs no more than one that arrives at once. Throws {@link AmqpFormatError} on what is no AMQP.
 */
export class FrameReader {
  #joined = Buffer.alloc(0);
  /** Where in that the next frame begins. */
  #at = 0;
  readonly #chunks: Uint8Array[] = [];
  #later = 0;
  /** How many bytes have to be there before it is worth looking. */
  #wanted = 8;
  #expectsHeader = true;

  /** The next thing said is a header: so it is at the beginning, and after the SASL layer. */
  expectHeader(): void {
    this.#expectsHeader = true;
  }

  add(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#later += bytes.length;
  }

  /** The next header or frame; undefined: not all of it is here. */
  next(): { readonly header: Buffer } | Frame | undefined {
    if (!this.#has(8)) return undefined;
    const size = this.#expectsHeader ? 8 : frameSize(this.#joined.readUInt32BE(this.#at));
    if (!this.#has(size)) return undefined;
    const first = this.#joined.subarray(this.#at, this.#at + size);
    this.#at += size;
    this.#wanted = 8;
    if (!this.#expectsHeader) return readFrame(first);
    this.#expectsHeader = false;
    if (first.subarray(0, 4).toString('latin1') !== 'AMQP') throw new AmqpFormatError('this is no AMQP');
    return { header: first };
  }

  #has(bytes: number): boolean {
    this.#wanted = Math.max(this.#wanted, bytes);
    const here = this.#joined.length - this.#at;
    if (here + this.#later < this.#wanted) return false;
    if (here < this.#wanted) {
      this.#joined = Buffer.concat([this.#joined.subarray(this.#at), ...this.#chunks.splice(0)]);
      this.#at = 0;
      this.#later = 0;
    }
    return true;
  }
}

function frameSize(size: number): number {
  if (size < 8 || size > MOST_FRAME_BYTES) throw new AmqpFormatError(`a frame of ${size} bytes`);
  return size;
}

function readFrame(bytes: Buffer): Frame {
  const from = 4 * (bytes[4] ?? 0);
  if (from < 8 || from > bytes.length) throw new AmqpFormatError('a frame whose body begins nowhere');
  const body = bytes.subarray(from);
  if (body.length === 0) return { name: undefined, fields: [], payload: body };
  const { value, end } = decode(body);
  const { name, fields } = described(value);
  const known = typeof name === 'number' ? NUMBERED.get(name) : NAMED.get(name ?? '');
  if (known === undefined)
    throw new AmqpFormatError('a frame with a performative that AMQP 1.0 does not have');
  return { name: known, fields, payload: body.subarray(end) };
}

/** The descriptor of a described list (a number or the symbol that stands for it), and the list's items. */
export function described(value: AmqpValue | undefined): {
  readonly name: number | string | undefined;
  readonly fields: readonly AmqpValue[];
} {
  if (!isObject(value) || !('descriptor' in value)) return { name: undefined, fields: [] };
  const { descriptor, value: content } = value;
  const fields = isObject(content) && 'list' in content ? content.list : [];
  if (typeof descriptor === 'bigint' && descriptor < 256n) return { name: Number(descriptor), fields };
  return { name: symbolOf(descriptor), fields };
}

/** The text of a symbol or of a string; undefined for anything else. */
export function symbolOf(value: AmqpValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return isObject(value) && 'symbol' in value ? value.symbol : undefined;
}

/** The symbols of an array of them, or the single one that may stand in its place. */
export function symbolsOf(value: AmqpValue | undefined): readonly string[] {
  const items = isObject(value) && 'array' in value ? value.array : [value ?? null];
  return items.flatMap((item) => symbolOf(item) ?? []);
}

/** A number of any width; undefined for anything else. */
export function numberOf(value: AmqpValue | undefined): number | undefined {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : undefined;
}

function isObject(value: AmqpValue | undefined): value is Exclude<AmqpValue, Uint8Array> & object {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}
