import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LIMITS, clamp } from './limits.ts';

describe('clamp', () => {
  it.each([
    [30, 30],
    [60, 60],
    [60.01, 60],
    [100, 60],
    [Number.MAX_VALUE, 60],
    [0, 0],
    [-1, 0],
    [-0.001, 0],
  ])('moves to the allowed position for %s', (asked, reached) => {
    expect(clamp(asked)).toBe(reached);
  });

  it('never leaves the limits, and changes nothing within them', () => {
    const property = fc.property(fc.double({ noNaN: true }), (asked) => {
      const reached = clamp(asked);
      const within = asked >= LIMITS.least && asked <= LIMITS.most;
      return reached >= LIMITS.least && reached <= LIMITS.most && (!within || reached === asked);
    });
    expect(fc.check(property)).toMatchObject({ failed: false });
  });
});
