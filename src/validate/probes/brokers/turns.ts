/** Attempts of one client against another, in turn, and what came of them. */
import type { Attempt, Fact, Verdict } from '../../../evidence/run.ts';

/** What came of the attacks, with a control that held. */
export interface Judged {
  readonly verdict: Verdict;
  /** The attempts that decided it. */
  readonly decisive: readonly Attempt[];
  /** Every attempt made. */
  readonly tried: readonly Attempt[];
  /** Who watched what, for the record. */
  readonly watched: string;
  readonly findings: {
    readonly control: Attempt;
    readonly attack: readonly Attempt[];
    readonly facts: readonly Fact[];
  };
}

/** Two that show nothing suffice: each takes its time, and the next would show no more. */
export async function inTurn(attempts: readonly (() => Promise<Attempt>)[]): Promise<readonly Attempt[]> {
  const tried: Attempt[] = [];
  for (const attempt of attempts) {
    tried.push(await attempt());
    if (tried.filter(({ outcome: came }) => came === 'silent').length > 1) break;
  }
  return tried;
}
