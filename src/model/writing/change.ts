/** Changes to a system file, as data, and what they do to the file's plain data. */
import type { Value } from '../../catalogue/condition.ts';
import { quote } from '../../text/frame.ts';
import type { Path } from '../../text/parse.ts';
import type { Section } from '../reading/reading.ts';

/** What a value of a file may be, as JSON has it. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** One change to a system file. */
export type Change =
  /** Sets what the thing with the id says of `property` (`tls.min`, or a key such as `zone`); undefined unsays it. */
  | {
      readonly kind: 'set';
      readonly id: string;
      readonly property: string;
      readonly value: Value | undefined;
    }
  /** Adds an entry at the end of a section. */
  | { readonly kind: 'add'; readonly section: Section; readonly id: string; readonly entry: Entry }
  /** Removes an entry. References to it stay; reading the file again tells of them. */
  | { readonly kind: 'remove'; readonly id: string }
  /** Gives a thing another id, notes the old one under `formerly` and changes every reference. */
  | { readonly kind: 'rename'; readonly id: string; readonly to: string };

type Entry = { readonly [key: string]: Plain };

/** A step of a change: put a value at a path, take away what is at a path, or put a key's name in its place. */
export type Edit =
  | { readonly edit: 'put'; readonly path: Path; readonly value: Plain }
  | { readonly edit: 'take'; readonly path: Path }
  | { readonly edit: 'name'; readonly path: Path; readonly part: 'key' | 'value'; readonly to: string };

/** Why a change cannot be made. */
export interface Refusal {
  readonly code: 'MOD02' | 'MOD03' | 'MOD13';
  readonly message: string;
}

/** Sections whose entries can carry `formerly`. */
const WITH_FORMERLY: ReadonlySet<string> = new Set(['zones', 'elements', 'connections', 'flows', 'assets']);

/**
 * The steps that make up a change to `data`, or why it cannot be made. All paths are those of the
 * data before the change.
 */
export function editsFor(data: Plain, change: Change): readonly Edit[] | Refusal {
  if (change.kind === 'add') return addition(data, change.section, change.id, change.entry);
  const home = homeOf(data, change.id);
  if (!home) return { code: 'MOD03', message: `there is nothing with the id ${quote(change.id)}` };
  switch (change.kind) {
    case 'set':
      return setting(data, home, change.property.split('.'), change.value);
    case 'remove':
      return home.length === 2
        ? [{ edit: 'take', path: home }]
        : { code: 'MOD13', message: 'the system itself cannot be removed' };
    case 'rename':
    default:
      return renaming(data, home, change.id, change.to);
  }
}

/** What a step does to plain data; gives new data and leaves the old as it is. */
export function edited(data: Plain, edit: Edit): Plain {
  return editAt(data, edit.path, edit);
}

/** The path of the entry with an id: `['system']` or `[section, id]`. */
function homeOf(data: Plain, id: string): readonly string[] | undefined {
  for (const [section, entries] of members(data)) {
    if (section === 'system' && member(entries, 'id') === id) return ['system'];
    if (section !== 'system' && member(entries, id) !== undefined) return [section, id];
  }
  return undefined;
}

function taken(id: string): Refusal {
  return { code: 'MOD02', message: `the id ${quote(id)} is taken` };
}

function addition(data: Plain, section: Section, id: string, entry: Entry): readonly Edit[] | Refusal {
  if (homeOf(data, id)) return taken(id);
  const entries = member(data, section);
  if (entries === undefined || entries === null)
    return [{ edit: 'put', path: [section], value: { [id]: entry } }];
  return [{ edit: 'put', path: [section, id], value: entry }];
}

