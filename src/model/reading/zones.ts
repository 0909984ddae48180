/** Zones, and what an element has from the zones around it. */
import { ZoneType, type Property } from '../../catalogue/schema.ts';
import { quote } from '../../text/frame.ts';
import { suggestion } from '../../text/suggest.ts';
import { named } from './named.ts';
import { withStatements } from './property-keys.ts';
import type { Reading } from './reading.ts';
import type { Properties, Zone } from '../system.ts';

/** Reads the zones: MOD03/MOD04 (parent), MOD05 (type), MOD07 (circle of parents). */
export function readZones(reading: Reading): Map<string, Zone> {
  const entries = new Map(Object.entries(reading.file.zones ?? {}));
  const inherited = [...reading.catalogue.properties.values()].filter(isInherited);
  const zones = new Map<string, Zone>();

  for (const [id, entry] of entries) {
    const path = ['zones', id];
    const type = ZoneType.safeParse(entry.type);
    if (!type.success) {
      const hint = suggestion(entry.type, ZoneType.options);
      reading.error('MOD05', `there is no zone type ${quote(entry.type)}`, [...path, 'type'], hint);
    }
    if (entry.parent !== undefined) reading.refers(entry.parent, ['zone'], path, 'parent');
    zones.set(id, {
      type: type.data ?? 'device',
      ...(entry.parent !== undefined && { parent: entry.parent }),
      properties: withStatements({}, reading.stated(entry, 'zone', path)),
      ...named(id, entry),
    });
  }
  reportCircles(reading, zones);
  // Outer zones first, so that each takes over what its parent has, itself or from further out.
  for (const zone of outermostFirst(zones)) {
    const around = zones.get(zone.parent ?? '')?.properties ?? {};
    zones.set(zone.id, { ...zone, properties: withInherited(zone.properties, around, inherited) });
  }
  return zones;
}

/** A property that zones and elements both can have holds for what lies in the zone, unless that says otherwise. */
export function isInherited(property: Property): boolean {
  return property.on.includes('zone') && property.on.includes('element');
}

function withInherited(own: Properties, around: Properties, inherited: readonly Property[]): Properties {
  let properties = own;
  for (const { name } of inherited) {
    const value = around[name];
    if (value !== undefined && own[name] === undefined) properties = { ...properties, [name]: value };
  }
  return properties;
}

/** How many zones lie around each zone. Zones in a circle get some number. */
export function zoneDepths(zones: ReadonlyMap<string, Zone>): Map<string, number> {
  const depths = new Map<string, number>();
  for (const start of zones.keys()) {
    const chain = new Set<string>();
    let id: string | undefined = start;
    while (id !== undefined && zones.has(id) && !depths.has(id) && !chain.has(id)) {
      chain.add(id);
      id = zones.get(id)?.parent;
    }
    const around = id === undefined ? undefined : depths.get(id);
    let depth = around === undefined ? 0 : around + 1;
    for (const inner of [...chain].toReversed()) depths.set(inner, depth++);
  }
  return depths;
}

/** The zones in an order in which each comes after the one it lies in. */
export function outermostFirst(zones: ReadonlyMap<string, Zone>): Zone[] {
  const depths = zoneDepths(zones);
  return [...zones.values()].toSorted((a, b) => (depths.get(a.id) ?? 0) - (depths.get(b.id) ?? 0));
}

/** Each circle is reported once, at the first of its zones in the file. */
function reportCircles(reading: Reading, zones: ReadonlyMap<string, Zone>): void {
  const done = new Set<string>();
  for (const start of zones.keys()) {
    const chain: string[] = [];
    const onChain = new Set<string>();
    let id: string | undefined = start;
    while (id !== undefined && zones.has(id) && !done.has(id) && !onChain.has(id)) {
      chain.push(id);
      onChain.add(id);
      id = zones.get(id)?.parent;
    }
    if (id !== undefined && onChain.has(id)) {
      const circle = [...chain.slice(chain.indexOf(id)), id].map(quote).join(' in ');
      reading.error(
        'MOD07',
        `zones lie in a circle: ${circle}`,
        ['zones', id, 'parent'],
        'Remove one "parent".',
      );
    }
    for (const seen of chain) done.add(seen);
  }
}
