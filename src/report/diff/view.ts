/** What every form of a difference says: its first sentence, its groups, and how a change reads. */
import {
  type Cause,
  type ChangedThreat,
  type Diff,
  type FoundThreat,
  type PropertyChange,
  type ThingChange,
  type ValidationChange,
  type WordChange,
  isReopened,
  isUnanswered,
} from '../../diff/index.ts';
import { said } from '../../diff/values.ts';
import { SEVERITY_ORDER } from '../../enumerate/index.ts';
import { CERTAINTIES, STATUSES, count, list } from '../writing/words.ts';

/** Causes told in a line; the JSON has more of them. */
const MOST_CAUSES = 3;

/** The sentence a reviewer needs first. */
export function headline(diff: Diff): string {
  const { opened, closed, changed } = diff.threats;
  const unanswered = opened.filter(({ status }) => isUnanswered(status)).length;
  const reopened = changed.filter(isReopened).length;
  const stale = staleOf(diff).length;
  const counting = diff.validations.length - stale;
  const orphans = [
    orphaned(diff.decisions) > 0 && count(orphaned(diff.decisions), 'decision'),
    orphaned(diff.claims) > 0 && count(orphaned(diff.claims), 'claim'),
  ].filter((part) => part !== false);
  const answered =
    unanswered === opened.length ? '' : ` (${unanswered === 0 ? 'none' : unanswered} unanswered)`;
  const parts = [
    opened.length > 0 && `${count(opened.length, 'threat')} opened${answered}`,
    reopened > 0 && `${withNoun(reopened, 'threat', opened.length > 0)} opened again`,
    closed.length > 0 && `${withNoun(closed.length, 'threat', opened.length + reopened > 0)} closed`,
    stale > 0 && `${count(stale, 'validation')} ${stale === 1 ? 'becomes' : 'become'} stale`,
    counting > 0 && `${count(counting, 'validation')} ${counting === 1 ? 'counts' : 'count'} again`,
    orphans.length > 0 && `${list(orphans)} orphaned`,
  ].filter((part) => part !== false);
  if (parts.length > 0) return `${list(parts)}.`;
  const others =
    changed.length > 0 &&
    `${count(changed.length, 'threat')} ${changed.length === 1 ? 'stands' : 'stand'} otherwise`;
  const things = diff.system.length > 0 && `the model changed in ${count(diff.system.length, 'place')}`;
  const words = diff.decisions.length + diff.claims.length;
  const decided = words > 0 && `${count(words, 'decision or claim', 'decisions and claims')} changed`;
  const rest = [others, things, decided].filter((part) => part !== false);
  return rest.length > 0
    ? `No threat opened or closed; ${list(rest)}.`
    : 'Nothing changed that threats, decisions or validations rest on.';
}

/** What the change does to the gate, in a sentence. */
export function gateLine({ gate: { failOn, from, to, appeared, disappeared } }: Diff): string {
  const stage = from.stage === to.stage ? `"${to.stage}"` : `"${from.stage}" before and "${to.stage}" now`;
  const verdict =
    from.ok === to.ok
      ? to.ok
        ? 'passes as before'
        : 'does not pass, as before'
      : to.ok
        ? 'passes now, and did not before'
        : 'passed before, and does not pass now';
  const findings = [
    appeared.length > 0 && `${count(appeared.length, 'finding')} more`,
    disappeared.length > 0 &&
      `${appeared.length > 0 ? disappeared.length : count(disappeared.length, 'finding')} less`,
  ].filter((part) => part !== false);
  const detail = findings.length > 0 ? ` (${list(findings)})` : '';
  return `The gate ${verdict}${detail}, looking at ${failOn} severity and above in the stage ${stage}.`;
}

/** How many threats are told apart otherwise by the model, in a sentence; empty where none is. */
export function certaintyLine({ threats }: Diff): string {
  const courses = new Map<string, number>();
  for (const { certainty } of threats.changed) {
    if (!certainty) continue;
    const course = `from ${CERTAINTIES[certainty.from].label} to ${CERTAINTIES[certainty.to].label}`;
    courses.set(course, (courses.get(course) ?? 0) + 1);
  }
  const parts = [...courses]
    .toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .map(([course, number], index) => `${withNoun(number, 'threat', index > 0)} went ${course}`);
  return parts.length === 0 ? '' : `By what the model says, ${list(parts)}.`;
}

/** Threats that have the same said of them. */
export interface Group<T> {
  readonly text: string;
  readonly threats: readonly T[];
}

/** By a text, the largest group first: a new element brings a dozen threats, and is one thing to look at. */
export function grouped<T>(threats: readonly T[], by: (threat: T) => string): Group<T>[] {
  const groups = new Map<string, T[]>();
  for (const threat of threats) {
    const why = by(threat);
    const known = groups.get(why);
    if (known) known.push(threat);
    else groups.set(why, [threat]);
  }
  return [...groups]
    .map(([why, members]) => ({ text: why, threats: members }))
    .toSorted((a, b) => b.threats.length - a.threats.length || (a.text < b.text ? -1 : 1));
}

