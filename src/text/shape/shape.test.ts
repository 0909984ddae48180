import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { parseText, type Parsed } from '../parse.ts';
import { checkShape, checkVersion, valueAt } from './shape.ts';

const parsed = (text: string, file = 'a.yaml'): Parsed => {
  const { value } = parseText({ file, text });
  if (!value) throw new Error('test text does not parse');
  return value;
};

const Shape = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(['data', 'control']),
  count: z.int().min(1).optional(),
  tags: z.array(z.string()).max(2).optional(),
  inner: z.record(z.string(), z.strictObject({ port: z.int() })).optional(),
  either: z.union([z.literal('none'), z.strictObject({ all: z.array(z.string()) })]).optional(),
  id: z
    .string()
    .regex(/^[a-z]+$/, 'an id has letters only')
    .optional(),
  one: z.literal(1).optional(),
});

const check = (text: string, file?: string) => checkShape(Shape, parsed(text, file)).problems;

describe('checkShape', () => {
  it('gives the value when all is well', () => {
    expect(checkShape(Shape, parsed('{ name: a, kind: data }')).value).toEqual({ name: 'a', kind: 'data' });
  });

  it('names keys without meaning at the key, with the nearest known (TXT09)', () => {
    expect(check('name: a\nkind: data\n  \ncout: 1')).toMatchObject([
      { code: 'TXT09', hint: 'Did you mean "count"?', where: { line: 4, column: 1, length: 4 } },
    ]);
    expect(check('name: a\nkind: data\nxyz: 1')[0]?.hint).toBe(
      'Known here: count, tags, inner, either, id, one.',
    );
  });

  it('names missing keys at the thing that lacks them (TXT11)', () => {
    expect(check('kind: data')).toMatchObject([
      {
        code: 'TXT11',
        message: 'the key "name" is missing',
        hint: 'Add it: text.',
        where: { line: 1, column: 1 },
      },
    ]);
    expect(check('name: a\nkind: data\ninner:\n  x: {}')).toMatchObject([
      { code: 'TXT11', where: { line: 4, column: 3 } },
    ]);
  });

  it('says of a misspelt required key only that it is misspelt', () => {
    expect(check('nmae: a\nkind: data')).toMatchObject([{ code: 'TXT09', hint: 'Did you mean "name"?' }]);
  });

  it.each([
    ['kind: datta', '"kind" cannot be "datta"', 'Did you mean "data"? Allowed: data, control.'],
    ['kind: 7', '"kind" cannot be 7', 'Allowed: data, control.'],
    ['count: many', '"count" must be a number, not text ("many")', undefined],
    ['count: 0', '"count" must be at least 1', undefined],
    ['count: 1.5', '"count" must be a whole number, not 1.5', undefined],
    ['name: [a]', '"name" must be text, not a list', undefined],
    ['name: 7', '"name" must be text, not 7', 'Put it in quotes.'],
    ['name: ""', '"name" must be at least 1 characters long', undefined],
    ['inner:', '"inner" must be a mapping, not empty', undefined],
    ['tags: [a, b, c]', '"tags" must have at most 2 entries', undefined],
    ['tags: [a, 1]', 'entry 2 must be text, not 1', 'Put it in quotes.'],
    ['id: A7', '"id" is "A7", which is not of the form asked for', 'An id has letters only.'],
    ['either: some', '"either" must be none or a mapping, not "some"', undefined],
    ['either: { all: x }', '"all" must be a list, not text ("x")', undefined],
    ['one: 2', '"one" cannot be 2', 'Allowed: 1.'],
  ])('says in words what is wrong with %s (TXT10)', (line, message, hint) => {
    const key = line.split(':')[0];
    const others = ['name: a', 'kind: data'].filter((each) => !each.startsWith(`${key}:`));
    const problems = check([line, ...others].join('\n'));
    expect(problems).toMatchObject([{ code: 'TXT10', message }]);
    expect(problems[0]?.hint).toBe(hint);
    expect(problems[0]?.where?.line).toBe(1);
  });

  it('tells all at once, in the order of the file, in JSON too', () => {
    const problems = check('{"kind": "x",\n "extra": 1,\n "count": "2"}', 'a.json');
    expect(problems.map(({ code, where }) => [code, where?.line])).toEqual([
      ['TXT11', 1],
      ['TXT10', 1],
      ['TXT09', 2],
      ['TXT10', 3],
    ]);
  });

  it('checks a part of the file', () => {
    const text = parsed('files:\n  - { name: a, kind: x }');
    expect(checkShape(Shape, text, ['files', 0]).problems).toMatchObject([
      { where: { line: 2, column: 22 } },
    ]);
  });

  it('says of a file of another kind that it is one, and does not go on for ever', () => {
    expect(check('[]')).toMatchObject([{ message: 'the file must be a mapping, not a list' }]);
    const keys = Array.from({ length: 500 }, (_, index) => `k${index}: { port: x }`).join(', ');
    expect(check(`{ name: a, kind: data, inner: { ${keys} } }`).length).toBe(100);
  });

  it('shows nothing of a file raw: no line breaks, no escape sequences', () => {
    const [problem] = check('name: a\nkind: "x\\e[31m\\n\\u202e"');
    expect(problem?.message).toBe('"kind" cannot be "x·[31m··"');
  });
});

describe('checkVersion', () => {
  it('takes 1 and nothing else (TXT08)', () => {
    expect(checkVersion(parsed('bestride: 1'))).toEqual([]);
    expect(checkVersion(parsed('bestride: 2'))).toMatchObject([
      { code: 'TXT08', where: { line: 1, column: 11 } },
    ]);
    expect(checkVersion(parsed('a: 1'))).toMatchObject([
      { code: 'TXT08', hint: 'Start it with "bestride: 1".' },
    ]);
    expect(checkVersion(parsed('[]'))).toMatchObject([{ code: 'TXT08' }]);
    expect(checkVersion(parsed(''))).toMatchObject([{ code: 'TXT08' }]);
  });
});

describe('valueAt', () => {
  it('follows own properties only', () => {
    expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
    expect(valueAt({}, ['constructor'])).toBeUndefined();
    expect(valueAt('text', ['length'])).toBeUndefined();
  });
});
