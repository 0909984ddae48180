import { afterEach, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';

import { startTcp } from '../../testing/listeners.ts';
import type { Listener } from '../../testing/listeners.ts';
import { startPeer, SOUND_PEER } from '../../testing/brokers/amqp-peer.ts';
import type { Ending } from '../mqtt/wire.ts';
import { openDialler } from '../dial.ts';
import { encode } from './codec.ts';
import { type AmqpConnect, type AmqpConnected, connectAmqp } from './connect.ts';
import { AMQP_HEADER, SASL_HEADER, frame } from './frames.ts';
import { Receiver, type Sender } from './links.ts';
import type { AmqpSession } from './session.ts';

const KNOWN = { mechanism: 'PLAIN', username: 'canary-a', password: 'a-secret' } as const;
const MECHANISMS = frame('sasl-mechanisms', [encode.symbol('PLAIN')]);
const outcome = (code: number): Buffer => frame('sasl-outcome', [encode.ubyte(code)]);
const error = (condition: string): Buffer => encode.described(0x1d, encode.list([encode.symbol(condition)]));

/** An int, where a number of deliveries belongs. */
const A_NEGATIVE_NUMBER = Buffer.from('7180000000', 'hex');

const open: Listener[] = [];
afterEach(() => Promise.all(open.splice(0).map((listener) => listener.stop())));

/** Connects to a server that says these things, one after each thing it hears. */
async function against(
  answers: readonly Buffer[],
  options: Partial<AmqpConnect> = {},
): Promise<AmqpConnected> {
  const listener = await startTcp((socket) => {
    const left = [...answers];
    socket.on('data', () => {
      const next = left.shift();
      if (next) socket.write(next);
    });
  });
  open.push(listener);
  return connectTo(listener.port, { answerMillis: 300, ...options });
}

function connectTo(port: number, options: Partial<AmqpConnect> = {}): Promise<AmqpConnected> {
  const dial = openDialler({
    declared: 'here',
    resolved: { host: '127.0.0.1', port },
    serverName: 'localhost',
    budget: { connections: 20, seconds: 20, bytes: 10_000_000 },
    signal: new AbortController().signal,
  });
  return connectAmqp(dial, { host: 'here', sasl: KNOWN, ...options });
}

describe('connectAmqp', () => {
  it('is accepted when a session has begun, and not before', async () => {
    const authenticated = [Buffer.concat([SASL_HEADER, MECHANISMS]), outcome(0), AMQP_HEADER];
    const opened = frame('open', [encode.string('server')]);
    const begun = frame('begin', [encode.ushort(0)]);
    expect((await against([...authenticated, opened, begun])).kind).toBe('accepted');
    expect(await against([...authenticated, opened])).toMatchObject({ kind: 'silent', authenticated: true });
    const closed = frame('close', [error('amqp:unauthorized-access')]);
    expect(await against([...authenticated, Buffer.concat([opened, closed])])).toMatchObject({
      kind: 'refused',
      detail: 'amqp:unauthorized-access',
    });
    const trouble = frame('close', [error('amqp:internal-error')]);
    expect(await against([...authenticated, Buffer.concat([opened, trouble])])).toMatchObject({
      kind: 'unavailable',
    });
  });

  it('tells a refusal from other trouble', async () => {
    const greeting = Buffer.concat([SASL_HEADER, MECHANISMS]);
    expect(await against([greeting, outcome(1)])).toMatchObject({ kind: 'refused', offered: ['PLAIN'] });
    expect(await against([greeting, outcome(4)])).toMatchObject({ kind: 'unavailable' });
    expect(await against([SASL_HEADER], { sasl: { mechanism: 'none' } })).toMatchObject({ kind: 'refused' });
    expect(await against([Buffer.from('AMQP\x00\x00\x09\x01', 'latin1')])).toMatchObject({
      kind: 'not-spoken',
      detail: 'answers with the header of another AMQP (0.0.9.1)',
    });
    expect(await against([Buffer.from('HTTP/1.1 400 Bad Request')])).toMatchObject({ kind: 'not-spoken' });
    expect(await against([])).toMatchObject({ kind: 'silent' });
  });

  it('does not repeat what a server says in full, nor what cannot be printed', async () => {
    const wordy = encode.described(
      0x1d,
      encode.list([encode.symbol('amqp:not-allowed'), encode.string(`\u001b[31m${'x'.repeat(5000)}`)]),
    );
    const { detail } = (await against([
      Buffer.concat([SASL_HEADER, MECHANISMS]),
      frame('close', [wordy]),
    ])) as {
      detail: string;
    };
    expect(detail).toMatch(/^amqp:not-allowed \(\?\[31mx+\)$/);
    expect(detail.length).toBeLessThan(160);
  });

  it('comes to an end on whatever a server says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 3 }), async (noise) => {
        const said = [Buffer.concat([SASL_HEADER, MECHANISMS]), ...noise.map((bytes) => Buffer.from(bytes))];
        expect((await against(said, { answerMillis: 30 })).kind).not.toBe('accepted');
      }),
      { numRuns: 40 },
    );
  });
});

