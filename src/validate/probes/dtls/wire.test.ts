import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  MESSAGE,
  Reassembly,
  encodeRecord,
  fatalAlert,
  messagePieces,
  readCookie,
  readRecords,
  readServerHello,
  recordSequence,
  takeBack,
} from './wire.ts';

describe('DTLS records and messages', () => {
  it('reads the records it writes, several in one datagram', () => {
    const one = encodeRecord(22, 0xfefd, recordSequence(1, 7), Buffer.from('abc'));
    const records = readRecords(Buffer.concat([one, takeBack(3)]));
    expect(records.map(({ type, epoch }) => [type, epoch])).toEqual([
      [22, 1],
      [21, 0],
    ]);
    expect(records[0]?.body.toString()).toBe('abc');
    expect(records[1] && fatalAlert(records[1])).toBe(40);
  });

  it('stops at what is no record', () => {
    const one = encodeRecord(22, 0xfefd, recordSequence(0, 0), Buffer.from('abc'));
    expect(readRecords(Buffer.concat([one, Buffer.from('HTTP/1.1 400 Bad Request')]))).toHaveLength(1);
    expect(readRecords(one.subarray(0, one.length - 1))).toHaveLength(0);
    expect(readRecords(Buffer.from('16030100050000000000000000', 'hex'))).toHaveLength(0);
  });

  it('puts fragments together in any order, hands each message out once, in theirs', () => {
    const body = Buffer.alloc(3000, 'x');
    const later = messagePieces({ type: MESSAGE.certificate, seq: 1, body });
    const first = messagePieces({ type: MESSAGE.serverHello, seq: 0, body: Buffer.from('hi') });
    expect(later).toHaveLength(3);
    const messages = new Reassembly();
    for (const piece of later.toReversed()) expect(messages.add(piece)).toEqual([]);
    const [hello, certificate, ...more] = messages.add(first[0] ?? Buffer.alloc(0));
    expect([hello?.type, certificate?.type, more]).toEqual([2, 11, []]);
    expect(certificate?.body.equals(body)).toBe(true);
    expect(messages.add(first[0] ?? Buffer.alloc(0))).toEqual([]);
  });

  it('bounds what a server can make us keep', () => {
    const messages = new Reassembly();
    const huge = Buffer.from('0bffffff000000000000000001aa', 'hex');
    expect(messages.add(huge)).toEqual([]);
    const far = messagePieces({ type: 2, seq: 5000, body: Buffer.from('x') });
    expect(messages.add(far[0] ?? Buffer.alloc(0))).toEqual([]);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(() => {
          readRecords(buffer);
          readServerHello(buffer);
          readCookie(buffer);
          new Reassembly().add(buffer);
        }).not.toThrow();
      }),
    );
  });
});
