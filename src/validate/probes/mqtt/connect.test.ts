import { createServer, type Server, type Socket } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { describeWithMosquitto } from '../../testing/describe.ts';
import { type Broker, freePort, INTACT, startBroker, twin, WITH_PASSWORDS } from '../../testing/mosquitto.ts';
import { createPki, type Issued, type Pki } from '../../testing/pki.ts';
import { type OpenDialler, openDialler } from '../dial.ts';
import { connectMqtt, type MqttConnect, type MqttConnected } from './connect.ts';

const open: OpenDialler[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

function dialler(port: number, connections = 20): OpenDialler {
  const made = openDialler({
    declared: `127.0.0.1:${port}`,
    resolved: { host: '127.0.0.1', port },
    serverName: 'localhost',
    budget: { connections, seconds: 20, bytes: 1_000_000 },
    signal: new AbortController().signal,
  });
  open.push(made);
  return made;
}

function alertOf(connected: MqttConnected): unknown {
  return connected.kind === 'refused' ? connected.alert : connected;
}

function attempt(port: number, options: Partial<MqttConnect>): Promise<MqttConnected> {
  return connectMqtt(dialler(port), { version: 4, clientId: 'probe', answerMillis: 500, ...options });
}

describeWithMosquitto('connecting to a listener that wants client certificates', () => {
  let pki: Pki;
  let broker: Broker;
  beforeAll(async () => {
    pki = await createPki();
    broker = await startBroker(pki, INTACT);
  });
  afterAll(async () => {
    await broker.stop();
    await pki.remove();
  });
  const withCertificate = (who?: Issued, options: Partial<MqttConnect> = {}): Promise<MqttConnected> =>
    attempt(broker.port, {
      tls: { ca: pki.ca.cert, ...(who && { cert: who.cert, key: who.key }) },
      ...options,
    });

  it.each([4, 5] as const)('accepts an enrolled client (version %i)', async (version) => {
    const connected = await withCertificate(pki.canaryA, { version });
    expect(connected.kind).toBe('accepted');
  });

  it('reads the alert that refuses each bad certificate', async () => {
    expect(alertOf(await withCertificate())).toBe(116);
    expect(alertOf(await withCertificate(pki.expired))).toBe(45);
    expect(alertOf(await withCertificate(pki.revoked))).toBe(44);
    expect(alertOf(await withCertificate(pki.foreign))).toBe(48);
    expect(alertOf(await withCertificate(pki.weak))).toBe(42);
  });

  it('is not fooled by a finished TLS 1.3 handshake: fifty attempts without certificate, fifty refusals', async () => {
    const dial = dialler(broker.port, 100);
    for (let i = 0; i < 50; i += 1) {
      const connected = await connectMqtt(dial, {
        version: 4,
        clientId: 'probe',
        tls: { ca: pki.ca.cert },
      });
      expect(connected.kind).toBe('refused');
    }
  });

  it('calls its own refusals local failures', async () => {
    const wrongCa = {
      ca: pki.otherCa.cert,
      cert: pki.canaryA.cert,
      key: pki.canaryA.key,
    };
    expect(await attempt(broker.port, { tls: wrongCa })).toMatchObject({
      kind: 'local-failure',
      detail:
        'this is not the server that the target declares: its certificate fails our check (SELF_SIGNED_CERT_IN_CHAIN)',
    });
    const elsewhere = { ...dialler(broker.port), serverName: 'elsewhere.test' };
    expect(
      await connectMqtt(elsewhere, { version: 4, clientId: 'probe', tls: { ca: pki.ca.cert } }),
    ).toMatchObject({ kind: 'local-failure' });
    const brokenKey = {
      ca: pki.ca.cert,
      cert: pki.canaryA.cert,
      key: pki.canaryB.key,
    };
    expect(await attempt(broker.port, { tls: brokenKey })).toMatchObject({ kind: 'local-failure' });
    const noPem = { ca: pki.ca.cert, cert: 'nonsense', key: 'nonsense' };
    expect(await attempt(broker.port, { tls: noPem })).toMatchObject({ kind: 'local-failure' });
  });

  it('does not take a plain CONNECT to a TLS port for a refusal', async () => {
    const connected = await attempt(broker.port, {});
    expect(connected.kind).not.toBe('refused');
    expect(connected.kind).not.toBe('accepted');
  });

  it('says local failure when the budget is used up', async () => {
    const connected = await connectMqtt(dialler(broker.port, 0), { version: 4, clientId: 'probe' });
    expect(connected.kind).toBe('local-failure');
  });
});

describeWithMosquitto('connecting to a listener that wants passwords', () => {
  let pki: Pki;
  let broker: Broker;
  beforeAll(async () => {
    pki = await createPki();
    broker = await startBroker(pki, twin(WITH_PASSWORDS, { cafile: null, certfile: null, keyfile: null }));
  });
  afterAll(async () => {
    await broker.stop();
    await pki.remove();
  });

  it('reads the CONNACK of both versions', async () => {
    const as = (version: 4 | 5, password: string) =>
      attempt(broker.port, { version, username: 'canary-a', password });
    expect((await as(4, 'a-secret')).kind).toBe('accepted');
    expect((await as(5, 'a-secret')).kind).toBe('accepted');
    expect(await as(4, 'wrong')).toMatchObject({ kind: 'refused', code: 5 });
    expect(await as(5, 'wrong')).toMatchObject({ kind: 'refused', code: 0x87 });
    expect(await attempt(broker.port, { password: 'without a name' })).toMatchObject({
      kind: 'local-failure',
    });
  });

  it('publishes, subscribes, receives and pings', async () => {
    const connected = await attempt(broker.port, { version: 5, username: 'canary-b', password: 'b-secret' });
    const service = await attempt(broker.port, { clientId: 's', username: 'service', password: 's-secret' });
    if (connected.kind !== 'accepted' || service.kind !== 'accepted') throw new Error('not accepted');
    expect(await connected.session.subscribe('devices/canary-b/commands')).toEqual({
      kind: 'granted',
      code: 1,
    });
    expect(await service.session.publish('devices/canary-b/commands', 'one', 1)).toEqual({
      kind: 'acknowledged',
      code: 0,
    });
    expect(await connected.session.sees('one', 1000)).toBe(true);
    expect(await connected.session.sees('two', 50)).toBe(false);
    expect(await connected.session.ping()).toBe(true);
    expect(await connected.session.publish('devices/canary-a/messages', 'forged', 1)).toEqual({
      kind: 'acknowledged',
      code: 0x87,
    });
    expect(connected.session.ending).toBeUndefined();
  });
});

describe('connecting to something else', () => {
  let pki: Pki;
  beforeAll(async () => {
    pki = await createPki();
  });
  afterAll(() => pki.remove());
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  const server = (answer: (socket: Socket) => void): Promise<number> =>
    new Promise((resolve) => {
      const made = createServer((socket) => {
        socket.on('error', () => undefined);
        answer(socket);
      });
      servers.push(made);
      made.listen(0, '127.0.0.1', () => {
        const address = made.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  const answering = (bytes: Iterable<number>) =>
    server((socket) => socket.once('data', () => socket.end(Uint8Array.from(bytes))));

  it('nobody there: unreachable', async () => {
    expect((await attempt(await freePort(), {})).kind).toBe('unreachable');
  });
  it('never answers: silent, plain and TLS', async () => {
    const port = await server(() => undefined);
    expect((await attempt(port, {})).kind).toBe('silent');
    expect((await attempt(port, { tls: { ca: pki.ca.cert } })).kind).toBe('silent');
  });
  it('hangs up twice: hung up', async () => {
    const port = await server((socket) => socket.once('data', () => socket.destroy()));
    expect((await attempt(port, {})).kind).toBe('hung-up');
    expect((await attempt(port, { tls: { ca: pki.ca.cert } })).kind).toBe('hung-up');
  });
  it('speaks HTTP: not spoken', async () => {
    const port = await answering(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect((await attempt(port, {})).kind).toBe('not-spoken');
    expect((await attempt(port, { tls: { ca: pki.ca.cert } })).kind).toBe('not-spoken');
  });
  it('speaks only MQTT 3.1.1: version 5 is not spoken', async () => {
    expect((await attempt(await answering([0x20, 2, 0, 1]), { version: 5 })).kind).toBe('not-spoken');
    expect((await attempt(await answering([0x20, 3, 0, 0x84, 0]), { version: 5 })).kind).toBe('not-spoken');
  });
  it('is busy: unavailable, which is no refusal', async () => {
    expect((await attempt(await answering([0x20, 2, 0, 3]), {})).kind).toBe('unavailable');
    expect((await attempt(await answering([0x20, 3, 0, 0x89, 0]), { version: 5 })).kind).toBe('unavailable');
  });
  it('sends rubbish in every position: an outcome, never an exception', async () => {
    for (const bytes of [
      [0x20],
      [0x20, 0xff, 0xff, 0xff, 0xff],
      [0x00, 0, 0, 0],
      [0x20, 2, 0, 0, 0x30, 1, 9],
    ]) {
      const connected = await attempt(await answering(bytes), {});
      expect(['hung-up', 'silent', 'not-spoken', 'accepted']).toContain(connected.kind);
    }
  });
  it('sends without end: cut off', async () => {
    const port = await server((socket) =>
      socket.once('data', () =>
        socket.write(Buffer.concat([Buffer.from([0x20, 0xff, 0xff, 0x7f]), Buffer.alloc(1 << 21)])),
      ),
    );
    expect((await attempt(port, { answerMillis: 2000 })).kind).not.toBe('accepted');
  });
});
