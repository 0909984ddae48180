/** What was changed in Bestride and is not so in the file. */
import type { System } from '../../../model/system.ts';
import { DRAWN, guidsOf, mapping, type PlainMap } from '../../into-project/earlier.ts';
import { elementsAmong } from '../../tm7-import/drawing/elements.ts';
import type { Tm7 } from '../../tmt/tm7.ts';
import { guidsOn } from '../origins.ts';
import type { Drawn } from './match.ts';
import { matchDrawing, type Match } from './match.ts';
import { drawnOf, type Fictions, notedOf, oursOf, type Part, PARTS, type Said, type Side } from './sides.ts';

/** One difference between system and file that is the system's doing. */
export interface Change {
  readonly part: Part;
  readonly id: string;
  /** `new`: it is not drawn. Otherwise what of it differs. */
  readonly what: 'new' | keyof Said;
}

export interface Changes {
  readonly match: Match;
  readonly ours: Side;
  readonly changes: readonly Change[];
  /** GUIDs of what the project had and has no more, with what it is. */
  readonly removed: ReadonlyMap<string, Part>;
  /** GUIDs of what the file has and the project never had. */
  readonly unknown: ReadonlyMap<string, Part>;
  /** Where the system says what the last import noted, and the file something else since: the file's word stays. */
  readonly newer: readonly Change[];
  /** What both changed: the system's word counts. */
  readonly contested: readonly Change[];
}

/** Finds the changes; `noted` is what the last import wrote of the system, `drawn` what an export drew. */
export function changesOf(
  system: System,
  tm7: Tm7,
  fictions: Fictions,
  noted: PlainMap | undefined,
  drawn?: Drawn,
): Changes {
  const match = matchDrawing(system, tm7, drawn);
  const { removed, unknown } = unownedOf(tm7, match, noted);
  const ours = oursOf(system, fictions);
  const theirs = drawnOf(tm7, match, new Set(removed.keys()));
  const before = noted && notedOf(system, noted);
  const changes: Change[] = [];
  const contested: Change[] = [];
  const newer: Change[] = [];
  for (const part of PARTS) {
    for (const [id, said] of ours[part]) {
      if (fictions.has(id)) continue;
      const there = theirs[part].get(id);
      if (!there) {
        changes.push({ part, id, what: 'new' });
        continue;
      }
      for (const what of KEYS) {
        if (isSame(said, there, what, id)) continue;
        const then = before?.[part].get(id);
        if (then && isSame(said, then, what, id)) {
          newer.push({ part, id, what });
          continue;
        }
        changes.push({ part, id, what });
        if (then && !isSame(there, then, what, id)) contested.push({ part, id, what });
      }
    }
  }
  return { match, ours, changes, newer, removed, unknown, contested };
}

const KEYS: readonly (keyof Said)[] = ['name', 'scope', 'zone', 'from', 'to', 'of'];

function isSame(a: Said, b: Said, key: keyof Said, id: string): boolean {
  // A thing without a name of its own may be called by its id.
  if (key === 'name') return (a.name ?? id) === (b.name ?? id);
  return JSON.stringify(a[key]) === JSON.stringify(b[key]);
}

/** What is drawn, would be imported, and is no thing of the system. */
function unownedOf(
  tm7: Tm7,
  { owner }: Match,
  noted: PlainMap | undefined,
): Pick<Changes, 'removed' | 'unknown'> {
  const isElement = elementsAmong(tm7);
  const known =
    noted &&
    new Set(
      DRAWN.flatMap((part) =>
        Object.values(mapping(noted[part])).flatMap((entry) => guidsOf(mapping(entry))),
      ),
    );
  const ends = new Set(
    tm7.surfaces.flatMap(({ shapes }) => shapes.filter(isElement).map(({ guid }) => guid)),
  );
  const all = tm7.surfaces.flatMap(({ guid: tab, shapes, lines }): (readonly [string, Part])[] => [
    [tab, 'views'],
    ...shapes.flatMap((shape): (readonly [string, Part])[] => {
      if (shape.form === 'border-boundary') return [[shape.guid, 'zones']];
      return isElement(shape) ? [[shape.guid, 'elements']] : [];
    }),
    ...lines.flatMap((line): (readonly [string, Part])[] => {
      if (line.form === 'line-boundary') return [[line.guid, 'boundaries']];
      const isAttached = [line.source, line.target].every(({ guid }) => guid !== undefined && ends.has(guid));
      return isAttached ? [[line.guid, 'flows']] : [];
    }),
  ]);
  const unowned = all.filter(([guid]) => !owner.has(guid));
  const wasOurs = (guid: string): boolean => known === undefined || known.has(guid);
  return {
    removed: new Map(unowned.filter(([guid]) => wasOurs(guid))),
    unknown: new Map(unowned.filter(([guid]) => !wasOurs(guid))),
  };
}

/** Things that come from this file and are drawn in it no more. */
export function goneFrom(system: System, { changes }: Changes, file: string): readonly string[] {
  return changes
    .filter(({ part, id, what }) => {
      const origin = system[part].get(id)?.origin;
      return what === 'new' && guidsOn(origin).length > 0 && origin?.file === file;
    })
    .map(({ id }) => id);
}
