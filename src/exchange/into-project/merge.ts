/**
 * Puts together what the last import wrote (`base`), what people made of it (`ours`) and what the file says now
 * (`theirs`). What only one side changed is taken from it. Where both did, the people's word stands, and it is told.
 */
import { canonicalJson } from '../../text/canonical.ts';
import type { Plain } from '../../model/writing/change.ts';
import { at, isMapping, mapping, type PlainMap } from './earlier.ts';

/** Lists that are sets: what one side adds or takes away is added or taken away. */
const SETS = new Set(['crossedBy', 'elements', 'also', 'formerly', 'carries', 'stores', 'actuates']);

/** What could not be taken from both sides. */
export interface Conflict {
  readonly path: readonly string[];
  /** `kept`: gone from the file, kept for what people said of it. `removed`: people removed what the file changed. */
  readonly what: 'both' | 'kept' | 'removed';
}

/** `entryDepth`: how deep the things lie that have an id (`elements/hub` is 2 deep). */
export function merge(
  base: PlainMap,
  ours: PlainMap,
  theirs: PlainMap,
  entryDepth: number,
  conflicts: Conflict[],
  path: readonly string[] = [],
): PlainMap {
  const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const values = [at(base, key), at(ours, key), at(theirs, key)] as const;
      const value = mergeValue(...values, entryDepth, conflicts, [...path, key]);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function mergeValue(
  base: Plain | undefined,
  ours: Plain | undefined,
  theirs: Plain | undefined,
  entryDepth: number,
  conflicts: Conflict[],
  path: readonly string[],
): Plain | undefined {
  if (isSame(ours, theirs) || isSame(theirs, base)) return ours;
  if (isSame(ours, base)) return theirs;
  const isAbove = path.length < entryDepth;
  if (isMapping(ours) && isMapping(theirs) && path.at(-1) !== 'origin') {
    return merge(mapping(base), mapping(ours), mapping(theirs), entryDepth, conflicts, path);
  }
  // Sections that the file has nothing for any more hold what people put there.
  if (isAbove && (isMapping(ours) || isMapping(theirs))) {
    return merge(mapping(base), mapping(ours), mapping(theirs), entryDepth, conflicts, path);
  }
  if (path.at(-1) === 'origin') return theirs ?? ours;
  if (SETS.has(path.at(-1) ?? '') && Array.isArray(ours) && Array.isArray(theirs)) {
    return mergeSets(listOf(base), listOf(ours), listOf(theirs));
  }
  const what = theirs === undefined ? 'kept' : ours === undefined ? 'removed' : 'both';
  if (what === 'both' || path.length === entryDepth) conflicts.push({ path, what });
  return ours;
}

function mergeSets(base: readonly Plain[], ours: readonly Plain[], theirs: readonly Plain[]): Plain {
  const kept = ours.filter((one) => theirs.includes(one) || !base.includes(one));
  return [...kept, ...theirs.filter((one) => !ours.includes(one) && !base.includes(one))];
}

function listOf(value: Plain | undefined): readonly Plain[] {
  return Array.isArray(value) ? (value as readonly Plain[]) : [];
}

function isSame(a: Plain | undefined, b: Plain | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(a) === canonicalJson(b);
}

/** What refers to what, in system.yaml: section, key, and the sections it leads to. */
const REFERENCES: readonly (readonly [section: string, key: string, to: readonly string[]])[] = [
  ['zones', 'parent', ['zones']],
  ['elements', 'zone', ['zones']],
  ['connections', 'from', ['elements']],
  ['connections', 'to', ['elements']],
  ['flows', 'from', ['elements']],
  ['flows', 'to', ['elements']],
  ['flows', 'over', ['connections']],
  ['boundaries', 'crossedBy', ['flows']],
  ['boundaries', 'around', ['elements', 'zones']],
  ['views', 'elements', ['elements']],
];

/**
 * Makes references lead somewhere again after a merge: what something kept refers to comes back from where it still
 * is (told in `back`); lists of references lose what is nowhere.
 */
export function mended(
  merged: PlainMap,
  sources: readonly PlainMap[],
  back: (section: string, id: string) => void,
): PlainMap {
  const data: Record<string, Record<string, Plain>> = {};
  for (const [section, entries] of Object.entries(merged)) {
    if (isMapping(entries)) data[section] = { ...mapping(entries) };
  }
  const has = (to: readonly string[], id: Plain): boolean =>
    typeof id === 'string' && to.some((section) => at(data[section] ?? {}, id) !== undefined);
  const bring = (to: readonly string[], id: Plain): void => {
    if (typeof id !== 'string') return;
    for (const section of to) {
      const found = sources
        .map((source) => at(mapping(source[section]), id))
        .find((entry) => entry !== undefined);
      if (found === undefined) continue;
      data[section] = { ...data[section], [id]: found };
      back(section, id);
      return;
    }
  };
  // What comes back may refer to more that must: flows to elements to zones to zones.
  for (let round = 0; round < 2; round++) {
    for (const [section, key, to] of REFERENCES.toReversed()) {
      for (const [id, entry] of Object.entries(data[section] ?? {})) {
        const reference = mapping(entry)[key];
        if (typeof reference === 'string' && !has(to, reference)) bring(to, reference);
        if (!Array.isArray(reference)) continue;
        const list = (reference as readonly Plain[]).filter((one) => has(to, one));
        if (list.length < reference.length)
          data[section] = { ...data[section], [id]: { ...mapping(entry), [key]: list } };
      }
    }
  }
  return Object.fromEntries(
    Object.entries(merged).map(([section, entries]): [string, Plain] => [section, data[section] ?? entries]),
  );
}
