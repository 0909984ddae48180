/**
 * The catalogue's flat property names (`tls.min`) and the nested keys of the file (`tls: { min: … }`), in both
 * directions, and the values a property may have.
 */
import { z } from 'zod';

import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Value } from '../../catalogue/condition.ts';
import type { Bearer, Property } from '../../catalogue/schema.ts';
import type { Properties } from '../system.ts';

/** What one key of an entry can state: a property of that name, properties inside it, or either. */
export interface PropertyKey {
  readonly property?: Property;
  readonly parts: ReadonlyMap<string, Property>;
}

/** The keys with which a bearer's properties are written, in catalogue order. Derived properties have none. */
export function propertyKeys(catalogue: Catalogue, bearer: Bearer): ReadonlyMap<string, PropertyKey> {
  let tables = cache.get(catalogue);
  if (!tables) cache.set(catalogue, (tables = new Map()));
  let table = tables.get(bearer);
  if (!table) tables.set(bearer, (table = buildTable(catalogue, bearer)));
  return table;
}

const cache = new WeakMap<Catalogue, Map<Bearer, ReadonlyMap<string, PropertyKey>>>();

function buildTable(catalogue: Catalogue, bearer: Bearer): ReadonlyMap<string, PropertyKey> {
  const table = new Map<string, { property?: Property; parts: Map<string, Property> }>();
  for (const property of catalogue.properties.values()) {
    if (property.derived === true || !property.on.includes(bearer)) continue;
    const [key = '', part] = property.name.split('.');
    const entry = table.get(key) ?? newKey();
    if (part === undefined) entry.property = property;
    else entry.parts.set(part, property);
    table.set(key, entry);
  }
  return table;
}

function newKey(): { property?: Property; parts: Map<string, Property> } {
  return { parts: new Map() };
}

/** A property stated in an entry, with the keys that lead to it. */
export interface Statement {
  readonly property: Property;
  readonly value: Value;
  readonly path: readonly string[];
}

/**
 * The properties an entry of the file states. The entry's shape has been checked; keys that are no properties
 * (`from`, `zone`) are passed over.
 */
export function statements(entry: object, keys: ReadonlyMap<string, PropertyKey>): Statement[] {
  const found: Statement[] = [];
  for (const [key, value] of members(entry)) {
    const known = keys.get(key);
    if (!known || value === undefined) continue;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [part, inner] of members(value)) {
        const property = known.parts.get(part);
        if (property && inner !== undefined) {
          found.push({ property, value: readValue(property, inner), path: [key, part] });
        }
      }
    } else if (known.property) {
      found.push({ property: known.property, value: readValue(known.property, value), path: [key] });
    }
  }
  return found;
}

function members(entry: object): [string, unknown][] {
  return Object.entries(entry);
}

/** Adds what statements say and imply to `base`; a statement wins over what another one implies. */
export function withStatements(base: Properties, stated: readonly Statement[]): Properties {
  if (stated.length === 0) return base;
  const properties: Record<string, Value> = { ...base };
  for (const { property } of stated) Object.assign(properties, property.implies);
  for (const { property, value } of stated) properties[property.name] = value;
  return properties;
}

/** The keys that lead to a property in an entry: `['tls', 'min']`. */
export function propertyPath(name: string): string[] {
  return name.split('.');
}

/**
 * The values a property may have in a file. Words that look like numbers may be written without quotes: YAML
 * makes a number of `min: 1.2`, and the person meant the word.
 */
export function valueSchema(property: Property): z.ZodType {
  return formOf(property).describe(helpOf(property));
}

function formOf(property: Property): z.ZodType {
  const words = Object.keys(property.values ?? {});
  switch (property.value) {
    case 'boolean':
      return z.boolean();
    case 'number':
      return z.number();
    case 'text':
      return z.string().min(1);
    case 'ids':
      return z.array(z.string());
    case 'words':
      return z.array(words.length > 0 ? z.enum(words) : z.string().min(1));
    case 'word':
    default:
      return words.length > 0 ? z.literal([...words, ...numbersAmong(words)]) : z.string().min(1);
  }
}

function numbersAmong(words: readonly string[]): number[] {
  return words.filter((word) => /^\d+(\.\d+)?$/.test(word)).map(Number);
}

function helpOf({ help, values }: Property): string {
  const meanings = Object.entries(values ?? {}).map(([word, meaning]) => `${word}: ${meaning}`);
  return meanings.length > 0 ? `${help} ${meanings.join('; ')}.` : help;
}

/** The shape check has made sure that it is a value of the property. */
function readValue(property: Property, value: unknown): Value {
  if (typeof value === 'number' && property.value === 'word') {
    return Object.keys(property.values ?? {}).find((word) => Number(word) === value) ?? String(value);
  }
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : String(value);
}
