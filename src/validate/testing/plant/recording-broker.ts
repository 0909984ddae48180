/** A broker of ours (aedes, MQTT 3.1.1, in the clear) that says on a topic what it writes down: who sent what, and when. */
import { type Socket, createServer } from 'node:net';

import { Aedes, type Client } from 'aedes';

import { KNOWN_BY_PASSWORD, runAgainst } from '../context.ts';
import { type Stand, asLines } from '../proof.ts';

export interface RecordingBroker {
  readonly recorded: 'all commands' | 'accepted ones' | 'refused ones' | 'without names' | 'without times';
  readonly commandsFrom: 'the service' | 'nobody';
  /** Who may read what it writes down. */
  readonly readers: 'the service' | 'nobody';
}

export const SOUND_RECORDING: RecordingBroker = {
  recorded: 'all commands',
  commandsFrom: 'the service',
  readers: 'the service',
};

const COMMANDS = 'devices/canary-b/commands';
const LOG = 'audit/broker';

/** What a check is told. */
const declaredAtRecording = () => ({
  kind: 'audit',
  identities: KNOWN_BY_PASSWORD,
  declares: {
    commands: {
      over: 'mqtt',
      by: 'service',
      send: COMMANDS,
      body: '{"position": {value}}',
      observe: COMMANDS,
      pointer: '/position',
      permitted: [20, 40],
    },
    audit: {
      over: 'mqtt',
      by: 'service',
      log: LOG,
      who: '/who',
      when: '/at',
      accepted: { '/did': 'sent a command' },
      refused: { '/did': 'was refused' },
    },
  } satisfies Parameters<typeof runAgainst>[1]['declares'],
});

/** The broker as a stand. */
export const recordingBroker: Stand<RecordingBroker> = {
  software: 'aedes, with a log of ours',
  text: asLines,
  async judge(check, setup) {
    const broker = await Aedes.createBroker();
    decide(broker, setup);
    const open = new Set<Socket>();
    const server = createServer((socket) => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      broker.handle(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    try {
      return await runAgainst(check, { ...declaredAtRecording(), port });
    } finally {
      for (const socket of open) socket.destroy();
      server.close();
      await new Promise<void>((resolve) => broker.close(() => resolve()));
    }
  },
};

function decide(broker: Aedes, { recorded, commandsFrom, readers }: RecordingBroker): void {
  const names = new WeakMap<Client, string>();
  broker.authenticate = (client, username, password, done) => {
    const known = KNOWN_BY_PASSWORD.find(
      (one) => one.username === username && one.password === password?.toString(),
    );
    if (known) names.set(client, known.name);
    done(null, known !== undefined);
  };
  broker.authorizeSubscribe = (client, subscription, done) => {
    const mayRead = subscription.topic !== LOG || (readers !== 'nobody' && names.get(client) === 'service');
    done(null, mayRead ? subscription : null);
  };
  broker.authorizePublish = (client, packet, done) => {
    const who = (client && names.get(client)) ?? 'nobody';
    const may = who === commandsFrom.replace('the ', '') && packet.topic === COMMANDS;
    const isDue = !(recorded === 'accepted ones' && !may) && !(recorded === 'refused ones' && may);
    const entry = {
      ...(recorded !== 'without times' && { at: new Date().toISOString() }),
      ...(recorded !== 'without names' && { who }),
      did: may ? 'sent a command' : 'was refused',
    };
    if (isDue) say(broker, JSON.stringify(entry));
    done(may ? null : new Error('it may not'));
  };
}

function say(broker: Aedes, text: string): void {
  broker.publish(
    { cmd: 'publish', topic: LOG, payload: Buffer.from(text), qos: 1, retain: false, dup: false },
    () => undefined,
  );
}
