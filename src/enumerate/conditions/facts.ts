/**
 * A system laid out for evaluation: things numbered in the order of the file, neighbours in typed arrays,
 * and one row for every set of units that may differ.
 *
 * Rows: row `i` below the number of elements is element `i` as its neighbours see it. An element with cohorts
 * has further rows, one for each cohort, on which its own threats are judged. Where cohorts disagree on a
 * property, a neighbour reads it as not stated: since the logic is monotone (see {@link ./kleene.ts}), a rule on a
 * connection is then never thought false that would be true for one of the cohorts.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Value } from '../../catalogue/condition.ts';
import type { Cohort, Connection, Element, Flow, Properties, System, Zone } from '../../model/system.ts';
import { type Adjacency, groupBy, int } from './adjacency.ts';

/** The neighbours of one kind of thing, by relation. */
interface Neighbours {
  readonly dials: Adjacency;
  readonly accepts: Adjacency;
  readonly sends: Adjacency;
  readonly receives: Adjacency;
  readonly flows: Adjacency;
}

export interface CohortRow {
  readonly element: number;
  readonly cohort: Cohort;
}

export interface Facts {
  readonly system: System;
  readonly catalogue: Catalogue;
  readonly zones: readonly Zone[];
  readonly elements: readonly Element[];
  readonly connections: readonly Connection[];
  readonly flows: readonly Flow[];
  /** By element: its zone. */
  readonly zoneOf: Int32Array;
  readonly connectionFrom: Int32Array;
  readonly connectionTo: Int32Array;
  readonly flowFrom: Int32Array;
  readonly flowTo: Int32Array;
  readonly flowOver: Int32Array;
  /** By connection: 1 where a control flow goes over it. */
  readonly carriesControl: Uint8Array;
  readonly neighbours: Neighbours;
  /** By row: what is stated. */
  readonly rows: readonly Properties[];
  /** The rows after those of the elements. */
  readonly cohortRows: readonly CohortRow[];
  /** By element with cohorts: the row of its first one; the others follow. */
  readonly firstCohortRow: ReadonlyMap<number, number>;
  /** Properties supposed to be stated otherwise than they are, by {@link cellKey}. */
  readonly changes?: ReadonlyMap<string, Value>;
  /** Supposes that no control is stated. */
  readonly withoutControls?: true;
  /** The same system with `withoutControls`: what the facts alone say. Absent in that one itself. */
  readonly alone?: Facts;
}

/** Lays out a system in one pass over elements, connections and flows. */
export function gatherFacts(system: System, catalogue: Catalogue): Facts {
  const zones = [...system.zones.values()];
  const elements = [...system.elements.values()];
  const connections = [...system.connections.values()];
  const flows = [...system.flows.values()];
  const zoneAt = indexOf(zones);
  const elementAt = indexOf(elements);
  const connectionAt = indexOf(connections);

  const connectionFrom = numbers(connections, ({ from }) => elementAt(from));
  const connectionTo = numbers(connections, ({ to }) => elementAt(to));
  const flowFrom = numbers(flows, ({ from }) => elementAt(from));
  const flowTo = numbers(flows, ({ to }) => elementAt(to));
  const flowOver = numbers(flows, ({ over }) => connectionAt(over));
  const carriesControl = new Uint8Array(connections.length);
  flows.forEach(({ kind }, flow) => {
    if (kind === 'control') carriesControl[int(flowOver, flow)] = 1;
  });

  const cohortRows: CohortRow[] = [];
  const firstCohortRow = new Map<number, number>();
  elements.forEach(({ cohorts }, element) => {
    if (cohorts.length > 0) firstCohortRow.set(element, elements.length + cohortRows.length);
    for (const cohort of cohorts) cohortRows.push({ element, cohort });
  });
  const facts: Facts = {
    system,
    catalogue,
    zones,
    elements,
    connections,
    flows,
    zoneOf: numbers(elements, ({ zone }) => zoneAt(zone)),
    connectionFrom,
    connectionTo,
    flowFrom,
    flowTo,
    flowOver,
    carriesControl,
    neighbours: {
      dials: groupBy(connectionFrom, elements.length),
      accepts: groupBy(connectionTo, elements.length),
      sends: groupBy(flowFrom, elements.length),
      receives: groupBy(flowTo, elements.length),
      flows: groupBy(flowOver, connections.length),
    },
    rows: [...elements.map(agreed), ...cohortRows.map((row) => ofCohort(elements, row))],
    cohortRows,
    firstCohortRow,
  };
  return { ...facts, alone: { ...facts, withoutControls: true } };
}

/** The element that a row is about. */
export function elementOfRow(facts: Facts, row: number): number {
  return cohortOfRow(facts, row)?.element ?? row;
}

/** The cohort that a row is about, if it is about one. */
export function cohortOfRow(facts: Facts, row: number): CohortRow | undefined {
  // Not merely for clarity: reading an array at a negative index is slow.
  return row < facts.elements.length ? undefined : facts.cohortRows[row - facts.elements.length];
}

/** The rows on which an element's own threats are judged: one, or one for each cohort. */
export function rowsOf(facts: Facts, element: number): readonly number[] {
  const first = facts.firstCohortRow.get(element);
  if (first === undefined) return [element];
  return entry(facts.elements, element).cohorts.map((_, cohort) => first + cohort);
}

/** The entry of a list at an index known to be inside it. */
export function entry<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`nothing at ${index} of ${list.length}`);
  return found;
}

/** Lists are sets: their order means nothing. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  const set = new Set(a);
  return set.size === new Set(b).size && b.every((word) => set.has(word));
}

function agreed(element: Element): Properties {
  const [first, ...others] = element.cohorts.map(({ properties }) => ({
    ...element.properties,
    ...properties,
  }));
  if (first === undefined) return element.properties;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((other) => sameValue(other[name], value))),
  );
}

function ofCohort(elements: readonly Element[], { element, cohort }: CohortRow): Properties {
  return { ...entry(elements, element).properties, ...cohort.properties };
}

function indexOf(things: readonly { readonly id: string }[]): (id: string) => number {
  const byId = new Map(things.map((thing, index) => [thing.id, index]));
  return (id) => {
    const index = byId.get(id);
    if (index === undefined) throw new RangeError(`the system has no "${id}"`);
    return index;
  };
}

function numbers<T>(things: readonly T[], of: (thing: T) => number): Int32Array {
  const result = new Int32Array(things.length);
  for (let i = 0; i < things.length; i++) result[i] = of(entry(things, i));
  return result;
}