/** A property may stand beside or inside a value of the same key: `server: psk`, `server: { verified: … }`. */
function setting(
  data: Plain,
  home: Path,
  keys: readonly string[],
  value: Value | undefined,
): readonly Edit[] | Refusal {
  const path = [...home, ...keys];
  const outer = [...home, ...keys.slice(0, 1)];
  const [, part] = keys;
  if (value === undefined) {
    if (at(data, path) === undefined) return [];
    const siblings = part === undefined ? [] : members(at(data, outer) ?? null);
    return [{ edit: 'take', path: siblings.length === 1 ? outer : path }];
  }
  const beside = at(data, outer);
  const inside = part !== undefined && beside !== undefined && isMapping(beside);
  if (part === undefined || inside) return [{ edit: 'put', path, value }];
  return [{ edit: 'put', path: outer, value: { [part]: value } }];
}

function renaming(data: Plain, home: readonly string[], id: string, to: string): readonly Edit[] | Refusal {
  if (id === to) return [];
  if (homeOf(data, to)) return taken(to);
  if (home.length === 1) return [{ edit: 'name', path: ['system', 'id'], part: 'value', to }];
  const edits: Edit[] = referencesTo(data, id).map((path) => ({ edit: 'name', path, part: 'value', to }));
  const [section = ''] = home;
  if (WITH_FORMERLY.has(section)) {
    const before = at(data, [...home, 'formerly']);
    const kept = Array.isArray(before) ? (before as readonly Plain[]).filter((former) => former !== to) : [];
    const formerly = kept.includes(id) ? kept : [...kept, id];
    edits.push({ edit: 'put', path: [...home, 'formerly'], value: formerly });
  }
  edits.push({ edit: 'name', path: home, part: 'key', to });
  return edits;
}

/** The keys that hold references, for each section. */
const REFERENCES: Readonly<Record<string, readonly string[]>> = {
  zones: ['parent'],
  elements: ['zone', 'stores', 'actuates'],
  connections: ['from', 'to'],
  flows: ['from', 'to', 'over', 'carries'],
  boundaries: ['around', 'crossedBy'],
  views: ['elements'],
};

function referencesTo(data: Plain, id: string): Path[] {
  const found: Path[] = [];
  for (const [section, keys] of Object.entries(REFERENCES)) {
    for (const [entry, value] of members(member(data, section) ?? null)) {
      for (const key of keys) {
        const reference = member(value, key);
        if (reference === id) found.push([section, entry, key]);
        else if (Array.isArray(reference)) {
          for (const [index, each] of (reference as readonly Plain[]).entries()) {
            if (each === id) found.push([section, entry, key, index]);
          }
        }
      }
    }
  }
  return found;
}

function editAt(data: Plain, [step, ...rest]: Path, edit: Edit): Plain {
  if (step === undefined) return edit.edit === 'name' ? edit.to : edit.edit === 'put' ? edit.value : null;
  if (Array.isArray(data)) {
    return (data as readonly Plain[]).map((each, index) =>
      index === step ? editAt(each, rest, edit) : each,
    );
  }
  const name = String(step);
  const entries = members(data);
  const last = rest.length === 0;
  if (last && edit.edit === 'take') return Object.fromEntries(entries.filter(([key]) => key !== name));
  const rename = last && edit.edit === 'name' && edit.part === 'key' ? edit.to : undefined;
  if (!entries.some(([key]) => key === name)) entries.push([name, null]);
  return Object.fromEntries(
    entries.map(([key, value]) => {
      if (key !== name) return [key, value];
      return rename === undefined ? [key, editAt(value, rest, edit)] : [rename, value];
    }),
  );
}

function at(data: Plain, path: Path): Plain | undefined {
  let value: Plain | undefined = data;
  for (const step of path) value = value === undefined ? undefined : member(value, String(step));
  return value;
}

function member(data: Plain, key: string): Plain | undefined {
  return isMapping(data) && Object.hasOwn(data, key) ? data[key] : undefined;
}

function members(data: Plain): [string, Plain][] {
  return isMapping(data) ? Object.entries(data) : [];
}

function isMapping(data: Plain): data is { readonly [key: string]: Plain } {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
