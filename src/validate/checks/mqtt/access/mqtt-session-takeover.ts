/**
 * Can one device end or inherit another's session by using its client id? MQTT tells servers to end the older
 * session of a client id (3.1.1 section 3.1.4), so whoever does not tie the id to the identity lets any
 * device throw out any other; and a server that keeps the older one may still hand out what waits for a client that is
 * away. Both are tried; the second where the server keeps anything at all.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, defineCheck } from '../../../check.ts';
import { connectAttempt } from '../../../probes/mqtt/connect.ts';
import {
  connectAs,
  controlFailed,
  judgeRefusals,
  leave,
  line,
  outcome,
  spokenVersions,
} from '../../../probes/mqtt/canary.ts';
import { type MqttVersion, versionName } from '../../../probes/mqtt/codes.ts';
import { GRACE_MILLIS, openRoutes, proveRoutes, type Routes } from '../../../probes/mqtt/routes.ts';
import { type Cast, cast } from '../../../probes/mqtt/stage.ts';
import { type Waiting, inheritWaiting } from '../../../probes/mqtt/waiting.ts';

export const mqttSessionTakeover = defineCheck({
  id: 'mqtt-session-takeover',
  title: 'Is a device kept from taking over the session of another with its client id?',
  targets: ['mqtt'],
  control:
    'the second canary is connected and gets its messages; the first one connecting under its own client id changes nothing about that',
  attack:
    'the first canary connects with the client id of the second and its own credentials, while that one is connected (MQTT 3.1.1 and 5), and while it is away and a message waits for it',
  observer: 'the second canary: whether its session goes on, and whether its messages still come to it alone',
  effect: 'active',
  budget: { connections: 36, seconds: 90, bytes: 900_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const actors = cast(context);
    if (typeof actors === 'string') return outcome('inconclusive', actors);
    const { attacker, victim } = actors;
    const { versions, notSpoken, failed, facts } = await spokenVersions(context, victim);
    const [version] = versions;
    if (failed || version === undefined)
      return failed ? controlFailed(failed) : outcome('inconclusive', 'no MQTT');

    const attack: Attempt[] = [];
    let control: Attempt | undefined;
    for (const tried of versions) {
      const routes = await openRoutes(context, version, victim, actors.service);
      control = 'what' in routes ? routes : await undisturbed(context, actors, routes, tried);
      if (control.outcome === 'accepted' && 'all' in routes) {
        attack.push(await takeOver(context, actors, routes, tried));
      }
      if ('all' in routes) routes.close();
      if (control.outcome !== 'accepted') break;
    }
    let waiting: Waiting | undefined;
    if (control?.outcome === 'accepted' && judgeRefusals(attack).verdict === 'pass') {
      waiting = await inheritWaiting(context, actors, version);
      if ('attempt' in waiting) attack.push(waiting.attempt);
    }
    const { verdict, decisive } = judgeRefusals(attack);
    if (control && control.outcome !== 'accepted' && verdict !== 'fail')
      return controlFailed(control, { attack });
    const observer: Attempt = {
      what: `${victim.name} watches its session`,
      outcome: verdict === 'fail' ? 'not-seen' : 'seen',
      refusedBy: null,
      detail: verdict === 'fail' ? decisive.map((one) => one.detail).join('; ') : 'the session went on',
    };
    const reason = {
      pass: `${attacker.name} could not end or inherit the session of ${victim.name} with its client id, while ${victim.name} was connected${awayToo(waiting)}`,
      fail: `${attacker.name} can take over from ${victim.name}: ${decisive.map(line).join('; ')}`,
      inconclusive: `not every attempt shows something: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, {
      ...(control && { control }),
      attack: [...attack, ...notSpoken],
      observer,
      facts,
    });
  },
});

function awayToo(waiting: Waiting | undefined): string {
  return waiting && 'notTried' in waiting
    ? `; a session that waits for it was not tried (${waiting.notTried})`
    : ', nor what waited for it while it was away';
}

/** The same steps as the attack, but for the client id: the victim must not notice. */
async function undisturbed(
  context: CheckContext,
  { attacker, victim }: Cast,
  routes: Routes,
  version: MqttVersion,
): Promise<Attempt> {
  const what = `${attacker.name} connects under its own client id (${versionName(version)}), ${victim.name} goes on`;
  const before = await proveRoutes(routes.all);
  if (before.outcome !== 'accepted') return before;
  const own = await connectAs(context, attacker, version);
  if (own.kind !== 'accepted') return connectAttempt(what, own);
  const ended = await routes.victim.ends(GRACE_MILLIS);
  leave(own);
  if (ended) {
    const detail = `the session of ${victim.name} ends all the same: ${ended.detail}`;
    return { what, outcome: 'not-seen', refusedBy: null, detail };
  }
  const after = await proveRoutes(routes.all);
  return after.outcome === 'accepted' ? { ...after, what } : after;
}

async function takeOver(
  context: CheckContext,
  { attacker, victim }: Cast,
  routes: Routes,
  version: MqttVersion,
): Promise<Attempt> {
  const what = `${attacker.name} connects with the client id of ${victim.name} (${versionName(version)})`;
  const taken = await connectAs(context, attacker, version, { clientId: victim.clientId });
  const said = connectAttempt(what, taken);
  try {
    await routes.victim.ends(GRACE_MILLIS);
    const alive = await proveRoutes(routes.all);
    if (routes.victim.ending) {
      const back = await connectAs(context, victim, routes.victim.version);
      leave(back);
      const detail = `${said.detail}; the session of ${victim.name} ended: ${routes.victim.ending.detail}`;
      // Ended because the server went away is something else than thrown out.
      return back.kind === 'accepted'
        ? { what, outcome: 'accepted', refusedBy: null, detail }
        : { what, outcome: 'unreachable', refusedBy: null, detail: `${detail}; it cannot connect any more` };
    }
    if (alive.outcome !== 'accepted')
      return { what, outcome: 'silent', refusedBy: null, detail: line(alive) };
    if (taken.kind !== 'accepted') return said;
    // Nothing was subscribed to on this session, so that whatever came was the victim's.
    if (taken.session.received.length > 0) {
      const detail = `${said.detail}; messages of ${victim.name} came to ${attacker.name}`;
      return { what, outcome: 'accepted', refusedBy: null, detail };
    }
    return {
      what,
      outcome: 'not-seen',
      refusedBy: 'server',
      detail: `${said.detail}, and ${victim.name} kept its session and its messages`,
    };
  } finally {
    leave(taken);
  }
}
