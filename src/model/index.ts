/**
 * Step 1, model (S-16): from the text of a `system.yaml` to what the system is.
 *
 * Reading goes in stages, and each stage needs the one before it: text, shape, names, references. All problems
 * of a stage are told at once.
 */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { parseText, type Places } from '../text/parse.ts';
import { byPlace, hasErrors, type Outcome } from '../text/problem.ts';
import { checkShape, checkVersion } from '../text/shape/shape.ts';
import type { Source } from '../text/source.ts';
import { crossBoundaries } from './reading/boundaries.ts';
import { readElements } from './reading/elements.ts';
import { collectIds } from './reading/ids.ts';
import { readLinks } from './reading/links.ts';
import { named } from './reading/named.ts';
import { placesOf } from './reading/places.ts';
import { withStatements } from './reading/property-keys.ts';
import { Reading } from './reading/reading.ts';
import { systemFileSchema, type SystemFile } from './schema.ts';
import type { Asset, System } from './system.ts';
import { isInherited, readZones } from './reading/zones.ts';

export { gaps, type Gap } from './gaps.ts';
export {
  INVENTORY_FILES,
  type Inventory,
  type Placement,
  type Unit,
  fleetPlaced,
  readInventory,
} from './inventory/index.ts';
export * from './query.ts';
export type * from './system.ts';
export { applyChange, type Change } from './writing/write.ts';

/**
 * Reads a system. Problems: TXT04..TXT11 (text and shape), MOD01..MOD12 (what the names refer to and whether it
 * fits together). The value is there when no problem is an error; cost grows with the size of the file alone.
 */
export function model(source: Source, catalogue: Catalogue): Outcome<System> {
  const shaped = readShape(source, catalogue);
  if (!shaped.value) return { problems: shaped.problems };
  const reading = new Reading(shaped.value.file, catalogue, shaped.value.places);
  const system = readSystem(reading);
  const problems = reading.problems.toSorted(byPlace);
  return hasErrors(problems) ? { problems } : { value: system, problems };
}

/** Lets go of the parsed data on the way: a large system would be in memory once more. */
function readShape(source: Source, catalogue: Catalogue): Outcome<{ file: SystemFile; places: Places }> {
  const text = parseText(source);
  if (!text.value) return { problems: text.problems };
  const version = checkVersion(text.value);
  if (hasErrors(version)) return { problems: version };
  const shape = checkShape(schemaFor(catalogue), text.value);
  if (!shape.value) return { problems: shape.problems };
  return { value: { file: shape.value, places: { source, where: text.value.where } }, problems: [] };
}

const schemas = new WeakMap<Catalogue, ReturnType<typeof systemFileSchema>>();

function schemaFor(catalogue: Catalogue): ReturnType<typeof systemFileSchema> {
  let schema = schemas.get(catalogue);
  if (!schema) schemas.set(catalogue, (schema = systemFileSchema(catalogue)));
  return schema;
}

function readSystem(reading: Reading): System {
  const { file, catalogue, places, kinds } = reading;
  collectIds(reading);
  const zones = readZones(reading);
  const elements = readElements(reading, zones);
  const links = readLinks(reading);
  const boundaries = crossBoundaries(reading, zones, elements, links);
  const { system } = file;
  const inherited = [...catalogue.properties.values()].filter(isInherited).map(({ name }) => name);
  return {
    id: system.id,
    name: system.name ?? system.id,
    ...(system.version !== undefined && { version: system.version }),
    stage: system.stage ?? 'design',
    ...(system.description !== undefined && { description: system.description }),
    zones,
    elements,
    ...links,
    boundaries,
    assets: readAssets(reading),
    assumptions: readAssumptions(file),
    views: readViews(reading),
    properties: withStatements({}, reading.stated(system, 'system', ['system'])),
    file: places.source.file,
    where: placesOf({
      where: places.where,
      kinds,
      zones,
      elements,
      inherited: new Set(inherited),
    }),
  };
}

function readAssets(reading: Reading): System['assets'] {
  const entries = Object.entries(reading.file.assets ?? {});
  const declared = entries.map(([id, entry]): [string, Asset] => {
    const properties = withStatements({}, reading.stated(entry, 'asset', ['assets', id]));
    return [id, { kind: entry.kind, properties, ...named(id, entry) }];
  });
  const undeclared = [...reading.undeclaredData].map((id): [string, Asset] => [
    id,
    { kind: 'data', properties: {}, ...named(id, {}) },
  ]);
  return new Map([...declared, ...undeclared]);
}

function readAssumptions(file: SystemFile): System['assumptions'] {
  const entries = Object.entries(file.assumptions ?? {});
  return new Map(
    entries.map(([id, { text, owner }]) => [id, { id, text, ...(owner !== undefined && { owner }) }]),
  );
}

function readViews(reading: Reading): System['views'] {
  const entries = Object.entries(reading.file.views ?? {});
  return new Map(
    entries.map(([id, { name, elements, origin }]) => [
      id,
      {
        id,
        name: name ?? id,
        ...(origin && { origin }),
        elements: reading.references(elements, ['element'], ['views', id], 'elements'),
      },
    ]),
  );
}
