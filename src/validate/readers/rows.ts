/** From judgements of single things in a configuration to the outcome of a check. */
import type { Attempt } from '../../evidence/run.ts';
import type { Problem } from '../../text/problem.ts';
import type { Source } from '../../text/source.ts';
import type { CheckContext, CheckOutcome } from '../check.ts';
import { inconclusive } from '../verdict.ts';

/** What is to be said of one thing: `good`, what is `weak` about it, or why it is `untold` by the file. */
export interface Judgement {
  readonly is: 'good' | 'weak' | 'untold';
  readonly why: string;
}

export const good = (why: string): Judgement => ({ is: 'good', why });
export const weak = (why: string): Judgement => ({ is: 'weak', why });
export const untold = (why: string): Judgement => ({ is: 'untold', why });

/** One thing that was judged; `what` names it with its place. */
export interface Row {
  readonly what: string;
  readonly judgement: Judgement;
}

/** The first few of many reasons, in one sentence. */
export function enough(reasons: readonly string[], most = 4): string {
  const different = [...new Set(reasons)];
  const more = different.length - most;
  return `${different.slice(0, most).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

export interface Read {
  /** The files that were read. */
  readonly files: readonly string[];
  /** What was found in them, in a few words: `4 modules`. */
  readonly found: string;
  /** Lines that were not understood, and files that were not read. */
  readonly problems: readonly Problem[];
  /** Further reasons not to believe a pass. */
  readonly doubts: readonly string[];
}

/**
 * `fail` when something is weak; `pass` when all is good and all was understood; `inconclusive` otherwise.
 * `met` is what a pass says, after the words `as configured in FILE,`.
 */
export function outcomeOf(rows: readonly Row[], read: Read, met: string): CheckOutcome {
  const files = read.files.join(', ');
  const control: Attempt = {
    what: `reading ${files}`,
    outcome: 'seen',
    refusedBy: null,
    detail: read.found,
  };
  const tried = { control, attack: rows.map(toAttempt), observer: null, refusedBy: null, facts: [] };
  const of = (is: Judgement['is']): string[] => rows.filter(({ judgement }) => judgement.is === is).map(said);
  const found = of('weak');
  if (found.length > 0) return { ...tried, verdict: 'fail', reason: enough(found) };
  const doubts = [
    ...of('untold'),
    ...read.doubts,
    ...(read.problems.length > 0 ? [`not everything was understood (${sentence(read.problems)})`] : []),
    ...(rows.length === 0 ? [`there is nothing of the kind in ${files}`] : []),
  ];
  if (doubts.length > 0) return inconclusive(enough(doubts), tried);
  return { ...tried, verdict: 'pass', reason: `as configured in ${files}, ${met}` };
}

/** The outcome where a file cannot be read, or is another than expected. */
export function unreadable(file: string, problems: readonly Problem[]): CheckOutcome {
  const detail = sentence(problems);
  return inconclusive(detail, {
    control: { what: `reading ${file}`, outcome: 'local-failure', refusedBy: null, detail },
  });
}

/** The source of a file of the project, or the problem why it cannot be read. */
export async function readSource(context: CheckContext, file: string): Promise<Source | Problem> {
  try {
    return { file, text: await context.readFile(file) };
  } catch (error) {
    const message = error instanceof Error ? error.message : `the file "${file}" cannot be read`;
    return { code: 'CFG03', severity: 'error', message, where: { file, line: 1, column: 1 } };
  }
}

/** `deploy/edge.toml:3: there is no setting "lisener"`. */
function sentence(problems: readonly Problem[]): string {
  return enough(
    problems.map(({ message, where }) => `${where?.file ?? ''}:${where?.line ?? 1}: ${message}`),
    3,
  );
}

function said({ what, judgement }: Row): string {
  return `${what} ${judgement.why}`;
}

/** A row in the record: `seen` is the weakness that was looked for. */
function toAttempt({ what, judgement }: Row): Attempt {
  const outcome = ({ weak: 'seen', good: 'not-seen', untold: 'silent' } as const)[judgement.is];
  return { what, outcome, refusedBy: null, detail: judgement.why };
}
