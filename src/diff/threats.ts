/** What became of the threats: opened, closed, changed. */
import { SEVERITY_ORDER } from '../enumerate/index.ts';
import type { Subject, Threat } from '../enumerate/threat.ts';
import type { RegisterEntry, Status } from '../mitigate/register.ts';
import type { System } from '../model/system.ts';
import { Causes } from './causes.ts';
import type { Matching } from './match.ts';
import type { ChangedThreat, Diff, FoundThreat, ThingChange, ThingKind } from './schema.ts';
import { type Side, byText } from './side.ts';

/** Which threat of the one register is which of the other, by the ids they have there. */
export class ThreatPairs {
  readonly pairs: readonly { readonly from: RegisterEntry; readonly to: RegisterEntry }[];
  readonly closed: readonly RegisterEntry[];
  readonly opened: readonly RegisterEntry[];
  readonly #forward = new Map<string, string>();

  /** The same rule on the same subject; of those written by hand that are left, the same origin. */
  constructor(from: Side, to: Side, matching: Matching) {
    const after = new Map(to.register.entries.map((entry) => [keyOf(entry, (_, id) => id), entry]));
    const pairs: { from: RegisterEntry; to: RegisterEntry }[] = [];
    const left: RegisterEntry[] = [];
    for (const entry of from.register.entries) {
      const key = keyOf(entry, (kind, id) => matching.forward(kind, id));
      const other = key === undefined ? undefined : after.get(key);
      if (other && key !== undefined) {
        pairs.push({ from: entry, to: other });
        after.delete(key);
      } else left.push(entry);
    }
    const moved = sameOrigin(left, [...after.values()]);
    const taken = new Set(moved.flatMap((pair) => [pair.from, pair.to]));
    this.pairs = [...pairs, ...moved];
    this.closed = left.filter((entry) => !taken.has(entry));
    this.opened = [...after.values()].filter((entry) => !taken.has(entry));
    for (const pair of this.pairs) this.#forward.set(pair.from.id, pair.to.id);
  }

  /** The id afterwards of a threat of before; undefined when it is closed. */
  forward(id: string): string | undefined {
    return this.#forward.get(id);
  }
}

/** The threats of both sides, held against each other. */
export function compareThreats(
  from: Side,
  to: Side,
  matching: Matching,
  things: readonly ThingChange[],
  pairs: ThreatPairs,
): Diff['threats'] {
  const causes = new Causes(from, to, matching, things);
  return {
    opened: pairs.opened.map((entry) => found(entry, to, causes, 'to')).toSorted(worstFirst),
    closed: pairs.closed.map((entry) => found(entry, from, causes, 'from')).toSorted(worstFirst),
    changed: pairs.pairs
      .flatMap((pair) => changed(pair.from, pair.to, to.register.system, causes) ?? [])
      .toSorted(worstFirst),
  };
}

/** Statuses in which nothing answers a threat and nobody stands for it. */
export function isUnanswered(status: Status): boolean {
  return status === 'open' || status === 'needs-investigation';
}

/** True for a threat that had an answer, or somebody who stood for it, and has none now. */
export function isReopened({ status }: ChangedThreat): boolean {
  return status !== undefined && isUnanswered(status.to) && !isUnanswered(status.from);
}

function keyOf(
  { rule, subject }: Threat,
  idOf: (kind: ThingKind, id: string) => string | undefined,
): string | undefined {
  const kind = kindOf(subject);
  const id = idOf(kind, subject.id);
  return id === undefined ? undefined : `${rule}@${kind} ${id}`;
}

function kindOf({ kind }: Subject): ThingKind {
  if (kind === 'fleet') return 'element';
  return kind === 'crossing' ? 'flow' : kind;
}

function sameOrigin(
  from: readonly RegisterEntry[],
  to: readonly RegisterEntry[],
): { from: RegisterEntry; to: RegisterEntry }[] {
  return from.flatMap((entry) => {
    const origin = originOf(entry);
    const other = origin === undefined ? undefined : onlyOne(to, origin);
    return origin !== undefined && other && onlyOne(from, origin) === entry
      ? [{ from: entry, to: other }]
      : [];
  });
}

function onlyOne(entries: readonly RegisterEntry[], origin: string): RegisterEntry | undefined {
  const same = entries.filter((entry) => originOf(entry) === origin);
  return same.length === 1 ? same[0] : undefined;
}

function originOf({ byHand }: RegisterEntry): string | undefined {
  return byHand?.origin && JSON.stringify([byHand.origin.format, byHand.origin.id]);
}

function found(entry: RegisterEntry, side: Side, causes: Causes, on: 'from' | 'to'): FoundThreat {
  const { certainty, status, statusReason, why, answeredBy } = entry;
  return {
    ...identity(entry),
    certainty,
    status,
    statusReason,
    why: why.map(({ text }) => text),
    because: causes.ofThreat(entry, on),
    answers: answeredBy.map(({ text }) => text),
    ...placed(entry, side.register.system),
  };
}

function changed(
  before: RegisterEntry,
  after: RegisterEntry,
  system: System,
  causes: Causes,
): ChangedThreat | undefined {
  const certainty = before.certainty !== after.certainty && {
    certainty: {
      from: before.certainty,
      to: after.certainty,
      because: causes.ofCertainty(before, after),
    },
  };
  const severity = before.severity !== after.severity && {
    severityChange: {
      from: before.severity,
      to: after.severity,
      because: causes.nearby(after.subject.id),
    },
  };
  const status = before.status !== after.status && {
    status: { from: before.status, to: after.status, reason: after.statusReason },
  };
  if (!certainty && !severity && !status) return undefined;
  return {
    ...identity(after),
    ...(before.id !== after.id && { was: before.id }),
    ...certainty,
    ...severity,
    ...status,
    ...placed(after, system),
  };
}

type Identity = Pick<FoundThreat, 'id' | 'rule' | 'title' | 'stride' | 'subject' | 'severity'>;

function identity({ id, rule, title, stride, subject, severity }: RegisterEntry): Identity {
  return { id, rule, title, stride: [...stride], subject: { kind: subject.kind, id: subject.id }, severity };
}

function placed({ subject, byHand }: RegisterEntry, system: System): Pick<FoundThreat, 'where'> {
  const where = byHand?.where ?? system.where(subject.id);
  return where ? { where } : {};
}

function worstFirst(a: Identity, b: Identity): number {
  return SEVERITY_ORDER.indexOf(b.severity) - SEVERITY_ORDER.indexOf(a.severity) || byText(a.id, b.id);
}
