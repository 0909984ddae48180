/** What the checks of a plain address share: the context in which it is asked, and what its silence is worth. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext } from '../../check.ts';
import type { Dialler } from '../dial.ts';
import { inconclusive } from '../../verdict.ts';

/** The door to the plain address, or why there is nothing to try. */
export function plainDoor({ dial }: CheckContext): Dialler | ReturnType<typeof inconclusive> {
  return dial.plain ?? inconclusive('the target declares no plain address (plain), so none was tried');
}

/** The same target as it would be without protection: its plain address, no TLS, and nobody who could show anything. */
export function inTheClear(context: CheckContext, door: Dialler): CheckContext {
  const { tls: _, ...target } = context.target;
  return { ...context, target, dial: door, identities: [], ca: undefined };
}

/**
 * An attempt on the plain address: that nothing listens is the host's own word where the host is the one whose
 * protected listener answers; of another host it says nothing, since that one may be off or the wrong one.
 */
export function knocked(attempt: Attempt, context: CheckContext, door: Dialler): Attempt {
  if (attempt.outcome !== 'unreachable' || !attempt.detail.includes('ECONNREFUSED')) return attempt;
  return door.resolved.host === context.dial.resolved.host
    ? { ...attempt, outcome: 'refused', refusedBy: 'server' }
    : { ...attempt, detail: `${attempt.detail}, at another host than the one that is protected` };
}
