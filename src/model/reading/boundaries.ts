/** Trust boundaries: derived where a flow or a connection joins two zones (S-28, S-29), or drawn by hand. */
import { NONE, type Reading } from './reading.ts';
import type { Links } from './links.ts';
import type { Draft } from './named.ts';
import type { Boundary, Connection, Element, Flow, Origin, Zone } from '../system.ts';
import { outermostFirst, zoneDepths } from './zones.ts';

interface Line {
  readonly id: string;
  readonly name: string;
  readonly origin?: Origin;
  readonly between?: readonly [string, string];
  /** How many zones lie around it, for the order of what a flow crosses. */
  readonly depth: number;
  readonly crossedBy: string[];
  /** What crosses this line and no other. */
  readonly alone: readonly string[];
}

/**
 * Works out every boundary and what crosses it, and tells elements and links: MOD03/MOD04 for those drawn by
 * hand. A derived one lies between the innermost zones of the two ends. One drawn `around` things is crossed by
 * what has one end inside; one with `crossedBy` by those flows, and so by the connections they go over.
 */
export function crossBoundaries(
  reading: Reading,
  zones: ReadonlyMap<string, Zone>,
  elements: ReadonlyMap<string, Draft<Element>>,
  { connections, flows }: Links,
): Map<string, Boundary> {
  const depths = zoneDepths(zones);
  const drawn = drawnByHand(reading, depths, elements);
  const inside = insideOf(reading, zones, elements, drawn);
  const cutting = cuttingFlows(reading, drawn);
  const derived = new Map<string, Line>();
  const order = new Map([...zones.keys()].map((id, index) => [id, index]));
  const between = derivedLines(zones, depths, order, derived);

  /** Sets what a link crosses and returns it; `cut` holds the lines that are said to cut it. */
  const cross = (link: Draft<Connection> | Draft<Flow>, cut: readonly Line[]): readonly Line[] => {
    const [from, to] = [elements.get(link.from), elements.get(link.to)];
    const line = between(from, to);
    const around = [inside.get(link.from) ?? NO_LINES, inside.get(link.to) ?? NO_LINES] as const;
    const oneSided = [...around[0]].filter((each) => !around[1].has(each));
    oneSided.push(...[...around[1]].filter((each) => !around[0].has(each)));
    if (!line && oneSided.length === 0 && cut.length === 0) return NONE;
    if (from) from.touchesBoundary = true;
    if (to) to.touchesBoundary = true;
    const crossed = [...new Set([...(line ? [line] : []), ...oneSided, ...cut])];
    const [first] = crossed;
    link.crosses =
      first && crossed.length === 1
        ? first.alone
        : crossed.toSorted((a, b) => a.depth - b.depth).map(({ id }) => id);
    return crossed;
  };

  const cutConnections = new Map<string, Line[]>();
  for (const flow of flows.values()) {
    const cut = cutting.get(flow.id) ?? NONE;
    for (const line of cross(flow, cut)) line.crossedBy.push(flow.id);
    if (cut.length > 0) cutConnections.set(flow.over, [...(cutConnections.get(flow.over) ?? NONE), ...cut]);
  }
  for (const connection of connections.values()) cross(connection, cutConnections.get(connection.id) ?? NONE);
  return inOrder(derived, drawn, order);
}

const NO_LINES: ReadonlySet<Line> = new Set();

/** Finds or makes the line between the zones of two elements; undefined inside one zone. */
function derivedLines(
  zones: ReadonlyMap<string, Zone>,
  depths: ReadonlyMap<string, number>,
  order: ReadonlyMap<string, number>,
  derived: Map<string, Line>,
) {
  return (from: Element | undefined, to: Element | undefined): Line | undefined => {
    if (!from || !to || from.zone === to.zone) return undefined;
    const forwards = (order.get(from.zone) ?? 0) < (order.get(to.zone) ?? 0);
    const [a, b] = forwards ? [from.zone, to.zone] : [to.zone, from.zone];
    const id = `${a}~${b}`;
    const known = derived.get(id);
    if (known) return known;
    const name = `${zones.get(a)?.name ?? a} | ${zones.get(b)?.name ?? b}`;
    const depth = Math.min(depths.get(a) ?? 0, depths.get(b) ?? 0);
    const line: Line = { id, name, between: [a, b], depth, crossedBy: [], alone: [id] };
    derived.set(id, line);
    return line;
  };
}

