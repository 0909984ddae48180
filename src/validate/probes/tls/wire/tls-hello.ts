/**
 * Asks a listener, by a hand-made ClientHello, whether it takes one TLS version. No TLS library has a say in
 * it: a library that refuses to offer an old version would look like a server that refuses to take it.
 */
import type { Socket } from 'node:net';
import { randomBytes } from 'node:crypto';

import { type Dialler, DialError } from '../../dial.ts';
import {
  type Offer,
  type ServerChoice,
  type ServerSide,
  type TlsVersion,
  clientHello,
  readServerSide,
} from './tls-wire.ts';

/** What a listener made of a ClientHello. */
export type HelloOutcome =
  /** It chose `version` (perhaps lower than the offered one) and went through with its turn. */
  | (ServerChoice & {
      readonly kind: 'accepted';
      /** Up to TLS 1.2; later it cannot be seen. */
      readonly asksForCertificate: boolean;
    })
  /** A fatal alert. With `after`, it had chosen a version before it gave up. */
  | { readonly kind: 'alert'; readonly alert: number; readonly after?: TlsVersion }
  /** It ended the connection without an alert. */
  | { readonly kind: 'closed'; readonly how: 'end' | 'reset'; readonly after?: TlsVersion }
  | { readonly kind: 'silent'; readonly millis: number; readonly after?: TlsVersion }
  /** It answered something else than TLS; the first bytes in hexadecimal. */
  | { readonly kind: 'not-tls'; readonly bytes: string }
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** We stopped it ourselves: budget, deadline or interruption. Says nothing about the listener. */
  | { readonly kind: 'stopped'; readonly detail: string };

/** How long a listener may take for its turn, in milliseconds. */
const PATIENCE = 2000;

/** Offers one version on one connection, with all its suites and groups where `offer` names none. Never rejects. */
export function offerHello(
  dial: Dialler,
  version: TlsVersion,
  offer: Offer = {},
  patience: number = PATIENCE,
): Promise<HelloOutcome> {
  return sendHello(dial, clientHello(version, dial.serverName, randomBytes(96), offer), patience);
}

/** Sends a finished hello (one record) on one connection. Never rejects. */
export async function sendHello(
  dial: Dialler,
  hello: Buffer,
  patience: number = PATIENCE,
): Promise<HelloOutcome> {
  let socket: Socket;
  try {
    socket = await dial.connect();
  } catch (error) {
    return notConnected(error);
  }
  try {
    return await exchange(socket, hello, patience);
  } finally {
    socket.destroy();
  }
}

/** The outcome of a dial that failed: the target's doing, or ours. */
export function notConnected(error: unknown): Extract<HelloOutcome, { kind: 'unreachable' | 'stopped' }> {
  const detail = error instanceof Error ? error.message : String(error);
  const ours = error instanceof DialError && (error.kind === 'budget' || error.kind === 'interrupted');
  return { kind: ours || !(error instanceof DialError) ? 'stopped' : 'unreachable', detail };
}

function exchange(socket: Socket, hello: Buffer, patience: number): Promise<HelloOutcome> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const timer = setTimeout(() => settle('silent'), patience);
    const settle = (ending: Ending): void => {
      clearTimeout(timer);
      socket.removeAllListeners('data');
      resolve(judge(readServerSide(received), received, ending, patience));
    };
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const { alert, complete, foreign } = readServerSide(received);
      if (alert !== undefined || complete || foreign) settle('answered');
    });
    socket.once('end', () => settle('end'));
    socket.once('error', (error) => settle(error instanceof DialError ? error : 'reset'));
    socket.once('close', () => settle('end'));
    socket.write(hello);
  });
}

type Ending = 'answered' | 'silent' | 'end' | 'reset' | DialError;

function judge(server: ServerSide, received: Buffer, ending: Ending, millis: number): HelloOutcome {
  const after = server.hello && { after: server.hello.version };
  if (server.hello && server.complete) {
    return { kind: 'accepted', ...server.hello, asksForCertificate: server.asksForCertificate };
  }
  if (server.alert !== undefined) return { kind: 'alert', alert: server.alert, ...after };
  if (server.foreign) return { kind: 'not-tls', bytes: received.subarray(0, 16).toString('hex') };
  if (ending instanceof DialError) return { kind: 'stopped', detail: ending.message };
  if (ending === 'silent') return { kind: 'silent', millis, ...after };
  // A listener that says something half and goes away has not spoken TLS either, but nor anything else.
  return { kind: 'closed', how: ending === 'reset' ? 'reset' : 'end', ...after };
}
