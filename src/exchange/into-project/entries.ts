/** What the files of a project are put together from: plain data, and what is to be said beside a key. */
import type { Plain } from '../../model/writing/change.ts';
import type { Proposal } from '../imported.ts';

/** An entry of a section; keys without a value are left out. */
export type Entry = { readonly [key: string]: Plain };

export type Section = Record<string, Entry>;

/** The sections of system.yaml in the order in which they are written. */
export interface SystemData {
  readonly bestride: 1;
  readonly system: Entry;
  readonly assumptions: Section;
  readonly zones: Section;
  readonly elements: Section;
  readonly connections: Section;
  readonly flows: Section;
  readonly boundaries: Section;
  readonly views: Section;
}

/** Collects what the import chose: for the report, and as comments beside the keys concerned. */
export class Proposals {
  readonly all: Proposal[] = [];
  /** By `section/id/key`, or `section/id` for a whole entry. */
  readonly comments = new Map<string, string>();

  /** `key` empty: the whole entry is a proposal. */
  add(section: string, of: string, key: string, what: string, why: string): void {
    this.all.push({ of, what, why });
    this.comments.set(key === '' ? `${section}/${of}` : `${section}/${of}/${key}`, why);
  }
}

/** An entry without the keys that have no value. */
export function entry(keys: Readonly<Record<string, Plain | undefined>>): Entry {
  const kept: Record<string, Plain> = {};
  for (const [key, value] of Object.entries(keys)) if (value !== undefined) kept[key] = value;
  return kept;
}
