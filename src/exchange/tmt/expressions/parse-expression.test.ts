import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Expression } from './expression.ts';
import { parseExpression } from './parse-expression.ts';

describe('parseExpression', () => {
  it.each<[string, Expression]>([
    [`source is 'GE.P'`, { op: 'type', of: 'source', is: 'GE.P' }],
    [`TARGET IS ' GE.P\n'`, { op: 'type', of: 'target', is: 'GE.P' }],
    [`flow crosses 'GE.TB.L'`, { op: 'crosses', boundary: 'GE.TB.L' }],
    [`flow.is is'Yes'`, { op: 'attribute', of: 'flow', name: 'is', is: 'Yes' }],
    [`source . a-1.b is ''`, { op: 'attribute', of: 'source', name: 'a-1.b', is: '' }],
    [`not(source is 'not (or' )`, { op: 'not', part: { op: 'type', of: 'source', is: 'not (or' } }],
    [
      `source is 'A'and\r\n\tnot target is 'B'`,
      {
        op: 'and',
        parts: [
          { op: 'type', of: 'source', is: 'A' },
          { op: 'not', part: { op: 'type', of: 'target', is: 'B' } },
        ],
      },
    ],
  ])('reads %s', (text, value) => {
    expect(parseExpression(text)).toEqual({ value, ambiguous: false });
  });

  it.each([
    [`source is 'A' or source is 'B' and source is 'C'`, true],
    [`(source is 'A' or source is 'B') and source is 'C'`, false],
    [`source is 'A' or (source is 'B' and source is 'C')`, false],
    [`source is 'A' and source is 'B' or source is 'C'`, false],
    [`source is 'A' and source is 'B' or source is 'C' and source is 'D'`, true],
    [`target is 'A' and (source is 'A' or source is 'B' and source is 'C')`, true],
  ])('and before or; says of %s that others may read it differently: %s', (text, ambiguous) => {
    expect(parseExpression(text).ambiguous).toBe(ambiguous);
  });

  it('has nothing to say about an empty text', () => {
    expect(parseExpression(' \n')).toEqual({ ambiguous: false });
  });

  it.each([
    [`source`, 6, 'expected "is", found the end'],
    [`flow`, 4, 'expected "is" or "crosses", found the end'],
    [`source crosses 'A'`, 7, 'expected "is", found "crosses"'],
    [`source is A`, 10, 'expected a text in single quotes, found "A"'],
    [`source is 'A`, 10, 'this quote is never closed'],
    [`source is 'it's'`, 14, 'expected "and", "or" or the end, found "s"'],
    [`(source is 'A'`, 0, 'this bracket is never closed'],
    [`source is 'A')`, 13, 'expected "and", "or" or the end, found ")"'],
    [`source is 'A' target is 'B'`, 14, 'expected "and", "or" or the end, found "target"'],
    [`source. is 'A'`, 11, 'expected "is", found the text "A"'],
    [`source.`, 7, 'expected the name of an attribute after the dot'],
    [`and`, 0, 'expected "source", "target", "flow", "not" or "(", found "and"'],
    [`process.exit()`, 0, 'expected "source", "target", "flow", "not" or "(", found "process.exit"'],
    [`constructor is 'A'`, 0, 'expected "source", "target", "flow", "not" or "(", found "constructor"'],
    [`'A' is source`, 0, 'expected "source", "target", "flow", "not" or "(", found the text "A"'],
  ])('refuses %s', (text, at, message) => {
    expect(parseExpression(text)).toEqual({ error: { message, at }, ambiguous: false });
  });

  it.each(['(', 'not ', 'not(', '(not '])(
    'refuses %s nested without end, and does not fall over',
    (piece) => {
      const { error } = parseExpression(`${piece.repeat(200_000)}source is 'A'`);
      expect(error?.message).toMatch(/^more than 100 brackets/);
    },
  );

  it('reads long chains', () => {
    const { value } = parseExpression(Array(50_000).fill(`source is 'A'`).join(' or '));
    expect(value?.op === 'or' && value.parts.length).toBe(50_000);
  });

  it('never throws, and places every error in the text', () => {
    const pieces = fc.constantFrom(
      'source',
      'flow',
      '.x',
      '.',
      'is',
      'crosses',
      `'A'`,
      `'`,
      '(',
      ')',
      'and',
      'not',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((list) => list.join(' ')),
        ),
        (text) => {
          const { value, error } = parseExpression(text);
          expect(value === undefined || error === undefined).toBe(true);
          expect(error?.at ?? 0).toBeLessThanOrEqual(text.length);
          expect(value === undefined && error === undefined).toBe(text.trim() === '');
        },
      ),
    );
  });

  it('means what a shunting yard makes of the same text', () => {
    fc.assert(
      fc.property(expressions(), fc.integer({ min: 0, max: 63 }), (text, world) => {
        const { value } = parseExpression(text);
        expect(value && holds(value, world)).toBe(shuntingYard(text, world));
      }),
      { numRuns: 2000 },
    );
  });
});

