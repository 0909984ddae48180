/**
 * The threats of a list brought into a project: each row finds its threat of the last import again; what people
 * changed of it stays; what the list changed is taken over; where both did, the people's word stands and it is told.
 */
import { canonicalJson } from '../../text/canonical.ts';
import type { Plain } from '../../model/writing/change.ts';
import type { Again } from '../imported.ts';
import { mapping, type PlainMap, textAt } from '../into-project/earlier.ts';
import { type Conflict, merge } from '../into-project/merge.ts';
import { type Entry, entry, type Section } from '../into-project/entries.ts';
import { Ids } from '../into-project/names.ts';
import { type BaseRow, keyOf, type Known, type ListBase } from './known.ts';
import type { ListThreat } from './threats.ts';

/** The files after the import, and the account of it. */
export interface MergedList {
  readonly threats: PlainMap;
  readonly decisions: PlainMap;
  readonly base: ListBase;
  /** Own mitigations that claims are about, with the threat that they answer. */
  readonly mitigations: ReadonlyMap<string, ListThreat>;
  readonly again?: Again;
}

/** A threat of the list under the id it has here. */
interface Placed {
  readonly threat: ListThreat;
  readonly id: string;
  readonly mitigation: string;
}

export interface ListOrigin {
  readonly format: 'csv' | 'xlsx';
  readonly file: string;
}

/** `taken`: ids that threats cannot have. */
export function mergeList(
  threats: readonly ListThreat[],
  origin: ListOrigin,
  known: Known,
  taken: Iterable<string>,
): MergedList {
  const ours = mapping(known.threats.threats);
  const placed = identify(threats, origin.file, known, taken);
  const made = makeEntries(placed, origin);
  const before: ListBase = known.base ?? { rows: {}, threats: {}, decisions: {}, claims: {} };
  const wasHere = known.base !== undefined || placed.some(({ id }) => Object.hasOwn(ours, id));
  const changes = wasHere ? changesOf(placed, ours, before) : [];
  const triaged = new Triaged(known, before);
  const kept = goneButTouched(before, made, ours, triaged);
  for (const id of kept) {
    const title = textAt(mapping(ours[id]), 'title') ?? id;
    changes.push(
      `"${title}" (${id}) is gone from the list, and stays: people said more of it than the list did`,
    );
  }
  for (const id of Object.keys(before.threats)) {
    if (made.threats[id] !== undefined || kept.has(id) || ours[id] === undefined) continue;
    const title = textAt(mapping(ours[id]), 'title') ?? id;
    changes.push(`"${title}" (${id}) is gone from the list, and from the project`);
  }
  const theirs = { ...made.threats, ...only(before.threats, kept) };
  const conflicts: Conflict[] = [];
  const merged = merge({ threats: before.threats }, { threats: ours }, { threats: theirs }, 2, conflicts);
  const result = mapping(merged.threats);
  const told = conflicts.map(described);
  const decisions = triaged.merged(result, { ...made, kept }, told);
  return {
    threats: { bestride: 1, ...known.threats, threats: result },
    decisions,
    base: { rows: made.rows, threats: made.threats, decisions: made.decisions, claims: made.claims },
    mitigations: new Map(
      placed.flatMap(({ threat, id, mitigation }) =>
        made.claims[id] && result[id] !== undefined ? [[mitigation, threat]] : [],
      ),
    ),
    ...(wasHere && { again: { changes, conflicts: told, offers: [] } }),
  };
}

/** Finds each row's threat again: by its key, then by all its cells; the others get new ids. */
function identify(
  threats: readonly ListThreat[],
  file: string,
  { threats: written, base }: Known,
  taken: Iterable<string>,
): readonly Placed[] {
  const byKey = new Map<string, string>();
  const byDigest = new Map<string, string>();
  const ids = new Ids(taken);
  for (const [id, { key, digest }] of Object.entries(base?.rows ?? {})) {
    byKey.set(key, id);
    byDigest.set(digest, id);
    ids.keep(id);
  }
  for (const [id, value] of Object.entries(mapping(written.threats))) {
    const key = keyOf(mapping(value), file);
    if (key !== undefined) byKey.set(key, id);
    ids.keep(id);
  }
  const found = new Map<ListThreat, string>();
  const used = new Set<string>();
  for (const lookup of [
    (one: ListThreat) => byKey.get(one.key),
    (one: ListThreat) => byDigest.get(one.digest),
  ]) {
    for (const threat of threats) {
      const id = found.has(threat) ? undefined : lookup(threat);
      if (id === undefined || used.has(id)) continue;
      found.set(threat, id);
      used.add(id);
    }
  }
  return threats.map((threat) => {
    const id = found.get(threat) ?? ids.claim(...threat.ids, 'threat');
    const mitigation = base?.rows[id]?.mitigation ?? `against-${id}`.slice(0, 64).replace(/-+$/, '');
    return { threat, id, mitigation };
  });
}

interface Made {
  readonly threats: Section;
  readonly decisions: Section;
  readonly claims: Section;
  readonly rows: Record<string, BaseRow>;
}

