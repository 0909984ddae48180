/** Greets a listener in plaintext, and tells whether the application behind it answered. */
import type { Socket } from 'node:net';

import { type Dialler, DialError } from './dial.ts';
import { notConnected } from './tls/wire/tls-hello.ts';

export type PlainOutcome = { readonly protocol: string; readonly detail: string } & {
  /** `answered`: the application itself spoke plaintext. `not-spoken`: anything else, silence included. */
  readonly kind: 'answered' | 'not-spoken' | 'unreachable' | 'stopped';
};

interface Greeting {
  readonly protocol: string;
  readonly says: (name: string) => Buffer;
  /** True when these bytes are the application's. */
  understood(answer: Buffer): boolean;
}

const MQTT: Greeting = {
  protocol: 'MQTT CONNECT',
  // MQTT 3.1.1, clean session, an empty client id: the server gives one.
  says: () => Buffer.from('100c00044d5154540402003c0000', 'hex'),
  // A CONNACK, whatever it says: who may connect is another question.
  understood: (answer) => answer[0] === 0x20 && answer[1] !== undefined && answer[1] >= 2,
};

const HTTP: Greeting = {
  protocol: 'HTTP request',
  // By its own name: a service that is asked for another one may answer 400, too.
  says: (name) => Buffer.from(`GET / HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`, 'latin1'),
  // Many TLS listeners answer a plain request with 400 (or nginx's 497), or lead to https: that is no service. One that
  // leads to another page in plaintext is.
  understood: (answer) =>
    /^HTTP\/1\.[01] (?!400|497|426|30[1278])\d{3}|^HTTP\/1\.[01] 30[1278][^]*?\r\nlocation:[ \t]*(?!https:|[ \t])[^\r]+\r\n/i.test(
      answer.toString('latin1'),
    ),
};

const AMQP: Greeting = {
  protocol: 'AMQP header',
  says: () => Buffer.from('AMQP\x00\x01\x00\x00', 'latin1'),
  understood: (answer) => answer.subarray(0, 4).toString('latin1') === 'AMQP',
};

/** By kind of target. */
const GREETINGS: Readonly<Record<string, readonly Greeting[]>> = { mqtt: [MQTT], http: [HTTP], amqp: [AMQP] };

/** How long an answer may take, in milliseconds. */
const PATIENCE = 2000;

/**
 * One connection for each protocol that a target of this kind might speak: the kind's own, or MQTT and HTTP where
 * it does not say. Never rejects.
 */
export async function greetInPlaintext(dial: Dialler, kind: string): Promise<readonly PlainOutcome[]> {
  const outcomes: PlainOutcome[] = [];
  for (const greeting of GREETINGS[kind] ?? [MQTT, HTTP]) outcomes.push(await greet(dial, greeting));
  return outcomes;
}

async function greet(dial: Dialler, greeting: Greeting): Promise<PlainOutcome> {
  const { protocol } = greeting;
  let socket: Socket;
  try {
    socket = await dial.connect();
  } catch (error) {
    return { protocol, ...notConnected(error) };
  }
  try {
    return { protocol, ...(await exchange(socket, greeting, dial.serverName)) };
  } finally {
    socket.destroy();
  }
}

function exchange(
  socket: Socket,
  greeting: Greeting,
  name: string,
): Promise<Pick<PlainOutcome, 'kind' | 'detail'>> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const settle = (kind: PlainOutcome['kind'], detail: string): void => {
      clearTimeout(timer);
      resolve({ kind, detail });
    };
    const nothing = (how: string): void => {
      const first = received.subarray(0, 8).toString('hex');
      settle('not-spoken', received.length === 0 ? how : `answered ${first} and ${how}`);
    };
    const timer = setTimeout(() => nothing(`nothing more within ${PATIENCE / 1000} seconds`), PATIENCE);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (greeting.understood(received))
        settle('answered', `answered ${received.subarray(0, 8).toString('hex')}`);
    });
    socket.once('error', (error) => {
      if (error instanceof DialError) settle('stopped', error.message);
      else nothing('reset the connection');
    });
    socket.once('end', () => nothing('closed the connection'));
    socket.once('close', () => nothing('closed the connection'));
    socket.write(greeting.says(name));
  });
}
