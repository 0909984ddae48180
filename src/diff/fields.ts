/** What a thing of a system says, field by field, so that two states of it can be laid side by side. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Value } from '../catalogue/condition.ts';
import { sameValue } from '../enumerate/conditions/facts.ts';
import { isInherited } from '../model/reading/zones.ts';
import type { Element, Properties, System } from '../model/system.ts';
import type { Section } from './match.ts';

/** A field of a thing. */
export interface Field {
  readonly value: Value;
  /** The kind of thing that the ids in it are of: the same after a rename. */
  readonly refers?: Section;
  /** Nobody wrote it here: it is a fact of the type, or said of the zone. */
  readonly by?: 'type' | 'zone';
}

export type Fields = ReadonlyMap<string, Field>;

/** The fields of one thing, by the names they have in the file. An absent one is not stated. */
export function fieldsOf(kind: Section, id: string, system: System, catalogue: Catalogue): Fields {
  return new Map(Object.entries(FIELDS[kind](id, system, catalogue)).filter(isStated));
}

/** The fields of the system itself. */
export function systemFields(system: System): Fields {
  const { id, name, version, stage, description, properties } = system;
  const own = { id: plain(id), name: plain(name), stage: plain(stage) };
  const more = { version: plain(version), description: plain(description), ...stated(properties) };
  return new Map(Object.entries({ ...own, ...more }).filter(isStated));
}

type Loose = Readonly<Record<string, Field | undefined>>;

const FIELDS: Readonly<Record<Section, (id: string, system: System, catalogue: Catalogue) => Loose>> = {
  assumption: (id, system) => {
    const assumption = system.assumptions.get(id);
    return { text: plain(assumption?.text), owner: plain(assumption?.owner) };
  },
  zone: (id, system, catalogue) => {
    const zone = system.zones.get(id);
    if (!zone) return {};
    const around = zone.parent === undefined ? undefined : system.zones.get(zone.parent);
    return {
      ...common(zone),
      type: plain(zone.type),
      parent: reference(zone.parent, 'zone'),
      ...impliedOrStated(zone.properties, {}, around?.properties ?? {}, catalogue),
    };
  },
  element: elementFields,
  connection: (id, system) => {
    const connection = system.connections.get(id);
    if (!connection) return {};
    const { from, to, properties } = connection;
    return {
      ...common(connection),
      from: reference(from, 'element'),
      to: reference(to, 'element'),
      ...stated(properties),
    };
  },
  flow: (id, system) => {
    const flow = system.flows.get(id);
    if (!flow) return {};
    const connection = system.connections.get(flow.over);
    // What a flow says of a connection of its own is written on the flow.
    const own = connection?.implicit === true ? connection.properties : undefined;
    return {
      ...common(flow),
      from: reference(flow.from, 'element'),
      to: reference(flow.to, 'element'),
      over: own ? undefined : reference(flow.over, 'connection'),
      kind: plain(flow.kind),
      carries: references(flow.carries, 'asset'),
      ...stated({ ...own, ...flow.properties }),
    };
  },
  asset: (id, system) => {
    const asset = system.assets.get(id);
    return asset ? { ...common(asset), kind: plain(asset.kind), ...stated(asset.properties) } : {};
  },
  boundary: (id, system) => {
    const boundary = system.boundaries.get(id);
    if (!boundary) return {};
    const { derived, name, crossedBy } = boundary;
    return {
      name: derived || name === id ? undefined : plain(name),
      crossedBy: references(crossedBy, 'flow'),
    };
  },
  view: (id, system) => {
    const view = system.views.get(id);
    if (!view) return {};
    return {
      name: view.name === id ? undefined : plain(view.name),
      elements: references(view.elements, 'element'),
    };
  },
};

function elementFields(id: string, system: System, catalogue: Catalogue): Loose {
  const element = system.elements.get(id);
  if (!element) return {};
  const type = catalogue.types.get(element.type);
  const zone = system.zones.get(element.zone);
  return {
    ...common(element),
    type: plain(element.type),
    zone: reference(element.zone, 'zone'),
    count: element.count === 1 ? undefined : plain(element.count),
    area: element.area && { value: element.area, ...(element.area === type?.area && { by: 'type' }) },
    focus: words(element.focus),
    stores: references(element.stores, 'asset'),
    actuates: references(element.actuates, 'asset'),
    ...surfaceFields(element),
    ...impliedOrStated(element.properties, type?.facts ?? {}, zone?.properties ?? {}, catalogue),
    ...cohortFields(element),
  };
}

/** "None" and "not said" are two things: the second is a gap in the model. */
function surfaceFields({ surfaces }: Element): Loose {
  if (!surfaces) return {};
  return {
    surfaces: { value: surfaces.map(({ id }) => id) },
    ...Object.fromEntries(
      surfaces.flatMap(({ id, kind, access, name }) => [
        [`surfaces.${id}.kind`, plain(kind)],
        [`surfaces.${id}.access`, plain(access)],
        [`surfaces.${id}.name`, plain(name)],
      ]),
    ),
  };
}

function cohortFields({ cohorts }: Element): Loose {
  return {
    cohorts: words(cohorts.map(({ id }) => id)),
    ...Object.fromEntries(
      cohorts.flatMap(({ id, count, properties }) => [
        [`cohorts.${id}.count`, plain(count)] as const,
        ...Object.entries(properties).map(([name, value]) => [`cohorts.${id}.${name}`, { value }] as const),
      ]),
    ),
  };
}

function common(thing: {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly outOfScope?: string;
}): Loose {
  const { id, name, description, outOfScope } = thing;
  return {
    // Without a name a thing goes by its id, and a change of that is said as such.
    name: name === id ? undefined : plain(name),
    description: plain(description),
    outOfScope: plain(outOfScope),
  };
}

function impliedOrStated(
  properties: Properties,
  facts: Properties,
  around: Properties,
  catalogue: Catalogue,
): Loose {
  const by = (name: string, value: Value): 'type' | 'zone' | undefined => {
    const property = catalogue.properties.get(name);
    if (property && isInherited(property) && sameValue(around[name], value)) return 'zone';
    return sameValue(facts[name], value) ? 'type' : undefined;
  };
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => {
      const from = by(name, value);
      return [name, { value, ...(from && { by: from }) }];
    }),
  );
}

function stated(properties: Properties): Loose {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, { value }]));
}

function plain(value: Value | undefined): Field | undefined {
  return value === undefined ? undefined : { value };
}

function words(value: readonly string[]): Field | undefined {
  return value.length === 0 ? undefined : { value: [...value] };
}

function reference(id: string | undefined, refers: Section): Field | undefined {
  return id === undefined ? undefined : { value: id, refers };
}

function references(ids: readonly string[], refers: Section): Field | undefined {
  return ids.length === 0 ? undefined : { value: [...ids], refers };
}

function isStated(entry: [string, Field | undefined]): entry is [string, Field] {
  return entry[1] !== undefined;
}
