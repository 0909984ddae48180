/**
 * The course that the topic checks share: two canaries, an observer who sees permitted messages before and
 * after, and a verdict on what the first canary tried against the second.
 */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome, Credentials } from '../../check.ts';
import type { Judged } from '../brokers/turns.ts';
import {
  controlFailed,
  enrolledCanaries,
  judgeRefusals,
  notTriable,
  outcome,
  spokenVersions,
} from './canary.ts';
import type { MqttVersion } from './codes.ts';
import { openRoutes, proveRoutes, type Routes } from './routes.ts';

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
  /** 1: the first canary attacks the second. 2: the other way round, since rights may differ by name. */
  readonly turn: 1 | 2;
}

export type Attacked = Cast & Judged;

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

/**
 * Sets the stage, lets the attacks run, in both turns, and judges them. An outcome when there is nothing to judge.
 * `alone` is tried last, while the victim is away, between permitted messages that arrive.
 */
export async function attackOnStage(
  context: CheckContext,
  attacks: (stage: Stage) => Promise<readonly Attempt[]>,
  alone?: (cast: Cast, version: MqttVersion) => Promise<Attempt>,
): Promise<Attacked | CheckOutcome> {
  const first = cast(context);
  if (typeof first === 'string') return outcome('inconclusive', first);
  const { versions, notSpoken, failed, facts } = await spokenVersions(context, first.victim);
  const [version] = versions;
  if (failed || version === undefined)
    return failed ? controlFailed(failed) : outcome('inconclusive', 'no MQTT');
  const second = { ...first, attacker: first.victim, victim: first.attacker };
  const tried: Attempt[] = [];
  const watched: string[] = [];
  let control: Attempt | undefined;
  for (const [turn, roles] of [
    [1, first],
    [2, second],
  ] as const) {
    const routes = await openRoutes(context, version, roles.victim, roles.service);
    control = 'what' in routes ? routes : await proveRoutes(routes.all);
    if ('all' in routes) {
      try {
        if (control.outcome === 'accepted') {
          tried.push(...(await attacks({ ...roles, routes, versions, turn })));
          control = await proveRoutes(routes.all);
        }
        watched.push(...routes.all.map((route) => `${route.readerName} watches ${route.topic}`));
      } finally {
        routes.close();
      }
    }
    if (control.outcome !== 'accepted' || judgeRefusals(tried).verdict === 'fail') break;
  }
  if (alone && control?.outcome === 'accepted' && judgeRefusals(tried).verdict === 'pass') {
    tried.push(await alone(first, version));
    const routes = await openRoutes(context, version, first.victim, first.service);
    control = 'what' in routes ? routes : await proveRoutes(routes.all);
    if ('all' in routes) routes.close();
  }
  const attack = [...tried, ...notSpoken];
  const judged = judgeRefusals(tried);
  if (!control) return outcome('inconclusive', 'no MQTT');
  if (control.outcome !== 'accepted' && judged.verdict !== 'fail') return controlFailed(control, { attack });
  return { ...first, tried, watched: watched.join(', '), ...judged, findings: { control, attack, facts } };
}
