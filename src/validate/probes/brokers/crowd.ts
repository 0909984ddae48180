/**
 * Are a broker's true clients still served while a stranger holds connections that say nothing? Measured as the share of
 * new connections that succeed meanwhile: established ones go on even where nobody new gets in, and latencies say
 * nothing on a shared machine.
 */
import type { Attempt, Fact } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import { controlFailed, line, outcome } from '../mqtt/canary.ts';
import { hold } from '../mqtt/strangers.ts';

export interface Crowd {
  /** Who connects: `canary-a`. */
  readonly name: string;
  /** One new connection of the canary's, ended again. */
  readonly connect: () => Promise<Attempt>;
  /** What every other held connection says before it falls silent. */
  readonly begun: Uint8Array;
  readonly facts: readonly Fact[];
}

const HELD = 50;
/** For the server to notice that the held connections are gone. */
const RECOVERY_MILLIS = 500;

/** The canary connects five times, ten times while 50 connections are held, of which nine have to succeed, and five times. */
export async function servedInCrowd(
  context: CheckContext,
  { name, connect, begun, facts }: Crowd,
): Promise<CheckOutcome> {
  const before = await connects(connect, 5);
  if (before.missed) return controlFailed(before.missed);

  const held = await hold(context, HELD, begun);
  let during: Count;
  let left: number;
  try {
    during = await connects(connect, 10);
    left = held.open();
  } finally {
    held.release();
  }
  await new Promise((resolve) => setTimeout(resolve, RECOVERY_MILLIS));
  const after = await connects(connect, 5);

  const served = during.accepted >= 9;
  const what = `while a stranger held ${held.opened} connections, of which ${left} stayed open, ${name} connects`;
  const detail = `${during.accepted} of ${during.tried} accepted${during.missed ? `; ${line(during.missed)}` : ''}`;
  const attack: Attempt[] = [
    { what, outcome: served ? 'not-seen' : 'accepted', refusedBy: served ? 'server' : null, detail },
  ];
  // Only where it works again afterwards was it the held connections that shut others out.
  if (after.missed) return controlFailed(after.missed, { attack });
  if (served && held.opened < HELD) {
    const reason = `only ${held.opened} connections could be opened from here, ${HELD} are the measure`;
    return outcome('inconclusive', reason, { attack, facts });
  }
  const control: Attempt = {
    what: `${name} connects, before and after`,
    outcome: 'accepted',
    refusedBy: null,
    detail: `${before.accepted} of ${before.tried}, ${after.accepted} of ${after.tried}`,
  };
  const observer: Attempt = { what: `${name} counts`, outcome: 'seen', refusedBy: null, detail };
  const reason = served
    ? `${what}: ${detail}; more connections than that were not tried`
    : `a few connections of a stranger shut out the clients: ${what}: ${detail}. Both came from one address, so a limit for each address would look the same`;
  return outcome(served ? 'pass' : 'fail', reason, { control, attack, observer, facts });
}

interface Count {
  readonly tried: number;
  readonly accepted: number;
  readonly missed?: Attempt;
}

/** New connections one after the other; it gives up at the second that fails. */
async function connects(connect: Crowd['connect'], count: number): Promise<Count> {
  const missed: Attempt[] = [];
  let tried = 0;
  for (; tried < count && missed.length < 2; tried += 1) {
    const attempt = await connect();
    if (attempt.outcome !== 'accepted') missed.push(attempt);
  }
  return { tried, accepted: tried - missed.length, ...(missed[0] && { missed: missed[0] }) };
}
