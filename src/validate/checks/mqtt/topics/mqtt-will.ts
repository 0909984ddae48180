/**
 * Can a device have the broker speak for it where it may not speak itself? A will is published by the broker when
 * the device is gone, and some brokers ask nobody whether the device might. An observer decides, who provably
 * sees the wills that are permitted.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import {
  connectAs,
  controlFailed,
  judgeRefusals,
  line,
  outcome,
  spokenVersions,
} from '../../../probes/mqtt/canary.ts';
import { type MqttVersion, versionName } from '../../../probes/mqtt/codes.ts';
import { connectAttempt, type MqttConnected } from '../../../probes/mqtt/connect.ts';
import {
  ARRIVES_MILLIS,
  GRACE_MILLIS,
  marker,
  openRoutes,
  proveRoutes,
  type Route,
  type Routes,
  topicOf,
} from '../../../probes/mqtt/routes.ts';
import { cast } from '../../../probes/mqtt/stage.ts';

export const mqttWill = defineCheck({
  id: 'mqtt-will',
  title: 'Is a device kept from leaving its will on the topics of another?',
  targets: ['mqtt'],
  control:
    'a will of the first canary on its own topic is delivered when its line is cut, before the attack and after each attempt',
  attack:
    'the first canary connects with a will on the topic the second one sends on, and on the one it receives on, and its line is cut; MQTT 3.1.1 and MQTT 5',
  observer: 'the legitimate readers: the services, who also see the permitted wills, and the second canary',
  effect: 'active',
  budget: { connections: 40, seconds: 60, bytes: 800_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const actors = cast(context);
    if (typeof actors === 'string') return outcome('inconclusive', actors);
    const { attacker, victim, service } = actors;
    if (!service)
      return outcome('inconclusive', 'topics.service must name who sees the wills of the canaries');
    const { versions, notSpoken, failed, facts } = await spokenVersions(context, victim);
    const [version] = versions;
    if (failed || version === undefined)
      return failed ? controlFailed(failed) : outcome('inconclusive', 'no MQTT');
    const routes = await openRoutes(context, version, victim, service);
    if ('what' in routes) return controlFailed(routes);
    try {
      const own = topicOf(context.target.topics?.publish ?? '', attacker);
      await routes.service?.subscribe(own);
      const before = await permitted(context, attacker, routes, own, version);
      if (before.outcome !== 'accepted') return controlFailed(before);
      const attack: Attempt[] = [];
      for (const tried of versions) {
        for (const route of routes.all)
          attack.push(await leaveWill(context, attacker, routes, route, own, tried));
      }
      const after = await proveRoutes(routes.all);
      const { verdict, decisive } = judgeRefusals(attack);
      if (after.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(after, { attack });
      const observer: Attempt = {
        what: routes.all.map((route) => `${route.readerName} watches ${route.topic}`).join(', '),
        outcome: verdict === 'fail' ? 'seen' : 'not-seen',
        refusedBy: null,
        detail: `saw the permitted wills and ${verdict === 'fail' ? decisive.length : 'none'} of the ${attack.length} others`,
      };
      const reason = {
        pass: `no will of ${attacker.name} on a topic of ${victim.name} was delivered: ${attack.length} attempts, while its wills on its own topic were`,
        fail: `${attacker.name} speaks where it may not, by its will: ${decisive.map(line).join('; ')}`,
        inconclusive: `not every attempt shows something: ${decisive.map(line).join('; ')}`,
      }[verdict];
      const control = after.outcome === 'accepted' ? before : after;
      return outcome(verdict, reason, { control, attack: [...attack, ...notSpoken], observer, facts });
    } finally {
      routes.close();
    }
  },
});

/** A will on the attacker's own topic, seen by the services. */
async function permitted(
  context: CheckContext,
  attacker: Credentials,
  routes: Routes,
  topic: string,
  version: MqttVersion,
): Promise<Attempt> {
  const what = `a will of ${attacker.name} on ${topic} is delivered (${versionName(version)})`;
  const payload = marker();
  const connected = await connectAs(context, attacker, version, { will: { topic, payload } });
  if (connected.kind !== 'accepted') return connectAttempt(what, connected);
  connected.session.drop();
  return (await routes.service?.sees(payload, ARRIVES_MILLIS))
    ? { what, outcome: 'accepted', refusedBy: null, detail: `seen by ${routes.serviceName}` }
    : { what, outcome: 'not-seen', refusedBy: null, detail: 'it does not arrive' };
}

async function leaveWill(
  context: CheckContext,
  attacker: Credentials,
  routes: Routes,
  route: Route,
  own: string,
  version: MqttVersion,
): Promise<Attempt> {
  const what = `${attacker.name} leaves a will on ${route.topic} (${versionName(version)})`;
  const payload = marker();
  const connected = await connectAs(context, attacker, version, { will: { topic: route.topic, payload } });
  if (connected.kind === 'accepted') connected.session.drop();
  // Left later and permitted: once this one is here, the other would be too.
  const later = await permitted(context, attacker, routes, own, version);
  if (later.outcome !== 'accepted') return { what, outcome: 'silent', refusedBy: null, detail: line(later) };
  if (await route.reader.sees(payload, GRACE_MILLIS)) {
    return { what, outcome: 'accepted', refusedBy: null, detail: `delivered to ${route.readerName}` };
  }
  if (route.reader.ending) {
    const detail = `${route.readerName} could not watch: ${route.reader.ending.detail}`;
    return { what, outcome: 'silent', refusedBy: null, detail };
  }
  return notDelivered(what, connected);
}

/** Refused with the CONNECT, or taken and not delivered. */
function notDelivered(what: string, connected: MqttConnected): Attempt {
  return connected.kind === 'accepted'
    ? { what, outcome: 'not-seen', refusedBy: 'server', detail: 'taken with the CONNECT; not delivered' }
    : connectAttempt(what, connected);
}
