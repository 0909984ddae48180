/** A project that an earlier import made, as data: what its things are called, and by which GUIDs a drawing knows them. */
import type { Plain } from '../../model/writing/change.ts';
import { parseText } from '../../text/parse.ts';
import { hasErrors, type Problem } from '../../text/problem.ts';
import type { Source } from '../../text/source.ts';
import type { EarlierImport } from '../imported.ts';

/** Sections whose things are drawn. */
export const DRAWN = ['zones', 'elements', 'flows', 'boundaries', 'views'] as const;
export type DrawnSection = (typeof DRAWN)[number];

/** A thing of the project that comes from a drawing. */
export interface KnownThing {
  readonly id: string;
  /** As drawn then. */
  readonly name: string;
  readonly stencil: string;
  readonly guids: readonly string[];
  /** Flows: the ids of its ends. */
  readonly from?: string;
  readonly to?: string;
}

/** The files of a project as plain data; absent ones are empty mappings. */
export interface ProjectData {
  readonly system: PlainMap;
  readonly threats: PlainMap;
  readonly decisions: PlainMap;
}

export type PlainMap = { readonly [key: string]: Plain };

/** An earlier import, read. */
export interface Earlier {
  readonly ours: ProjectData;
  /** What the last import wrote, under the ids of today; undefined where its note is gone. */
  readonly base: ProjectData | undefined;
  readonly known: Readonly<Record<DrawnSection, readonly KnownThing[]>>;
  /** Every id in use, and every former one. */
  readonly ids: ReadonlySet<string>;
  readonly texts: EarlierImport;
}

/** Reads the project. Problems: those of its files; nothing is imported over files that cannot be read. */
export function readEarlier(texts: EarlierImport): {
  readonly earlier?: Earlier;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const read = (source: Source | undefined): PlainMap => {
    if (!source) return {};
    const parsed = parseText(source);
    problems.push(...parsed.problems);
    return mapping(parsed.value?.data);
  };
  const ours = { system: read(texts.system), threats: read(texts.threats), decisions: read(texts.decisions) };
  const written = texts.base && read(texts.base);
  if (hasErrors(problems)) return { problems };
  const base =
    written &&
    renamed(
      {
        system: mapping(written.system),
        threats: mapping(written.threats),
        decisions: mapping(written.decisions),
      },
      ours.system,
    );
  return {
    earlier: { ours, base, known: knownThings(ours.system, base?.system), ids: idsOf(ours, base), texts },
    problems,
  };
}

/** A mapping as it is, anything else as an empty one. */
export function mapping(data: unknown): PlainMap {
  return isMapping(data) ? data : {};
}

/** True for mappings. What comes from a parser of ours holds plain data all the way down. */
export function isMapping(data: unknown): data is PlainMap {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** A value of a mapping; ids are words of people, and `constructor` is one. */
export function at(data: PlainMap, key: string): Plain | undefined {
  return Object.hasOwn(data, key) ? data[key] : undefined;
}

/** {@link at}, where it is text. */
export function textAt(data: PlainMap, key: string): string | undefined {
  const value = at(data, key);
  return typeof value === 'string' ? value : undefined;
}

/** The GUIDs under which a drawing knows an entry; none when it is not from a drawing. */
export function guidsOf(entry: PlainMap): readonly string[] {
  const origin = mapping(entry.origin);
  if (origin.format !== 'tm7') return [];
  const also = Array.isArray(origin.also) ? (origin.also as readonly Plain[]) : [];
  return [origin.id, ...also].filter((guid) => typeof guid === 'string');
}

function knownThings(ours: PlainMap, base: PlainMap | undefined): Earlier['known'] {
  const of = (section: DrawnSection): KnownThing[] =>
    Object.entries(mapping(ours[section])).flatMap(([id, value]) => {
      const entry = mapping(value);
      const guids = guidsOf(entry);
      if (guids.length === 0) return [];
      const before = mapping(at(mapping(base?.[section]), id));
      const from = textAt(entry, 'from');
      const to = textAt(entry, 'to');
      return [
        {
          id,
          // A name that a person gave it here is not what it was called in the drawing.
          name: textAt(before, 'name') ?? textAt(entry, 'name') ?? id,
          stencil: textAt(mapping(entry.origin), 'type') ?? '',
          guids,
          ...(from !== undefined && { from }),
          ...(to !== undefined && { to }),
        },
      ];
    });
  return {
    zones: of('zones'),
    elements: of('elements'),
    flows: of('flows'),
    boundaries: of('boundaries'),
    views: of('views'),
  };
}

function idsOf(ours: ProjectData, base: ProjectData | undefined): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const data of [ours.system, base?.system ?? {}]) {
    for (const [section, entries] of Object.entries(data)) {
      if (section === 'system') {
        const id = textAt(mapping(entries), 'id');
        if (id !== undefined) ids.add(id);
        continue;
      }
      for (const [id, value] of Object.entries(mapping(entries))) {
        ids.add(id);
        const formerly = mapping(value).formerly;
        if (Array.isArray(formerly))
          for (const former of formerly) if (typeof former === 'string') ids.add(former);
      }
    }
  }
  return ids;
}

/** A person may have given things other ids since: `base` is read under those. */
function renamed(base: ProjectData, ours: PlainMap): ProjectData {
  const now = new Map<string, string>();
  for (const section of Object.values(ours)) {
    for (const [id, value] of Object.entries(mapping(section))) {
      const formerly = mapping(value).formerly;
      if (Array.isArray(formerly))
        for (const former of formerly) if (typeof former === 'string') now.set(former, id);
    }
  }
  if (now.size === 0) return base;
  const rename = (id: string): string => now.get(id) ?? id;
  const subject = (id: string): string => {
    const split = id.lastIndexOf('@') + 1;
    return split === 0 ? id : `${id.slice(0, split)}${rename(id.slice(split))}`;
  };
  return {
    system: walk(base.system, rename, ['system', 'assumptions']),
    threats: walk(base.threats, rename, [], ['subject']),
    decisions: Object.fromEntries(
      Object.entries(base.decisions).map(([part, entries]) => [
        part,
        part === 'bestride'
          ? entries
          : Object.fromEntries(Object.entries(mapping(entries)).map(([id, entry]) => [subject(id), entry])),
      ]),
    ),
  };
}

const REFERENCES = ['parent', 'zone', 'from', 'to', 'over', 'crossedBy', 'around', 'elements'];

/** Renames the keys of sections and what refers to them. */
function walk(
  data: PlainMap,
  rename: (id: string) => string,
  skipped: readonly string[],
  references: readonly string[] = REFERENCES,
): PlainMap {
  const reference = (value: Plain): Plain => {
    if (typeof value === 'string') return rename(value);
    return Array.isArray(value) ? (value as readonly Plain[]).map(reference) : value;
  };
  return Object.fromEntries(
    Object.entries(data).map(([section, entries]) => {
      if (skipped.includes(section) || typeof entries !== 'object') return [section, entries];
      const changed = Object.entries(mapping(entries)).map(([id, value]): [string, Plain] => [
        references === REFERENCES ? rename(id) : id,
        Object.fromEntries(
          Object.entries(mapping(value)).map(([key, inner]) => [
            key,
            references.includes(key) ? reference(inner) : inner,
          ]),
        ),
      ]);
      return [section, Object.fromEntries(changed)];
    }),
  );
}
