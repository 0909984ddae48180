import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { numberAt, textAt } from './json.ts';

describe('what stands at a pointer', () => {
  it('is found, also under names with a slash or a tilde in them, and in lists', () => {
    const text = '{"a":{"b/c":1,"d~e":"two"},"list":[3]}';
    expect(numberAt(text, '/a/b~1c')).toBe(1);
    expect(textAt(text, '/a/d~0e')).toBe('two');
    expect(numberAt(text, '/list/0')).toBe(3);
  });

  it.each([
    ['no JSON', 'position=1', '/position'],
    ['nothing', '', '/position'],
    ['another place', '{"position":1}', '/value'],
    ['a text for a number', '{"position":"1"}', '/position'],
    ['an inherited name', '{}', '/constructor'],
    ['the prototype', '{"a":{}}', '/a/__proto__'],
    ['a length', '{"a":"text"}', '/a/length'],
    ['nothing at all', 'null', '/position'],
  ])('is no number: %s', (_what, text, pointer) => {
    expect(numberAt(text, pointer)).toBeUndefined();
  });

  it('is found wherever it was put, and never throws on any text', () => {
    const names = fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(names, fc.integer(), (path, value) => {
        const data = path.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), value);
        const pointer = path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
        expect(numberAt(JSON.stringify(data), pointer)).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.string(), (text, pointer) => {
        numberAt(text, pointer);
        expect(typeof textAt(text, pointer)).toBe('string');
      }),
    );
  });
});
