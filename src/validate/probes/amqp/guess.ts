/** Names and passwords tried on a server, and how far each of them got. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, Credentials } from '../../check.ts';
import { type Changes, connectAs, leave } from './canary.ts';
import { connectAttempt } from './connect.ts';

export interface Guess {
  readonly attempt: Attempt;
  /** SASL ended with outcome 0, whatever came of the session then. */
  readonly authenticated: boolean;
}

/** Tries to begin a session as the canary, with what is changed, and ends it. */
export async function guess(
  context: CheckContext,
  canary: Credentials,
  what: string,
  changes: Changes,
): Promise<Guess> {
  const connected = await connectAs(context, canary, changes);
  leave(connected);
  return { attempt: connectAttempt(what, connected), authenticated: connected.authenticated };
}

/**
 * True where SASL takes this one and refuses what is made up, even if the session is refused then: it may do nothing
 * here, and still is somebody. (Some servers judge later and give outcome 0 to everybody.)
 */
export function takenBySasl(one: Guess, madeUp: Guess): boolean {
  return one.authenticated && !madeUp.authenticated && one.attempt.outcome !== 'accepted';
}

/** A password that SASL takes is the right one, even for a user who may then do nothing. */
export function passwordTaken(one: Guess, madeUp: Guess): Attempt {
  if (!takenBySasl(one, madeUp)) return one.attempt;
  const detail = `SASL PLAIN, outcome 0: the password is taken; then ${one.attempt.detail}`;
  return { ...one.attempt, outcome: 'accepted', refusedBy: null, detail };
}
