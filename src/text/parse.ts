/** From text to plain data, keeping the way back from data to its place in the text. */
import { parseJson } from './json/read-json.ts';
import type { Outcome, Where } from './problem.ts';
import { isJsonFile, type Source } from './source.ts';
import { parseYaml } from './yaml/read-yaml.ts';

/** The way to a value: keys of mappings and indexes of lists, from the root. */
export type Path = readonly (string | number)[];

/** The way back into a text, without its data. */
export interface Places {
  readonly source: Source;
  /**
   * Where the value at `path` is written, or with `part` 'key' its key (the value itself in a list). Undefined
   * when the text has no such path. Behind an alias or a merge (`<<`) it is the place of the original.
   */
  readonly where: (path: Path, part?: 'key' | 'value') => Where | undefined;
}

/** A parsed text. */
export interface Parsed extends Places {
  /**
   * Plain data: null, booleans, numbers, strings, arrays, objects. Read-only: values behind YAML aliases are
   * shared. Keys may be `constructor` or `toString` (never `__proto__`): read foreign ones with `Object.entries`
   * or `Object.hasOwn`.
   */
  readonly data: unknown;
}

/** Deepest nesting read. Our own formats need fewer than twenty levels. */
const MAX_DEPTH = 128;

/**
 * Parses YAML 1.2 (one document, merge keys allowed) or, for a file named `*.json`, JSON. Problems: TXT04 (not
 * well-formed), TXT05 (nested too deeply), TXT06 (aliases expand too far), TXT07 (a key twice), TXT09 (the key
 * `__proto__`). Never throws, whatever the text.
 */
export function parseText(source: Source): Outcome<Parsed> {
  return isJsonFile(source.file) ? parseJson(source, MAX_DEPTH) : parseYaml(source, MAX_DEPTH);
}

/** The place of `path`, or of the nearest thing around it that is written in the text. */
export function placeOf(places: Places, path: Path, part: 'key' | 'value' = 'value'): Where {
  for (let length = path.length; length > 0; length--) {
    const where = places.where(path.slice(0, length), length === path.length ? part : 'key');
    if (where) return where;
  }
  return places.where([]) ?? { file: places.source.file, line: 1, column: 1 };
}
