/**
 * Which thing of the one system is which thing of the other: by id, then by `formerly`, then by origin. Nothing is
 * guessed from names or looks: a copy is a new thing, and so is what fits two.
 */
import type { Boundary, Origin, System } from '../model/system.ts';
import type { ThingKind } from './schema.ts';

/** The kinds that have many things. */
export type Section = Exclude<ThingKind, 'system'>;

export const SECTIONS = {
  assumption: 'assumptions',
  zone: 'zones',
  element: 'elements',
  connection: 'connections',
  flow: 'flows',
  asset: 'assets',
  boundary: 'boundaries',
  view: 'views',
} as const satisfies Readonly<Record<Section, keyof System>>;

export type MatchedBy = 'id' | 'formerly' | 'origin';

/** What things are known by. */
export interface Named {
  readonly id: string;
  readonly formerly?: readonly string[];
  readonly origin?: Origin;
}

/** One thing in both states. */
export interface Pair<T> {
  readonly from: T;
  readonly to: T;
  readonly by: MatchedBy;
}

/** The pairs of one kind, findable from either side. */
export class Pairs<T extends Named> {
  readonly all: readonly Pair<T>[];
  readonly #byFrom: ReadonlyMap<string, Pair<T>>;
  readonly #byTo: ReadonlyMap<string, Pair<T>>;

  constructor(all: readonly Pair<T>[]) {
    this.all = all;
    this.#byFrom = new Map(all.map((pair) => [pair.from.id, pair]));
    this.#byTo = new Map(all.map((pair) => [pair.to.id, pair]));
  }

  ofFrom(id: string): Pair<T> | undefined {
    return this.#byFrom.get(id);
  }

  ofTo(id: string): Pair<T> | undefined {
    return this.#byTo.get(id);
  }
}

/**
 * Pairs things up. Two with one id are the same, unless their origins say that one of them stands on the other side
 * under another id: so an importer that hands out ids anew moves no decision to a stranger.
 */
export function pairUp<T extends Named>(from: Iterable<T>, to: Iterable<T>): Pairs<T> {
  const left = new Map([...from].map((thing) => [thing.id, thing]));
  const right = new Map([...to].map((thing) => [thing.id, thing]));
  const origins = { from: byOrigin(left.values()), to: byOrigin(right.values()) };
  const pairs: Pair<T>[] = [];
  const take = (one: T, other: T, by: MatchedBy): void => {
    pairs.push({ from: one, to: other, by });
    left.delete(one.id);
    right.delete(other.id);
  };
  const stands = (one: T, origin: string | undefined, things: ReadonlyMap<string, T>): boolean =>
    origin !== undefined && (things.get(origin)?.id ?? one.id) !== one.id;

  for (const one of left.values()) {
    const other = right.get(one.id);
    if (!other) continue;
    const [a, b] = [originKey(one), originKey(other)];
    const strangers = a !== b && (stands(one, a, origins.to) || stands(other, b, origins.from));
    if (!strangers) take(one, other, 'id');
  }
  for (const [one, other] of byFormerNames(left, right)) take(one, other, 'formerly');
  for (const one of left.values()) {
    const key = originKey(one);
    const other = key === undefined ? undefined : origins.to.get(key);
    if (other && key !== undefined && origins.from.get(key) === one && right.has(other.id))
      take(one, other, 'origin');
  }
  return new Pairs(pairs);
}

/** Every pair of two systems, by kind, with translations of ids. */
export class Matching {
  readonly from: System;
  readonly to: System;
  readonly #sections: Readonly<Record<Section, Pairs<Named>>>;

