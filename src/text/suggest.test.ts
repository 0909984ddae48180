import { describe, expect, it } from 'vitest';

import { nearest, suggestion } from './suggest.ts';

describe('nearest', () => {
  it.each([
    ['gatway', 'gateway'],
    ['gatewya', 'gateway'],
    ['GATEWAY', 'gateway'],
    ['flied-gateway', 'field-gateway'],
    ['hub2', 'hub'],
    ['zones', undefined],
    ['', undefined],
  ])('%s → %s', (word, expected) => {
    expect(nearest(word, ['gateway', 'field-gateway', 'hub', 'valve'])).toBe(expected);
  });

  it('takes the nearest, and of equals the first', () => {
    expect(nearest('hubs', ['hub', 'hubs'])).toBe('hubs');
    expect(nearest('hubx', ['huba', 'hubb'])).toBe('huba');
  });

  it('is not slow on long words', () => {
    const long = 'a'.repeat(100_000);
    expect(nearest(long, [`${long}b`, 'c'.repeat(100_000)])).toBeUndefined();
  });
});

describe('suggestion', () => {
  it('names the nearest, else all of few, else nothing', () => {
    expect(suggestion('hup', ['hub', 'valve'])).toBe('Did you mean "hub"?');
    expect(suggestion('xyz', ['hub', 'valve'])).toBe('Known here: hub, valve.');
    expect(suggestion('xyz', ['hub'])).toBe('Only "hub" is known here.');
    expect(suggestion('xyz', [])).toBeUndefined();
    expect(
      suggestion(
        'xyz',
        Array.from({ length: 99 }, (_, index) => `name${index}`),
      ),
    ).toBeUndefined();
  });
});
