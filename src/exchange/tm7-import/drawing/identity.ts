/**
 * Which drawn things are the same thing: the same on several tabs, and the same as at an earlier import.
 *
 * A GUID that is known stays what it is, wherever it has moved and however it is called. A thing whose GUIDs are all
 * gone, and one that is new with its name, its stencil and (for a flow) its ends, are one: it was drawn again. New
 * things of one name and stencil on different tabs are one; on the same tab they are copies of each other.
 */
import type { Shape, Surface } from '../../tmt/tm7.ts';
import type { KnownThing } from '../../into-project/earlier.ts';
import { type Ids, oneLine } from '../../into-project/names.ts';

/** Where a thing is drawn. */
export interface Occurrence<T> {
  readonly surface: Surface;
  readonly drawn: T;
}

/** One thing of the system, with all the places where it is drawn; at least one. */
export interface Thing<T> {
  readonly id: string;
  readonly first: Occurrence<T>;
  readonly occurrences: readonly Occurrence<T>[];
  readonly known?: KnownThing;
  /** It has none of the GUIDs it had. */
  readonly redrawn: boolean;
  /** The known thing that it is a copy of. */
  readonly copyOf?: string;
}

interface Drawn {
  readonly guid: string;
  readonly type: string;
  readonly name: string;
}

interface Group<T> {
  readonly known?: KnownThing;
  readonly redrawn: boolean;
  copyOf?: string;
  readonly occurrences: Occurrence<T>[];
}

interface Matching<T> {
  readonly known: readonly KnownThing[];
  readonly ids: Ids;
  /** Ids to try for something new. */
  readonly idsFor: (drawn: T) => readonly string[];
  /** Whether things alike on several tabs are one. */
  readonly acrossTabs: boolean;
  /** For flows: whether it joins what the known one joined. */
  readonly joins?: (drawn: T, known: KnownThing) => boolean;
  /** For flows: whether it joins copies of what the known one joined, or the same. */
  readonly joinsAlike?: (drawn: T, known: KnownThing) => boolean;
}

/** Puts together what is one thing; things come in the order in which they are drawn first. */
export function identify<T extends Drawn>(
  occurrences: readonly Occurrence<T>[],
  { known, ids, idsFor, acrossTabs, joins, joinsAlike }: Matching<T>,
): readonly Thing<T>[] {
  const byGuid = new Map(known.flatMap((thing) => thing.guids.map((guid) => [guid, thing] as const)));
  const groups = new Map<string, Group<T>>();
  const groupOf = new Map<string, Group<T>>();
  const join = (group: Group<T>, occurrence: Occurrence<T>): void => {
    group.occurrences.push(occurrence);
    groupOf.set(occurrence.drawn.guid, group);
  };

  const unknown: Occurrence<T>[] = [];
  for (const occurrence of occurrences) {
    const thing = byGuid.get(occurrence.drawn.guid);
    if (!thing) {
      unknown.push(occurrence);
      continue;
    }
    const group = groups.get(thing.id) ?? { known: thing, redrawn: false, occurrences: [] };
    groups.set(thing.id, group);
    join(group, occurrence);
  }

  const gone = known.filter(({ id }) => !groups.has(id));
  const left = unknown.filter((occurrence) => {
    const { drawn, surface } = occurrence;
    const thing = gone.find(
      (one) =>
        isAlike(drawn, one) &&
        (joins?.(drawn, one) ?? true) &&
        isFree(groups.get(one.id), surface, acrossTabs),
    );
    if (!thing) return true;
    const group = groups.get(thing.id) ?? { known: thing, redrawn: true, occurrences: [] };
    groups.set(thing.id, group);
    join(group, occurrence);
    return false;
  });

  const fresh: Group<T>[] = [];
  for (const alike of alikes(left)) {
    const [{ drawn }] = alike;
    const there = [...groups.values()].filter(
      (group) => group.known && group.occurrences.some((one) => keyOf(one.drawn) === keyOf(drawn)),
    );
    const tabs = new Set(alike.map(({ surface }) => surface.guid));
    const oneATab = tabs.size === alike.length && oneLine(drawn.name) !== '';
    const [only, ...more] = there;
    if (
      acrossTabs &&
      oneATab &&
      only &&
      more.length === 0 &&
      alike.every(({ surface }) => isFree(only, surface, true))
    ) {
      for (const occurrence of alike) join(only, occurrence);
    } else if (acrossTabs && oneATab && there.length === 0) {
      const group: Group<T> = { redrawn: false, occurrences: [] };
      fresh.push(group);
      for (const occurrence of alike) join(group, occurrence);
    } else {
      for (const occurrence of alike) {
        const original = there.find(
          ({ known: thing }) => thing && (joinsAlike?.(occurrence.drawn, thing) ?? true),
        );
        const copyOf = original?.known?.id;
        const group: Group<T> = { redrawn: false, occurrences: [], ...(copyOf !== undefined && { copyOf }) };
        fresh.push(group);
        join(group, occurrence);
      }
    }
  }
  return inOrder(occurrences, groupOf, ({ known: thing, copyOf, redrawn, occurrences: places }, first) => ({
    id: thing?.id ?? ids.claim(...idsFor(first.drawn)),
    first,
    occurrences: places,
    ...(thing && { known: thing }),
    redrawn,
    ...(copyOf !== undefined && { copyOf }),
  }));
}