  constructor(from: System, to: System) {
    this.from = from;
    this.to = to;
    const pairs = <T extends Named>(things: (system: System) => ReadonlyMap<string, T>): Pairs<T> =>
      pairUp(things(from).values(), things(to).values());
    const zones = pairs((system) => system.zones);
    this.#sections = {
      assumption: pairs((system) => system.assumptions),
      zone: zones,
      element: pairs((system) => system.elements),
      connection: pairs((system) => system.connections),
      flow: pairs((system) => system.flows),
      asset: pairs((system) => system.assets),
      view: pairs((system) => system.views),
      boundary: pairBoundaries(from, to, zones),
    };
  }

  /** How the thing of afterwards with this id was recognised; undefined for a new one. */
  by(kind: Section, toId: string): MatchedBy | undefined {
    return this.#sections[kind].ofTo(toId)?.by;
  }

  pairs(kind: Section): readonly Pair<Named>[] {
    return this.#sections[kind].all;
  }

  /** The id afterwards of a thing of before; undefined when it is gone. */
  forward(kind: ThingKind, id: string): string | undefined {
    if (kind === 'system') return id === this.from.id ? this.to.id : undefined;
    return this.#sections[kind].ofFrom(id)?.to.id;
  }

  /** The id before of a thing of afterwards; undefined when it is new. */
  back(kind: ThingKind, id: string): string | undefined {
    if (kind === 'system') return id === this.to.id ? this.from.id : undefined;
    return this.#sections[kind].ofTo(id)?.from.id;
  }

  /** The same for an id of whatever kind: ids are unique, but for flows that state their own connection. */
  forwardAny(id: string): string | undefined {
    return firstOf((kind) => this.forward(kind, id));
  }

  backAny(id: string): string | undefined {
    return firstOf((kind) => this.back(kind, id));
  }
}

function firstOf(find: (kind: ThingKind) => string | undefined): string | undefined {
  for (const kind of ['element', 'flow', 'connection', 'zone', 'asset', 'boundary', 'system'] as const) {
    const found = find(kind);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A derived boundary is the one between the same two zones, in whatever order; one drawn by hand has an id. */
function pairBoundaries(from: System, to: System, zones: Pairs<Named>): Pairs<Boundary> {
  const between = new Map(
    [...to.boundaries.values()].flatMap((line) =>
      line.between ? [[line.between.toSorted().join('~'), line] as const] : [],
    ),
  );
  const derived = [...from.boundaries.values()].flatMap((line): Pair<Boundary>[] => {
    const ends = line.between?.map((zone) => zones.ofFrom(zone)?.to.id ?? '').toSorted() ?? [];
    const other = between.get(ends.join('~'));
    return other ? [{ from: line, to: other, by: 'id' }] : [];
  });
  return new Pairs([...pairUp(drawn(from), drawn(to)).all, ...derived]);
}

function drawn({ boundaries }: System): Boundary[] {
  return [...boundaries.values()].filter(({ derived }) => !derived);
}

function originKey({ origin }: Named): string | undefined {
  return origin && JSON.stringify([origin.format, origin.id]);
}

/** Things by their origin; one that several share tells nobody apart. */
function byOrigin<T extends Named>(things: Iterable<T>): ReadonlyMap<string, T> {
  return onlyOnes(
    [...things].flatMap((thing) => {
      const key = originKey(thing);
      return key === undefined ? [] : [[key, thing] as const];
    }),
  );
}

function onlyOnes<T>(entries: readonly (readonly [string, T])[]): ReadonlyMap<string, T> {
  const times = timesSeen(entries.map(([key]) => key));
  return new Map(entries.filter(([key]) => times.get(key) === 1));
}

/** Pairs that share a name of now or before, of which each has no other partner. */
function byFormerNames<T extends Named>(
  left: ReadonlyMap<string, T>,
  right: ReadonlyMap<string, T>,
): (readonly [T, T])[] {
  const [was, former] = [byFormer(left.values()), byFormer(right.values())];
  const found = [...left.values()].flatMap((one) => {
    const old = (one.formerly ?? []).filter((name) => was.get(name) === one);
    const now = [former.get(one.id), ...old.map((name) => right.get(name))].filter(
      (other) => other !== undefined,
    );
    const partners = new Set(now.length > 0 ? now : old.flatMap((name) => former.get(name) ?? []));
    return [...partners].map((other) => [one, other] as const);
  });
  const [ones, others] = [timesSeen(found.map(([one]) => one)), timesSeen(found.map(([, other]) => other))];
  return found.filter(([one, other]) => ones.get(one) === 1 && others.get(other) === 1);
}

/** Things by the ids they had before; one that two claim tells nobody apart. */
function byFormer<T extends Named>(things: Iterable<T>): ReadonlyMap<string, T> {
  return onlyOnes(
    [...things].flatMap((thing) => (thing.formerly ?? []).map((name) => [name, thing] as const)),
  );
}

function timesSeen<T>(things: readonly T[]): ReadonlyMap<T, number> {
  const times = new Map<T, number>();
  for (const thing of things) times.set(thing, (times.get(thing) ?? 0) + 1);
  return times;
}
