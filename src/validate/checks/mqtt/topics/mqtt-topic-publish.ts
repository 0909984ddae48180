/**
 * Can one device send in another's name, or send commands to it? An acknowledgement says nothing (MQTT 3.1.1
 * acknowledges what it drops), so an observer decides, who sees permitted messages before and after.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { inTurn } from '../../../probes/brokers/turns.ts';
import { connectAttempt } from '../../../probes/mqtt/connect.ts';
import { connectAs, leave, line, outcome } from '../../../probes/mqtt/canary.ts';
import { publishesAsOther } from '../../../probes/mqtt/borrowed.ts';
import { type MqttVersion, reasonName, versionName } from '../../../probes/mqtt/codes.ts';
import {
  ARRIVES_MILLIS,
  GRACE_MILLIS,
  marker,
  type Route,
  type Routes,
  topicOf,
} from '../../../probes/mqtt/routes.ts';
import type { MqttSession, PublishAnswer } from '../../../probes/mqtt/session.ts';
import { attackOnStage } from '../../../probes/mqtt/stage.ts';

export const mqttTopicPublish = defineCheck({
  id: 'mqtt-topic-publish',
  title: 'Is a device kept from publishing to the topics of another?',
  targets: ['mqtt'],
  control:
    'permitted messages to and from the attacked canary are seen by their readers before and after the attack, and the attacking canary’s own message on the same session',
  attack:
    'a canary publishes to the topic another one sends on and to the one it receives on; MQTT 3.1.1 and MQTT 5, QoS 0, 1 and 2, and with QoS 1 the other way round; and, while the other one is away, under its client id',
  observer: 'the legitimate reader of each topic: the services, or the attacked canary itself',
  effect: 'active',
  budget: { connections: 40, seconds: 90, bytes: 1_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const attacked = await attackOnStage(
      context,
      ({ attacker, routes, versions, turn }) =>
        inTurn(
          versions.flatMap((version) =>
            (turn === 1 ? ([0, 1, 2] as const) : ([1] as const)).flatMap((qos) =>
              routes.all.map((route) => () => publishTo(context, attacker, routes, route, version, qos)),
            ),
          ),
        ),
      (roles, version) => publishesAsOther(context, roles, version),
    );
    if (!('findings' in attacked)) return attacked;
    const { attacker, victim, watched, verdict, decisive, tried, findings } = attacked;
    const observer: Attempt = {
      what: watched,
      outcome: verdict === 'fail' ? 'seen' : 'not-seen',
      refusedBy: null,
      detail: `saw every permitted message and ${verdict === 'fail' ? decisive.length : 'none'} of the ${tried.length} forged ones`,
    };
    const reason = {
      pass: `${attacker.name} and ${victim.name}, each under its own client id, could not publish to the topics of the other, nor ${attacker.name} under the client id of ${victim.name} in its name: ${tried.length} attempts, none delivered, while permitted messages were`,
      fail: `a device can publish to a topic of another: ${decisive.map(line).join('; ')}`,
      inconclusive: `not every attempt shows something: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { ...findings, observer });
  },
});

/** One attack on a session of its own: some servers answer it by hanging up. */
async function publishTo(
  context: CheckContext,
  attacker: Credentials,
  routes: Routes,
  route: Route,
  version: MqttVersion,
  qos: 0 | 1 | 2,
): Promise<Attempt> {
  const what = `${attacker.name} publishes to ${route.topic} (${versionName(version)}, QoS ${qos})`;
  const connected = await connectAs(context, attacker, version);
  if (connected.kind !== 'accepted') return { ...connectAttempt(what, connected), refusedBy: null };
  const { session } = connected;
  const own = await ownTopic(context, attacker, session, routes);
  try {
    if (!(await own())) {
      const detail = `${attacker.name}'s own permitted message is not seen on this session`;
      return { what, outcome: 'silent', refusedBy: null, detail };
    }
    const forged = marker();
    const answer = await session.publish(route.topic, forged, qos);
    // What was sent later has arrived: the server has dealt with the forged message, whatever it said.
    const dealtWith = session.ending === undefined && (await own());
    const delivered = await route.reader.sees(forged, GRACE_MILLIS);
    if (!delivered && route.reader.ending) {
      const detail = `${route.readerName} could not watch: ${route.reader.ending.detail}`;
      return { what, outcome: 'silent', refusedBy: null, detail };
    }
    return { what, ...judge(saidTo(answer, qos), answer, delivered, dealtWith, session) };
  } finally {
    leave(connected);
  }
}

/** Sends on the attacker's own topic; true when its reader sees it. */
async function ownTopic(
  context: CheckContext,
  attacker: Credentials,
  session: MqttSession,
  routes: Routes,
): Promise<() => Promise<boolean>> {
  const topic = topicOf(context.target.topics?.publish ?? '', attacker);
  const reader = routes.service ?? session;
  await reader.subscribe(topic);
  return async () => {
    const sent = marker();
    await session.publish(topic, sent, 1);
    return reader.sees(sent, ARRIVES_MILLIS);
  };
}

function judge(
  said: string,
  answer: PublishAnswer,
  delivered: boolean,
  dealtWith: boolean,
  session: MqttSession,
): Pick<Attempt, 'outcome' | 'refusedBy' | 'detail'> {
  if (delivered) return { outcome: 'accepted', refusedBy: null, detail: `${said}; delivered` };
  const refused = answer.kind === 'acknowledged' && answer.code >= 0x80;
  if (refused) return { outcome: 'refused', refusedBy: 'server', detail: `${said}; not delivered` };
  const { ending } = session;
  if (ending?.kind === 'refused' || ending?.kind === 'closed') {
    // MQTT 3.1.1 section 3.3.5: acknowledge or hang up. The session was alive and well a moment before.
    return { outcome: 'refused', refusedBy: 'server', detail: `${ending.detail}; not delivered` };
  }
  if (!dealtWith)
    return { outcome: 'silent', refusedBy: null, detail: `${said}; nothing sent after it arrived` };
  return { outcome: 'not-seen', refusedBy: 'server', detail: `${said}; not delivered` };
}

function saidTo(answer: PublishAnswer, qos: 0 | 1 | 2): string {
  if (answer.kind === 'acknowledged') return `${qos === 2 ? 'PUBREC' : 'PUBACK'} ${reasonName(answer.code)}`;
  if (answer.kind === 'ended') return answer.ending.detail;
  return answer.kind === 'sent' ? 'no answer (QoS 0 has none)' : 'no acknowledgement';
}
