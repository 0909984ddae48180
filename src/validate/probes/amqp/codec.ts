/**
 * The type system of AMQP 1.0 (OASIS part 1): the few types that a client says, and all that a server may answer.
 * What cannot be read, is nested too deep or holds too many values is an {@link AmqpFormatError}, never a crash or
 * an endless loop.
 */

/** A value as read. 64-bit numbers are bigint; decimals, UUIDs and binaries are bytes; a char is its number. */
export type AmqpValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | { readonly symbol: string }
  | { readonly list: readonly AmqpValue[] }
  | { readonly map: readonly (readonly [AmqpValue, AmqpValue])[] }
  | { readonly array: readonly AmqpValue[] }
  | { readonly descriptor: AmqpValue; readonly value: AmqpValue };

/** These bytes are no AMQP 1.0, or more of it than anybody needs. */
export class AmqpFormatError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AmqpFormatError';
  }
}

/** A performative nests five deep; what people put into properties hardly more. */
const MOST_DEPTH = 16;
/** In one frame. An array of values without width could otherwise announce four thousand million in ten bytes. */
const MOST_VALUES = 20_000;

/** The first value, and where the next byte after it is. */
export function decode(bytes: Uint8Array): { readonly value: AmqpValue; readonly end: number } {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  return { value, end: reader.at };
}

class Reader {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #values = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(depth: number): AmqpValue {
    const format = this.#format(depth);
    return this.#content(format, depth);
  }

  /** A format code, after the descriptors that stand before it. */
  #format(depth: number): Format {
    if (depth > MOST_DEPTH) throw new AmqpFormatError(`values are nested more than ${MOST_DEPTH} deep`);
    const code = this.#uint(1);
    if (code !== DESCRIBED) return { code, descriptors: [] };
    const descriptor = this.value(depth + 1);
    const inner = this.#format(depth + 1);
    return { code: inner.code, descriptors: [descriptor, ...inner.descriptors] };
  }

  #content({ code, descriptors }: Format, depth: number): AmqpValue {
    this.#values += 1;
    if (this.#values > MOST_VALUES) throw new AmqpFormatError(`more than ${MOST_VALUES} values`);
    const plain = this.#plain(code, depth + descriptors.length);
    return descriptors.reduceRight<AmqpValue>((value, descriptor) => ({ descriptor, value }), plain);
  }

  /** The upper half of a format code says how wide the value is. */
  #plain(code: number, depth: number): AmqpValue {
    switch (code >> 4) {
      case 0x4:
        return empty(code);
      case 0x5:
      case 0x6:
      case 0x7:
      case 0x8:
      case 0x9:
        return this.#fixed(code);
      case 0xa:
        return this.#variable(code, this.#uint(1));
      case 0xb:
        return this.#variable(code, this.#uint(4));
      case 0xc:
        return this.#compound(code, 1, depth);
      case 0xd:
        return this.#compound(code, 4, depth);
      case 0xe:
        return this.#array(code, 1, depth);
      case 0xf:
        return this.#array(code, 4, depth);
      default:
        throw unknown(code);
    }
  }

  #fixed(code: number): AmqpValue {
    const read = FIXED[code];
    if (!read) throw unknown(code);
    const width = 1 << ((code >> 4) - 5);
    const at = this.#take(width);
    return read(this.#view, at, width);
  }

  #variable(code: number, length: number): AmqpValue {
    const at = this.#take(length);
    const bytes = this.#bytes.subarray(at, at + length);
    if ((code & 0xf) === 0) return bytes;
    if ((code & 0xf) === 1) return text.decode(bytes);
    if ((code & 0xf) === 3) return { symbol: text.decode(bytes) };
    throw unknown(code);
  }

  #compound(code: number, width: 1 | 4, depth: number): AmqpValue {
    const { end, count } = this.#sized(width);
    const items: AmqpValue[] = [];
    for (let number = 0; number < count; number += 1) items.push(this.value(depth + 1));
    this.#endsAt(end);
    if ((code & 0xf) === 0) return { list: items };
    if ((code & 0xf) !== 1) throw unknown(code);
    if (count % 2 === 1) throw new AmqpFormatError('a map with a key and no value');
    const pairs: [AmqpValue, AmqpValue][] = [];
    for (let number = 0; number < count; number += 2) {
      pairs.push([items[number] ?? null, items[number + 1] ?? null]);
    }
    return { map: pairs };
  }

  #array(code: number, width: 1 | 4, depth: number): AmqpValue {
    if ((code & 0xf) !== 0) throw unknown(code);
    const { end, count } = this.#sized(width);
    const format = this.#format(depth + 1);
    const items: AmqpValue[] = [];
    for (let number = 0; number < count; number += 1) items.push(this.#content(format, depth + 1));
    this.#endsAt(end);
    return { array: items };
  }

  /** Size and count; the size counts the bytes of the count. */
  #sized(width: 1 | 4): { readonly end: number; readonly count: number } {
    const size = this.#uint(width);
    const end = this.at + size;
    if (size < width || end > this.#bytes.length) throw new AmqpFormatError('a value is cut off');
    return { end, count: this.#uint(width) };
  }

  #endsAt(end: number): void {
    if (this.at !== end) throw new AmqpFormatError('a list or map is longer or shorter than it says');
  }

  #uint(width: 1 | 4): number {
    const at = this.#take(width);
    return width === 1 ? this.#view.getUint8(at) : this.#view.getUint32(at);
  }

  /** Goes on by so many bytes, and says where they begin. */
  #take(length: number): number {
    const { at } = this;
    if (length > this.#bytes.length - at) throw new AmqpFormatError('a value is cut off');
    this.at += length;
    return at;
  }
}