describe('a session', () => {
  it('sends in pieces what is larger than a frame, and is told when it has arrived', () =>
    withSession(async (session) => {
      const sender = senderOf(await session.sendTo('messages.canary-a'));
      expect(await sender.send('x'.repeat(500_000))).toEqual({ kind: 'accepted' });
    }));

  it('is refused where it may not go, by the reason that the server gives', () =>
    withSession(async (session) => {
      expect(await session.sendTo('messages.canary-b')).toMatchObject({ kind: 'refused' });
      expect(await session.readFrom('commands.canary-b')).toEqual({
        kind: 'refused',
        detail: 'amqp:unauthorized-access',
      });
      const reader = await session.readFrom('commands.canary-a');
      expect(reader).toBeInstanceOf(Receiver);
      const unaddressed = senderOf(await session.sendTo(null));
      expect(await unaddressed.send('hello', 'commands.canary-b')).toMatchObject({ kind: 'rejected' });
    }));

  it('is not upset by frames about links and deliveries that it does not have', async () => {
    const noise = Buffer.concat([
      frame('attach', [encode.string('who?'), encode.uint(7)]),
      frame('flow', [encode.nothing, encode.nothing, encode.nothing, encode.nothing, encode.uint(9)]),
      frame('transfer', [encode.uint(9)], Buffer.of(0x3f)),
      frame('disposition', [encode.bool(true), encode.uint(0), encode.uint(0xffff_ffff)]),
      frame('disposition', [encode.bool(true), A_NEGATIVE_NUMBER, encode.uint(0xffff_ffff)]),
      frame('detach', [encode.uint(9)]),
    ]);
    const connected = await against([
      Buffer.concat([SASL_HEADER, MECHANISMS]),
      outcome(0),
      AMQP_HEADER,
      frame('open', [encode.string('server')]),
      Buffer.concat([frame('begin', [encode.ushort(0)]), noise]),
    ]);
    const session = sessionOf(connected);
    expect(await session.sendTo('somewhere')).toMatchObject({ kind: 'silent' });
    session.close();
  });
});

/** Runs on a session of canary-a with a broker that does everything right. */
async function withSession(run: (session: AmqpSession) => Promise<void>): Promise<void> {
  const peer = await startPeer(SOUND_PEER);
  const session = sessionOf(await connectTo(peer.port));
  await run(session).finally(() => peer.stop());
}

function sessionOf(connected: AmqpConnected): AmqpSession {
  if (connected.kind !== 'accepted') throw new Error(connected.detail);
  return connected.session;
}

function senderOf(link: Sender | Ending): Sender {
  if ('kind' in link) throw new Error(link.detail);
  return link;
}
