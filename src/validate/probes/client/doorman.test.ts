import { connect } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { answers, freePort } from '../../testing/mosquitto.ts';
import { type DoormanOptions, type OpenDoorman, openDoorman } from './doorman.ts';

const open: OpenDoorman[] = [];
afterEach(() => {
  for (const door of open.splice(0)) door.close();
});

async function doorAt(over: Partial<DoormanOptions> = {}): Promise<{ door: OpenDoorman; port: number }> {
  const port = await freePort();
  const door = openDoorman({
    declared: `127.0.0.1:${port}`,
    bind: { host: '127.0.0.1', port },
    serverName: 'localhost',
    budget: { connections: 3, seconds: 5, bytes: 1000 },
    signal: new AbortController().signal,
    ...over,
  });
  open.push(door);
  return { door, port };
}

function call(port: number): void {
  connect(port, '127.0.0.1').on('error', () => undefined);
}

describe('a doorman', () => {
  it('binds nothing before it is asked, and nothing after it was closed', async () => {
    const { door, port } = await doorAt();
    expect(await answers(port)).toBe(false);
    const next = door.next(2000);
    await expect.poll(() => answers(port)).toBe(true);
    await next;
    door.close();
    expect(await answers(port)).toBe(false);
    await expect(door.next(100)).rejects.toMatchObject({ kind: 'interrupted' });
  });

  it('says that nobody called', async () => {
    const { door } = await doorAt();
    await expect(door.next(50)).rejects.toMatchObject({ kind: 'timeout' });
    expect(door.stopped()).toBeUndefined();
  });

  it('says that the place is taken', async () => {
    const { door, port } = await doorAt();
    const [socket] = await Promise.all([door.next(1000), sleep(50).then(() => call(port))]);
    expect(socket.destroyed).toBe(false);
    const second = openDoorman({
      declared: '',
      bind: { host: '127.0.0.1', port },
      serverName: '',
      budget: { connections: 1, seconds: 5, bytes: 1 },
      signal: new AbortController().signal,
    });
    open.push(second);
    await expect(second.next(100)).rejects.toThrow(/something else listens there already/);
  });

  it('takes callers of one address only, where one is named', async () => {
    const { door, port } = await doorAt();
    const next = door.next(200, '127.0.0.9');
    await sleep(20);
    call(port);
    await expect(next).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('hangs up on who waited too long before the door', async () => {
    const { door, port } = await doorAt();
    await expect(door.next(10)).rejects.toMatchObject({ kind: 'timeout' });
    call(port);
    await sleep(400);
    await expect(door.next(50)).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('ends with its budget of connections', async () => {
    const { door, port } = await doorAt({ budget: { connections: 1, seconds: 5, bytes: 1000 } });
    const first = door.next(1000);
    await sleep(20);
    call(port);
    (await first).destroy();
    const second = door.next(1000);
    call(port);
    await expect(second).rejects.toMatchObject({ kind: 'budget' });
    expect(door.stopped()?.kind).toBe('budget');
    expect(door.spent().connections).toBe(1);
  });

  it('ends with its budget of bytes and of seconds, and with the run', async () => {
    const flooded = await doorAt({ budget: { connections: 5, seconds: 5, bytes: 100 } });
    const next = flooded.door.next(1000);
    await sleep(20);
    connect(flooded.port, '127.0.0.1')
      .on('error', () => undefined)
      .write('x'.repeat(5000));
    const socket = await next;
    socket.resume();
    await expect.poll(() => flooded.door.stopped()?.message).toBe('the 100 bytes of this check are used up');
    expect(socket.destroyed).toBe(true);

    const short = await doorAt({ budget: { connections: 5, seconds: 0.1, bytes: 100 } });
    await expect(short.door.next(2000)).rejects.toMatchObject({ kind: 'budget' });

    const run = new AbortController();
    const interrupted = await doorAt({ signal: run.signal });
    const waiting = interrupted.door.next(2000);
    run.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'interrupted' });
  });
});

function sleep(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
