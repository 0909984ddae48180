/** How long may somebody occupy a connection to a broker without saying who they are? */
import type { Attempt, Fact } from '../../../evidence/run.ts';
import type { CheckOutcome } from '../../check.ts';
import { controlFailed, judgeRefusals, line, outcome } from '../mqtt/canary.ts';
import type { StrangerEnd } from '../mqtt/strangers.ts';

export interface Slowness {
  /** What the target declares, in seconds. */
  readonly limit: number;
  /** Connections that last so many seconds unless the server ends them; what each does is for the record. */
  readonly hold: (seconds: number) => readonly (readonly [what: string, end: Promise<StrangerEnd>])[];
  /** The legitimate connection, once more. */
  readonly control: () => Promise<Attempt>;
  readonly facts: readonly Fact[];
}

const MOST_SECONDS = 60;
/** Timers of servers are coarse. */
const MARGIN_SECONDS = 1.5;

/** The declared limit where it can be waited for, else why not. `key` is where the target declares it. */
export function waitable(limit: number | undefined, key: string): number | string {
  if (limit === undefined) return `the target declares no ${key}`;
  return limit > MOST_SECONDS
    ? `${limit} seconds are longer than this check may wait (${MOST_SECONDS})`
    : limit;
}

/** Holds them all at the same time, for the declared time and 1.5 seconds more, and judges by which were closed. */
export async function outwait({ limit, hold, control, facts }: Slowness): Promise<CheckOutcome> {
  const held = hold(limit + MARGIN_SECONDS).map(async ([what, end]) => attemptOf(what, await end));
  const attack = await Promise.all(held);
  const after = await control();
  const { verdict, decisive } = judgeRefusals(attack);
  if (after.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(after, { attack });
  const observer: Attempt = {
    what: 'the held connections are watched',
    outcome: 'seen',
    refusedBy: null,
    detail: attack.map(({ detail }) => detail).join('; '),
  };
  const reason = {
    pass: `closed each of ${attack.length} connections that did not say who they were: ${attack.map(line).join('; ')}; ${limit} seconds are declared`,
    fail: `after more than the declared ${limit} seconds a stranger still holds a connection: ${decisive.map(line).join('; ')}`,
    inconclusive: `not every attempt shows something: ${decisive.map(line).join('; ')}`,
  }[verdict];
  return outcome(verdict, reason, { control: after, attack, observer, facts });
}

function attemptOf(what: string, { how, seconds, detail }: StrangerEnd): Attempt {
  if (how === 'failed') return { what, outcome: 'local-failure', refusedBy: 'client-library', detail };
  const said = `${detail} after ${seconds.toFixed(1)} seconds`;
  return how === 'open'
    ? { what, outcome: 'accepted', refusedBy: null, detail: said }
    : { what, outcome: 'refused', refusedBy: 'server', detail: said };
}
