/** Outcomes of CoAP requests as attempts for the record. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CoapOutcome } from './exchange.ts';

/** What an answer with this code means for an attempt. */
export type Meaning = Pick<Attempt, 'outcome' | 'refusedBy' | 'detail'>;

/** Whoever refuses by a code does it as a server; which codes are a refusal is for the check to say. */
export function coapAttempt(
  what: string,
  outcome: CoapOutcome,
  meaning: (answer: { readonly code: string }) => Meaning,
): Attempt {
  const said = (result: Attempt['outcome'], detail: string): Attempt => ({
    what,
    outcome: result,
    refusedBy: null,
    detail,
  });
  const { kind } = outcome;
  if (kind === 'answered') return { what, ...meaning(outcome) };
  if (kind === 'reset') return { what, ...meaning({ code: 'a CoAP reset' }) };
  if (kind === 'silent') return said('silent', `no answer within ${outcome.millis / 1000} seconds`);
  if (kind === 'not-coap') {
    return said('not-spoken', `answered something else than CoAP (${outcome.bytes})`);
  }
  if (kind === 'unreachable') return said('unreachable', outcome.detail);
  return { ...said('local-failure', outcome.detail), refusedBy: 'client-library' };
}
