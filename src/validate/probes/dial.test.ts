import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';

import { type Listener, startTcp, startTls } from '../testing/listeners.ts';
import { freePort } from '../testing/mosquitto.ts';
import { createPki } from '../testing/pki.ts';
import { DialError, type DiallerOptions, type OpenDialler, openDialler } from './dial.ts';

const started: Listener[] = [];
const diallers: OpenDialler[] = [];
afterEach(async () => {
  for (const dial of diallers.splice(0)) dial.close();
  for (const one of started.splice(0)) await one.stop();
});

const listen = async (serve: Parameters<typeof startTcp>[0] = () => undefined): Promise<Listener> => {
  const server = await startTcp(serve);
  started.push(server);
  return server;
};
const dialler = (
  port: number,
  budget: Partial<DiallerOptions['budget']> = {},
  signal = new AbortController().signal,
): OpenDialler => {
  const dial = openDialler({
    declared: 'hub.test:1',
    resolved: { host: '127.0.0.1', port },
    serverName: 'hub.test',
    budget: { connections: 10, seconds: 10, bytes: 100_000, ...budget },
    signal,
  });
  diallers.push(dial);
  return dial;
};
const kindOf = (error: unknown): unknown => (error instanceof DialError ? error.kind : error);

describe('the dialler', () => {
  it('never opens more connections than its budget, counted at the server', async () => {
    const server = await listen();
    const dial = dialler(server.port, { connections: 3 });
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => dial.connect()));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await expect.poll(() => server.connections()).toBe(3);
    expect(dial.spent().connections).toBe(3);
    expect(dial.stopped()?.kind).toBe('budget');
  });

  it('cuts off a flood, on plain sockets and inside TLS', async () => {
    const chunk = Buffer.alloc(64 * 1024);
    const flood = await listen((socket) => {
      const more = (): void => {
        while (socket.writable && socket.write(chunk));
      };
      socket.on('drain', more);
      more();
    });
    const dial = dialler(flood.port, { bytes: 200_000 });
    const socket = await dial.connect();
    const failed = new Promise((resolve) => socket.once('error', resolve));
    socket.resume();
    expect(kindOf(await failed)).toBe('budget');
    // One read of the socket beyond the limit, at the most.
    expect(dial.spent().bytes).toBeLessThan(200_000 + 70_000);
    expect(socket.destroyed).toBe(true);
    await expect(dial.connect()).rejects.toThrow(DialError);

    const pki = await createPki();
    const server = await startTls(pki.server);
    started.push(server);
    const secured = dialler(server.port, { bytes: 600 });
    const raw = await secured.connect();
    const cut = new Promise((resolve) => raw.once('close', resolve));
    connect({ socket: raw, rejectUnauthorized: false }).on('error', () => undefined);
    await cut;
    await expect.poll(() => secured.stopped()?.kind).toBe('budget');
    await pki.remove();
  });

  it('keeps its deadline', async () => {
    const server = await listen();
    const dial = dialler(server.port, { seconds: 0.2 });
    const socket = await dial.connect();
    const began = Date.now();
    expect(kindOf(await new Promise((resolve) => socket.once('error', resolve)))).toBe('budget');
    expect(Date.now() - began).toBeLessThan(1000);
    await expect(dial.connect()).rejects.toThrow('0.2 seconds');
  });

  it('stops when the run is interrupted, before, while and after dialling', async () => {
    const server = await listen();
    const stop = new AbortController();
    const dial = dialler(server.port, {}, stop.signal);
    const socket = await dial.connect();
    const failed = new Promise((resolve) => socket.once('error', resolve));
    const pending = dial.connect();
    stop.abort();
    expect(kindOf(await failed)).toBe('interrupted');
    expect(kindOf(await pending.catch((error: unknown) => error))).toBe('interrupted');
    expect(
      kindOf(
        await dialler(server.port, {}, stop.signal)
          .connect()
          .catch((error: unknown) => error),
      ),
    ).toBe('interrupted');
  });

  it('leaves nothing open', async () => {
    let closed = 0;
    const server = await listen((socket) => socket.once('close', () => (closed += 1)));
    const dial = dialler(server.port);
    await dial.connect();
    await dial.connect();
    dial.close();
    await expect.poll(() => closed).toBe(2);
    await expect(dial.connect()).rejects.toThrow('ended');
    expect(dial.stopped()).toBeUndefined();
  });

  it('says when nobody listens', async () => {
    const error: unknown = await dialler(await freePort())
      .connect()
      .catch((thrown: unknown) => thrown);
    expect(kindOf(error)).toBe('unreachable');
  });

  it('survives a reset that nobody listens for', async () => {
    const server = await listen((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const socket = await dialler(server.port).connect();
    socket.write('x');
    await new Promise((resolve) => socket.once('close', resolve));
    expect(socket.destroyed).toBe(true);
  });
});
