import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { type Answer, answerTo, coilIn, frame, framesIn, registerIn, requests, worded } from './modbus.ts';

it('writes requests as the specification prints them', () => {
  expect(frame(0x1501, 255, requests.readRegister(4)).toString('hex')).toBe('150100000006ff0300040001');
  expect(requests.writeCoil(0xac, true).toString('hex')).toBe('0500acff00');
  expect(requests.writeRegister(1, 3).toString('hex')).toBe('0600010003');
  expect(requests.echo(0xa537).toString('hex')).toBe('080000a537');
  expect(requests.writeCoils(0x13, true).toString('hex')).toBe('0f001300010101');
  expect(requests.writeRegisters(1, 10, 0x102).toString('hex')).toBe('100001000204000a0102');
  expect(requests.maskRegister(4, 0x25).toString('hex')).toBe('16000400000025');
  expect(requests.readWriteRegister(3, 0xff).toString('hex')).toBe('1700030001000300010200ff');
  expect(requests.identify().toString('hex')).toBe('2b0e0100');
});

it('tells an answer from an exception, and both from the rest', () => {
  const read = requests.readRegister(1);
  expect(registerIn(answerTo(read, Buffer.of(3, 2, 1, 2)))).toBe(0x102);
  expect(coilIn(answerTo(requests.readCoil(1), Buffer.of(1, 1, 3)))).toBe(true);
  expect(answerTo(read, Buffer.of(0x83, 2))).toEqual({ kind: 'exception', code: 2 });
  for (const odd of [Buffer.of(4, 2, 1, 2), Buffer.of(0x83), Buffer.of(0x86, 1), Buffer.of()])
    expect(answerTo(read, odd).kind).toBe('odd');
  for (const odd of [Buffer.of(3), Buffer.of(3, 4, 0, 0, 0, 0), Buffer.of(3, 2, 1)])
    expect(registerIn(answerTo(read, odd))).toBeUndefined();
});

it('finds whole frames wherever the stream is cut, and never throws', () => {
  const pdus = fc.array(fc.uint8Array({ minLength: 1, maxLength: 253 }), { maxLength: 5 });
  fc.assert(
    fc.property(pdus, fc.nat(), (all, place) => {
      const bytes = Buffer.concat(all.map((one, at) => frame(at, 1, one)));
      const cut = bytes.length === 0 ? 0 : place % bytes.length;
      const first = framesIn(bytes.subarray(0, cut));
      const second = first && framesIn(Buffer.concat([first.rest, bytes.subarray(cut)]));
      const found = [...(first?.frames ?? []), ...(second?.frames ?? [])];
      expect(found.map(({ pdu }) => pdu.toString('hex'))).toEqual(
        all.map((one) => Buffer.from(one).toString('hex')),
      );
      expect(second?.rest.length).toBe(0);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.uint8Array({ maxLength: 300 }), (bytes, request) => {
      const read = framesIn(Buffer.from(bytes));
      for (const { pdu } of read?.frames ?? []) {
        const answer: Answer = answerTo(request, pdu);
        registerIn(answer);
        coilIn(answer);
        expect(worded(answer)).not.toBe('');
      }
    }),
  );
});
