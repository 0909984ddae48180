/** Reading one property of one thing: stated (by itself, its type or its zone), or derived from the model. */
import type { Value } from '../../catalogue/condition.ts';
import { int } from './adjacency.ts';
import { type Facts, cohortOfRow, elementOfRow, entry, rowsOf, sameValue } from './facts.ts';
import type { Hop, Thing } from './tree.ts';

/** The value, or undefined where nobody stated one. `at` is the number of the thing; of an element, its row. */
export type Read = (facts: Facts, at: number) => Value | undefined;

/** Where a property is written, or would be. */
export interface Cell {
  /** The id of the thing that bears it. */
  readonly of: string;
  /** The cohort of that element, where the cohort states it for itself. */
  readonly cohort?: string;
  readonly property: string;
}

export function cellKey(of: string, property: string, cohort = ''): string {
  return `${of}\0${property}\0${cohort}`;
}

/** Follows one hop; a number of the thing it leads to. */
export function follow(facts: Facts, hop: Hop, from: Thing, at: number): number {
  switch (hop) {
    case 'system':
      return 0;
    case 'zone':
      return int(facts.zoneOf, elementOfRow(facts, at));
    case 'from':
      return int(from === 'flow' ? facts.flowFrom : facts.connectionFrom, at);
    case 'to':
      return int(from === 'flow' ? facts.flowTo : facts.connectionTo, at);
    case 'over':
    default:
      return int(facts.flowOver, at);
  }
}

/** What a hop leads to. */
export function destinationOf(hop: Hop): Thing {
  if (hop === 'from' || hop === 'to') return 'element';
  return hop === 'over' ? 'connection' : hop;
}

/** How the property of such a thing is read. */
export function readerOf(thing: Thing, property: string): Read {
  return DERIVED[`${thing}.${property}`] ?? ((facts, at) => readStated(facts, thing, at, property));
}

/** The id of a thing. */
export function idOf(facts: Facts, thing: Thing, at: number): string {
  switch (thing) {
    case 'element':
      return entry(facts.elements, elementOfRow(facts, at)).id;
    case 'connection':
      return entry(facts.connections, at).id;
    case 'flow':
      return entry(facts.flows, at).id;
    case 'zone':
      return entry(facts.zones, at).id;
    case 'system':
    default:
      return facts.system.id;
  }
}

/**
 * Where a property stands in the file, or where it would be written. Several places where an element's
 * cohorts state it each for itself and the row speaks for all of them.
 */
export function cellsOf(facts: Facts, thing: Thing, at: number, property: string): readonly Cell[] {
  if (thing !== 'element') return [{ of: idOf(facts, thing, at), property }];
  const index = elementOfRow(facts, at);
  const element = entry(facts.elements, index);
  const cells = new Map<string, Cell>();
  for (const row of at === index ? rowsOf(facts, index) : [at]) {
    const cohort = cohortOfRow(facts, row)?.cohort;
    const own = cohort && Object.hasOwn(cohort.properties, property) ? { cohort: cohort.id } : {};
    cells.set(own.cohort ?? '', { of: element.id, ...own, property });
  }
  return [...cells.values()];
}

const DERIVED: Readonly<Record<string, Read>> = {
  'element.type': (facts, row) => entry(facts.elements, elementOfRow(facts, row)).type,
  'element.kind': (facts, row) => entry(facts.elements, elementOfRow(facts, row)).kind,
  // Of the whole fleet, in the row of a cohort too: it is the fleet that an attacker finds.
  'element.units': (facts, row) => entry(facts.elements, elementOfRow(facts, row)).count,
  'element.actuates': (facts, row) => [...entry(facts.elements, elementOfRow(facts, row)).actuates],
  'zone.type': (facts, at) => entry(facts.zones, at).type,
  'connection.crosses': (facts, at) => entry(facts.connections, at).crosses.length > 0,
  'connection.carriesControl': (facts, at) => int(facts.carriesControl, at) === 1,
  'connection.carries': (facts, at) => carriedOver(facts, at),
  'flow.kind': (facts, at) => entry(facts.flows, at).kind,
  'flow.crosses': (facts, at) => entry(facts.flows, at).crosses.length > 0,
  'flow.carries': (facts, at) => [...entry(facts.flows, at).carries],
  'system.stage': (facts) => facts.system.stage,
};

/** The ids of the assets that the flows over a connection carry, each once. */
export function carriedOver(facts: Facts, connection: number): string[] {
  const { start, members } = facts.neighbours.flows;
  const carried = new Set<string>();
  for (let i = int(start, connection); i < int(start, connection + 1); i++) {
    for (const asset of entry(facts.flows, int(members, i)).carries) carried.add(asset);
  }
  return [...carried];
}

function readStated(facts: Facts, thing: Thing, at: number, property: string): Value | undefined {
  return facts.changes
    ? readChanged(facts, facts.changes, thing, at, property)
    : readWritten(facts, thing, at, property);
}

function readWritten(facts: Facts, thing: Thing, at: number, property: string): Value | undefined {
  switch (thing) {
    case 'element':
      return entry(facts.rows, at)[property];
    case 'connection':
      return entry(facts.connections, at).properties[property];
    case 'flow':
      return entry(facts.flows, at).properties[property];
    case 'zone':
      return entry(facts.zones, at).properties[property];
    case 'system':
    default:
      return facts.system.properties[property];
  }
}

function readChanged(
  facts: Facts,
  changes: ReadonlyMap<string, Value>,
  thing: Thing,
  at: number,
  property: string,
): Value | undefined {
  const changed = changes.get(cellKey(idOf(facts, thing, at), property));
  if (thing !== 'element') return changed ?? readWritten(facts, thing, at, property);
  const row = cohortOfRow(facts, at);
  if (row) {
    const own =
      changes.get(cellKey(idOf(facts, thing, at), property, row.cohort.id)) ??
      row.cohort.properties[property];
    return own ?? changed ?? entry(facts.elements, row.element).properties[property];
  }
  const [first, ...others] = rowsOf(facts, at).map((other) =>
    other === at
      ? (changed ?? entry(facts.elements, at).properties[property])
      : readChanged(facts, changes, 'element', other, property),
  );
  return others.every((value) => sameValue(first, value)) ? first : undefined;
}
