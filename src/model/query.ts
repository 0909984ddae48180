/** Questions to a system. The index behind them is built once for each system, at the first question. */
import { Area } from '../catalogue/schema.ts';
import type { Asset, Connection, Element, Flow, System, Zone } from './system.ts';

/** What meets at an element. */
export interface LinksOf {
  readonly dials: readonly Connection[];
  readonly accepts: readonly Connection[];
  readonly sends: readonly Flow[];
  readonly receives: readonly Flow[];
}

interface Index {
  readonly links: ReadonlyMap<string, LinksOf>;
  readonly flowsOver: ReadonlyMap<string, readonly Flow[]>;
}

const indexes = new WeakMap<System, Index>();
const NO_LINKS: LinksOf = { dials: [], accepts: [], sends: [], receives: [] };

/** Connections an element dials and accepts, flows it sends and receives, in the order of the file. */
export function linksOf(system: System, elementId: string): LinksOf {
  return indexOf(system).links.get(elementId) ?? NO_LINKS;
}

/** The flows that go over a connection. */
export function flowsOver(system: System, connectionId: string): readonly Flow[] {
  return indexOf(system).flowsOver.get(connectionId) ?? [];
}

/** Ids of the assets that the flows over a connection carry, each once. */
export function assetsOver(system: System, connectionId: string): readonly string[] {
  return [...new Set(flowsOver(system, connectionId).flatMap(({ carries }) => carries))];
}

/** The elements at the other ends of an element's connections and flows, each once; never itself. */
export function neighbours(system: System, elementId: string): readonly Element[] {
  const { dials, accepts, sends, receives } = linksOf(system, elementId);
  const ids = new Set([...dials, ...sends].map(({ to }) => to));
  for (const { from } of [...accepts, ...receives]) ids.add(from);
  ids.delete(elementId);
  return [...ids].flatMap((id) => system.elements.get(id) ?? []);
}

/** The assets somebody who holds the element comes at: stored, moved, sent and received. */
export function assetsReached(system: System, elementId: string): readonly Asset[] {
  const element = system.elements.get(elementId);
  const { sends, receives } = linksOf(system, elementId);
  const flows = [...sends, ...receives].flatMap(({ carries }) => carries);
  const ids = new Set([...(element?.stores ?? []), ...(element?.actuates ?? []), ...flows]);
  return [...ids].flatMap((id) => system.assets.get(id) ?? []);
}

/**
 * What somebody who builds `ids` has to look after (S-01): an element, or the elements of a zone or view, with every
 * connection and flow that ends there; a connection with its flows; a flow. Ids that name none of these are `unknown`.
 */
export function partsOf(
  system: System,
  ids: Iterable<string>,
): { readonly parts: ReadonlySet<string>; readonly unknown: readonly string[] } {
  const parts = new Set<string>();
  const unknown: string[] = [];
  for (const id of ids) {
    const found = partsOfOne(system, id);
    if (found.length === 0 && !system.zones.has(id) && !system.views.has(id)) unknown.push(id);
    for (const part of found) parts.add(part);
  }
  return { parts, unknown };
}

function partsOfOne(system: System, id: string): readonly string[] {
  if (system.flows.has(id)) return [id];
  if (system.connections.has(id)) return [id, ...flowsOver(system, id).map((flow) => flow.id)];
  const elements = system.elements.has(id)
    ? [id]
    : (system.views.get(id)?.elements ??
      [...system.elements.values()].flatMap((element) =>
        zoneChain(system, element.zone).some((zone) => zone.id === id) ? [element.id] : [],
      ));
  return elements.flatMap((element) => {
    const { dials, accepts, sends, receives } = linksOf(system, element);
    return [element, ...[...dials, ...accepts, ...sends, ...receives].map((link) => link.id)];
  });
}

/** A zone and the zones around it, innermost first. */
export function zoneChain(system: Pick<System, 'zones'>, zoneId: string): readonly Zone[] {
  const chain: Zone[] = [];
  for (let zone = system.zones.get(zoneId); zone;) {
    chain.push(zone);
    zone = zone.parent === undefined ? undefined : system.zones.get(zone.parent);
  }
  return chain;
}

/** How many elements, and flows sent by them, a zone has in an area of the reference architecture. */
export interface AreaCell {
  readonly area: Area | undefined;
  readonly zone: string;
  readonly elements: number;
  readonly flows: number;
}

/** A row of every area for every zone, zeros included: an empty cell is what the report is for (S-33..S-36). */
export function areaCoverage(system: System): readonly AreaCell[] {
  const cells = new Map<string, { elements: number; flows: number }>();
  const cellOf = ({ area, zone }: Element) => {
    const key = `${area ?? ''} ${zone}`;
    let cell = cells.get(key);
    if (!cell) cells.set(key, (cell = { elements: 0, flows: 0 }));
    return cell;
  };
  for (const element of system.elements.values()) cellOf(element).elements++;
  for (const { from } of system.flows.values()) {
    const sender = system.elements.get(from);
    if (sender) cellOf(sender).flows++;
  }
  const rows: AreaCell[] = [];
  for (const area of [...Area.options, undefined]) {
    for (const zone of system.zones.keys()) {
      const cell = cells.get(`${area ?? ''} ${zone}`);
      if (area !== undefined || cell) rows.push({ area, zone, ...(cell ?? { elements: 0, flows: 0 }) });
    }
  }
  return rows;
}

/** The elements to look at first, by why, and those nobody tagged. */
export interface FocusLists {
  /** S-08 */
  readonly securityFeatures: readonly Element[];
  /** S-09 */
  readonly failureRelevant: readonly Element[];
  /** S-10 */
  readonly touchBoundary: readonly Element[];
  /** Neither tagged nor at a boundary. */
  readonly untagged: readonly Element[];
}

/** Sorts the elements into the three focus areas; one may be in several. */
export function focusLists(system: System): FocusLists {
  const elements = [...system.elements.values()];
  return {
    securityFeatures: elements.filter(({ focus }) => focus.includes('security-feature')),
    failureRelevant: elements.filter(({ focus }) => focus.includes('failure-relevant')),
    touchBoundary: elements.filter(({ touchesBoundary }) => touchesBoundary),
    untagged: elements.filter(({ focus, touchesBoundary }) => focus.length === 0 && !touchesBoundary),
  };
}

function indexOf(system: System): Index {
  const known = indexes.get(system);
  if (known) return known;
  const index = buildIndex(system);
  indexes.set(system, index);
  return index;
}

function buildIndex(system: System): Index {
  const links = new Map<
    string,
    { dials: Connection[]; accepts: Connection[]; sends: Flow[]; receives: Flow[] }
  >();
  const at = (id: string) => {
    let found = links.get(id);
    if (!found) links.set(id, (found = { dials: [], accepts: [], sends: [], receives: [] }));
    return found;
  };
  for (const connection of system.connections.values()) {
    at(connection.from).dials.push(connection);
    at(connection.to).accepts.push(connection);
  }
  const over = new Map<string, Flow[]>();
  for (const flow of system.flows.values()) {
    at(flow.from).sends.push(flow);
    at(flow.to).receives.push(flow);
    const flows = over.get(flow.over);
    if (flows) flows.push(flow);
    else over.set(flow.over, [flow]);
  }
  return { links, flowsOver: over };
}
