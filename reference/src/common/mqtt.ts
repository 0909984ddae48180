/** A connection to one of the gateways, as devices and services use it. */
import { setTimeout as sleep } from 'node:timers/promises';

import mqtt from 'mqtt';
import type { MqttClient } from 'mqtt';

import { BENCH_SERVER, hostName } from './fleet.ts';
import { dialling } from './identity.ts';
import type { Identity } from './identity.ts';
import { LOOPBACK } from './part.ts';
import type { Gateway } from './part.ts';

export interface Link {
  /** Sends, at most once: what is said while the line is down is lost. */
  send(topic: string, message: Readonly<Record<string, unknown>> | Buffer): void;
  /** Asks for these topics. Fails when the gateway refuses one. */
  subscribe(filters: readonly string[], listener: (topic: string, payload: Buffer) => void): Promise<void>;
  close(): Promise<void>;
}

/**
 * Connects as `name` to a gateway on loopback and verifies that it is the gateway. Comes back by itself when
 * the connection is lost. Rejects when the first connection fails, but for a test unit, which goes on calling.
 */
export async function connect(
  name: string,
  identity: Identity,
  gateway: string,
  { port, bench, trusting }: Gateway,
): Promise<Link> {
  const dial = (): Promise<MqttClient> =>
    mqtt.connectAsync(
      `mqtts://${LOOPBACK}:${port}`,
      {
        clientId: name,
        clean: true,
        protocolVersion: 4,
        reconnectPeriod: 1000,
        connectTimeout: 10_000,
        // A reading that is late is a reading that is wrong: none is kept while the line is down.
        queueQoSZero: false,
        ...dialling(identity, hostName(bench ? BENCH_SERVER : gateway), trusting),
      },
      false,
    );
  const client = bench ? await untilAnswered(dial) : await dial();
  let wasConnected = true;
  client.on('error', (error) => console.error(error.message));
  client.on('close', () => {
    if (wasConnected) console.error(`Lost the connection to the ${gateway}.`);
    wasConnected = false;
  });
  client.on('connect', () => (wasConnected = true));

  return {
    send(topic, message) {
      const payload = Buffer.isBuffer(message) ? message : JSON.stringify(message);
      client.publish(topic, payload, { qos: 0 }, () => {});
    },
    async subscribe(filters, listener) {
      client.on('message', (topic, payload) => listener(topic, payload));
      const granted = await client.subscribeAsync([...filters], { qos: 1 });
      const refused = granted.find(({ qos }) => qos === 128);
      if (refused) throw new Error(`The ${gateway} does not let ${name} subscribe to ${refused.topic}.`);
    },
    close: () => client.endAsync(true),
  };
}

/** How long a test unit waits before it calls again, in milliseconds. */
const AGAIN_MS = 200;

async function untilAnswered<T>(dial: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await dial();
    } catch {
      await sleep(AGAIN_MS);
    }
  }
}