/** `12 threats, 9 unanswered, the worst high`. */
export function groupText(threats: readonly FoundThreat[]): string {
  const unanswered = threats.filter(({ status }) => isUnanswered(status)).length;
  const worst =
    SEVERITY_ORDER[Math.max(...threats.map(({ severity }) => SEVERITY_ORDER.indexOf(severity)))] ?? '';
  return `${count(threats.length, 'threat')}, ${unanswered === 0 ? 'all answered' : `${unanswered} unanswered`}, the worst ${worst}`;
}

export function causesText(causes: readonly Cause[]): string {
  if (causes.length === 0) return 'several facts together';
  const more = causes.length - MOST_CAUSES;
  const told = causes.slice(0, MOST_CAUSES).map(causeText);
  return list(more > 0 ? [...told, `${more} more`] : told);
}

function causeText({ text, toWhere, fromWhere }: Cause): string {
  const where = toWhere ?? fromWhere;
  return where ? `${text} (${where.file}:${where.line})` : text;
}

/** Where a threat stood and stands: `question → missing, implemented → open`. */
export function courseOf({ certainty, status, severity, severityChange }: ChangedThreat): string {
  return [
    certainty && arrow(CERTAINTIES[certainty.from].label, CERTAINTIES[certainty.to].label),
    status && arrow(STATUSES[status.from].label, STATUSES[status.to].label),
    severityChange && arrow(severityChange.from, severity),
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** Why it stands otherwise: the facts, or where none of the model changed, what its status says. */
export function whyOf({ certainty, status, severityChange }: ChangedThreat): string {
  if (certainty) return causesText(certainty.because);
  return status?.reason ?? causesText(severityChange?.because ?? []);
}

function propertyText({ property, from, to, by }: PropertyChange): string {
  return `${property}: ${arrow(said(from), said(to))}${follows(by)}`;
}

/** What became of one thing, in a line. */
export function thingText({ change, was, matchedBy, moved, changes }: ThingChange): string {
  const renamed =
    was === undefined
      ? undefined
      : `was called ${was}${matchedBy === 'origin' ? ', known by its origin' : ''}`;
  const place = moved && `moved from ${moved.from} to ${moved.to}`;
  const parts = [renamed, place, changesText(change, changes)];
  return parts.filter((part) => part !== undefined && part !== '').join('; ');
}

/** What changed, what is stated anew and what no longer; of something new or gone, all that it states. */
function changesText(change: ThingChange['change'], changes: readonly PropertyChange[]): string {
  if (change !== 'changed') return changes.map(stated).join('; ');
  const anew = changes.filter(({ from }) => from === null);
  const dropped = changes.filter(({ to }) => to === null);
  const others = changes.filter(({ from, to }) => from !== null && to !== null);
  return [
    ...others.map(propertyText),
    anew.length > 0 && `now states ${anew.map(stated).join('; ')}`,
    dropped.length > 0 && `no longer states ${dropped.map(stated).join('; ')}`,
  ]
    .filter((part) => part !== false)
    .join('; ');
}

function stated({ property, from, to, by }: PropertyChange): string {
  return `${property}: ${said(to ?? from)}${follows(by)}`;
}

function follows(by: PropertyChange['by']): string {
  return by === undefined ? '' : ` (with its ${by})`;
}

export function wordText({ change, changes, concerns, orphaned: isOrphan }: WordChange): string {
  const what = { added: 'added', removed: 'removed', changed: 'changed', kept: 'unchanged' }[change];
  const gone =
    isOrphan && (change === 'added' ? 'there is no such thing to speak of' : 'what it speaks of is gone');
  const again = concerns.from === false && concerns.to === true && 'what it speaks of is there again';
  const details = changesText(change === 'kept' ? 'changed' : change, changes);
  return [what, gone, again, details].filter((part) => part !== false && part !== '').join('; ');
}

/** What a validation rests on and what is otherwise; or why it does not count, where that is no single fact. */
export function validationText({ facts, reason }: ValidationChange): string {
  return facts.length > 0 ? facts.map(({ text }) => text).join('; ') : reason;
}

export function staleOf({ validations }: Diff): ValidationChange[] {
  return validations.filter(({ change }) => change === 'stale');
}

function orphaned(words: readonly WordChange[]): number {
  return words.filter((word) => word.orphaned).length;
}

/** Changed threats by what a reviewer looks at first. */
export function changedByUrgency({ threats }: Diff): {
  readonly reopened: readonly ChangedThreat[];
  readonly others: readonly ChangedThreat[];
} {
  return {
    reopened: threats.changed.filter(isReopened),
    others: threats.changed.filter((threat) => !isReopened(threat)),
  };
}

/** `low` to `critical` in the words of the reports. */
export function certaintyText({ certainty, status }: FoundThreat): string {
  return `${CERTAINTIES[certainty].label}, ${STATUSES[status].label}`;
}

export function sideText({ name, system: { name: title, version } }: Diff['from']): string {
  return `${name} (${version === undefined ? title : `${title} ${version}`})`;
}

function arrow(from: string, to: string): string {
  return `${from} → ${to}`;
}

function withNoun(number: number, noun: string, isSaid: boolean): string {
  return isSaid ? number.toLocaleString('en') : count(number, noun);
}
