/**
 * Does the broker refuse messages beyond the size that the target declares? A broker that takes any size is filled by
 * one client. Refused is what is answered so, what ends the session, and what is acknowledged and not delivered. Other
 * packets (a stranger's CONNECT) may have other limits, and are not tried.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import {
  connectAs,
  controlFailed,
  enrolledCanaries,
  judgeRefusals,
  leave,
  line,
  notTriable,
  outcome,
  spokenVersions,
} from '../../../probes/mqtt/canary.ts';
import { type MqttVersion, reasonName, versionName } from '../../../probes/mqtt/codes.ts';
import { connectAttempt } from '../../../probes/mqtt/connect.ts';
import { ARRIVES_MILLIS, GRACE_MILLIS, marker, topicOf } from '../../../probes/mqtt/routes.ts';
import type { MqttSession, PublishAnswer } from '../../../probes/mqtt/session.ts';

export const mqttPacketLimit = defineCheck({
  id: 'mqtt-packet-limit',
  title: 'Does the broker refuse messages larger than it means to take?',
  targets: ['mqtt'],
  control:
    'before and after the attack, a message of three quarters of the declared size is delivered on the canary’s own topic',
  attack:
    'the canary publishes a message of 1024 bytes more than the declared size on its own topic; MQTT 3.1.1 and MQTT 5, QoS 0 and 1',
  observer: 'the legitimate reader of that topic: the services, or the canary itself',
  effect: 'active',
  budget: { connections: 24, seconds: 60, bytes: 12_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const limit = context.target.mqtt?.packetBytes;
    if (limit === undefined) return outcome('inconclusive', 'the target declares no mqtt.packetBytes');
    if (limit > MOST_BYTES)
      return outcome('inconclusive', `${limit} bytes are more than this check may send (${MOST_BYTES})`);
    const problem = notTriable(context, 1);
    const [canary] = enrolledCanaries(context);
    if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
    if (!context.target.topics) return outcome('inconclusive', 'the target declares no topics');
    const { versions, notSpoken, failed, facts } = await spokenVersions(context, canary);
    const [version] = versions;
    if (failed || version === undefined)
      return failed ? controlFailed(failed) : outcome('inconclusive', 'no MQTT');

    const within = async (): Promise<Attempt> => {
      const bytes = Math.floor(limit * 0.75);
      const sent = await send(context, canary, bytes, version, 1);
      return sent.outcome === 'accepted' ? sent : { ...sent, refusedBy: null };
    };
    const before = await within();
    if (before.outcome !== 'accepted') return controlFailed(before);
    const tried: Attempt[] = [];
    for (const spoken of versions) {
      for (const qos of [0, 1] as const) tried.push(await send(context, canary, limit + 1024, spoken, qos));
    }
    const control = await within();
    const attack = [...tried, ...notSpoken];
    const { verdict, decisive } = judgeRefusals(tried);
    if (control.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(control, { attack });
    const observer: Attempt = {
      what: `the reader of what ${canary.name} sends watches`,
      outcome: verdict === 'fail' ? 'seen' : 'not-seen',
      refusedBy: null,
      detail: `saw the messages within the size and ${verdict === 'fail' ? decisive.length : 'none'} of the ${tried.length} beyond it`,
    };
    const reason = {
      pass: `messages of ${limit + 1024} bytes were not delivered, ${Math.floor(limit * 0.75)} bytes were; ${limit} are declared`,
      fail: `it takes more than the declared ${limit} bytes: ${decisive.map(line).join('; ')}`,
      inconclusive: `not every attempt shows something: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { control, attack, observer, facts });
  },
});

/** The largest message that managed hubs take; more is not needed to show the limits of others. */
const MOST_BYTES = 256 * 1024;

/** Publishes so many bytes on a session of its own. `accepted`: delivered. */
async function send(
  context: CheckContext,
  canary: Credentials,
  bytes: number,
  version: MqttVersion,
  qos: 0 | 1,
): Promise<Attempt> {
  const { publish = '', service } = context.target.topics ?? {};
  const topic = topicOf(publish, canary);
  const what = `${canary.name} publishes ${bytes} bytes on ${topic} (${versionName(version)}, QoS ${qos})`;
  const services = context.identities.find(({ name }) => name === service);
  const connected = await connectAs(context, canary, version);
  const watching = services && (await connectAs(context, services, version));
  try {
    if (connected.kind !== 'accepted') return { ...connectAttempt(what, connected), refusedBy: null };
    if (watching && watching.kind !== 'accepted')
      return { ...connectAttempt(`${services.name} connects`, watching), refusedBy: null };
    const { session } = connected;
    const reader = watching?.session ?? session;
    await reader.subscribe(topic);
    const passes = async (from: MqttSession): Promise<boolean> => {
      const small = marker();
      await from.publish(topic, small, 1);
      return reader.sees(small, ARRIVES_MILLIS);
    };
    if (!(await passes(session)))
      return { what, outcome: 'silent', refusedBy: null, detail: 'a small message does not arrive' };
    const large = marker().padEnd(bytes, '.');
    const answer = await session.publish(topic, large, qos);
    // What was sent later has arrived: the server has dealt with the large one.
    const dealtWith =
      session.ending === undefined
        ? await passes(session)
        : await passesAnew(context, canary, version, passes);
    const delivered = await reader.sees(large, GRACE_MILLIS);
    return { what, ...judge(answer, delivered, dealtWith, session) };
  } finally {
    leave(connected, watching);
  }
}

/** On another session, where the one of before is over. */
async function passesAnew(
  context: CheckContext,
  canary: Credentials,
  version: MqttVersion,
  passes: (from: MqttSession) => Promise<boolean>,
): Promise<boolean> {
  const connected = await connectAs(context, canary, version);
  const passed = connected.kind === 'accepted' && (await passes(connected.session));
  leave(connected);
  return passed;
}

function judge(
  answer: PublishAnswer,
  delivered: boolean,
  dealtWith: boolean,
  { ending }: MqttSession,
): Pick<Attempt, 'outcome' | 'refusedBy' | 'detail'> {
  const said =
    answer.kind === 'acknowledged'
      ? `PUBACK ${reasonName(answer.code)}`
      : (ending?.detail ?? (answer.kind === 'sent' ? 'no answer (QoS 0 has none)' : 'no PUBACK'));
  if (delivered) return { outcome: 'accepted', refusedBy: null, detail: `${said}; delivered` };
  const answered = answer.kind === 'acknowledged' && answer.code >= 0x80;
  const ended = ending?.kind === 'refused' || ending?.kind === 'closed';
  if (answered || ended) return { outcome: 'refused', refusedBy: 'server', detail: `${said}; not delivered` };
  return dealtWith
    ? { outcome: 'not-seen', refusedBy: 'server', detail: `${said}; not delivered` }
    : { outcome: 'silent', refusedBy: null, detail: `${said}; nothing sent after it arrived` };
}
