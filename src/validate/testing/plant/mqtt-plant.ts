/** A valve and a monitor of ours at a real mosquitto: who may say what is the broker's affair, the rest is theirs. */
import { type MqttSession } from '../../probes/mqtt/session.ts';
import { connectMqtt } from '../../probes/mqtt/connect.ts';
import { openDialler } from '../../probes/dial.ts';
import { byCertificate, certified, runAgainst } from '../context.ts';
import { type BrokerSetup, INTACT, startBroker } from '../mosquitto.ts';
import type { Issued, Pki } from '../pki.ts';
import type { Bench, Stand } from '../proof.ts';

export interface MqttPlant {
  readonly broker: BrokerSetup;
  readonly limit: '60' | 'none';
  readonly flags: 'what leaps by more than 20' | 'nothing' | 'everything';
  readonly alarms: 'after 1.5 seconds of silence' | 'never' | 'all the time';
  /** Whether the programs at the broker run at all. */
  readonly programs: 'on' | 'off';
}

const MONITOR_TOPIC = 'status/canary-a';

export const SOUND_MQTT: MqttPlant = {
  broker: {
    ...INTACT,
    acl: [
      ...(INTACT.acl ?? []),
      `topic read ${MONITOR_TOPIC}`,
      'user monitor',
      'topic read devices/+/messages',
      `topic write ${MONITOR_TOPIC}`,
    ],
  },
  limit: '60',
  flags: 'what leaps by more than 20',
  alarms: 'after 1.5 seconds of silence',
  programs: 'on',
};

/** canary-b is the valve. */
const COMMANDS = {
  over: 'mqtt',
  by: 'service',
  send: 'devices/canary-b/commands',
  body: '{"position": {value}}',
  observe: 'devices/canary-b/messages',
  pointer: '/position',
  permitted: [20, 40],
  beyond: [100],
  most: 60,
  settleSeconds: 0.4,
} satisfies NonNullable<Parameters<typeof runAgainst>[1]['declares']>['commands'];

/** canary-a is the sensor. */
const READINGS = {
  by: 'canary-a',
  reader: 'service',
  send: 'devices/canary-a/messages',
  body: '{"smoke": {value}}',
  plausible: 1,
  implausible: 70,
  status: MONITOR_TOPIC,
  pointer: '/state',
  well: 'well',
  flagged: 'odd',
  silent: 'silent',
  everySeconds: 0.3,
  alarmSeconds: 4,
} as const;

/** What a check is told. The valve is no canary of its own. */
export function declaredMqtt(kind: 'commands' | 'readings', { pki }: Bench) {
  return {
    kind,
    ca: pki.ca.cert,
    identities: certified(pki).filter(({ name }) => name !== 'canary-b'),
    declares: kind === 'commands' ? { commands: COMMANDS } : { readings: READINGS },
  };
}

/** The plant as a stand, looked at as a target of this kind. */
export function onMqttPlant(kind: 'commands' | 'readings'): Stand<MqttPlant> {
  return {
    software: 'mosquitto, with a valve and a monitor of ours',
    text: ({ broker, ...programs }) =>
      [
        ...Object.entries(broker.settings).map(([name, value]) => `${name} ${value ?? '(none)'}`),
        ...(broker.acl ?? []),
        ...Object.entries(programs).map(([name, value]) => `${name}: ${value}`),
      ].join('\n'),
    async judge(check, setup, bench) {
      const broker = await startBroker(bench.pki, setup.broker);
      const stop =
        setup.programs === 'on' ? await startPrograms(bench.pki, broker.port, setup) : () => undefined;
      return runAgainst(check, { ...declaredMqtt(kind, bench), port: broker.port }).finally(() => {
        stop();
        return broker.stop();
      });
    },
  };
}

/** The way to the broker for programs of ours, which show their certificates. */
export function openJoining(pki: Pki, port: number) {
  const over = new AbortController();
  const dial = openDialler({
    declared: `127.0.0.1:${port}`,
    resolved: { host: '127.0.0.1', port },
    serverName: 'localhost',
    budget: { connections: 4, seconds: 120, bytes: 1_000_000 },
    signal: over.signal,
  });
  const join = async (who: Issued): Promise<MqttSession> => {
    const shown = byCertificate(who);
    const tls = { ca: pki.ca.cert, cert: who.cert, key: who.key };
    const connected = await connectMqtt(dial, { version: 4, clientId: shown.clientId, tls });
    if (connected.kind !== 'accepted') throw new Error(`${who.name}: ${connected.detail}`);
    return connected.session;
  };
  return { join, close: () => dial.close() };
}

async function startPrograms(pki: Pki, port: number, setup: MqttPlant): Promise<() => void> {
  const { join, close } = openJoining(pki, port);
  const valve = await join(pki.canaryB);
  await valve.subscribe(COMMANDS.send);
  void eachMessage(valve, (text) => {
    const asked = Number(/\d+/.exec(text)?.[0]);
    const position = setup.limit === 'none' ? asked : Math.min(asked, 60);
    void valve.publish(COMMANDS.observe, JSON.stringify({ position }), 1);
  });
  const monitor = await join(await pki.issue({ name: 'monitor' }));
  await monitor.subscribe('devices/+/messages');
  const say = (state: string): void => void monitor.publish(READINGS.status, JSON.stringify({ state }), 1);
  let believed: number | undefined;
  let heard = Infinity;
  void eachMessage(monitor, (text) => {
    const value = Number(/"smoke": ([\d.]+)/.exec(text)?.[1]);
    if (Number.isNaN(value)) return;
    heard = Date.now();
    const leaps = believed !== undefined && Math.abs(value - believed) > 20;
    const odd = setup.flags === 'everything' || (setup.flags !== 'nothing' && leaps);
    if (!odd) believed = value;
    say(odd ? 'odd' : 'well');
  });
  const timer = setInterval(() => {
    const due = setup.alarms === 'all the time' || Date.now() - heard > 1500;
    if (due && setup.alarms !== 'never') say('silent');
  }, 200);
  return () => {
    clearInterval(timer);
    close();
  };
}

/** Hands over what arrives, until the session ends. */
export async function eachMessage(
  session: MqttSession,
  act: (text: string, topic: string) => void,
): Promise<void> {
  for (let done = 0; !session.ending;) {
    await session.receives(() => session.received.length > done, 60_000);
    for (; done < session.received.length; done += 1) {
      const message = session.received[done];
      if (message) act(message.payload, message.topic);
    }
  }
}
