/**
 * Can one device read what another sends or receives? A granted SUBACK says nothing (some servers judge at
 * delivery), so what is delivered decides, while the legitimate readers provably get the same messages.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../check.ts';
import { connectAttempt } from '../../probes/mqtt.ts';
import { connectAs, leave, line, outcome } from '../../probes/mqtt-canary.ts';
import { type MqttVersion, reasonName, versionName } from '../../probes/mqtt-codes.ts';
import { ARRIVES_MILLIS, GRACE_MILLIS, marker, type Routes, topicOf } from '../../probes/mqtt-routes.ts';
import type { MqttSession, SubscribeAnswer } from '../../probes/mqtt-session.ts';
import { attackOnStage } from '../../probes/mqtt-stage.ts';

export const mqttTopicSubscribe = defineCheck({
  id: 'mqtt-topic-subscribe',
  title: 'Is a device kept from reading the topics of another?',
  targets: ['mqtt'],
  control:
    'the legitimate readers get every message, and the first canary gets one of its own on the same session afterwards',
  attack:
    'the first canary subscribes to the topics the second one sends and receives on, to the same with a wildcard for the identity, and to #; MQTT 3.1.1 and 5',
  observer: 'the legitimate readers of the second canary’s topics, who get the same messages',
  effect: 'active',
  budget: { connections: 20, seconds: 60, bytes: 600_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const attacked = await attackOnStage(context, async ({ attacker, routes, versions }) => {
      const tried: Attempt[] = [];
      for (const version of versions) {
        for (const filter of filters(context, routes)) {
          tried.push(await subscribeTo(context, attacker, routes, filter, version));
        }
      }
      return tried;
    });
    if (!('findings' in attacked)) return attacked;
    const { attacker, victim, routes, verdict, decisive, tried, findings } = attacked;
    const observer: Attempt = {
      what: routes.all.map((route) => `${route.readerName} watches ${route.topic}`).join(', '),
      outcome: 'seen',
      refusedBy: null,
      detail: 'saw every message that was meant for it',
    };
    const reason = {
      pass: `${attacker.name}, under its own client id, got no message of ${victim.name}: ${tried.length} subscriptions, nothing delivered, while the legitimate readers got everything`,
      fail: `${attacker.name} reads messages of ${victim.name}: ${decisive.map(line).join('; ')}`,
      inconclusive: `not every attempt shows something: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { ...findings, observer });
  },
});

/** The victim's topics, the same for any identity, and everything. */
function filters(context: CheckContext, routes: Routes): readonly string[] {
  const { publish, subscribe } = context.target.topics ?? { publish: '', subscribe: '' };
  const anyIdentity = [publish, subscribe].map((template) =>
    template
      .split('/')
      .map((level) => (level.includes('{identity}') ? '+' : level))
      .join('/'),
  );
  return [...new Set([...routes.all.map((route) => route.topic), ...anyIdentity, '#'])];
}

/** One attack on a session of its own: some servers answer it by hanging up. */
async function subscribeTo(
  context: CheckContext,
  attacker: Credentials,
  routes: Routes,
  filter: string,
  version: MqttVersion,
): Promise<Attempt> {
  const what = `${attacker.name} subscribes to ${filter} (${versionName(version)})`;
  const connected = await connectAs(context, attacker, version);
  if (connected.kind !== 'accepted') return { ...connectAttempt(what, connected), refusedBy: null };
  const { session } = connected;
  try {
    const own = topicOf(context.target.topics?.subscribe ?? '', attacker);
    await session.subscribe(own);
    const getsItsOwn = async (): Promise<boolean> => {
      const permitted = marker();
      await (routes.service ?? session).publish(own, permitted, 1);
      return session.sees(permitted, ARRIVES_MILLIS);
    };
    if (!(await getsItsOwn())) {
      const detail = `${attacker.name} does not get a message of its own on this session`;
      return { what, outcome: 'silent', refusedBy: null, detail };
    }
    const answer = await session.subscribe(filter);
    const markers: string[] = [];
    for (const route of routes.all) {
      const sent = marker();
      markers.push(sent);
      await route.sender.publish(route.topic, sent, 1);
      if (!(await route.reader.sees(sent, ARRIVES_MILLIS))) {
        const detail = `${route.readerName} did not get the message that ${attacker.name} must not get`;
        return { what, outcome: 'silent', refusedBy: null, detail };
      }
    }
    // Sent after them, and permitted: once it is here, the others would be too.
    const delivers = session.ending === undefined && (await getsItsOwn());
    const got = await Promise.all(markers.map((sent) => session.sees(sent, GRACE_MILLIS)));
    return { what, ...judge(answer, got.includes(true), delivers, session) };
  } finally {
    leave(connected);
  }
}

function judge(
  answer: SubscribeAnswer,
  delivered: boolean,
  delivers: boolean,
  session: MqttSession,
): Pick<Attempt, 'outcome' | 'refusedBy' | 'detail'> {
  const said = answer.kind === 'granted' ? `SUBACK ${reasonName(answer.code)}` : answer.kind;
  if (delivered) return { outcome: 'accepted', refusedBy: null, detail: `${said}; delivered` };
  const { ending } = session;
  if (ending?.kind === 'refused' || ending?.kind === 'closed') {
    return { outcome: 'refused', refusedBy: 'server', detail: `${ending.detail}; nothing delivered` };
  }
  if (!delivers) {
    const detail = `${said}; nothing delivered, but neither was a message meant for it`;
    return { outcome: 'silent', refusedBy: null, detail };
  }
  if (answer.kind === 'granted' && answer.code >= 0x80) {
    return { outcome: 'refused', refusedBy: 'server', detail: `${said}; nothing delivered` };
  }
  return { outcome: 'not-seen', refusedBy: 'server', detail: `${said}; nothing delivered` };
}
