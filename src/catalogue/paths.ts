/** Where a condition can look from where it stands: the hops, the relations, and how a path finds its property. */
import { Relation } from './condition.ts';
import type { Bearer, Property, SubjectKind } from './schema.ts';

/** What a condition can stand on. Assets are seen only through `carries` and `actuates`. */
export type Place = Exclude<Bearer, 'asset'>;

/** A step from one thing to exactly one other. */
export type Hop = 'zone' | 'system' | 'from' | 'to' | 'over';

const HOPS: Readonly<Record<Place, ReadonlyMap<string, readonly [Hop, Place]>>> = {
  element: hops(['zone', 'zone'], ['system', 'system']),
  connection: hops(['from', 'element'], ['to', 'element'], ['system', 'system']),
  flow: hops(['from', 'element'], ['to', 'element'], ['over', 'connection'], ['system', 'system']),
  zone: hops(),
  system: hops(),
};

function hops(...steps: (readonly [Hop, Place])[]): ReadonlyMap<string, readonly [Hop, Place]> {
  return new Map(steps.map((step) => [step[0], step]));
}

const RELATIONS: Readonly<Record<Place, Readonly<Partial<Record<Relation, Place>>>>> = {
  element: {
    dials: 'connection',
    accepts: 'connection',
    connections: 'connection',
    sends: 'flow',
    receives: 'flow',
  },
  connection: { flows: 'flow' },
  flow: {},
  zone: {},
  system: {},
};

/** The words that lead from one thing to another. */
export const HOP_NAMES: readonly string[] = [
  ...new Set(Object.values(HOPS).flatMap((steps) => [...steps.keys()])),
];

/** A crossing is a flow, a fleet an element. */
export function placeOfSubject(kind: SubjectKind): Place {
  return kind === 'crossing' ? 'flow' : kind === 'fleet' ? 'element' : kind;
}

/** What the neighbours by a relation are; undefined where there are none of that kind. */
export function neighboursOf(place: Place, relation: Relation): Place | undefined {
  return RELATIONS[place][relation];
}

/** The relations something has, for telling people. */
export function relationsOf(place: Place): string[] {
  return Object.keys(RELATIONS[place]);
}

/** The property a path leads to, what bears it, and by which hops; undefined when the path leads nowhere. */
export function followPath(
  path: string,
  from: Place,
  properties: ReadonlyMap<string, Property>,
): { readonly property: Property; readonly on: Place; readonly hops: readonly Hop[] } | undefined {
  const taken: Hop[] = [];
  let place = from;
  for (let rest = path; ;) {
    // A property wins over a hop of the same name: names may hold a dot (`server.verified`).
    const property = properties.get(rest);
    if (property?.on.includes(place)) return { property, on: place, hops: taken };
    const dot = rest.indexOf('.');
    const step = HOPS[place].get(rest.slice(0, Math.max(0, dot)));
    if (step === undefined) return undefined;
    taken.push(step[0]);
    place = step[1];
    rest = rest.slice(dot + 1);
  }
}

/** What hops and relations, one after the other, lead to; undefined where one leads nowhere. `same` stays. */
export function followSteps(path: string, from: Place): Place | undefined {
  let place: Place | undefined = from;
  for (const step of path === 'same' ? [] : path.split('.')) {
    if (place === undefined) return undefined;
    const relation = Relation.safeParse(step);
    place = relation.success ? neighboursOf(place, relation.data) : HOPS[place].get(step)?.[1];
  }
  return place;
}

/** All paths that lead somewhere by at most one hop, for suggestions. */
export function pathsFrom(place: Place, properties: ReadonlyMap<string, Property>): string[] {
  const own = (on: Place) =>
    [...properties.values()].filter((property) => property.on.includes(on)).map(({ name }) => name);
  return [
    ...own(place),
    ...[...HOPS[place].values()].flatMap(([hop, next]) => own(next).map((name) => `${hop}.${name}`)),
  ];
}
