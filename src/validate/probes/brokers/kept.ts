/** What a broker kept for a client that was away, against what its target declares. */
import type { Attempt, Fact } from '../../../evidence/run.ts';
import type { CheckOutcome } from '../../check.ts';
import { controlFailed, judgeRefusals, line, outcome } from '../mqtt/canary.ts';

export interface Kept {
  readonly name: string;
  /** Messages that the target declares to be kept, and that were sent. */
  readonly limit: number;
  readonly sent: number;
  readonly kept: number;
  /** On its return the canary gets what is sent to it then. */
  readonly control: Attempt;
  /** Accepted: more was kept than there should be. */
  readonly attempt: Attempt;
  readonly facts: readonly Fact[];
}

const MOST_MESSAGES = 500;
/** Sent beyond twice the limit, since what is on its way to a client may be counted apart (mosquitto: 20). */
const MORE = 50;

/** The declared limit where so many may be left, else why not. `key` is where the target declares it. */
export function leavable(limit: number | undefined, key: string): number | string {
  if (limit === undefined) return `the target declares no ${key}`;
  return limit > MOST_MESSAGES
    ? `${limit} messages are more than this check may leave (${MOST_MESSAGES})`
    : limit;
}

/** How many are sent to show a limit. */
export function moreThan(limit: number): number {
  return 2 * limit + MORE;
}

export function judgeKept({ name, limit, sent, kept, control, attempt, facts }: Kept): CheckOutcome {
  const { verdict } = judgeRefusals([attempt]);
  if (control.outcome !== 'accepted' && verdict !== 'fail')
    return controlFailed(control, { attack: [attempt] });
  const observer: Attempt = {
    what: `${name} counts what was kept for it`,
    outcome: kept > 0 ? 'seen' : 'not-seen',
    refusedBy: null,
    detail: `${kept} messages`,
  };
  const reason = {
    pass: `of ${sent} messages sent while ${name} was away ${kept} were kept; ${limit} are declared`,
    fail: `more was kept than the declared ${limit} messages: ${line(attempt)}`,
    inconclusive: `the attempt shows nothing: ${line(attempt)}`,
  }[verdict];
  return outcome(verdict, reason, { control, attack: [attempt], observer, facts });
}
