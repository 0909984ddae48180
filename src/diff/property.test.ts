/** What holds of any two systems: nothing differs from itself, and a difference reads backwards. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../catalogue/testing/builtin.ts';
import { arbitraryFile, withOtherControls } from '../enumerate/testing/arbitrary-files.ts';
import { type SystemFile, readSystem, withProperty } from '../enumerate/testing/files.ts';
import { type Diff, DiffFile, type Side, diff } from './index.ts';
import { comparable, courses, mirrored } from './testing/mirror.ts';
import { isEmpty, sideOf } from './testing/sides.ts';

const catalogue = builtinCatalogue();
const side = (file: SystemFile): Side => sideOf({ system: readSystem(file, catalogue), catalogue });

/** Two systems of the same words: one with other controls than the other, or one that has nothing to do with it. */
const pair = arbitraryFile(catalogue).chain((file) =>
  fc.tuple(fc.constant(file), fc.oneof(withOtherControls(catalogue, file), arbitraryFile(catalogue))),
);

describe('a difference', () => {
  it('of a system and itself is empty', () => {
    fc.assert(
      fc.property(arbitraryFile(catalogue), (file) => {
        expect(isEmpty(diff(side(file), side(file)))).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it('read backwards is the difference the other way round', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const [from, to] = [side(a), side(b)];
        const [there, back] = [diff(from, to), diff(to, from)];
        expect(comparable(mirrored(there))).toEqual(comparable(back));
        expect(courses(there, true)).toEqual(courses(back));
      }),
      { numRuns: 15 },
    );
  });

  it('names what is near in one order, whichever of the two is the earlier', () => {
    const rest = {
      system: { stage: 'design' },
      zones: { field: { type: 'device' } },
      assets: { position: { kind: 'physical', safety: 'high' } },
    };
    const hub = { type: 'aws-iot-core', zone: 'field' };
    const own = { from: 'e0', to: 'e0' };
    const a = { ...rest, elements: { e0: hub }, connections: { l0: own, l1: own } };
    const b = {
      ...rest,
      elements: { e0: { ...hub, ownCode: true, actuates: ['position'] } },
      connections: { l0: own },
      flows: { f0: { from: 'e0', to: 'e0', over: 'l0', kind: 'data' } },
    };
    const [from, to] = [side(a), side(b)];
    expect(diff(from, to).threats.opened.some(({ because }) => because.length > 2)).toBe(true);
    expect(comparable(mirrored(diff(from, to)))).toEqual(comparable(diff(to, from)));
  });

  it('has the published shape, and tells the same whenever it is asked', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const found = diff(side(a), side(b));
        expect(DiffFile.parse(found)).toEqual(found);
        expect(JSON.stringify(diff(side(a), side(b)))).toBe(JSON.stringify(found));
      }),
      { numRuns: 10 },
    );
  });

  it('misses no threat: what opened, closed and is told apart is what two lists of threats say', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const [from, to] = [side(a), side(b)];
        const [before, after] = [certainties(from), certainties(to)];
        const found = diff(from, to);
        expect(ids(found.threats.opened)).toEqual(missing(after, before));
        expect(ids(found.threats.closed)).toEqual(missing(before, after));
        const changed = [...after].filter(([id, now]) => before.has(id) && before.get(id) !== now);
        expect(ids(found.threats.changed.filter(({ certainty }) => certainty))).toEqual(
          changed.map(([id]) => id).toSorted(),
        );
      }),
      { numRuns: 10 },
    );
  });

  it('always says why a threat opened, closed, or is told apart', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const { opened, closed, changed } = diff(side(a), side(b)).threats;
        for (const { id, because } of [...opened, ...closed])
          expect([id, because.length > 0]).toEqual([id, true]);
        for (const { id, certainty } of changed) expect([id, certainty?.because.length]).not.toEqual([id, 0]);
      }),
      { numRuns: 10 },
    );
  });
});

describe('following the hint of a threat', () => {
  it('changes what the hint sets, and the certainty of that threat to what the hint says, by that property', () => {
    let followed = 0;
    fc.assert(
      fc.property(arbitraryFile(catalogue), (file) => {
        const before = side(file);
        for (const entry of before.register.entries) {
          const [answer] = entry.answeredBy;
          // Stated for one cohort or for all of them, a change reads alike.
          if (!answer || answer.set.length === 0 || answer.becomes === entry.certainty) continue;
          if (++followed % 7 !== 0) continue;
          const after = side(answer.set.reduce(withProperty, file));
          const found = diff(before, after);
          const changed = found.threats.changed.find(({ id }) => id === entry.id);
          expect(changed?.certainty).toMatchObject({ from: entry.certainty, to: answer.becomes });
          const spots = answer.set.map(({ of, property }) => `${of} ${property}`);
          expect(
            changed?.certainty?.because.some(({ of, property }) => spots.includes(`${of} ${property}`)),
          ).toBe(true);
          expect(changedThings(found)).toEqual([...new Set(answer.set.map(({ of }) => of))].toSorted());
          expect(found.threats.opened).toEqual([]);
          expect(found.threats.closed).toEqual([]);
        }
      }),
      { numRuns: 8 },
    );
    expect(followed).toBeGreaterThan(50);
  });
});

function changedThings({ system }: Diff): string[] {
  return [...new Set(system.map(({ id }) => id))].toSorted();
}

function ids(list: readonly { readonly id: string }[]): string[] {
  return list.map(({ id }) => id).toSorted();
}

function certainties({ register }: Side): Map<string, string> {
  return new Map(register.entries.map(({ id, certainty }) => [id, certainty]));
}

function missing(these: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): string[] {
  return [...these.keys()].filter((id) => !others.has(id)).toSorted();
}
