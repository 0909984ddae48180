import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { AmqpFormatError, type AmqpValue, decode, encode } from './codec.ts';

const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('decode', () => {
  // Part 1, section 1.6: one of each width.
  it.each<[string, string, AmqpValue]>([
    ['null', '40', null],
    ['true', '41', true],
    ['a boolean in a byte', '5600', false],
    ['uint 0', '43', 0],
    ['a small uint', '52ff', 255],
    ['a uint', '70 fffffffe', 4_294_967_294],
    ['ulong 0', '44', 0n],
    ['a small ulong', '5310', 16n],
    ['a ulong', '80 8000000000000000', 2n ** 63n],
    ['a byte', '51ff', -1],
    ['an int', '71 ffffffff', -1],
    ['a small long', '55ff', -1n],
    ['a long', '81 ffffffffffffffff', -1n],
    ['a ushort', '60 ffff', 65_535],
    ['a short', '61 ffff', -1],
    ['a float', '72 3fc00000', 1.5],
    ['a double', '82 3ff8000000000000', 1.5],
    ['a char', '73 00000041', 65],
    ['a timestamp', '83 0000000000000001', 1n],
    ['a short string', 'a1 02 6869', 'hi'],
    ['a long string', 'b1 00000002 6869', 'hi'],
    ['a symbol', 'a3 02 6869', { symbol: 'hi' }],
    ['an empty list', '45', { list: [] }],
    ['a list', 'c0 03 02 41 42', { list: [true, false] }],
    ['a long list', 'd0 00000006 00000002 41 42', { list: [true, false] }],
    ['a map', 'c1 04 02 5201 41', { map: [[1, true]] }],
    ['an array of two', 'e0 04 02 50 01 02', { array: [1, 2] }],
    ['a described value', '00 5324 45', { descriptor: 0x24n, value: { list: [] } }],
    [
      'a value described twice',
      '00 5301 00 5302 40',
      { descriptor: 1n, value: { descriptor: 2n, value: null } },
    ],
    ['an array of described values', 'e0 05 02 00 5324 45', { array: [ACCEPTED(), ACCEPTED()] }],
  ])('reads %s', (_, bytes, value) => {
    expect(decode(hex(bytes))).toEqual({ value, end: hex(bytes).length });
  });

  it('reads binaries, UUIDs and decimals as bytes', () => {
    for (const [bytes, length] of [
      ['a0 02 0102', 2],
      ['b0 00000002 0102', 2],
      ['74 01020304', 4],
      [`98 ${'07'.repeat(16)}`, 16],
    ] as const) {
      const { value } = decode(hex(bytes));
      expect(value).toBeInstanceOf(Uint8Array);
      expect((value as Uint8Array).length).toBe(length);
    }
  });

  it.each([
    ['nothing', ''],
    ['a code that is none', '3f'],
    ['a width with a type that is none', '57'],
    ['a string that is cut off', 'a1 05 6869'],
    ['a long string that claims 4 GiB', 'b1 ffffffff 6869'],
    ['a list that claims more than there is', 'c0 ff 02 41 42'],
    ['a list whose size is smaller than its count', 'd0 00000003 00000000'],
    ['a list with fewer items than bytes', 'c0 03 01 41 42'],
    ['a list with more items than bytes', 'c0 02 02 41'],
    ['a map with a key alone', 'c1 02 01 41'],
    ['an array that is cut off', 'e0 02 02 50'],
    ['a descriptor without a value', '00 5324'],
    ['lists in lists in lists', 'c0 ff 01'.repeat(40)],
    ['descriptors of descriptors', '00'.repeat(100)],
    ['an array of four thousand million nothings', 'f0 00000005 ffffffff 40'],
    ['an array of empty arrays of nothings', `f0 0000000f ffffffff f0 00000005 ffffffff 40`],
  ])('does not read %s', (_, bytes) => {
    expect(() => decode(hex(bytes))).toThrow(AmqpFormatError);
  });

  it('never does anything else, whatever it is given, and does it at once', () => {
    const began = performance.now();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          return decode(bytes).end <= bytes.length;
        } catch (error) {
          return error instanceof AmqpFormatError;
        }
      }),
      { numRuns: 5000 },
    );
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it('is bounded on the worst that fits into a frame', () => {
    const began = performance.now();
    // Each of 20,000 arrays announces as many values as it can.
    const array = hex('f0 00000005 0000ffff 40');
    const list = encode.list(Array.from({ length: 13_000 }, () => Buffer.from(array)));
    expect(() => decode(list)).toThrow('more than 20000 values');
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe('encode', () => {
  it('writes what decode reads', () => {
    fc.assert(
      fc.property(written(), ({ bytes, value }) => {
        expect(decode(bytes)).toEqual({ value, end: bytes.length });
      }),
    );
  });
});

function ACCEPTED(): AmqpValue {
  return { descriptor: 0x24n, value: { list: [] } };
}

interface Written {
  readonly bytes: Buffer;
  readonly value: AmqpValue;
}

function written(): fc.Arbitrary<Written> {
  const plain = fc.oneof(
    fc.constant<Written>({ bytes: encode.nothing, value: null }),
    fc.boolean().map((value) => ({ bytes: encode.bool(value), value })),
    fc.nat(255).map((value) => ({ bytes: encode.ubyte(value), value })),
    fc.nat(65_535).map((value) => ({ bytes: encode.ushort(value), value })),
    fc.integer({ min: 0, max: 0xffff_ffff }).map((value) => ({ bytes: encode.uint(value), value })),
    fc.string({ maxLength: 400, unit: 'grapheme' }).map((value) => ({ bytes: encode.string(value), value })),
    fc
      .string({ maxLength: 400 })
      .map((symbol) => ({ bytes: encode.symbol(symbol), value: { symbol } as AmqpValue })),
  );
  const { value } = fc.letrec<{ value: Written }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      plain,
      fc.array(tie('value'), { maxLength: 5 }).map((items) => ({
        bytes: encode.list(items.map(({ bytes }) => bytes)),
        value: { list: items.map((item) => item.value) },
      })),
      fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map((pairs) => ({
        bytes: encode.map(pairs.flatMap(([key, of]) => [key.bytes, of.bytes])),
        value: { map: pairs.map(([key, of]) => [key.value, of.value] as const) },
      })),
      fc.tuple(fc.nat(255), tie('value')).map(([descriptor, inner]) => ({
        bytes: encode.described(descriptor, inner.bytes),
        value: { descriptor: BigInt(descriptor), value: inner.value },
      })),
    ),
  }));
  return value;
}
