/** Where things of a system are written. */
import type { Path, Parsed } from '../../text/parse.ts';
import type { Where } from '../../text/problem.ts';
import { propertyPath } from './property-keys.ts';
import type { Kind, Section } from './reading.ts';
import type { Element, Zone } from '../system.ts';

/** What the places are found from: the text's own places, and which section an id stands in. */
export interface Ground {
  readonly where: Parsed['where'];
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly zones: ReadonlyMap<string, Zone>;
  readonly elements: ReadonlyMap<string, Element>;
  /** Names of the properties that elements have from their zones. */
  readonly inherited: ReadonlySet<string>;
}

const SECTIONS: Readonly<Record<Exclude<Kind, 'system'>, Section>> = {
  assumption: 'assumptions',
  zone: 'zones',
  element: 'elements',
  connection: 'connections',
  flow: 'flows',
  asset: 'assets',
  boundary: 'boundaries',
  view: 'views',
};

/** Names of derived properties that are written under another key. */
const WRITTEN_AS: Readonly<Record<string, string>> = { units: 'count' };

/** Builds {@link System.where}: at the property, else where the property comes from, else at the thing. */
export function placesOf(ground: Ground): (id: string, property?: string) => Where | undefined {
  const pathOf = (id: string): Path | undefined => {
    const kind = ground.kinds.get(id);
    if (kind === undefined) return undefined;
    return kind === 'system' ? ['system'] : [SECTIONS[kind], id];
  };
  const stated = (id: string, property: string): Where | undefined => {
    const path = pathOf(id);
    return path && ground.where([...path, ...propertyPath(WRITTEN_AS[property] ?? property)], 'value');
  };
  const inZones = (id: string, property: string): Where | undefined => {
    if (!ground.inherited.has(property)) return undefined;
    for (let zone = ground.elements.get(id)?.zone ?? ground.zones.get(id)?.parent; zone !== undefined;) {
      const found = stated(zone, property);
      if (found) return found;
      zone = ground.zones.get(zone)?.parent;
    }
    return undefined;
  };
  return (id, property) => {
    const path = pathOf(id);
    if (!path) return undefined;
    const found = property === undefined ? undefined : (stated(id, property) ?? inZones(id, property));
    return found ?? ground.where(path, 'key');
  };
}
