/** What a project has of a list already: from threats.yaml and decisions.yaml, and from the note of the last import. */
import type { Plain } from '../../model/writing/change.ts';
import { parseText } from '../../text/parse.ts';
import { hasErrors, type Problem } from '../../text/problem.ts';
import type { Source } from '../../text/source.ts';
import type { EarlierImport } from '../imported.ts';
import { isMapping, mapping, type PlainMap, textAt } from '../into-project/earlier.ts';

/** Where an import notes what it made of each list, for the next import of it. */
export const LIST_BASE_FILE = 'import-base-lists.json';

/** What the last import made of one list. All by the id of the threat. */
export interface ListBase {
  readonly rows: Readonly<Record<string, BaseRow>>;
  readonly threats: PlainMap;
  readonly decisions: PlainMap;
  readonly claims: PlainMap;
}

export type BaseRow = {
  /** What the row is known by in the list. */
  readonly key: string;
  /** Of all its cells. */
  readonly digest: string;
  /** The own mitigation that a claim of it is about. */
  readonly mitigation: string;
};

/** A project's files as plain data; absent ones are empty. */
export interface Known {
  readonly threats: PlainMap;
  readonly decisions: PlainMap;
  /** Undefined where the list was not imported before, or its note is gone. */
  readonly base: ListBase | undefined;
  /** The notes of all lists. */
  readonly notes: PlainMap;
}

/** Reads them. Problems: those of the files. */
export function readKnown(
  earlier: EarlierImport | undefined,
  file: string,
): { readonly known?: Known; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const read = (source: Source | undefined): PlainMap => {
    if (!source) return {};
    const parsed = parseText(source);
    problems.push(...parsed.problems);
    return mapping(parsed.value?.data);
  };
  const threats = read(earlier?.threats);
  const decisions = read(earlier?.decisions);
  const notes = mapping(read(earlier?.base).lists);
  if (hasErrors(problems)) return { problems };
  const base = baseOf(notes[file]);
  return {
    known: { threats, decisions, base: base && underTodaysIds(base, threats, file), notes },
    problems,
  };
}

/** The key by which an entry of threats.yaml is known in the list; undefined for what is not from it. */
export function keyOf(entry: PlainMap, file: string): string | undefined {
  const origin = mapping(entry.origin);
  const isOurs = (origin.format === 'csv' || origin.format === 'xlsx') && origin.file === file;
  return isOurs ? textAt(origin, 'id') : undefined;
}

/** The text of the notes with that of one list anew: an entry a line, so that changes can be looked at. */
export function notesText(notes: PlainMap, file: string, base: ListBase): string {
  const lists = Object.entries({ ...notes, [file]: base });
  const parts = lists.map(([name, list]) => `    ${JSON.stringify(name)}: ${listText(mapping(list))}`);
  return `{\n  "lists": {\n${parts.join(',\n')}\n  }\n}\n`;
}

function listText(list: PlainMap): string {
  const sections = Object.entries(list).map(([section, entries]) => {
    const lines = Object.entries(mapping(entries)).map(
      ([id, entry]) => `        ${JSON.stringify(id)}: ${JSON.stringify(entry)}`,
    );
    return `      ${JSON.stringify(section)}: ${lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n      }`}`;
  });
  return `{\n${sections.join(',\n')}\n    }`;
}

function baseOf(data: Plain | undefined): ListBase | undefined {
  if (!isMapping(data)) return undefined;
  const rows = Object.entries(mapping(data.rows)).flatMap(([id, value]): [string, BaseRow][] => {
    const row = mapping(value);
    const [key, digest, mitigation] = ['key', 'digest', 'mitigation'].map((name) => textAt(row, name));
    if (key === undefined || digest === undefined || mitigation === undefined) return [];
    return [[id, { key, digest, mitigation }]];
  });
  return {
    rows: Object.fromEntries(rows),
    threats: mapping(data.threats),
    decisions: mapping(data.decisions),
    claims: mapping(data.claims),
  };
}

/** A person may have given threats other ids since: the note is read under those. */
function underTodaysIds(base: ListBase, threats: PlainMap, file: string): ListBase {
  const today = new Map<string, string>();
  for (const [id, value] of Object.entries(mapping(threats.threats))) {
    const key = keyOf(mapping(value), file);
    if (key !== undefined) today.set(key, id);
  }
  const renamed = <T>(entries: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(entries).map(([id, entry]) => {
        const key = base.rows[id]?.key;
        return [(key === undefined ? undefined : today.get(key)) ?? id, entry];
      }),
    );
  return {
    rows: renamed(base.rows),
    threats: renamed(base.threats),
    decisions: renamed(base.decisions),
    claims: renamed(base.claims),
  };
}
