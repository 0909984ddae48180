/**
 * Does the broker bound what it keeps for a client that is away? The canary leaves a session that waits for it, its
 * services send more than the target declares, and what it is given on its return is counted. The session is ended
 * in the end.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { judgeKept, leavable, moreThan } from '../../../probes/brokers/kept.ts';
import {
  connectAs,
  controlFailed,
  enrolledCanaries,
  leave,
  notTriable,
  outcome,
  spokenVersions,
} from '../../../probes/mqtt/canary.ts';
import { type MqttVersion, versionName } from '../../../probes/mqtt/codes.ts';
import { connectAttempt } from '../../../probes/mqtt/connect.ts';
import { ARRIVES_MILLIS, marker, topicOf } from '../../../probes/mqtt/routes.ts';
import type { MqttSession } from '../../../probes/mqtt/session.ts';

export const mqttQueueLimit = defineCheck({
  id: 'mqtt-queue-limit',
  title: 'Does the broker bound what it keeps for a client that is away?',
  targets: ['mqtt'],
  control:
    'while the canary is there it gets as many messages as are sent in the attack, and on its return one that is sent to it then',
  attack:
    'while the canary is away, the services send it, with QoS 1, twice as many messages as the target declares and 50 more',
  observer: 'the canary on its return, who counts what was kept for it',
  effect: 'active',
  budget: { connections: 18, seconds: 120, bytes: 4_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const limit = leavable(context.target.mqtt?.queuedMessages, 'mqtt.queuedMessages');
    if (typeof limit === 'string') return outcome('inconclusive', limit);
    const problem = notTriable(context, 1);
    const [canary] = enrolledCanaries(context);
    if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
    const { subscribe = '', service: name } = context.target.topics ?? {};
    const service = context.identities.find((identity) => identity.name === name);
    if (!service)
      return outcome('inconclusive', 'topics.service must name who sends while the canary is away');
    const { versions, failed, facts } = await spokenVersions(context, canary);
    const [version] = versions;
    if (failed || version === undefined)
      return failed ? controlFailed(failed) : outcome('inconclusive', 'no MQTT');
    const services = await connectAs(context, service, version);
    if (services.kind !== 'accepted')
      return controlFailed(connectAttempt(`${service.name}, enrolled, connects`, services));
    try {
      const topic = topicOf(subscribe, canary);
      const there = await getsAll(context, canary, services.session, topic, version, moreThan(limit));
      if (there.outcome !== 'accepted') return controlFailed(there, { facts });
      const returned = await leaveAndReturn(context, canary, services.session, topic, version, limit);
      return judgeKept({ name: canary.name, limit, sent: moreThan(limit), facts, ...returned });
    } finally {
      leave(services);
      // A clean session ends the one that waits.
      leave(await connectAs(context, canary, version));
    }
  },
});

/** Messages already on their way to a client are not in its queue; mosquitto counts 20 of them apart. */
const SLACK = 50;

interface Returned {
  readonly control: Attempt;
  readonly attempt: Attempt;
  readonly kept: number;
}

async function leaveAndReturn(
  context: CheckContext,
  canary: Credentials,
  services: MqttSession,
  topic: string,
  version: MqttVersion,
  limit: number,
): Promise<Returned> {
  const what = `${moreThan(limit)} messages are sent to ${canary.name} while it is away (${versionName(version)})`;
  const gone = await connectAs(context, canary, version, { keep: true });
  if (gone.kind === 'accepted') await gone.session.subscribe(topic);
  leave(gone);
  const left = marker();
  const sent = gone.kind === 'accepted' ? await sendMany(services, topic, left, moreThan(limit)) : 0;
  const back = await connectAs(context, canary, version, { keep: gone.kind === 'accepted' });
  try {
    const control = await passing(
      canary,
      back.kind === 'accepted' ? back.session : undefined,
      services,
      topic,
    );
    const kept = back.kind === 'accepted' ? await countOf(back.session, left) : 0;
    if (gone.kind !== 'accepted') {
      const asked = `${canary.name} asks for a session that waits for it (${versionName(version)})`;
      return { control, attempt: connectAttempt(asked, gone), kept };
    }
    if (sent < moreThan(limit)) {
      const detail = `only ${sent} could be sent: ${services.ending?.detail ?? ''}`;
      return { control, attempt: { what, outcome: 'silent', refusedBy: null, detail }, kept };
    }
    if (kept === 0) {
      const detail = 'nothing waited for it, so no bound was seen';
      return { control, attempt: { what, outcome: 'silent', refusedBy: null, detail }, kept };
    }
    const detail = `${kept} of them were kept`;
    const attempt: Attempt =
      kept > limit + SLACK
        ? { what, outcome: 'accepted', refusedBy: null, detail }
        : { what, outcome: 'not-seen', refusedBy: 'server', detail };
    return { control, attempt, kept };
  } finally {
    leave(back);
  }
}

/** Where fewer come even so, the sender's messages are limited, or their size, and not what is kept. */
async function getsAll(
  context: CheckContext,
  canary: Credentials,
  services: MqttSession,
  topic: string,
  version: MqttVersion,
  count: number,
): Promise<Attempt> {
  const what = `${canary.name} is there and gets ${count} messages (${versionName(version)})`;
  const there = await connectAs(context, canary, version);
  if (there.kind !== 'accepted') return connectAttempt(what, there);
  try {
    await there.session.subscribe(topic);
    const text = marker();
    await sendMany(services, topic, text, count);
    const came = await countOf(there.session, text);
    const ended = services.ending ?? there.session.ending;
    const detail = `${came} of them arrive${ended ? `; the session ended: ${ended.detail}` : ''}`;
    return { what, outcome: came === count ? 'accepted' : 'not-seen', refusedBy: null, detail };
  } finally {
    leave(there);
  }
}

/** How many could be sent. */
async function sendMany(services: MqttSession, topic: string, text: string, count: number): Promise<number> {
  let sent = 0;
  for (; sent < count && services.ending === undefined; sent += 1)
    await services.publish(topic, `${text} ${sent}`, 1);
  return sent;
}

/** When nothing more came for so long, in milliseconds, there is nothing more. */
const QUIET_MILLIS = 1000;

/** How many of these arrive. Not every broker sends what it kept before what is sent now (aedes does not). */
async function countOf(session: MqttSession, text: string): Promise<number> {
  const { received } = session;
  for (let seen = -1; seen < received.length;) {
    seen = received.length;
    await session.receives(() => received.length > seen, QUIET_MILLIS);
  }
  return new Set(received.map(({ payload }) => payload).filter((payload) => payload.startsWith(text))).size;
}

async function passing(
  canary: Credentials,
  session: MqttSession | undefined,
  services: MqttSession,
  topic: string,
): Promise<Attempt> {
  const what = `${canary.name} is back and gets what is sent to it then`;
  const last = marker();
  await session?.subscribe(topic);
  await services.publish(topic, last, 1);
  return (await session?.sees(last, ARRIVES_MILLIS))
    ? { what, outcome: 'accepted', refusedBy: null, detail: 'it arrives' }
    : { what, outcome: 'not-seen', refusedBy: null, detail: 'it does not arrive' };
}
