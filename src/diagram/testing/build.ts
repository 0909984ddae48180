/** Small systems for tests of pictures and reports, built without a file. */
import type { Value } from '../../catalogue/condition.ts';
import type { ZoneType } from '../../catalogue/schema.ts';
import { openCatalogue } from '../../catalogue/catalogue.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Boundary, Connection, Element, Flow, Stage, System, Zone } from '../../model/system.ts';

type Stated = Readonly<Record<string, Value>>;

export interface Plan {
  readonly id?: string;
  readonly name?: string;
  readonly stage?: Stage;
  readonly version?: string;
  readonly zones: Readonly<
    Record<string, { type: ZoneType; parent?: string; name?: string; properties?: Stated }>
  >;
  readonly elements: Readonly<
    Record<string, { type: string; zone: string; name?: string; count?: number; outOfScope?: string }>
  >;
  readonly connections?: Readonly<
    Record<string, { from: string; to: string; name?: string; properties?: Stated }>
  >;
  readonly flows?: Readonly<
    Record<string, { from: string; to: string; over?: string; kind?: 'data' | 'control'; name?: string }>
  >;
  /** Drawn by hand: by the flows they cut. */
  readonly boundaries?: Readonly<Record<string, { name: string; crossedBy: readonly string[] }>>;
  readonly assumptions?: Readonly<Record<string, { text: string; owner?: string }>>;
}

/** Element types enough for tests: processes, a store and externals. */
export const catalogue: Catalogue = openCatalogue({
  properties: [
    { name: 'tls.min', role: 'control', on: ['connection'], value: 'word', help: '' },
    { name: 'pairing', role: 'control', on: ['connection'], value: 'word', help: '' },
  ],
  types: [
    { id: 'thing', title: 'Thing', kind: 'process', help: '' },
    { id: 'sensor', title: 'Sensor', extends: 'thing', help: '' },
    { id: 'actuator', title: 'Actuator', extends: 'thing', help: '' },
    { id: 'field-gateway', title: 'Field gateway', extends: 'thing', help: '' },
    { id: 'iot-hub', title: 'IoT hub', extends: 'thing', help: '' },
    { id: 'service', title: 'Service', extends: 'thing', help: '' },
    { id: 'database', title: 'Database', kind: 'store', help: '' },
    { id: 'person', title: 'Person', kind: 'external', help: '' },
  ],
  rules: [],
  mitigations: [],
  checks: [],
  matrix: [],
  chains: [],
  standards: [],
});

export function build(plan: Plan): System {
  const named = { formerly: [], properties: {} };
  const elements = entries(plan.elements, (id, stated): Element => ({
    ...named,
    name: id,
    count: 1,
    cohorts: [],
    focus: [],
    stores: [],
    actuates: [],
    touchesBoundary: false,
    ...stated,
    id,
    kind: catalogue.types.get(stated.type)?.kind ?? 'process',
  }));
  const zoneOf = (element: string): string => elements.get(element)?.zone ?? '';
  const boundaries = new Map<string, Boundary>();
  const cross = (from: string, to: string, flow?: string): string[] => {
    const [one, other] = [zoneOf(from), zoneOf(to)];
    if (one === other) return [];
    const pair = one < other ? ([one, other] as const) : ([other, one] as const);
    const id = pair.join('~');
    const crossedBy = [...(boundaries.get(id)?.crossedBy ?? []), ...(flow === undefined ? [] : [flow])];
    boundaries.set(id, { id, name: `${pair[0]} to ${pair[1]}`, derived: true, between: pair, crossedBy });
    return [id];
  };
  const connections = entries(plan.connections ?? {}, (id, stated): Connection => ({
    ...named,
    name: id,
    implicit: false,
    crosses: cross(stated.from, stated.to),
    ...stated,
    id,
  }));
  const flows = entries(plan.flows ?? {}, (id, stated): Flow => ({
    ...named,
    name: id,
    kind: 'data',
    over: id,
    carries: [],
    crosses: cross(stated.from, stated.to, id),
    ...stated,
    id,
  }));
  for (const flow of flows.values()) {
    if (connections.has(flow.over)) continue;
    connections.set(flow.over, {
      ...named,
      id: flow.over,
      name: flow.name,
      from: flow.from,
      to: flow.to,
      implicit: true,
      crosses: flow.crosses,
    });
  }
  for (const [id, drawn] of Object.entries(plan.boundaries ?? {}))
    boundaries.set(id, { id, derived: false, ...drawn });
  return {
    id: plan.id ?? 'test',
    name: plan.name ?? 'Test system',
    ...(plan.version !== undefined && { version: plan.version }),
    stage: plan.stage ?? 'development',
    zones: entries(plan.zones, (id, stated): Zone => ({ ...named, name: id, ...stated, id })),
    elements,
    connections,
    flows,
    boundaries,
    assets: new Map(),
    assumptions: entries(plan.assumptions ?? {}, (id, stated) => ({ id, ...stated })),
    views: new Map(),
    properties: {},
    file: 'system.yaml',
    where: (id) => ({ file: 'system.yaml', line: 1 + [...elements.keys()].indexOf(id), column: 3 }),
  };
}

function entries<From, To>(
  from: Readonly<Record<string, From>>,
  make: (id: string, stated: From) => To,
): Map<string, To> {
  return new Map(Object.entries(from).map(([id, stated]) => [id, make(id, stated)]));
}
