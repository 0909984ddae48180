/** Importing over an earlier import: what is kept, what is offered, and what a reader is told of it. */
import type { Plain } from '../../../model/writing/change.ts';
import { canonicalJson } from '../../../text/canonical.ts';
import type { Again, Offer } from '../../imported.ts';
import type { Tm7 } from '../../tmt/tm7.ts';
import {
  at,
  DRAWN,
  type Earlier,
  guidsOf,
  mapping,
  type PlainMap,
  type ProjectData,
  textAt,
} from '../../into-project/earlier.ts';
import type { Thing } from '../drawing/identity.ts';
import { type Conflict, mended, merge } from '../../into-project/merge.ts';
import { oneLine } from '../../into-project/names.ts';
import type { ImportedThreat } from '../threats.ts';

type AnyThing = Thing<{ readonly guid: string; readonly type: string; readonly name: string }>;

/** What was read of the new file. */
export interface ReadAnew {
  readonly tm7: Tm7;
  readonly theirs: ProjectData;
  readonly things: readonly AnyThing[];
  readonly threats: readonly ImportedThreat[];
  readonly adopt: boolean;
}

/** The project after the import, and the account of it. */
export interface Merged {
  readonly data: ProjectData;
  readonly again: Again;
}

/** Puts the new file and the project together. */
export function mergeProject(anew: ReadAnew, earlier: Earlier): Merged {
  const { theirs } = anew;
  const { ours } = earlier;
  const base = earlier.base ?? structureOf(ours);
  const conflicts: Conflict[] = [];
  const changes = changesOf(anew.things, earlier, theirs.system);
  const { keep, offers } = triageOf(anew, earlier, base);

  const system = mended(
    merge(base.system, ours.system, theirs.system, 2, conflicts),
    [ours.system, theirs.system],
    (_, id) => changes.push(`"${id}" stays: something that stays refers to it`),
  );
  const threats = merge(base.threats, ours.threats, theirs.threats, 2, conflicts);
  const adopted = offers.filter((offer) => offer.adopted);
  const decisions = merge(
    without(base.decisions, keep),
    withAdopted(ours.decisions, adopted),
    theirs.decisions,
    2,
    conflicts,
  );
  return {
    data: { system, threats: onSubjects(threats, system), decisions },
    again: { changes, conflicts: conflicts.map(described), offers },
  };
}

/** Where the note of the last import is gone: of what is from the drawing, what the drawing has the say in. */
function structureOf(ours: ProjectData): ProjectData {
  const keys = ['name', 'parent', 'zone', 'from', 'to', 'crossedBy', 'elements', 'origin'];
  const system: Record<string, Plain> = {};
  for (const section of DRAWN) {
    system[section] = Object.fromEntries(
      Object.entries(mapping(ours.system[section])).flatMap(([id, value]) => {
        const entry = mapping(value);
        if (guidsOf(entry).length === 0) return [];
        return [[id, Object.fromEntries(Object.entries(entry).filter(([key]) => keys.includes(key)))]];
      }),
    );
  }
  const threats = Object.entries(mapping(ours.threats.threats)).filter(
    ([, value]) => mapping(mapping(value).origin).format === 'tm7',
  );
  return { system, threats: { threats: Object.fromEntries(threats) }, decisions: {} };
}

function changesOf(things: readonly AnyThing[], { known }: Earlier, theirs: PlainMap): string[] {
  const changes: string[] = [];
  const all = new Map(DRAWN.flatMap((section) => known[section].map((thing) => [thing.id, thing] as const)));
  for (const { id, known: before, redrawn, copyOf, first } of things) {
    const name = oneLine(first.drawn.name);
    if (!before) {
      changes.push(copyOf === undefined ? `"${id}" is new` : `"${id}" is a copy of "${copyOf}"`);
      continue;
    }
    if (redrawn) changes.push(`"${id}" was drawn again`);
    if (name !== '' && name !== oneLine(before.name))
      changes.push(`"${id}" is called "${name}" now, not "${before.name}"`);
  }
  for (const id of all.keys()) {
    if (!DRAWN.some((section) => at(mapping(theirs[section]), id) !== undefined))
      changes.push(`"${id}" is gone from the drawing`);
  }
  return changes;
}

interface Triage {
  /** Decisions and claims that stay though the new file does not have them: `decisions/tm7/TH35@request`. */
  readonly keep: ReadonlySet<string>;
  readonly offers: readonly Offer[];
}

/**
 * The tool starts a threat anew when the flow or one of its ends was drawn again: its key is another one, and its
 * triage is gone. It is the same threat when rule, flow and ends are; then what was decided stays. When the ends are
 * others, or the flow is a copy, the decisions are offered.
 */
