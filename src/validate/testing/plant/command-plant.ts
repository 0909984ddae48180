/**
 * Two test objects of ours, behind HTTPS with mutual TLS or at a real mosquitto: `service` commands one, canary-a the
 * other. Both take what the service signed: what keeps one from the other's is who may reach it.
 */
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { TLSSocket } from 'node:tls';

import { certified, runAgainst } from '../context.ts';
import { INTACT, startBroker } from '../mosquitto.ts';
import type { Pki } from '../pki.ts';
import type { Bench, Stand } from '../proof.ts';
import { type DeviceSetup, SOUND_DEVICE, type TestDevice, isSignedBy, newDevice } from './command-device.ts';
import { eachMessage, openJoining } from './mqtt-plant.ts';

export interface CommandPlant extends DeviceSetup {
  readonly mayCommand: 'each its own' | 'everybody both' | 'nobody';
  /** Who stands before them. */
  readonly before:
    | 'nobody'
    | 'a service that refuses other forms'
    | 'a service that verifies signatures'
    | 'a queue, which takes a second';
}

export const SOUND_COMMANDS: CommandPlant = { ...SOUND_DEVICE, mayCommand: 'each its own', before: 'nobody' };

type Declared = NonNullable<NonNullable<Parameters<typeof runAgainst>[1]['declares']>['commands']>;

const BODY = '{"set":"valve","to":{value},"number":{number},"at":"{time}"}';

const COMMANDS: Declared = {
  over: 'https',
  by: 'service',
  send: '/valve',
  body: BODY,
  observe: '/valve',
  pointer: '/value',
  permitted: [20, 40],
  settleSeconds: 0.3,
  direct: true,
  sets: 'mode',
  signer: 'service',
  expireSeconds: 8,
  unknown: [{ body: BODY.replace('"set"', '"start"') }],
  outside: { by: 'canary-a', send: '/second', observe: '/second' },
};

const AT_BROKER = {
  over: 'mqtt',
  send: 'devices/canary-b/commands',
  observe: 'devices/canary-b/messages',
  settleSeconds: 0.4,
  outside: { by: 'canary-a', send: 'devices/second/commands', observe: 'devices/second/messages' },
} as const;

/** What a check is told; canary-b is an object at the broker, and no canary of its own. */
export function declaredCommands({ pki }: Bench, changes: Partial<Declared> = {}) {
  return {
    kind: 'commands',
    ca: pki.ca.cert,
    identities: certified(pki).filter(({ name }) => name !== 'canary-b'),
    declares: { commands: { ...COMMANDS, ...changes } },
  };
}

const text = (setup: CommandPlant): string =>
  Object.entries(setup)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

/** Behind HTTPS. */
export function onCommandPlant(changes: Partial<Declared> = {}): Stand<CommandPlant> {
  return {
    software: 'devices of ours on node:https',
    text,
    async judge(check, setup, bench) {
      const { port, close } = await startPlant(bench.pki, setup);
      return runAgainst(check, { ...declaredCommands(bench, changes), port }).finally(close);
    },
  };
}

const rights = (user: string, ...devices: string[]): string[] => [
  `user ${user}`,
  ...devices.flatMap((device) => [
    `topic write devices/${device}/commands`,
    `topic read devices/${device}/messages`,
  ]),
];

/** At a broker. */
export const commandsAtBroker: Stand<CommandPlant> = {
  software: 'mosquitto, with devices of ours',
  text,
  async judge(check, setup, bench) {
    const both = setup.mayCommand === 'everybody both';
    const broker = await startBroker(bench.pki, {
      ...INTACT,
      acl: [
        ...(INTACT.acl ?? []).slice(0, 2),
        ...(setup.mayCommand === 'nobody'
          ? []
          : [
              ...rights('service', 'canary-b', ...(both ? ['second'] : [])),
              ...rights('canary-a', 'second', ...(both ? ['canary-b'] : [])),
            ]),
      ],
    });
    const { join, close } = openJoining(bench.pki, broker.port);
    const { pki } = bench;
    for (const who of [pki.canaryB, await pki.issue({ name: 'second' })]) {
      const session = await join(who);
      const device = newDevice(pki.service.cert, setup, pki.canaryA.cert);
      await session.subscribe(`devices/${who.name}/commands`);
      void eachMessage(session, (command) => {
        device.take(command);
        if (!device.stopped) void session.publish(`devices/${who.name}/messages`, device.report(), 1);
      });
    }
    return runAgainst(check, { ...declaredCommands(bench, AT_BROKER), port: broker.port }).finally(() => {
      close();
      return broker.stop();
    });
  },
};

async function startPlant(pki: Pki, setup: CommandPlant) {
  const devices: Readonly<Record<string, { readonly owner: string; readonly device: TestDevice }>> = {
    '/valve': { owner: 'service', device: newDevice(pki.service.cert, setup, pki.canaryA.cert) },
    '/second': { owner: 'canary-a', device: newDevice(pki.service.cert, setup) },
  };
  const may = (who: string, owner: string): boolean =>
    setup.mayCommand !== 'nobody' && (setup.mayCommand !== 'each its own' || who === owner);
  const answerTo = (request: IncomingMessage, body: string): [number, string] | undefined => {
    const asked = devices[request.url ?? ''];
    if (!asked) return [404, ''];
    if (request.method === 'GET') return [200, asked.device.report()];
    if (!may(nameOf(request), asked.owner)) return [403, ''];
    if (setup.before === 'a service that refuses other forms' && !isObject(body)) return [400, ''];
    if (setup.before === 'a service that verifies signatures' && !isSignedBy(body, pki.service.cert))
      return [403, ''];
    if (setup.before === 'a queue, which takes a second') {
      setTimeout(() => asked.device.take(body), 1000);
      return [202, ''];
    }
    const took = asked.device.take(body);
    return took === undefined ? undefined : [took ? 200 : 422, ''];
  };
  const server = createServer(
    { key: pki.server.key, cert: pki.server.cert, ca: pki.ca.cert, requestCert: true },
    async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const answer = answerTo(request, body);
      // A device that has stopped does not answer, and neither does whoever asks it.
      if (answer === undefined) request.socket.destroy();
      else response.writeHead(answer[0]).end(answer[1]);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function isObject(body: string): boolean {
  try {
    return typeof JSON.parse(body) === 'object';
  } catch {
    return false;
  }
}

function nameOf({ socket }: IncomingMessage): string {
  const name: unknown = socket instanceof TLSSocket ? socket.getPeerCertificate().subject?.CN : undefined;
  return typeof name === 'string' ? name : 'unknown';
}