function inOrder<T extends Drawn>(
  occurrences: readonly Occurrence<T>[],
  groupOf: ReadonlyMap<string, Group<T>>,
  toThing: (group: Group<T>, first: Occurrence<T>) => Thing<T>,
): readonly Thing<T>[] {
  const done = new Set<Group<T>>();
  return occurrences.flatMap((occurrence) => {
    const group = groupOf.get(occurrence.drawn.guid);
    if (!group || done.has(group)) return [];
    done.add(group);
    return [toThing(group, occurrence)];
  });
}

function isAlike(drawn: Drawn, known: KnownThing): boolean {
  return oneLine(drawn.name) === oneLine(known.name) && drawn.type === known.stencil;
}

function isFree<T>(group: Group<T> | undefined, surface: Surface, acrossTabs: boolean): boolean {
  if (!group) return true;
  return acrossTabs && group.occurrences.every((one) => one.surface.guid !== surface.guid);
}

function keyOf({ name, type }: Drawn): string {
  return JSON.stringify([oneLine(name), type]);
}

function alikes<T extends Drawn>(
  occurrences: readonly Occurrence<T>[],
): readonly (readonly [Occurrence<T>, ...Occurrence<T>[]])[] {
  const found = new Map<string, [Occurrence<T>, ...Occurrence<T>[]]>();
  for (const occurrence of occurrences) {
    const key = keyOf(occurrence.drawn);
    const alike = found.get(key);
    if (alike) alike.push(occurrence);
    else found.set(key, [occurrence]);
  }
  return [...found.values()];
}

/** All GUIDs under which a thing is drawn, the one it was first known by in front. */
export function guidsOfThing<T extends Drawn>({
  occurrences,
  known,
}: Thing<T>): readonly [string, ...string[]] {
  const drawn = occurrences.map((one) => one.drawn.guid);
  const first = known?.guids.find((guid) => drawn.includes(guid));
  const [guid = '', ...others] =
    first === undefined ? drawn : [first, ...drawn.filter((one) => one !== first)];
  return [guid, ...others];
}

/** Everything of the given forms that is drawn, tab by tab. */
export function shapesOf(
  surfaces: readonly Surface[],
  isWanted: (shape: Shape) => boolean,
): readonly Occurrence<Shape>[] {
  return surfaces.flatMap((surface) => surface.shapes.filter(isWanted).map((drawn) => ({ surface, drawn })));
}