function triageOf(
  { tm7, theirs, things, threats, adopt }: ReadAnew,
  earlier: Earlier,
  base: ProjectData,
): Triage {
  const { ours } = earlier;
  const keep = new Set<string>();
  const offers: Offer[] = [];
  const keys = new Set(tm7.threats.map(({ key }) => key));
  const offer = (part: Offer['part'], id: string, from: string): void => {
    if (at(mapping(ours.decisions[part]), from) === undefined) return;
    if (at(mapping(theirs.decisions[part]), id) !== undefined) return;
    if (id !== from && at(mapping(ours.decisions[part]), id) !== undefined) return;
    offers.push({ part, id, from, adopted: adopt });
  };
  const copies = new Map(
    things.flatMap(({ id, copyOf }) => (copyOf === undefined ? [] : [[id, copyOf] as const])),
  );

  for (const { threat, id, rule, subject, decided, mitigation } of threats) {
    if (threat.state !== 'AutoGenerated') continue;
    const claim = `${mitigation}@${subject}`;
    const original = copies.get(subject);
    if (original !== undefined && rule !== undefined) {
      offer('decisions', decided, `${rule}@${original}`);
      offer('claims', claim, `${mitigation}@${original}`);
      continue;
    }
    const before = mapping(at(mapping(ours.threats.threats), id));
    const key = textAt(mapping(before.origin), 'id');
    if (key === undefined || key === threat.key || keys.has(key)) continue;
    if (sameEnds(base.system, theirs.system, subject)) {
      keep.add(`decisions/${decided}`).add(`claims/${claim}`);
    } else {
      offer('decisions', decided, decided);
      offer('claims', claim, claim);
      // What is adopted is the project's own from now on.
      if (adopt) keep.add(`decisions/${decided}`).add(`claims/${claim}`);
    }
  }
  for (const [copy, original] of copies) {
    for (const part of ['decisions', 'claims'] as const) {
      for (const from of Object.keys(mapping(ours.decisions[part]))) {
        const split = from.lastIndexOf('@') + 1;
        if (from.slice(split) !== original || /^tm7[/-]/.test(from)) continue;
        offer(part, `${from.slice(0, split)}${copy}`, from);
      }
    }
  }
  return { keep, offers };
}

function sameEnds(base: PlainMap, theirs: PlainMap, flow: string): boolean {
  const [before, now] = [base, theirs].map((system) => mapping(at(mapping(system.flows), flow)));
  return before?.from === now?.from && before?.to === now?.to;
}

function without(decisions: PlainMap, keep: ReadonlySet<string>): PlainMap {
  return Object.fromEntries(
    Object.entries(decisions).map(([part, entries]): [string, Plain] => [
      part,
      typeof entries === 'object'
        ? Object.fromEntries(Object.entries(mapping(entries)).filter(([id]) => !keep.has(`${part}/${id}`)))
        : entries,
    ]),
  );
}

function withAdopted(decisions: PlainMap, adopted: readonly Offer[]): PlainMap {
  const data: Record<string, Plain> = { ...decisions };
  for (const { part, id, from } of adopted) {
    const entry = at(mapping(decisions[part]), from);
    if (entry !== undefined) data[part] = { ...mapping(data[part]), [id]: entry };
  }
  return data;
}

/** A threat that people wrote about something that is gone now cannot be read: it is about the system then. */
function onSubjects(threats: PlainMap, system: PlainMap): PlainMap {
  const id = textAt(mapping(system.system), 'id');
  const subjects = new Set([
    ...['elements', 'flows', 'connections'].flatMap((section) => Object.keys(mapping(system[section]))),
    ...(id === undefined ? [] : [id]),
  ]);
  const entries = mapping(threats.threats);
  const changed = Object.entries(entries).map(([key, value]): [string, Plain] => {
    const threat = mapping(value);
    const subject = textAt(threat, 'subject');
    if (subject === undefined || subjects.has(subject) || id === undefined) return [key, value];
    const { rule: _, ...rest } = threat;
    return [key, { ...rest, subject: id }];
  });
  const data = { ...threats, threats: Object.fromEntries(changed) };
  return canonicalJson(data) === canonicalJson(threats) ? threats : data;
}

function described({ path, what }: Conflict): string {
  const place = path.join(' / ');
  switch (what) {
    case 'kept':
      return `${place}: gone from the file, but the project says more of it than the last import did; it is kept`;
    case 'removed':
      return `${place}: changed in the file, but removed from the project; it stays removed`;
    case 'both':
    default:
      return `${place}: changed in the file and in the project; the project's word stands`;
  }
}
