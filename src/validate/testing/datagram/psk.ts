/** Canaries with pre-shared keys for tests, and listeners that know them. */
import { type TLSSocket, type TlsOptions, createServer } from 'node:tls';
import { randomBytes } from 'node:crypto';

import type { Credentials } from '../../check.ts';
import { type ContextOptions, runAgainst } from '../context.ts';
import type { Stand } from '../proof.ts';

/** Printable, since libcoap's server takes keys as text. */
export const KEYS = { 'canary-a': 'first-key-0123456', 'canary-b': 'second-key-012345' } as const;

export function hex(key: string): string {
  return Buffer.from(key).toString('hex');
}

/** An enrolled identity that shows a key. */
export function byPsk(name: keyof typeof KEYS, key: string = KEYS[name]): Credentials {
  return { name, clientId: name, state: 'enrolled', psk: hex(key) };
}

export const BOTH: readonly Credentials[] = [byPsk('canary-a'), byPsk('canary-b')];

export interface PskSetup {
  /** What the server does with a name it does not know: take a random key for it, or none at all, or another's. */
  readonly unknown: 'random key' | 'no key' | 'the key of canary-a';
  /** Names that do not begin so get no key, whatever happens to those that it does not know. */
  readonly form?: string;
  /** Under any name this key opens. */
  readonly master?: keyof typeof KEYS;
  readonly options?: Readonly<Record<string, string | number>>;
  /** The broker takes a client only under its identity as client id. */
  readonly clientIds?: 'the identity';
  /** In TLS 1.3 it knows no keys, and shows a certificate. */
  readonly in13?: 'a certificate instead';
}

/** Where node:tls with pre-shared keys is the software. */
export function onNodePsk(how: Omit<ContextOptions, 'port'>): Stand<PskSetup> {
  return {
    software: 'node:tls',
    text: ({ unknown, form, master, options = {}, clientIds, in13 }) =>
      [
        `unknown identity: ${unknown}`,
        ...(form === undefined ? [] : [`identities begin with: ${form}`]),
        ...(master === undefined ? [] : [`any identity: the key of ${master}`]),
        ...(clientIds === undefined ? [] : [`client ids: ${clientIds}`]),
        ...(in13 === undefined ? [] : [`TLS 1.3: ${in13}`]),
        ...Object.entries(options).map(([name, value]) => `${name}: ${value}`),
      ].join('\n'),
    async judge(check, { unknown, form = '', master, options, clientIds, in13 }, { pki }) {
      const known = (identity: string): Uint8Array | null => {
        const key = Object.entries(KEYS).find(([name]) => name === (master ?? identity))?.[1];
        if (key !== undefined) return Buffer.from(key);
        if (unknown === 'no key' || !identity.startsWith(form)) return null;
        return unknown === 'random key' ? randomBytes(16) : Buffer.from(KEYS['canary-a']);
      };
      const shown = new WeakMap<TLSSocket, string>();
      const settings: TlsOptions = {
        ciphers: in13 === undefined ? 'PSK' : 'PSK:TLS_AES_128_GCM_SHA256',
        pskCallback: (socket, identity) => {
          shown.set(socket, identity);
          return in13 !== undefined && socket.getProtocol() === 'TLSv1.3' ? null : known(identity);
        },
        ...(in13 !== undefined && { cert: pki.server.cert, key: pki.server.key }),
        ...options,
      };
      const server = createServer(settings, (socket) => {
        socket.on('error', () => undefined);
        if (how.kind !== 'mqtt') socket.end('hello');
        // The client id stands behind 12 bytes of the CONNECT and two of its own length.
        socket.once('data', (connect) => {
          const isTaken =
            clientIds === undefined || connect.subarray(14).toString('latin1') === shown.get(socket);
          socket.write(Buffer.from([0x20, 2, 0, isTaken ? 0 : 2]));
        });
      });
      server.on('tlsClientError', () => undefined);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      return runAgainst(check, { ...how, port }).finally(() => server.close());
    },
  };
}
