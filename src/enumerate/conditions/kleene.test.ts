import { describe, expect, it } from 'vitest';

import { FALSE, type Kleene, TRUE, UNKNOWN, and, not, or, toBoolean } from './kleene.ts';

const ALL: readonly Kleene[] = [FALSE, UNKNOWN, TRUE];
/** What a value may turn out to be once everything is known. */
const outcomes = (value: Kleene): boolean[] => (value === UNKNOWN ? [false, true] : [value === TRUE]);
/** The answer that all ways to learn the unknown agree on. */
const agreed = (answers: readonly boolean[]): Kleene =>
  answers.every(Boolean) ? TRUE : answers.some(Boolean) ? UNKNOWN : FALSE;

describe('three-valued logic', () => {
  it('answers what two-valued logic would answer, whatever the unknown turns out to be', () => {
    for (const a of ALL) {
      expect(not(a)).toBe(agreed(outcomes(a).map((known) => !known)));
      for (const b of ALL) {
        const pairs = outcomes(a).flatMap((x) => outcomes(b).map((y) => [x, y] as const));
        expect(and(a, b)).toBe(agreed(pairs.map(([x, y]) => x && y)));
        expect(or(a, b)).toBe(agreed(pairs.map(([x, y]) => x || y)));
      }
    }
  });

  it('shows unknown as null', () => {
    expect(ALL.map(toBoolean)).toEqual([false, null, true]);
  });
});