interface Format {
  readonly code: number;
  readonly descriptors: readonly AmqpValue[];
}

const DESCRIBED = 0x00;
const text = new TextDecoder();

function empty(code: number): AmqpValue {
  switch (code) {
    case 0x40:
      return null;
    case 0x41:
      return true;
    case 0x42:
      return false;
    case 0x43:
      return 0;
    case 0x44:
      return 0n;
    case 0x45:
      return { list: [] };
    default:
      throw unknown(code);
  }
}

type ReadFixed = (view: DataView, at: number, width: number) => AmqpValue;

const asBytes: ReadFixed = (view, at, width) =>
  new Uint8Array(view.buffer, view.byteOffset + at, width).slice();

/** By format code (part 1, section 1.6). */
const FIXED: Readonly<Record<number, ReadFixed>> = {
  0x50: (view, at) => view.getUint8(at),
  0x51: (view, at) => view.getInt8(at),
  0x52: (view, at) => view.getUint8(at),
  0x53: (view, at) => BigInt(view.getUint8(at)),
  0x54: (view, at) => view.getInt8(at),
  0x55: (view, at) => BigInt(view.getInt8(at)),
  0x56: (view, at) => view.getUint8(at) !== 0,
  0x60: (view, at) => view.getUint16(at),
  0x61: (view, at) => view.getInt16(at),
  0x70: (view, at) => view.getUint32(at),
  0x71: (view, at) => view.getInt32(at),
  0x72: (view, at) => view.getFloat32(at),
  0x73: (view, at) => view.getUint32(at),
  0x74: asBytes,
  0x80: (view, at) => view.getBigUint64(at),
  0x81: (view, at) => view.getBigInt64(at),
  0x82: (view, at) => view.getFloat64(at),
  0x83: (view, at) => view.getBigInt64(at),
  0x84: asBytes,
  0x94: asBytes,
  0x98: asBytes,
};

function unknown(code: number): AmqpFormatError {
  return new AmqpFormatError(`there is no format code 0x${code.toString(16).padStart(2, '0')}`);
}

/** Bytes of one value, to be put into a list. */
export const encode = {
  nothing: Buffer.of(0x40),
  bool: (value: boolean): Buffer => Buffer.of(value ? 0x41 : 0x42),
  ubyte: (value: number): Buffer => Buffer.of(0x50, value),
  ushort: (value: number): Buffer => Buffer.of(0x60, value >> 8, value & 0xff),
  uint: (value: number): Buffer => {
    const bytes = Buffer.alloc(5, 0x70);
    bytes.writeUInt32BE(value, 1);
    return bytes;
  },
  binary: (value: Uint8Array): Buffer => variable(0xa0, value),
  string: (value: string): Buffer => variable(0xa1, Buffer.from(value)),
  symbol: (value: string): Buffer => variable(0xa3, Buffer.from(value, 'latin1')),
  list: (items: readonly Buffer[]): Buffer => compound(0xd0, items),
  /** Keys and values in turn. */
  map: (items: readonly Buffer[]): Buffer => compound(0xd1, items),
  /** A value whose type is a number of the specification's. */
  described: (descriptor: number, value: Buffer): Buffer =>
    Buffer.concat([Buffer.of(DESCRIBED, 0x53, descriptor), value]),
};

function variable(code: 0xa0 | 0xa1 | 0xa3, value: Uint8Array): Buffer {
  if (value.length < 256) return Buffer.concat([Buffer.of(code, value.length), value]);
  const head = Buffer.alloc(5, code + 0x10);
  head.writeUInt32BE(value.length, 1);
  return Buffer.concat([head, value]);
}

function compound(code: 0xd0 | 0xd1, items: readonly Buffer[]): Buffer {
  const content = Buffer.concat(items);
  const head = Buffer.alloc(9, code);
  head.writeUInt32BE(content.length + 4, 1);
  head.writeUInt32BE(items.length, 5);
  return Buffer.concat([head, content]);
}
