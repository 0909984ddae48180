import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { AmqpFormatError, encode } from './codec.ts';
import { AMQP_HEADER, type Frame, FrameReader, MOST_FRAME_BYTES, frame, symbolsOf } from './frames.ts';
import { encodeMessage, payloadOf } from './message.ts';

const EMPTY = Buffer.from('0000000802000000', 'hex');

function readAll(chunks: Iterable<Uint8Array>): (Frame | { readonly header: Buffer })[] {
  const reader = new FrameReader();
  const read: (Frame | { readonly header: Buffer })[] = [];
  for (const chunk of chunks) {
    reader.add(chunk);
    for (let next = reader.next(); next; next = reader.next()) read.push(next);
  }
  return read;
}

describe('FrameReader', () => {
  const conversation = Buffer.concat([
    AMQP_HEADER,
    frame('open', [encode.string('somebody'), encode.nothing, encode.uint(4096)]),
    EMPTY,
    frame('transfer', [encode.uint(0)], encodeMessage('hello', 'there')),
  ]);

  it('reads a header, frames, empty frames and what follows a performative, however they are cut', () => {
    const whole = readAll([conversation]);
    expect(whole).toHaveLength(4);
    expect(whole[0]).toEqual({ header: AMQP_HEADER });
    expect(whole[1]).toMatchObject({ name: 'open', fields: ['somebody', null, 4096] });
    expect(whole[2]).toMatchObject({ name: undefined });
    expect(payloadOf((whole[3] as Frame).payload)).toBe('hello');
    fc.assert(
      fc.property(fc.array(fc.nat(conversation.length), { maxLength: 20 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), conversation.length];
        const chunks = at.slice(1).map((end, index) => conversation.subarray(at[index] ?? 0, end));
        expect(readAll(chunks)).toEqual(whole);
      }),
    );
  });

  it('takes performatives that are named by a symbol', () => {
    const body = Buffer.concat([
      Buffer.of(0),
      encode.symbol('amqp:sasl-outcome:list'),
      encode.list([encode.ubyte(1)]),
    ]);
    const head = Buffer.from('0000000002010000', 'hex');
    head.writeUInt32BE(8 + body.length, 0);
    expect(readAll([AMQP_HEADER, Buffer.concat([head, body])])[1]).toMatchObject({
      name: 'sasl-outcome',
      fields: [1],
    });
  });

  it.each([
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request')],
    ['a frame of seven bytes', Buffer.concat([AMQP_HEADER, Buffer.from('0000000702000000', 'hex')])],
    ['a frame of 4 GiB', Buffer.concat([AMQP_HEADER, Buffer.from('ffffffff02000000', 'hex')])],
    [
      'a body that begins before the frame',
      Buffer.concat([AMQP_HEADER, Buffer.from('0000000801000000', 'hex')]),
    ],
    ['a body that begins after it', Buffer.concat([AMQP_HEADER, Buffer.from('00000008ff000000', 'hex')])],
    ['an unknown performative', Buffer.concat([AMQP_HEADER, Buffer.from('0000000c0200000000530145', 'hex')])],
    [
      'a body that is no performative',
      Buffer.concat([AMQP_HEADER, Buffer.from('000000090200000040', 'hex')]),
    ],
  ])('does not take %s', (_, bytes) => {
    expect(() => readAll([bytes])).toThrow(AmqpFormatError);
  });

  it('costs no more for many small pieces than for one large one', () => {
    const large = frame('transfer', [encode.uint(0)], new Uint8Array(MOST_FRAME_BYTES - 100));
    const small = Buffer.concat([AMQP_HEADER, ...Array.from({ length: 100_000 }, () => EMPTY)]);
    const began = performance.now();
    expect(readAll([AMQP_HEADER, ...[...large].map((byte) => Uint8Array.of(byte))])).toHaveLength(2);
    expect(readAll([small])).toHaveLength(100_001);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('never throws anything else', () => {
    const found = fc.check(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(400), (noise, at) => {
        const bytes = Buffer.from(conversation);
        bytes.set(noise.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
        try {
          readAll([bytes]);
          return true;
        } catch (error) {
          return error instanceof AmqpFormatError;
        }
      }),
      { numRuns: 2000 },
    );
    expect(found.failed).toBe(false);
  });
});

describe('what fields hold', () => {
  it('takes one symbol for an array of one, and nothing for none', () => {
    expect(symbolsOf({ array: [{ symbol: 'PLAIN' }, { symbol: 'EXTERNAL' }] })).toEqual([
      'PLAIN',
      'EXTERNAL',
    ]);
    expect(symbolsOf({ symbol: 'PLAIN' })).toEqual(['PLAIN']);
    expect(symbolsOf(null)).toEqual([]);
  });

  it('reads the body of messages as data and as a value, and none where there is none', () => {
    expect(payloadOf(encodeMessage('hello'))).toBe('hello');
    expect(payloadOf(encode.described(0x77, encode.string('hello')))).toBe('hello');
    expect(payloadOf(encode.described(0x70, encode.list([])))).toBe('');
    expect(() => payloadOf(Buffer.of(0x3f))).toThrow(AmqpFormatError);
  });
});
