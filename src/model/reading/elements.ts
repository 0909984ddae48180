/** Elements, their cohorts and their ways in. */
import type { ResolvedType } from '../../catalogue/catalogue.ts';
import type { Path } from '../../text/parse.ts';
import { quote } from '../../text/frame.ts';
import { suggestion } from '../../text/suggest.ts';
import { named, type Draft } from './named.ts';
import { withStatements, type Statement } from './property-keys.ts';
import { NONE, type Reading } from './reading.ts';
import type { ElementEntry, SurfaceEntry } from '../schema.ts';
import type { Cohort, Element, Properties, Surface, Zone } from '../system.ts';
import { isInherited } from './zones.ts';

/**
 * Reads the elements: MOD03/MOD04 (zone, assets), MOD05 (type), MOD06 (properties the type does not have),
 * MOD10 (counts). `touchesBoundary` is worked out with the boundaries.
 */
export function readElements(
  reading: Reading,
  zones: ReadonlyMap<string, Zone>,
): Map<string, Draft<Element>> {
  const impliedBy = impliedProperties(reading, zones);
  const elements = new Map<string, Draft<Element>>();
  for (const [id, entry] of Object.entries(reading.file.elements ?? {})) {
    const path = ['elements', id];
    const type = reading.catalogue.types.get(entry.type);
    if (!type) {
      const hint = suggestion(entry.type, [...reading.catalogue.types.keys()]);
      reading.error('MOD05', `there is no element type ${quote(entry.type)}`, [...path, 'type'], hint);
    }
    reading.refers(entry.zone, ['zone'], path, 'zone');
    const stated = reading.stated(entry, 'element', path);
    checkApplies(reading, type, stated, path);
    const cohorts = readCohorts(reading, entry, type, path);
    const area = entry.area ?? type?.area;
    elements.set(id, {
      type: entry.type,
      kind: type?.kind ?? 'process',
      zone: entry.zone,
      count: unitsOf(reading, entry, cohorts, path),
      cohorts,
      ...(area && { area }),
      focus: entry.focus ?? NONE,
      ...(entry.surfaces && { surfaces: readSurfaces(entry.surfaces) }),
      stores: checkAssets(reading, entry.stores, 'stores', path),
      actuates: checkAssets(reading, entry.actuates, 'actuates', path),
      properties: withStatements(impliedBy(entry.type, entry.zone), stated),
      touchesBoundary: false,
      ...named(id, entry),
    });
  }
  return elements;
}

/**
 * What an element has without saying so: the facts of its type, and over them what its zone says of what lies
 * in it, which is said of this system and not of all. Elements alike in both share one object.
 */
function impliedProperties(reading: Reading, zones: ReadonlyMap<string, Zone>) {
  const inherited = [...reading.catalogue.properties.values()].filter(isInherited);
  const known = new Map<string, Properties>();
  return (typeId: string, zoneId: string): Properties => {
    const key = `${typeId} ${zoneId}`;
    let properties = known.get(key);
    if (!properties) {
      const fromZone = zones.get(zoneId)?.properties ?? {};
      properties = { ...reading.catalogue.types.get(typeId)?.facts };
      for (const { name } of inherited) {
        const value = Object.hasOwn(fromZone, name) ? fromZone[name] : undefined;
        if (value !== undefined) properties = { ...properties, [name]: value };
      }
      known.set(key, properties);
    }
    return properties;
  };
}

function checkApplies(
  reading: Reading,
  type: ResolvedType | undefined,
  stated: readonly Statement[],
  path: Path,
): void {
  if (!type) return;
  for (const { property, path: keys } of stated) {
    if (!property.types || property.types.some((each) => type.lineage.includes(each))) continue;
    const message = `${quote(property.name)} does not apply to the type ${quote(type.id)}`;
    reading.error('MOD06', message, [...path, ...keys], `It applies to ${property.types.join(', ')}.`, 'key');
  }
}

function readCohorts(
  reading: Reading,
  entry: ElementEntry,
  type: ResolvedType | undefined,
  path: Path,
): readonly Cohort[] {
  if (!entry.cohorts) return NONE;
  return Object.entries(entry.cohorts).map(([id, cohort]) => {
    const at = [...path, 'cohorts', id];
    const stated = reading.stated(cohort, 'element', at);
    checkApplies(reading, type, stated, at);
    return { id, count: cohort.count, properties: withStatements({}, stated) };
  });
}

function unitsOf(reading: Reading, entry: ElementEntry, cohorts: readonly Cohort[], path: Path): number {
  if (cohorts.length === 0) return entry.count ?? 1;
  const sum = cohorts.reduce((total, { count }) => total + count, 0);
  if (entry.count !== undefined && entry.count !== sum) {
    const message = `the cohorts have ${sum} units together, not ${entry.count}`;
    reading.error('MOD10', message, [...path, 'count'], 'Leave "count" out: it is their sum.');
  }
  return sum;
}

/** What can be held is data or a secret; what can be moved is a physical effect. */
function checkAssets(
  reading: Reading,
  ids: readonly string[] | undefined,
  key: 'stores' | 'actuates',
  path: Path,
): readonly string[] {
  for (const [index, id] of (ids ?? []).entries()) {
    const asset = Object.hasOwn(reading.file.assets ?? {}, id) ? reading.file.assets?.[id] : undefined;
    if (!asset || (asset.kind === 'physical') === (key === 'actuates')) continue;
    const message =
      key === 'actuates'
        ? `${quote(id)} is ${asset.kind === 'data' ? 'data' : 'a secret'}, and only a physical asset can be actuated`
        : `${quote(id)} is a physical asset, and only data and secrets can be stored`;
    reading.error('MOD04', message, [...path, key, index]);
  }
  return reading.references(ids, ['asset'], path, key);
}

/** S-21: every way in is digital or physical. What needs a hand on the device is physical. */
const USUAL_ACCESS: Readonly<Record<Surface['kind'], Surface['access']>> = {
  radio: 'digital',
  wired: 'digital',
  debug: 'physical',
  ui: 'physical',
  'sensor-input': 'physical',
  update: 'digital',
  management: 'digital',
  'local-storage': 'physical',
};

function readSurfaces(entries: Readonly<Record<string, SurfaceEntry>>): readonly Surface[] {
  return Object.entries(entries).map(([id, { kind, access, name }]) => ({
    id,
    kind,
    access: access ?? USUAL_ACCESS[kind],
    ...(name !== undefined && { name }),
  }));
}