function makeEntries(placed: readonly Placed[], { format, file }: ListOrigin): Made {
  const made: Made = { threats: {}, decisions: {}, claims: {}, rows: {} };
  for (const { threat, id, mitigation } of placed) {
    const { title = '', stride = [], severity, ...rest } = threat.entry;
    const { decision, claim } = threat.triage;
    made.threats[id] = entry({
      title,
      stride,
      subject: threat.subject,
      severity,
      ...rest,
      mitigations: claim && [[mitigation]],
      origin: { format, file, id: threat.key },
    });
    if (decision) made.decisions[id] = decision;
    if (claim) made.claims[id] = claim;
    made.rows[id] = { key: threat.key, digest: threat.digest, mitigation };
  }
  return made;
}

function changesOf(placed: readonly Placed[], ours: PlainMap, before: ListBase): string[] {
  return placed.flatMap(({ threat, id }) => {
    if (Object.hasOwn(ours, id)) return [];
    return Object.hasOwn(before.threats, id)
      ? [`"${threat.title}" (${id}) was taken out of the project, and stays out`]
      : [`"${threat.title}" (${id}) is new`];
  });
}

/** Threats that the list has no longer, and of which people said something. */
function goneButTouched(before: ListBase, made: Made, ours: PlainMap, triaged: Triaged): ReadonlySet<string> {
  const gone = Object.keys(before.threats).filter(
    (id) => made.threats[id] === undefined && ours[id] !== undefined,
  );
  return new Set(gone.filter((id) => !isSame(ours[id], before.threats[id]) || triaged.isTouched(id)));
}

/** Decisions and claims by the id of their threat, whatever its subject is called. */
class Triaged {
  readonly #file: PlainMap;
  readonly #before: ListBase;
  readonly #ours: PlainMap;

  constructor({ decisions, threats }: Known, before: ListBase) {
    this.#file = decisions;
    this.#before = before;
    this.#ours = mapping(threats.threats);
  }

  isTouched(id: string): boolean {
    const decision = this.#find('decisions', id, id)?.value;
    const claim = this.#find('claims', id, this.#before.rows[id]?.mitigation ?? id)?.value;
    return !isSame(decision, this.#before.decisions[id]) || !isSame(claim, this.#before.claims[id]);
  }

  /** decisions.yaml after the import. A decision is taken whole from one side: halves of two would say nothing. */
  merged(threats: PlainMap, made: Made & { readonly kept: ReadonlySet<string> }, told: string[]): PlainMap {
    const data: Record<string, Plain> = { bestride: 1, ...this.#file };
    for (const part of ['decisions', 'claims'] as const) {
      const entries: Record<string, Plain> = { ...mapping(this.#file[part]) };
      for (const id of new Set([...Object.keys(this.#before.threats), ...Object.keys(made.threats)])) {
        const name = part === 'decisions' ? id : (made.rows[id] ?? this.#before.rows[id])?.mitigation;
        if (name === undefined) continue;
        const old = this.#find(part, id, name);
        const [was, is] = [
          this.#before[part][id],
          made.kept.has(id) ? this.#before[part][id] : made[part][id],
        ];
        const subject = textAt(mapping(threats[id]), 'subject');
        // A threat that people took out is not decided on again.
        const next =
          subject === undefined
            ? isSame(old?.value, was)
              ? undefined
              : old?.value
            : newer(old?.value, was, is);
        if (next !== undefined && isSame(next, old?.value) && !isSame(is, was) && !isSame(is, next)) {
          told.push(
            `${part} / ${old?.key ?? id}: changed in the list and in the project; the project's word stands`,
          );
        }
        const key = subject === undefined ? (old?.key ?? '') : `${name}@${subject}`;
        if (old && (old.key !== key || next === undefined)) delete entries[old.key];
        if (next !== undefined) entries[key] = next;
      }
      if (Object.keys(entries).length > 0 || this.#file[part] !== undefined) data[part] = entries;
    }
    return data;
  }

  #find(part: 'decisions' | 'claims', id: string, name: string): { key: string; value: Plain } | undefined {
    const entries = mapping(this.#file[part]);
    const subjects = [mapping(this.#ours[id]).subject, mapping(this.#before.threats[id]).subject];
    for (const subject of subjects) {
      if (typeof subject !== 'string') continue;
      const key = `${name}@${subject}`;
      const value = Object.hasOwn(entries, key) ? entries[key] : undefined;
      if (value !== undefined) return { key, value };
    }
    return undefined;
  }
}

/** What only one side changed is taken from it; where both did, ours stands. */
function newer(ours: Plain | undefined, was: Plain | undefined, is: Plain | undefined): Plain | undefined {
  return isSame(ours, was) ? is : ours;
}

function isSame(a: Plain | Entry | undefined, b: Plain | Entry | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(a) === canonicalJson(b);
}

function only(entries: PlainMap, ids: ReadonlySet<string>): PlainMap {
  return Object.fromEntries(Object.entries(entries).filter(([id]) => ids.has(id)));
}

function described({ path, what }: Conflict): string {
  const place = path.join(' / ');
  return what === 'removed'
    ? `${place}: changed in the list, but taken out of the project; it stays out`
    : `${place}: changed in the list and in the project; the project's word stands`;
}
