/** Times in templates and in exports. */
import { describe, expect, it } from 'vitest';

import { minutesOf } from './durations.ts';
import { Unknown } from './value.ts';

describe('a time', () => {
  it.each([
    ['PT1H', 60],
    ['PT90S', 1.5],
    ['P1DT1M', 1441],
    ['1:00:00', 60],
    ['0:05:00', 5],
    ['2 days, 0:00:00', 2880],
    ['1 day, 1:00:30', 1500.5],
  ])('%s is %d minutes', (text, minutes) => {
    expect(minutesOf(text)).toBe(minutes);
  });

  it.each(['', 'P', 'PT', 'P1M', 'P1Y', 'soon', '1:00', '-1:00:00', `P${'9'.repeat(400)}D`, 60, null])(
    '%s is none',
    (value) => {
      expect(minutesOf(value)).toBeUndefined();
    },
  );

  it('that is not known stays so', () => {
    expect(minutesOf(new Unknown('why', '{x}'))).toBeUndefined();
  });
});
