import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseText, placeOf } from './parse.ts';

const yaml = (text: string) => parseText({ file: 'a.yaml', text });
const json = (text: string) => parseText({ file: 'a.json', text });
const codes = ({ problems }: { problems: readonly { code: string }[] }) => problems.map(({ code }) => code);

/** What JSON.parse makes of a text. */
function parsedByPlatform(text: string): { data: unknown } | 'refused' {
  try {
    return { data: JSON.parse(text) };
  } catch {
    return 'refused';
  }
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

describe('parseText, YAML', () => {
  it('reads the 1.2 core schema: yes and no are words', () => {
    expect(yaml('a: yes\nb: true\nc: 010\nd: 0x10\ne: ~\nf: "1"').value?.data).toEqual({
      a: 'yes',
      b: true,
      c: 10,
      d: 16,
      e: null,
      f: '1',
    });
  });

  it('keeps keys as they are written', () => {
    expect(yaml('1.0: a\nnull: b\ntrue: c').value?.data).toEqual({ '1.0': 'a', null: 'b', true: 'c' });
  });

  it('merges mappings with <<; own keys win, earlier sources win over later ones', () => {
    const text = 'a: &a { x: 1, y: 1 }\nb: &b { y: 2, z: 2 }\nc: { <<: [*a, *b], x: 3 }\nd: { x: 4, <<: *a }';
    expect(yaml(text).value?.data).toMatchObject({ c: { x: 3, y: 1, z: 2 }, d: { x: 4, y: 1 } });
    expect(codes(yaml('a: { <<: 1 }'))).toEqual(['TXT04']);
    expect(yaml('a: { "<<": 1 }').value?.data).toEqual({ a: { '<<': 1 } });
  });

  it('takes the last anchor of a name before the alias', () => {
    expect(yaml('a: &x 1\nb: *x\nc: &x 2\nd: *x').value?.data).toEqual({ a: 1, b: 1, c: 2, d: 2 });
    expect(codes(yaml('a: *x\nb: &x 1'))).toEqual(['TXT04']);
  });

  it('knows places of keys and values', () => {
    const { value } = yaml('a:\n  - b: "cd"\n    e: { f: 1 }\n');
    expect(value?.where(['a', 0, 'b'])).toEqual({ file: 'a.yaml', line: 2, column: 8, length: 4 });
    expect(value?.where(['a', 0, 'e', 'f'], 'key')).toEqual({
      file: 'a.yaml',
      line: 3,
      column: 10,
      length: 1,
    });
    expect(value?.where(['a', 0, 'e'])).toMatchObject({ line: 3, column: 8, length: 1 });
    expect(value?.where(['a', 1])).toBeUndefined();
    expect(value?.where(['x'])).toBeUndefined();
  });

  it('points behind aliases and merges at the original', () => {
    const { value } = yaml('a: &a { x: 1 }\nb: *a\nc: { <<: *a, y: 2 }');
    expect(value?.where(['b', 'x'])).toMatchObject({ line: 1, column: 12 });
    expect(value?.where(['c', 'x'], 'key')).toMatchObject({ line: 1, column: 9 });
    expect(value?.where(['c', 'y'])).toMatchObject({ line: 3, column: 17 });
  });

  it('finds the nearest place around what is not there', () => {
    const { value } = yaml('a:\n  b: 1\n');
    expect(value && placeOf(value, ['a', 'c', 'd'])).toMatchObject({ line: 1, column: 1 });
    expect(value && placeOf(value, ['z'])).toMatchObject({ line: 1, column: 1 });
  });

  it('counts columns in CRLF files and beyond the basic plane', () => {
    expect(yaml('a: 1\r\nb: "😀"\r\nc: 3').value?.where(['c'])).toMatchObject({ line: 3, column: 4 });
    expect(yaml('{ "😀": 1, b: 2 }').value?.where(['b'], 'key')).toMatchObject({ line: 1, column: 12 });
  });

  it('refuses a key that stands twice, at the second (TXT07)', () => {
    expect(yaml('a: 1\nb: 2\na: 3').problems).toMatchObject([
      { code: 'TXT07', where: { line: 3, column: 1 } },
    ]);
    expect(codes(yaml('a: { b: 1, "b": 2 }'))).toEqual(['TXT07']);
  });

  it('refuses broken text, more than one document, other versions and tags (TXT04)', () => {
    expect(yaml('a: [1, 2\nb: 3').problems[0]).toMatchObject({ code: 'TXT04', where: { file: 'a.yaml' } });
    expect(yaml('a: 1\n---\nb: 2').problems).toMatchObject([{ code: 'TXT04', where: { line: 2 } }]);
    expect(codes(yaml('%YAML 1.1\n---\na: yes'))).toEqual(['TXT04']);
    expect(codes(yaml('a: !!binary aGk='))).toEqual(['TXT04']);
    expect(codes(yaml('? [a]\n: 1'))).toEqual(['TXT04']);
    expect(codes(yaml('a:\n\tb: 1'))).toContain('TXT04');
  });

  it('tells the first of very many faults', () => {
    expect(yaml('a: }\n'.repeat(5000)).problems.length).toBeLessThanOrEqual(20);
  });

  it.each([
    ['[', '['.repeat(1e5)],
    ['[ closed', '['.repeat(1e5) + ']'.repeat(1e5)],
    ['{a: ', '{a: '.repeat(1e5)],
    ['- ', '- '.repeat(1e5)],
    ['? ', '? '.repeat(1e5)],
    ['indented', Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('refuses nesting 10^5 deep before it overflows the stack (TXT05): %s', (_name, text) => {
    expect(codes(yaml(text))).toEqual(['TXT05']);
  });

  it('reads nesting just within the limit', () => {
    expect(codes(yaml('['.repeat(100) + ']'.repeat(100)))).toEqual([]);
  });

  it('refuses nesting that only the aliases make (TXT05)', () => {
    const chain = Array.from({ length: 1000 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}]`);
    expect(codes(yaml(['a0: &a0 []', ...chain].join('\n')))).toEqual(['TXT05']);
  });

  it('refuses aliases that expand beyond measure or into themselves (TXT06)', () => {
    const laughs = 'bcdefghij'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(', ')}]`);
    expect(codes(yaml(['a: &a [x, x, x, x, x, x, x, x, x]', ...laughs].join('\n')))).toEqual(['TXT06']);
    const merges = Array.from({ length: 3000 }, (_, index) => `m${index}: { <<: *a }`);
    const wide = `a: &a { ${Array.from({ length: 300 }, (_, index) => `k${index}: 1`).join(', ')} }`;
    expect(codes(yaml([wide, ...merges].join('\n')))).toEqual(['TXT06']);
    expect(codes(yaml('a: &a { b: *a }'))).toEqual(['TXT06']);
    expect(codes(yaml('a: &a { <<: *a }'))).toContain('TXT06');
  });

  it('reads many anchors in time that grows with their number', () => {
    const text = Array.from({ length: 5000 }, (_, index) => `a${index}: &x${index} 1\nb${index}: *x${index}`);
    expect(Object.keys(yaml(text.join('\n')).value?.data ?? {})).toHaveLength(10_000);
  });
});

describe('parseText, JSON', () => {
  it('reads JSON only, by the name of the file', () => {
    expect(json('{"a":[1,true,null,"x\\n"]}').value?.data).toEqual({ a: [1, true, null, 'x\n'] });
    expect(codes(json('a: 1'))).toEqual(['TXT04']);
  });

  it('knows places of keys and values, in small and in large texts', () => {
    const many = Array.from({ length: 2000 }, (_, index) => `"k${index}": { "a\\"b": [1, {"c": "d"}] }`);
    for (const text of [`{\n${many.slice(0, 2).join(',\n')}\n}`, `{\n${many.join(',\n')}\n}`]) {
      const { value } = json(text);
      expect(value?.where(['k1', 'a"b', 1, 'c'])).toEqual({ file: 'a.json', line: 3, column: 27, length: 3 });
      expect(value?.where(['k1', 'a"b'], 'key')).toEqual({ file: 'a.json', line: 3, column: 9, length: 6 });
      expect(value?.where(['k1', 'a"b', 1])).toMatchObject({ line: 3, column: 21, length: 1 });
      expect(value?.where(['k1', 'x'])).toBeUndefined();
      expect(value?.where(['k1', 'a"b', 0, 'x'])).toBeUndefined();
    }
  });

  it.each([
    ['{"a": 1,}', 1, 9],
    ['{"a": 1\n "b": 2}', 2, 2],
    ['{"a"\n1}', 2, 1],
    ['[1, 2', 1, 6],
    ['"abc', 1, 1],
    ['["a\nb"]', 1, 4],
    ['["\\x"]', 1, 3],
    ['[01]', 1, 2],
    ['[1] 2', 1, 5],
    ['', 1, 1],
    ["{'a': 1}", 1, 2],
  ])('refuses %j where the fault is (TXT04)', (text, line, column) => {
    expect(json(text).problems).toMatchObject([{ code: 'TXT04', where: { line, column } }]);
  });

  it('refuses a key that stands twice (TXT07), escapes seen through', () => {
    expect(json('{"a": {"b": 1,\n "\\u0062": 2}}').problems).toMatchObject([
      { code: 'TXT07', where: { line: 2, column: 2, length: 8 } },
    ]);
    expect(codes(json('[{"a": 1}, {"a": 2}]'))).toEqual([]);
  });

  it('refuses nesting 10^5 deep (TXT05)', () => {
    expect(codes(json('['.repeat(1e5) + ']'.repeat(1e5)))).toEqual(['TXT05']);
    expect(codes(json('{"a":'.repeat(1e5)))).toEqual(['TXT05']);
  });

  it('judges like JSON.parse, but for keys that stand twice', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 6 }),
        fc.nat(),
        fc.nat(),
        fc.string({ maxLength: 2 }),
        (text, at, cut, by) => {
          const start = at % (text.length + 1);
          const broken = text.slice(0, start) + by + text.slice(start + (cut % 3));
          const { value, problems } = json(broken);
          if (codes({ problems }).some((code) => code === 'TXT07' || code === 'TXT09')) return;
          expect(problems.length === 0 ? { data: value?.data } : 'refused').toEqual(parsedByPlatform(broken));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('parseText, hostile text', () => {
  const whole = `bestride: 1
system: { id: a, name: "Ä \\u00e9" }
zones: &z
  field: { type: device } # comment
elements:
  - |
    block
  - >-
    folded
  - { <<: *z, 'q': "r" }
`;

  it('never throws on a file cut short anywhere', () => {
    for (let length = 0; length < whole.length; length++) {
      const { value, problems } = yaml(whole.slice(0, length));
      expect(value === undefined).toBe(problems.length > 0);
    }
    const text = JSON.stringify({ a: [1, 'b\n', { c: null }], d: true }, null, 1);
    for (let length = 0; length < text.length; length++)
      expect(codes(json(text.slice(0, length)))).toEqual(['TXT04']);
  });

  it('never throws on anything, and every problem has a place in the text', () => {
    const bits = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '\n',
      '  ',
      '&a ',
      '*a',
      '<<',
      '"',
      "'",
      '|',
      '#',
      '?',
      '!',
      '%',
      '@',
      '\t',
      '\r',
      '---',
      '😀',
      '\ud800',
    );
    const text = fc.oneof(
      fc.array(bits, { maxLength: 40 }).map((parts) => parts.join('')),
      fc.string(),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('a.yaml', 'a.json'), (input, name) => {
        const { value, problems } = parseText({ file: name, text: input });
        expect(value === undefined).toBe(problems.length > 0);
        const lines = input.split('\n');
        for (const { where, message } of problems) {
          expect(lines[(where?.line ?? 0) - 1]?.length).toBeGreaterThanOrEqual((where?.column ?? 0) - 1);
          expect(message).not.toContain('\n');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['a.yaml', 'a.json'])(
    'takes constructor for a key like others, and refuses __proto__: %s',
    (file) => {
      const { data, where } =
        parseText({ file, text: '{"constructor": {"prototype": 1}, "toString": 2}' }).value ?? {};
      expect(keysOf(data)).toEqual(['constructor', 'toString']);
      expect(where?.(['hasOwnProperty'])).toBeUndefined();
      const polluting = parseText({ file, text: '{"a": {\n"__proto__": {"polluted": true}}}' });
      expect(polluting.problems).toMatchObject([{ code: 'TXT09', where: { line: 2, column: 1 } }]);
      expect({}).not.toHaveProperty('polluted');
    },
  );

  it('does not set prototypes through merges or escapes', () => {
    expect(codes(yaml('a: &a { __proto__: { x: 1 } }\nb: { <<: *a }'))).toEqual(['TXT09']);
    expect(codes(json('{"\\u005f_proto__": 1}'))).toEqual(['TXT09']);
    expect(codes(yaml('"\\x5f_proto__": 1'))).toEqual(['TXT09']);
  });
});
