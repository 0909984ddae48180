import { generateKeyPairSync } from 'node:crypto';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isSigned } from './chain.ts';
import { numberAt, textAt } from './json.ts';
import { malformed } from './malformed.ts';
import { filled, signedBy, withSignatureOf, wronglySigned } from './message.ts';

const BODY = '{"to":{value},"id":"{id}","number":{number},"at":"{time}"}';
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('a message', () => {
  it('is filled in, with an id and a higher number each time', () => {
    const at = new Date('2026-01-02T03:04:05Z');
    const [one, other] = [filled(BODY, 20, at), filled(BODY, 20, at)];
    expect(numberAt(one, '/to')).toBe(20);
    expect(textAt(one, '/at')).toBe('2026-01-02T03:04:05.000Z');
    expect(textAt(one, '/id')).not.toBe(textAt(other, '/id'));
    expect(numberAt(other, '/number')).toBeGreaterThan(numberAt(one, '/number') ?? Infinity);
  });

  it('is signed where it is a JSON object and there is a key, and else left as it is', () => {
    expect(isSigned(signedBy(KEY, filled(BODY, 20)), publicKey)).toBe(true);
    expect(signedBy(KEY, '20')).toBe('20');
    expect(signedBy(undefined, '{"to":20}')).toBe('{"to":20}');
  });

  it('has a signature that does not hold, in each way that is tried, and says what is wanted', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (wanted, honest) => {
        fc.pre(wanted !== honest);
        const made = wronglySigned(KEY, BODY, { wanted, honest });
        expect(made).toHaveLength(6);
        for (const { make } of made) {
          const text = make();
          expect(numberAt(text, '/to')).toBe(wanted);
          expect(isSigned(text, publicKey)).toBe(false);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is made as it is sent, so that nothing but the signature is wrong with it', () => {
    const number = numberAt(filled(BODY, 40), '/number') ?? Infinity;
    const [first, , last] = wronglySigned(KEY, BODY, { wanted: 20, honest: 40 });
    const numbers = [last, first, last].map((one) => numberAt(one?.make() ?? '', '/number') ?? 0);
    expect(numbers).toEqual([...numbers].toSorted((a, b) => a - b));
    expect(numbers[0]).toBeGreaterThan(number);
    expect(new Set(numbers).size).toBe(3);
  });

  it('is changed in nothing but the value, where it is changed after it was signed', () => {
    const [, , changed] = wronglySigned(KEY, BODY, { wanted: 20, honest: 40 });
    const text = changed?.make() ?? '';
    const honest = text.replace('"to":20', '"to":40');
    expect(isSigned(honest, publicKey)).toBe(true);
    expect(withSignatureOf(honest, text.slice(0, text.indexOf(',"signature"')) + '}')).toBe(text);
  });
});

describe('what is malformed', () => {
  it('never holds the number at its place', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), (right) => {
        for (const { what, text } of malformed(BODY))
          expect({ what, number: numberAt(text(right), '/to') }).not.toEqual({ what, number: right });
      }),
    );
  });

  it('has a name of its own for each, and is short enough to be sent', () => {
    const made = malformed(BODY);
    expect(new Set(made.map(({ what }) => what)).size).toBe(made.length);
    for (const { text } of made) expect(text(20).length).toBeLessThan(1024);
  });
});
