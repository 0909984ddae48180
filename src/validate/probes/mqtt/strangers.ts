/** Connections of nobody: opened, begun and never finished. What a flood consists of, in a small number. */
import type { Socket } from 'node:net';

import type { CheckContext } from '../../check.ts';
import { DialError } from '../dial.ts';
import { type Ending, openWire } from './wire.ts';

/** How a stranger's connection ended. */
export interface StrangerEnd {
  /** By the server, or not within the time; `failed`: our own side, no word about the server. */
  readonly how: 'closed' | 'open' | 'failed';
  /** Seconds since it was connected. */
  readonly seconds: number;
  readonly detail: string;
}

/**
 * A CONNECT of MQTT 3.1.1 that announces 127 bytes: it goes on for two minutes at one byte a second. Client id and user
 * name have 12 bytes and the password all others, so that none of it is too long for anybody who reads along.
 */
const SLOW_CONNECT = Buffer.concat([
  Buffer.from('107f00044d51545404c2003c', 'hex'),
  Buffer.from('000c'.concat('62'.repeat(12)).repeat(2), 'hex'),
  Buffer.from('0057', 'hex'),
  Buffer.alloc(87, 'b'),
]);
/** A ClientHello that announces 512 bytes (RFC 8446 section 4.1.2). */
const SLOW_HELLO = Buffer.concat([Buffer.from('1603010200010001fc0303', 'hex'), Buffer.alloc(200, 0x5a)]);

/** The first bytes that this listener would read of a client: of TLS, or `plain`. */
export function firstBytes(context: CheckContext, plain: Buffer = SLOW_CONNECT): Buffer {
  return context.target.tls ? SLOW_HELLO : plain;
}

/** A connection that sends these bytes, one a second, and waits for its end. `atOnce`: what it says before that. */
export async function dripping(
  context: CheckContext,
  bytes: Uint8Array,
  seconds: number,
  atOnce: Uint8Array = new Uint8Array(),
): Promise<StrangerEnd> {
  let socket: Socket;
  try {
    socket = await context.dial.connect();
  } catch (error) {
    return { how: 'failed', seconds: 0, detail: error instanceof Error ? error.message : 'no connection' };
  }
  const ending = new Promise<EndedHow>((resolve) => {
    socket.on('error', (error) =>
      error instanceof DialError
        ? resolve({ how: 'failed', detail: error.message })
        : resolve({ how: 'closed', detail: 'reset by the server' }),
    );
    socket.on('end', () => resolve({ how: 'closed', detail: 'closed by the server' }));
    socket.on('close', () => resolve({ how: 'closed', detail: 'closed by the server' }));
    socket.resume();
  });
  if (atOnce.length > 0) socket.write(atOnce);
  return drip((byte) => socket.write(byte), ending, bytes, seconds).finally(() => socket.destroy());
}

/** The same within TLS: the handshake is finished, without a certificate, and the CONNECT (or what is given) drips. */
export async function drippingInside(
  context: CheckContext,
  seconds: number,
  bytes: Uint8Array = SLOW_CONNECT,
  atOnce: Uint8Array = new Uint8Array(),
): Promise<StrangerEnd> {
  const began = performance.now();
  const ending = new Ended();
  const events = {
    onData: () => undefined,
    onEnd: ({ kind, detail }: Ending) =>
      ending.by({ how: kind === 'local-failure' ? 'failed' : 'closed', detail }),
  };
  const wire = await openWire(context.dial, { ca: context.ca ?? '' }, events, 4000);
  if ('kind' in wire) {
    const how = wire.kind === 'refused' || wire.kind === 'closed' ? 'closed' : 'failed';
    return { how, seconds: (performance.now() - began) / 1000, detail: wire.detail };
  }
  if (atOnce.length > 0) wire.write(atOnce);
  return drip((byte) => wire.write(byte), ending.promise, bytes, seconds).finally(() => wire.close());
}

async function drip(
  write: (byte: Uint8Array) => void,
  ending: Promise<EndedHow>,
  bytes: Uint8Array,
  seconds: number,
): Promise<StrangerEnd> {
  const began = performance.now();
  const elapsed = (): number => (performance.now() - began) / 1000;
  let sent = 0;
  const dripper = setInterval(() => {
    if (sent < bytes.length) write(bytes.subarray(sent, sent + 1));
    sent += 1;
  }, 1000);
  let patience: NodeJS.Timeout | undefined;
  const late = new Promise<{ how: 'open'; detail: string }>((resolve) => {
    patience = setTimeout(() => resolve({ how: 'open', detail: 'still open' }), seconds * 1000);
  });
  const ended = await Promise.race([ending, late]);
  clearInterval(dripper);
  clearTimeout(patience);
  return { ...ended, seconds: elapsed() };
}

/** A promise of an ending that is told from outside; the first one counts. */
class Ended {
  readonly promise: Promise<EndedHow>;
  #resolve: (how: EndedHow) => void = () => undefined;

  constructor() {
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  by(how: EndedHow): void {
    this.#resolve(how);
  }
}

interface EndedHow {
  readonly how: 'closed' | 'failed';
  readonly detail: string;
}

/** Connections that are held open, each after some first bytes or none. */
export interface Held {
  /** How many could be opened. */
  readonly opened: number;
  /** How many the server has not closed. */
  open(): number;
  release(): void;
}

/** Opens so many and leaves every other one silent. Fewer, where the server takes no more. */
export async function hold(
  context: CheckContext,
  count: number,
  begun: Uint8Array = firstBytes(context).subarray(0, 8),
): Promise<Held> {
  const open = new Set<Socket>();
  let opened = 0;
  for (let number = 0; number < count; number += 1) {
    try {
      const socket = await context.dial.connect();
      open.add(socket);
      opened += 1;
      const gone = (): void => void open.delete(socket);
      socket.once('close', gone).once('end', gone).resume();
      if (number % 2 === 1) socket.write(begun);
    } catch {
      break;
    }
  }
  return {
    opened,
    open: () => open.size,
    release: () => {
      for (const socket of open) socket.destroy();
    },
  };
}
