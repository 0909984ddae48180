import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Pairs } from './pairs.ts';

describe('Pairs', () => {
  it('numbers equal pairs alike and different pairs differently, however many', () => {
    const number = fc.integer({ min: 0, max: 80 });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 3000 }), (list) => {
        const pairs = new Pairs();
        const numbered = new Map<string, number>();
        for (const [left, right] of [...list, ...list]) {
          const found = pairs.of(left, right);
          expect(numbered.get(`${left} ${right}`) ?? found).toBe(found);
          numbered.set(`${left} ${right}`, found);
        }
        expect(new Set(numbered.values()).size).toBe(numbered.size);
        expect(Math.min(...numbered.values())).toBe(1);
      }),
      { numRuns: 30 },
    );
  });
});
