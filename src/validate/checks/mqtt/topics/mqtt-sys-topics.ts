/**
 * Does the broker show its own affairs (`$SYS`: version, clients, load) to a device? The device itself is the one
 * who sees or does not see; a granted SUBACK says nothing. Something happens meanwhile that brokers report there:
 * another client connects and leaves.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
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
import { connectAttempt } from '../../../probes/mqtt/connect.ts';
import { ARRIVES_MILLIS, marker, topicOf } from '../../../probes/mqtt/routes.ts';
import type { MqttSession } from '../../../probes/mqtt/session.ts';
import { type Cast, cast } from '../../../probes/mqtt/stage.ts';

export const mqttSysTopics = defineCheck({
  id: 'mqtt-sys-topics',
  title: 'Does the broker keep its own affairs ($SYS) from a device?',
  targets: ['mqtt'],
  control: 'on the same session a canary gets a message of its own, before and after the attack',
  attack:
    'the canary subscribes to $SYS/#, $SYS/+/# and the names under which brokers tell their version and clients, and waits while another canary connects and leaves; MQTT 3.1.1 and MQTT 5',
  observer: 'the canary itself: what arrives on its session, on which a permitted message provably does',
  effect: 'active',
  budget: { connections: 60, seconds: 120, bytes: 900_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const actors = cast(context);
    if (typeof actors === 'string') return outcome('inconclusive', actors);
    const { attacker } = actors;
    const { versions, notSpoken, failed, facts } = await spokenVersions(context, attacker);
    if (failed) return controlFailed(failed);
    const tried: Attempt[] = [];
    let control: Attempt | undefined;
    for (const version of versions) {
      // Some servers end the session over a filter: the others are tried on another one.
      for (let left = FILTERS; left.length > 0;) {
        const millis = version === versions[0] ? LONG_MILLIS : SHORT_MILLIS;
        const found = await look(context, actors, version, left, millis);
        control = found.control;
        if (found.attempt) tried.push(found.attempt);
        left = found.left;
        if (control.outcome !== 'accepted') break;
      }
      if (control?.outcome !== 'accepted') break;
    }
    if (!control) return outcome('inconclusive', 'no MQTT version is spoken');
    const { verdict, decisive } = judgeRefusals(tried);
    const attack = [...tried, ...notSpoken];
    if (control.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(control, { attack });
    const observer: Attempt = {
      what: `${attacker.name} watches its session`,
      outcome: verdict === 'fail' ? 'seen' : 'not-seen',
      refusedBy: null,
      detail: tried.map(({ detail }) => detail).join('; '),
    };
    const reason = {
      pass: `nothing of $SYS came to ${attacker.name} in the ${LONG_MILLIS / 1000} seconds after it subscribed, where it was let, while permitted messages did; what is told more rarely was not waited for`,
      fail: `${attacker.name} is shown what the broker tells of itself: ${decisive.map(line).join('; ')}`,
      inconclusive: `not every attempt shows something: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { control, attack, observer, facts });
  },
});

/** What mosquitto (version, clients), aedes (new) and EMQX (brokers) are known to publish, and everything. */
const FILTERS: readonly string[] = [
  '$SYS/#',
  '$SYS/+/#',
  '$SYS/broker/version',
  '$SYS/broker/clients/#',
  '$SYS/brokers/#',
];

/**
 * Mosquitto and most others send what they retain at once, and events as they happen; VerneMQ retains nothing and tells it
 * every 20 seconds. In the first version that is spoken that is waited for, in the other one not again.
 */
const LONG_MILLIS = 22_000;
const SHORT_MILLIS = 2000;

interface Looked {
  readonly control: Attempt;
  readonly attempt?: Attempt;
  /** Filters that it did not come to, since the server ended the session over one before. */
  readonly left: readonly string[];
}

async function look(
  context: CheckContext,
  { attacker, victim, service }: Cast,
  version: MqttVersion,
  filters: readonly string[],
  millis: number,
): Promise<Looked> {
  const what = `${attacker.name} gets a message of its own (${versionName(version)})`;
  const connected = await connectAs(context, attacker, version);
  if (connected.kind !== 'accepted') return { control: connectAttempt(what, connected), left: [] };
  const helper = service && (await connectAs(context, service, version));
  try {
    if (helper && helper.kind !== 'accepted')
      return { control: connectAttempt(`${service.name} connects`, helper), left: [] };
    const { session } = connected;
    const own = await ownMessages(context, attacker, session, helper?.session ?? session);
    if (!(await own()))
      return { control: { what, outcome: 'not-seen', refusedBy: null, detail: UNSEEN }, left: [] };
    const { attempt, left } = await subscribeToInternals(context, attacker, victim, session, filters, millis);
    if (attempt.outcome === 'accepted') return { control: { what, ...WORKS }, attempt, left: [] };
    // Sent after everything else: the session was alive all the time, or the server ended it because of us.
    const alive = session.ending === undefined && (await own());
    if (alive) return { control: { what, ...WORKS }, attempt, left };
    const { ending } = session;
    const refused = ending?.kind === 'refused' || ending?.kind === 'closed';
    return {
      control: await again(context, attacker, version, what),
      attempt: {
        ...attempt,
        outcome: refused ? 'refused' : 'silent',
        refusedBy: refused ? 'server' : null,
        detail: ending?.detail ?? 'a permitted message sent afterwards did not arrive',
      },
      left,
    };
  } finally {
    leave(connected, helper);
  }
}

const WORKS = { outcome: 'accepted', refusedBy: null, detail: 'it arrives' } as const;
const UNSEEN = 'the message does not arrive; topics.service could name who may send it';

async function ownMessages(
  context: CheckContext,
  attacker: Credentials,
  session: MqttSession,
  sender: MqttSession,
): Promise<() => Promise<boolean>> {
  const topic = topicOf(context.target.topics?.subscribe ?? '', attacker);
  await session.subscribe(topic);
  return async () => {
    const sent = marker();
    await sender.publish(topic, sent, 1);
    return session.sees(sent, ARRIVES_MILLIS);
  };
}

async function subscribeToInternals(
  context: CheckContext,
  attacker: Credentials,
  passerBy: Credentials,
  session: MqttSession,
  filters: readonly string[],
  millis: number,
): Promise<Pick<Required<Looked>, 'attempt' | 'left'>> {
  const asked: string[] = [];
  for (const filter of filters) {
    if (session.ending !== undefined) break;
    await session.subscribe(filter);
    asked.push(filter);
  }
  const what = `${attacker.name} subscribes to ${asked.join(', ')} (${versionName(session.version)})`;
  const left = filters.slice(asked.length);
  leave(await connectAs(context, passerBy, session.version));
  await session.receives((message) => message.topic.startsWith('$SYS/'), millis);
  const topics = session.received.map(({ topic }) => topic).filter((topic) => topic.startsWith('$SYS/'));
  const came = `${topics.length} messages came, the first on ${topics[0]?.slice(0, 100)}`;
  const attempt: Attempt =
    topics.length > 0
      ? { what, outcome: 'accepted', refusedBy: null, detail: came }
      : { what, outcome: 'not-seen', refusedBy: 'server', detail: 'nothing came' };
  return { attempt, left };
}

async function again(
  context: CheckContext,
  attacker: Credentials,
  version: MqttVersion,
  what: string,
): Promise<Attempt> {
  const connected = await connectAs(context, attacker, version);
  leave(connected);
  return { ...connectAttempt(what, connected), what: `${attacker.name} connects again after the attack` };
}
