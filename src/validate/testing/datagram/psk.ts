/** Canaries with pre-shared keys for tests, and listeners that know them. */
import { type TlsOptions, createServer } from 'node:tls';
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
  /** What the server does with a name it does not know: take a random key for it, or none at all. */
  readonly unknown: 'random key' | 'no key';
  /** Under any name this key opens. */
  readonly master?: keyof typeof KEYS;
  readonly options?: Readonly<Record<string, string | number>>;
}

/** Where node:tls with pre-shared keys is the software. */
export function onNodePsk(how: Omit<ContextOptions, 'port'>): Stand<PskSetup> {
  return {
    software: 'node:tls',
    text: ({ unknown, master, options = {} }) =>
      [
        `unknown identity: ${unknown}`,
        ...(master === undefined ? [] : [`any identity: the key of ${master}`]),
        ...Object.entries(options).map(([name, value]) => `${name}: ${value}`),
      ].join('\n'),
    async judge(check, { unknown, master, options }) {
      const known = (identity: string): Uint8Array | null => {
        const key = Object.entries(KEYS).find(([name]) => name === (master ?? identity))?.[1];
        if (key !== undefined) return Buffer.from(key);
        return unknown === 'random key' ? randomBytes(16) : null;
      };
      const settings: TlsOptions = {
        ciphers: 'PSK',
        pskCallback: (_, identity) => known(identity),
        ...options,
      };
      const server = createServer(settings, (socket) => {
        socket.on('error', () => undefined);
        socket.end('hello');
      });
      server.on('tlsClientError', () => undefined);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      return runAgainst(check, { ...how, port }).finally(() => server.close());
    },
  };
}
