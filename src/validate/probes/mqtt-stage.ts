/**
 * The course that the topic checks share: two canaries, an observer who sees permitted messages before and
 * after, and a verdict on what the first canary tried against the second.
 */
import type { Attempt, Fact, Verdict } from '../../evidence/run.ts';
import type { CheckContext, CheckOutcome, Credentials } from '../check.ts';
import {
  controlFailed,
  enrolledCanaries,
  judgeRefusals,
  notTriable,
  outcome,
  spokenVersions,
} from './mqtt-canary.ts';
import type { MqttVersion } from './mqtt-codes.ts';
import { openRoutes, proveRoutes, type Routes } from './mqtt-routes.ts';

/** Who plays what. */
export interface Cast {
  readonly attacker: Credentials;
  readonly victim: Credentials;
  readonly service: Credentials | undefined;
}

export interface Stage extends Cast {
  readonly routes: Routes;
  /** The versions the server speaks. */
  readonly versions: readonly MqttVersion[];
}

/** What came of the attacks, with a control that held. */
export interface Attacked extends Cast {
  readonly routes: Routes;
  readonly verdict: Verdict;
  /** The attempts that decided it. */
  readonly decisive: readonly Attempt[];
  /** Every attempt made. */
  readonly tried: readonly Attempt[];
  readonly findings: {
    readonly control: Attempt;
    readonly attack: readonly Attempt[];
    readonly facts: readonly Fact[];
  };
}

/** The first two enrolled canaries, the first of which attacks the second; or why it cannot be tried. */
export function cast(context: CheckContext): Cast | string {
  const { topics } = context.target;
  const problem = notTriable(context, 2);
  if (problem !== undefined) return problem;
  if (!topics) return 'the target declares no topics';
  const [attacker, victim] = enrolledCanaries(context);
  if (!attacker || !victim) return 'two enrolled canaries are needed';
  if (attacker.clientId === victim.clientId)
    return `${attacker.name} and ${victim.name} have the same client id`;
  const service = context.identities.find((identity) => identity.name === topics.service);
  if (topics.service !== undefined && !service) return `the target declares no identity ${topics.service}`;
  return { attacker, victim, service };
}

/** Sets the stage, lets the attacks run, and judges them. An outcome when there is nothing to judge. */
export async function attackOnStage(
  context: CheckContext,
  attacks: (stage: Stage) => Promise<readonly Attempt[]>,
): Promise<Attacked | CheckOutcome> {
  const actors = cast(context);
  if (typeof actors === 'string') return outcome('inconclusive', actors);
  const { victim, service } = actors;
  const { versions, notSpoken, failed, facts } = await spokenVersions(context, victim);
  const [version] = versions;
  if (failed || version === undefined)
    return failed ? controlFailed(failed) : outcome('inconclusive', 'no MQTT');
  const routes = await openRoutes(context, version, victim, service);
  if ('what' in routes) return controlFailed(routes);
  try {
    const before = await proveRoutes(routes.all);
    if (before.outcome !== 'accepted') return controlFailed(before);
    const tried = await attacks({ ...actors, routes, versions });
    const control = await proveRoutes(routes.all);
    const attack = [...tried, ...notSpoken];
    const judged = judgeRefusals(tried);
    if (control.outcome !== 'accepted' && judged.verdict !== 'fail')
      return controlFailed(control, { attack });
    return { ...actors, routes, tried, ...judged, findings: { control, attack, facts } };
  } finally {
    routes.close();
  }
}