function drawnByHand(
  reading: Reading,
  depths: ReadonlyMap<string, number>,
  elements: ReadonlyMap<string, Element>,
): Map<string, Line> {
  const lines = new Map<string, Line>();
  for (const [id, entry] of Object.entries(reading.file.boundaries ?? {})) {
    const around = reading.references(entry.around, ['element', 'zone'], ['boundaries', id], 'around');
    reading.references(entry.crossedBy, ['flow'], ['boundaries', id], 'crossedBy');
    const depthOf = (inner: string) =>
      depths.get(inner) ?? (depths.get(elements.get(inner)?.zone ?? '') ?? 0) + 1;
    const depth = around.reduce((least, inner) => Math.min(least, depthOf(inner)), Infinity);
    lines.set(id, {
      id,
      name: entry.name ?? id,
      ...(entry.origin && { origin: entry.origin }),
      depth: Number.isFinite(depth) ? depth : 0,
      crossedBy: [],
      alone: [id],
    });
  }
  return lines;
}

/** For each element the hand-drawn boundaries it lies inside, directly or by a zone around it. */
function insideOf(
  reading: Reading,
  zones: ReadonlyMap<string, Zone>,
  elements: ReadonlyMap<string, Element>,
  drawn: ReadonlyMap<string, Line>,
): Map<string, ReadonlySet<Line>> {
  const around = new Map<string, Line[]>();
  for (const [id, entry] of Object.entries(reading.file.boundaries ?? {})) {
    const line = drawn.get(id);
    for (const inner of entry.around ?? NONE)
      if (line) around.set(inner, [...(around.get(inner) ?? []), line]);
  }
  const inside = new Map<string, ReadonlySet<Line>>();
  if (around.size === 0) return inside;
  const ofZone = new Map<string, readonly Line[]>();
  for (const zone of outermostFirst(zones)) {
    ofZone.set(zone.id, [...(around.get(zone.id) ?? NONE), ...(ofZone.get(zone.parent ?? '') ?? NONE)]);
  }
  for (const element of elements.values()) {
    const lines = [...(around.get(element.id) ?? NONE), ...(ofZone.get(element.zone) ?? NONE)];
    if (lines.length > 0) inside.set(element.id, new Set(lines));
  }
  return inside;
}

function cuttingFlows(reading: Reading, drawn: ReadonlyMap<string, Line>): Map<string, Line[]> {
  const cutting = new Map<string, Line[]>();
  for (const [id, entry] of Object.entries(reading.file.boundaries ?? {})) {
    const line = drawn.get(id);
    for (const flow of entry.crossedBy ?? NONE)
      if (line) cutting.set(flow, [...(cutting.get(flow) ?? []), line]);
  }
  return cutting;
}

/** Derived ones in the order of their zones, so that reordering flows changes nothing; then those by hand. */
function inOrder(
  derived: ReadonlyMap<string, Line>,
  drawn: ReadonlyMap<string, Line>,
  order: ReadonlyMap<string, number>,
): Map<string, Boundary> {
  const rank = ({ between }: Line, end: 0 | 1) => order.get(between?.[end] ?? '') ?? 0;
  const sorted = [...derived.values()].toSorted((a, b) => rank(a, 0) - rank(b, 0) || rank(a, 1) - rank(b, 1));
  return new Map(
    [...sorted, ...drawn.values()].map(({ id, name, between, crossedBy, origin }) => [
      id,
      {
        id,
        name,
        derived: between !== undefined,
        ...(between && { between }),
        crossedBy,
        ...(origin && { origin }),
      },
    ]),
  );
}
