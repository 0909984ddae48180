import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeMessage, encodeEmpty, encodeRequest } from './message.ts';

const request = { method: 'GET', path: '', messageId: 0x1234, token: Buffer.from('abcd') } as const;

describe('CoAP messages', () => {
  it('writes requests as RFC 7252 draws them', () => {
    const bytes = encodeRequest({ ...request, path: '.well-known/core' });
    expect(bytes.toString('hex')).toBe('4401123461626364' + hexOf('\xbb.well-known\x04core'));
    const put = encodeRequest({ ...request, method: 'PUT', path: 'a', payload: Buffer.from('x') });
    expect(put.toString('hex')).toBe('4403123461626364' + hexOf('\xb1a\x10\xffx'));
    expect(encodeEmpty('RST', 0x0102).toString('hex')).toBe('70000102');
  });

  it('writes long segments with extended lengths, and reads past them', () => {
    for (const length of [12, 13, 268, 269, 300]) {
      const bytes = encodeRequest({ ...request, path: 'x'.repeat(length), payload: Buffer.from('p') });
      bytes[1] = 0x45;
      expect(decodeMessage(bytes)?.payload.toString()).toBe('p');
    }
  });

  it('reads answers', () => {
    const bytes = Buffer.concat([
      Buffer.from('6445123461626364c0', 'hex'),
      Buffer.from([0xff]),
      Buffer.from('hi'),
    ]);
    expect(decodeMessage(bytes)).toMatchObject({ type: 'ACK', code: '2.05', messageId: 0x1234 });
    expect(decodeMessage(bytes)?.payload.toString()).toBe('hi');
    expect(decodeMessage(bytes)).toMatchObject({ more: false, contentFormat: Buffer.alloc(0) });
    const block = Buffer.from('60450000c132b10eff61', 'hex');
    expect(decodeMessage(block)).toMatchObject({ more: true, contentFormat: Buffer.from([0x32]) });
  });

  it.each([
    ['nothing', ''],
    ['three bytes', '604512'],
    ['another version', '20451234'],
    ['a token of nine bytes', '69451234' + '00'.repeat(9)],
    ['a token that breaks off', '6445123461'],
    ['an empty message with something in it', '6000123400'],
    ['a reserved code', '60250000'],
    ['a marker without a payload', '60450000ff'],
    ['an option that breaks off', '60450000b5'],
    ['a reserved option', '60450000f0'],
  ])('takes %s for no CoAP', (_, hex) => {
    expect(decodeMessage(Buffer.from(hex, 'hex'))).toBeUndefined();
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(() => decodeMessage(Buffer.from(bytes))).not.toThrow();
      }),
    );
  });
});

function hexOf(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex');
}