/** Texts of expressions about six types `0` to `5`, with brackets where they need not be, and oddly spaced. */
function expressions(): fc.Arbitrary<string> {
  const space = fc.constantFrom(' ', '  ', '\n', '\t ');
  const { whole } = fc.letrec<{ whole: string; part: string; test: string }>((tie) => ({
    test: fc
      .tuple(word('source'), space, word('is'), space, fc.nat({ max: 5 }))
      .map(([source, a, is, b, type]) => `${source}${a}${is}${b}'${type}'`),
    part: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { arbitrary: tie('test'), weight: 3 },
      { arbitrary: tie('whole').map((text) => `(${text})`), weight: 1 },
      { arbitrary: fc.tuple(word('not'), space, tie('part')).map((pieces) => pieces.join('')), weight: 1 },
    ),
    whole: fc
      .tuple(
        tie('part'),
        fc.array(fc.tuple(space, fc.oneof(word('and'), word('or')), space, tie('part')), { maxLength: 4 }),
      )
      .map(([first, rest]) => [first, ...rest.flat()].join('')),
  }));
  return whole;
}

function word(text: string): fc.Arbitrary<string> {
  return fc.constantFrom(text, text.toUpperCase(), `${text.charAt(0).toUpperCase()}${text.slice(1)}`);
}

/** A `world` is a set of bits: source is type `n` when bit n is set. */
function holds(expression: Expression, world: number): boolean {
  switch (expression.op) {
    case 'and':
      return expression.parts.every((part) => holds(part, world));
    case 'or':
      return expression.parts.some((part) => holds(part, world));
    case 'not':
      return !holds(expression.part, world);
    case 'type':
      return bit(world, expression.is);
    case 'attribute':
    case 'crosses':
    default:
      throw new Error('the generator makes no such test');
  }
}

/** Dijkstra's two stacks: values, and operators waiting for theirs. Nothing in common with the parser. */
function shuntingYard(text: string, world: number): boolean {
  const rank: Record<string, number> = { not: 3, and: 2, or: 1, '(': 0 };
  const values: boolean[] = [];
  const waiting: string[] = [];
  const apply = (): void => {
    const operator = waiting.pop();
    const right = values.pop() ?? false;
    if (operator === 'not') values.push(!right);
    else {
      const left = values.pop() ?? false;
      values.push(operator === 'and' ? left && right : left || right);
    }
  };
  const rankOf = (operator: string | undefined): number => rank[operator ?? '('] ?? 0;
  for (const [piece] of text.toLowerCase().matchAll(/source\s+is\s+'\d'|and|or|not|[()]/g)) {
    if (piece.startsWith('source')) values.push(bit(world, piece.slice(-2, -1)));
    else if (piece === '(' || piece === 'not') waiting.push(piece);
    else if (piece === ')') {
      while (waiting.at(-1) !== '(') apply();
      waiting.pop();
    } else {
      while (rankOf(waiting.at(-1)) >= rankOf(piece)) apply();
      waiting.push(piece);
    }
  }
  while (waiting.length > 0) apply();
  return values[0] ?? false;
}

function bit(world: number, type: string): boolean {
  return Math.floor(world / 2 ** Number(type)) % 2 === 1;
}
