import { describe, expect, it } from 'vitest';

import { type Named, pairUp } from './match.ts';

function pairs(from: readonly Named[], to: readonly Named[]): string[] {
  return pairUp(from, to)
    .all.map((pair) => `${pair.from.id} ${pair.by} ${pair.to.id}`)
    .toSorted();
}

const tm7 = (id: string) => ({ format: 'tm7', file: 'any.tm7', id });

describe('things are the same', () => {
  it('with the same id, whatever else changed', () => {
    expect(pairs([{ id: 'a' }], [{ id: 'a', origin: tm7('1') }])).toEqual(['a id a']);
    // Drawn anew: another origin, and nothing else it could be.
    expect(pairs([{ id: 'a', origin: tm7('1') }], [{ id: 'a', origin: tm7('2') }])).toEqual(['a id a']);
  });

  it('with a former id, of afterwards, of before, or of both', () => {
    expect(pairs([{ id: 'a' }], [{ id: 'b', formerly: ['a'] }])).toEqual(['a formerly b']);
    expect(pairs([{ id: 'b', formerly: ['a'] }], [{ id: 'a' }])).toEqual(['b formerly a']);
    expect(pairs([{ id: 'b', formerly: ['a'] }], [{ id: 'c', formerly: ['a'] }])).toEqual(['b formerly c']);
  });

  it('with the same origin, from whatever file', () => {
    const moved = { ...tm7('1'), file: 'other.tm7' };
    expect(pairs([{ id: 'a', origin: tm7('1') }], [{ id: 'b', origin: moved }])).toEqual(['a origin b']);
    expect(
      pairs([{ id: 'a', origin: tm7('1') }], [{ id: 'b', origin: { ...moved, format: 'otm' } }]),
    ).toEqual([]);
  });

  it('by id before former id before origin', () => {
    const before = [{ id: 'a', origin: tm7('1') }];
    expect(pairs(before, [{ id: 'a' }, { id: 'b', origin: tm7('2'), formerly: ['x'] }])).toEqual(['a id a']);
    expect(
      pairs(before, [
        { id: 'b', formerly: ['a'] },
        { id: 'c', origin: tm7('1') },
      ]),
    ).toEqual(['a formerly b']);
  });
});

describe('things are not the same', () => {
  it('when one is a copy of the other', () => {
    const copy = { id: 'a-2', origin: tm7('1') };
    expect(pairs([{ id: 'a', origin: tm7('1') }], [{ id: 'a', origin: tm7('1') }, copy])).toEqual(['a id a']);
    // The original is gone, and two stand where it stood: nobody can say which it is.
    expect(pairs([{ id: 'a', origin: tm7('1') }], [copy, { id: 'a-3', origin: tm7('1') }])).toEqual([]);
  });

  it('when an importer gave the id of one to another, and its origin says where it is', () => {
    const before = [
      { id: 'web', origin: tm7('1') },
      { id: 'web-2', origin: tm7('2') },
    ];
    const after = [
      { id: 'web', origin: tm7('2') },
      { id: 'web-2', origin: tm7('1') },
    ];
    expect(pairs(before, after)).toEqual(['web origin web-2', 'web-2 origin web']);
    expect(pairs(before.slice(0, 1), after)).toEqual(['web origin web-2']);
  });

  it('when two say that they were called so', () => {
    expect(
      pairs(
        [{ id: 'a' }],
        [
          { id: 'b', formerly: ['a'] },
          { id: 'c', formerly: ['a'] },
        ],
      ),
    ).toEqual([]);
  });
});
