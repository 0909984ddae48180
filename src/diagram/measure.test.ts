import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fit, textWidth, wrap } from './measure.ts';

describe('fit', () => {
  it('leaves alone what fits and cuts what does not', () => {
    expect(fit('valve', 12, 100)).toBe('valve');
    expect(fit('a very long name of a thing', 12, 100)).toMatch(/^a very.*…$/);
  });

  it('never is wider than asked, unless nothing fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 20, max: 300 }), (text, width) => {
        expect(textWidth(fit(text, 12, width), 12)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('wrap', () => {
  it('breaks at spaces and hyphens', () => {
    expect(wrap('Temperature sensor 12', 12.5, 128, 2, true)).toEqual(['Temperature', 'sensor 12']);
    expect(wrap('gateway-of-the-northern-hall', 12.5, 110, 2, true)[0]).toMatch(/-$/);
  });

  it('cuts the last line when more would follow', () => {
    const lines = wrap('one two three four five six seven eight nine ten', 12.5, 90, 2);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
  });
});
