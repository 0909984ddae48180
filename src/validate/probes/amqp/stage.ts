/**
 * The course that the address checks share: two canaries, an observer who sees permitted messages before and after,
 * and a verdict on what each canary tried against the other.
 */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome, Credentials } from '../../check.ts';
import type { AmqpTarget } from '../../targets/spoken/amqp.ts';
import { endingAttempt } from '../brokers/endings.ts';
import { inTurn, type Judged } from '../brokers/turns.ts';
import { controlFailed, enrolledCanaries, judgeRefusals, outcome } from '../mqtt/canary.ts';
import type { Ending } from '../mqtt/wire.ts';
import { connectAs, leave, notTriable, tryControl } from './canary.ts';
import { isUnauthorised } from './conditions.ts';
import { connectAttempt } from './connect.ts';
import { type Cast, openRoutes, proveRoutes, type Routes, serviceOf } from './routes.ts';
import type { AmqpSession, Durability } from './session.ts';

export interface Stage extends Cast {
  readonly amqp: AmqpTarget;
  readonly routes: Routes;
}

export type Attacked = Cast & Judged;

/** The first two enrolled canaries, the first of which attacks the second; or why it cannot be tried. */
function cast(context: CheckContext, amqp: AmqpTarget): Cast | string {
  const problem = notTriable(context, 2);
  if (problem !== undefined) return problem;
  const [attacker, victim] = enrolledCanaries(context);
  if (!attacker || !victim) return 'two enrolled canaries are needed';
  const service = serviceOf(context, amqp);
  return typeof service === 'string' ? service : { attacker, victim, service };
}

/** Sets the stage, lets the attacks run, in both turns, and judges them. An outcome when there is nothing to judge. */
export async function attackOnStage(
  context: CheckContext,
  attacks: (stage: Stage) => readonly (() => Promise<Attempt>)[],
): Promise<Attacked | CheckOutcome> {
  const { amqp } = context.target;
  if (!amqp) return outcome('inconclusive', 'the target declares no addresses (amqp)');
  const first = cast(context, amqp);
  if (typeof first === 'string') return outcome('inconclusive', first);
  const { attempt, facts } = await tryControl(context, first.victim);
  if (attempt.outcome !== 'accepted') return controlFailed(attempt);
  const tried: Attempt[] = [];
  const watched: string[] = [];
  let control: Attempt = attempt;
  for (const roles of [first, { ...first, attacker: first.victim, victim: first.attacker }]) {
    const routes = await openRoutes(context, amqp, roles);
    control = 'what' in routes ? routes : await proveRoutes(routes);
    if ('up' in routes) {
      try {
        if (control.outcome === 'accepted') {
          tried.push(...(await inTurn(attacks({ ...roles, amqp, routes }))));
          control = await proveRoutes(routes);
        }
        watched.push(...[routes.up, routes.down].map(({ readerName, at }) => `${readerName} watches ${at}`));
      } finally {
        routes.close();
      }
    }
    if (control.outcome !== 'accepted' || judgeRefusals(tried).verdict === 'fail') break;
  }
  const judged = judgeRefusals(tried);
  if (control.outcome !== 'accepted' && judged.verdict !== 'fail')
    return controlFailed(control, { attack: tried });
  const findings = { control, attack: tried, facts };
  return { ...first, tried, watched: watched.join(', '), ...judged, findings };
}

/**
 * An address as one for a while and as one that lasts: a server may refuse the first because the place is of the other
 * kind, which would show nothing of rights. Once it was a matter of rights the second is not tried.
 */
export async function inEitherKind(attempt: (durability: Durability) => Promise<Attempt>): Promise<Attempt> {
  const first = await attempt('transient');
  if (first.outcome !== 'refused' || isUnauthorised(first)) return first;
  return attempt('durable');
}

/** The record of an ending, for an attempt that is named elsewhere. */
export function endingOutcome(ending: Ending): Omit<Attempt, 'what'> {
  const { outcome: came, refusedBy, detail } = endingAttempt('', ending);
  return { outcome: came, refusedBy, detail };
}

/** One attempt of the attacker's on a session of its own: servers answer a forbidden address by ending the session. */
export async function onOwnSession(
  context: CheckContext,
  attacker: Credentials,
  what: string,
  attempt: (session: AmqpSession) => Promise<Omit<Attempt, 'what'>>,
): Promise<Attempt> {
  const connected = await connectAs(context, attacker);
  // Who cannot even connect shows nothing of the address.
  if (connected.kind !== 'accepted') return { ...connectAttempt(what, connected), refusedBy: null };
  try {
    return { what, ...(await attempt(connected.session)) };
  } finally {
    leave(connected);
  }
}
