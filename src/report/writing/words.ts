/**
 * The words and orders every report shares. The wording law (design, first section): a passed check means that
 * an attack failed while legitimate use worked, from one place, at one time; reports say "validated" and how.
 */
import type { Letter } from '../../catalogue/schema.ts';
import { SEVERITY_ORDER } from '../../enumerate/index.ts';
import type { Certainty, SeverityLevel, Threat } from '../../enumerate/threat.ts';
import type { Verdict } from '../../evidence/run.ts';
import type { EvidenceState, Status } from '../../mitigate/register.ts';

/** How a state is coloured everywhere: `bad` wants action, `warn` is not settled, `good` was tried, `calm` is decided. */
export type Tone = 'bad' | 'warn' | 'good' | 'calm';

export interface StatusWords {
  readonly label: string;
  readonly means: string;
  readonly tone: Tone;
}

export const STATUSES: Readonly<Record<Status, StatusWords>> = {
  open: { label: 'open', means: 'nothing answers it, or a check failed', tone: 'bad' },
  'needs-investigation': { label: 'needs investigation', means: 'somebody has to look into it', tone: 'bad' },
  planned: { label: 'planned', means: 'an answer is promised, not there yet', tone: 'warn' },
  implemented: {
    label: 'implemented',
    means: 'claimed to be answered; no check that counts shows it',
    tone: 'warn',
  },
  'partly-validated': { label: 'partly validated', means: 'checks cover a part of it', tone: 'warn' },
  validated: { label: 'validated', means: 'what was tried against it failed, for all of it', tone: 'good' },
  accepted: { label: 'accepted', means: 'somebody takes the risk, until a date', tone: 'calm' },
  transferred: { label: 'transferred', means: 'somebody else must do something about it', tone: 'calm' },
  avoided: { label: 'avoided', means: 'what it needs was taken out', tone: 'calm' },
  'not-applicable': {
    label: 'not applicable',
    means: 'somebody says that it cannot happen here',
    tone: 'calm',
  },
};

/** Most urgent first. */
export const STATUS_ORDER: readonly Status[] = [
  'open',
  'needs-investigation',
  'planned',
  'implemented',
  'partly-validated',
  'validated',
  'accepted',
  'transferred',
  'avoided',
  'not-applicable',
];

export const CERTAINTIES: Readonly<
  Record<Certainty, { readonly label: string; readonly means: string; readonly tone: Tone }>
> = {
  'stated-bad': { label: 'missing', means: 'the model says the protection is missing', tone: 'bad' },
  unstated: { label: 'question', means: 'the model does not say what is done about it', tone: 'warn' },
  stated: { label: 'answered', means: 'the model claims an answer, which waits for a check', tone: 'calm' },
};

/** Accusations first. */
export const CERTAINTY_ORDER: readonly Certainty[] = ['stated-bad', 'unstated', 'stated'];

export const EVIDENCE_STATES: Readonly<
  Record<EvidenceState, { readonly label: string; readonly tone: Tone }>
> = {
  pass: { label: 'passed', tone: 'good' },
  fail: { label: 'failed', tone: 'bad' },
  inconclusive: { label: 'inconclusive', tone: 'warn' },
  stale: { label: 'stale', tone: 'warn' },
  missing: { label: 'not looked at', tone: 'warn' },
  'too-weak': { label: 'too weak', tone: 'warn' },
};

export const VERDICTS: Readonly<Record<Verdict, string>> = {
  pass: 'passed',
  fail: 'failed',
  inconclusive: 'inconclusive',
};

export const LETTERS: Readonly<Record<Letter, string>> = {
  S: 'Spoofing',
  T: 'Tampering',
  R: 'Repudiation',
  I: 'Information disclosure',
  D: 'Denial of service',
  E: 'Elevation of privilege',
};

export function atLeast(level: SeverityLevel, least: SeverityLevel): boolean {
  return SEVERITY_ORDER.indexOf(level) >= SEVERITY_ORDER.indexOf(least);
}

/** Statuses that a person or a check has settled; the others want something done. */
export function isSettled(status: Status): boolean {
  return STATUSES[status].tone === 'good' || STATUSES[status].tone === 'calm';
}

/** Accusations first, then questions; among them the severest first; then by id. */
export function byUrgency(a: Threat, b: Threat): number {
  return (
    CERTAINTY_ORDER.indexOf(a.certainty) - CERTAINTY_ORDER.indexOf(b.certainty) ||
    SEVERITY_ORDER.indexOf(b.severity) - SEVERITY_ORDER.indexOf(a.severity) ||
    compare(a.id, b.id)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `1 threat`, `2,310 threats`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length <= 1 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** The day of an ISO time or date, in UTC: `2026-11-22`. */
export function day(time: string | Date): string {
  return (typeof time === 'string' ? time : time.toISOString()).slice(0, 10);
}

/** Minute precision, in UTC: `2026-11-22 12:56 UTC`. */
export function minute(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}
