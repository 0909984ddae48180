/**
 * A small AMQP 1.0 broker of ours, in the clear or over TLS, for weaknesses that RabbitMQ cannot be configured to have.
 * It refuses in the way of the specification: with an answer that has no address, and a detach that says why. It knows
 * the three identities of `KNOWN_BY_PASSWORD`; each device sends to `messages.<name>` and reads `commands.<name>`.
 */
import { readFileSync } from 'node:fs';
import { type Server, type Socket, createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

import type { Credentials } from '../../check.ts';
import type { AmqpTarget } from '../../targets/spoken/amqp.ts';
import { KNOWN_BY_PASSWORD, runAgainst } from '../context.ts';
import { deadEnds } from '../dead.ts';
import type { Pki } from '../pki.ts';
import { type Row, type Stand, asLines } from '../proof.ts';
import { Conversation, type PeerSetup } from './amqp-conversation.ts';
import { Places } from './amqp-places.ts';

/** Everything as it should be; whether certificates are revoked is for the rows about that. */
export const SOUND_PEER: PeerSetup = {
  connections: 'any number',
  passwords: 'asked for',
  unknownNames: 'answered as wrong passwords',
  judged: 'by SASL',
  strangers: 'refused',
  addresses: 'judged everywhere',
  readers: 'paused when they say so',
  credit: 'two thousand',
  keeps: 'twenty messages',
  takes: 'nothing',
  revoked: 'not looked up',
};

/** How a target declares it. */
export const PEER_ADDRESSES: AmqpTarget = {
  send: 'messages.{identity}',
  receive: 'commands.{identity}',
  service: 'service',
};

/** Where it is the software. `identities`: whom the check is told of; over TLS where it is for certificates. */
export function onPeer(
  identities?: (pki: Pki) => readonly Credentials[],
  amqp: Partial<AmqpTarget> = {},
): Stand<PeerSetup> {
  return {
    software: 'an AMQP broker of ours',
    text: asLines,
    async judge(check, setup, { pki }) {
      const server = await startPeer(setup, identities && pki);
      return runAgainst(check, {
        kind: 'amqp',
        port: server.port,
        identities: identities?.(pki) ?? KNOWN_BY_PASSWORD,
        declares: { amqp: { ...PEER_ADDRESSES, ...amqp } },
        ...(identities && { ca: pki.ca.cert }),
      }).finally(() => server.stop());
    },
  };
}

/** The rows in which nothing useful answers, for a check that is told of canaries with passwords. */
export function deadAmqp(limits: Partial<AmqpTarget> = {}): readonly Row[] {
  return deadEnds(({ pki }) => ({
    kind: 'amqp',
    identities: KNOWN_BY_PASSWORD,
    ca: pki.ca.cert,
    declares: { amqp: { ...PEER_ADDRESSES, ...limits } },
  }));
}

/** Starts it, with TLS that asks for a certificate where a PKI is given. */
export async function startPeer(
  setup: PeerSetup,
  pki?: Pki,
): Promise<{ readonly port: number; readonly stop: () => void }> {
  const open = new Set<Socket>();
  const places = new Places(setup.keeps);
  const serve = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
    if (setup.connections === 'two at a time' && open.size > 2) {
      socket.destroy();
      return;
    }
    new Conversation(socket, setup, places).begin();
  };
  const server: Server = pki
    ? createTlsServer(
        {
          cert: pki.server.cert,
          key: pki.server.key,
          ca: pki.ca.cert,
          ...(setup.revoked === 'looked up' && { crl: readFileSync(pki.crlFile) }),
          requestCert: true,
          rejectUnauthorized: false,
        },
        serve,
      ).on('tlsClientError', () => undefined)
    : createServer({ noDelay: true }, serve);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: address !== null && typeof address === 'object' ? address.port : 0,
        stop: () => {
          for (const socket of open) socket.destroy();
          server.close();
        },
      });
    });
  });
}
