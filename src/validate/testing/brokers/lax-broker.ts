/**
 * A listener with weaknesses that mosquitto cannot be configured to have: it looks at the name in the client
 * certificate and not at who signed it, or takes expired ones. It answers a CONNECT and nothing else.
 */
import { createServer, type TLSSocket } from 'node:tls';

import { generate, parser } from 'mqtt-packet';

import type { Credentials } from '../../check.ts';
import { runAgainst } from '../context.ts';
import type { DeadEnd } from '../dead.ts';
import type { Pki } from '../pki.ts';
import type { Stand } from '../proof.ts';

/** What OpenSSL may say of a client certificate and the listener takes all the same. */
export interface LaxSetup {
  readonly takes: readonly string[];
  /** Answers CONNECT packets of MQTT 5 in the way of a server that speaks 3.1.1 only. */
  readonly only311?: boolean;
  /** Hangs up where others refuse. */
  readonly wordless?: boolean;
}

/** Where it is the software, asked on behalf of some identities. */
export function onLaxBroker(identities: (pki: Pki) => readonly Credentials[]): Stand<LaxSetup> {
  return {
    software: 'a byte-level responder of ours',
    text: ({ takes }) => takes.map((one) => `takes ${one}`).join('\n'),
    async judge(check, setup, { pki }) {
      const broker = await startLaxBroker(pki, setup);
      const at = { port: broker.port, identities: identities(pki), ca: pki.ca.cert };
      return runAgainst(check, at).finally(() => broker.close());
    },
  };
}

/** Starts it with the PKI's server certificate; demands a client certificate. */
export function startLaxBroker(pki: Pki, setup: LaxSetup): Promise<DeadEnd> {
  const server = createServer(
    {
      cert: pki.server.cert,
      key: pki.server.key,
      ca: pki.ca.cert,
      requestCert: true,
      rejectUnauthorized: false,
    },
    (socket) => answer(socket, setup),
  );
  server.on('tlsClientError', () => undefined);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: address !== null && typeof address === 'object' ? address.port : 0,
        close: () => server.close(),
      });
    });
  });
}

function answer(socket: TLSSocket, setup: LaxSetup): void {
  const said: unknown = socket.authorizationError;
  const taken = socket.authorized || setup.takes.includes(String(said));
  socket.on('error', () => undefined);
  const reader = parser();
  reader.on('packet', (packet) => {
    if (packet.cmd !== 'connect') return;
    if (packet.protocolVersion === 5 && setup.only311) {
      socket.end(Uint8Array.of(0x20, 2, 0, 1));
      return;
    }
    if (!taken && setup.wordless) {
      socket.destroy();
      return;
    }
    const protocolVersion = packet.protocolVersion === 5 ? 5 : 4;
    const refusal = protocolVersion === 5 ? 0x87 : 5;
    const code = taken ? 0 : refusal;
    socket.write(
      generate(
        { cmd: 'connack', sessionPresent: false, returnCode: code, reasonCode: code },
        { protocolVersion },
      ),
    );
    if (!taken) socket.end();
  });
  socket.on('data', (bytes: Buffer) => reader.parse(bytes));
}
