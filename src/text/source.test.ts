import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeSource } from './source.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('decodeSource', () => {
  it('reads UTF-8 and drops a byte order mark', () => {
    expect(decodeSource('a.yaml', bytes('grün')).value).toEqual({ file: 'a.yaml', text: 'grün' });
    expect(decodeSource('a.yaml', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)).value?.text).toBe('a');
  });

  it('refuses more bytes than the limit of the kind (TXT02)', () => {
    expect(decodeSource('a.yaml', bytes('abcd'), 3).problems[0]).toMatchObject({
      code: 'TXT02',
      severity: 'error',
    });
    expect(decodeSource('a.yaml', bytes('abc'), 3).value).toBeDefined();
    const large = new Uint8Array(16 * 1024 * 1024 + 1).fill(0x20);
    expect(decodeSource('a.yaml', large).problems[0]?.code).toBe('TXT02');
    expect(decodeSource('a.JSON', large).value).toBeDefined();
  });

  it('refuses what is not UTF-8, at the first bad byte (TXT03)', () => {
    const broken = Uint8Array.of(...bytes('a: ü\nb: '), 0xff, ...bytes('\nc'));
    expect(decodeSource('a.yaml', broken).problems[0]).toMatchObject({
      code: 'TXT03',
      where: { file: 'a.yaml', line: 2, column: 4 },
    });
    expect(decodeSource('a.yaml', bytes('ü').subarray(0, 1)).problems[0]?.code).toBe('TXT03');
  });

  it('says so when the file is UTF-16', () => {
    const utf16 = Uint8Array.of(0xff, 0xfe, 0x61, 0x00);
    expect(decodeSource('a.yaml', utf16).problems[0]).toMatchObject({
      code: 'TXT03',
      hint: 'Save it as UTF-8.',
    });
  });

  it('refuses NUL bytes, with their place (TXT03)', () => {
    expect(decodeSource('a.yaml', bytes('a\nb\0')).problems[0]).toMatchObject({
      code: 'TXT03',
      where: { line: 2, column: 2 },
    });
  });

  it('never throws, and gives a value or an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (data) => {
        const { value, problems } = decodeSource('x', data);
        expect(value === undefined).toBe(problems.length > 0);
      }),
    );
  });
});
