import { type RemoteInfo, type Socket, createSocket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';

import { freePort } from '../testing/mosquitto.ts';
import { DialError, type DiallerOptions, type OpenDialler, openDialler } from './dial.ts';

const servers: Socket[] = [];
const diallers: OpenDialler[] = [];
afterEach(() => {
  for (const dial of diallers.splice(0)) dial.close();
  for (const one of servers.splice(0)) one.close();
});

const serve = (answer: (socket: Socket, datagram: Buffer, from: RemoteInfo) => void): Promise<number> => {
  const socket = createSocket('udp4');
  servers.push(socket);
  socket.on('message', (datagram, from) => answer(socket, datagram, from));
  return new Promise((resolve) => socket.bind(0, '127.0.0.1', () => resolve(socket.address().port)));
};
const echo = (): Promise<number> =>
  serve((socket, datagram, { port, address }) => socket.send(datagram, port, address));
const dialler = (
  port: number,
  budget: Partial<DiallerOptions['budget']> = {},
  signal = new AbortController().signal,
): OpenDialler => {
  const dial = openDialler({
    declared: 'sensor.test:1',
    resolved: { host: '127.0.0.1', port },
    serverName: 'sensor.test',
    budget: { connections: 10, seconds: 10, bytes: 100_000, ...budget },
    signal,
  });
  diallers.push(dial);
  return dial;
};
const kindOf = (error: unknown): unknown => (error instanceof DialError ? error.kind : error);
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => kindOf(error),
  );

describe('the dialler by UDP', () => {
  it('sends and receives, and counts a socket as a connection and the bytes both ways', async () => {
    const dial = dialler(await echo());
    const channel = await dial.datagrams();
    channel.send(Buffer.from('hello'));
    expect((await channel.receive(1000))?.toString()).toBe('hello');
    expect(dial.spent()).toEqual({ connections: 1, bytes: 10 });
    channel.close();
    expect(dial.spent().bytes).toBe(10);
  });

  it('takes nothing from another sender', async () => {
    const other = createSocket('udp4');
    servers.push(other);
    const port = await serve((_, datagram, { port: to, address }) => other.send(datagram, to, address));
    const channel = await dialler(port).datagrams();
    channel.send(Buffer.from('hello'));
    expect(await channel.receive(300)).toBeUndefined();
  });

  it('says when nobody listens, and nothing when nobody answers', async () => {
    const channel = await dialler(await freePort()).datagrams();
    channel.send(Buffer.from('hello'));
    expect(await failure(channel.receive(1000))).toBe('unreachable');
    const silent = await dialler(await serve(() => undefined)).datagrams();
    silent.send(Buffer.from('hello'));
    expect(await silent.receive(50)).toBeUndefined();
  });

  it('never opens more sockets than its budget', async () => {
    const dial = dialler(await echo(), { connections: 2 });
    await dial.datagrams();
    await dial.datagrams();
    expect(await failure(dial.datagrams())).toBe('budget');
    expect(dial.stopped()?.kind).toBe('budget');
  });

  it('cuts off a flood', async () => {
    const port = await serve((socket, _, from) => {
      for (let count = 0; count < 200; count += 1) socket.send(Buffer.alloc(1000), from.port, from.address);
    });
    const dial = dialler(port, { bytes: 20_000 });
    const channel = await dial.datagrams();
    channel.send(Buffer.from('more'));
    await expect.poll(() => dial.stopped()?.kind).toBe('budget');
    expect(dial.spent().bytes).toBeLessThan(25_000);
    expect(await failure(dial.datagrams())).toBe('budget');
  });

  it('keeps its deadline and ends when interrupted, also while waiting', async () => {
    const port = await echo();
    const channel = await dialler(port, { seconds: 0.1 }).datagrams();
    expect(await failure(channel.receive(2000))).toBe('budget');
    const stop = new AbortController();
    const waiting = (await dialler(port, {}, stop.signal).datagrams()).receive(2000);
    stop.abort();
    expect(await failure(waiting)).toBe('interrupted');
  });

  it('is closed with its dialler', async () => {
    const dial = dialler(await echo());
    const channel = await dial.datagrams();
    dial.close();
    channel.send(Buffer.from('too late'));
    expect(await failure(channel.receive(100))).toBe('interrupted');
    expect(await failure(dial.datagrams())).toBe('interrupted');
  });
});
