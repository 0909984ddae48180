/** TLS listeners for tests: node's own, OpenSSL's s_server, and one that plays back bytes. Loopback, free ports. */
import { spawn } from 'node:child_process';
import { type Server, type Socket, createServer } from 'node:net';
import { type TlsOptions, createServer as createTlsServer } from 'node:tls';

import { type ContextOptions, runAgainst } from './context.ts';
import { freePort } from './mosquitto.ts';
import type { Issued, Pki } from './pki.ts';
import type { Stand } from './proof.ts';

export interface Listener {
  readonly port: number;
  /** Connections accepted so far; -1 where it cannot be known. */
  connections(): number;
  stop(): Promise<void>;
}

/** A node:tls server that says hello to whoever gets in. */
export function startTls(identity: Issued, options: TlsOptions = {}): Promise<Listener> {
  const server = createTlsServer({ cert: identity.cert, key: identity.key, ...options }, (socket) => {
    socket.on('error', () => undefined);
    socket.end('hello');
  });
  server.on('tlsClientError', () => undefined);
  return listening(server);
}

/** A TLS listener in some setup: which identity it shows, and node:tls options by their names. */
export interface TlsSetup {
  readonly identity: (pki: Pki) => Issued | Promise<Issued>;
  /** What the identity is, for the difference between twins. */
  readonly shows: string;
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

/** A node:tls listener of TLS 1.2 and later with these suites; its certificate is made for the key that is wanted. */
export function withSuites(
  ciphers: string,
  key: 'p256' | 'rsa2048' = 'p256',
  more: TlsSetup['options'] = {},
): TlsSetup {
  return {
    identity: (pki) => (key === 'p256' ? pki.server : pki.issue({ name: 'rsa', san: ['localhost'], key })),
    shows: key,
    options: { ciphers, ...more },
  };
}

/** Where node:tls is the software; `how` is what the check is told, the same for every setup. */
export function onNodeTls(
  how: (pki: Pki) => Omit<ContextOptions, 'port'>,
  more: (pki: Pki) => TlsOptions = () => ({}),
): Stand<TlsSetup> {
  return {
    software: 'node:tls',
    text: ({ shows, options = {} }) =>
      [`certificate: ${shows}`, ...Object.entries(options).map(([name, value]) => `${name}: ${value}`)].join(
        '\n',
      ),
    async judge(check, { identity, options }, { pki }) {
      const listener = await startTls(await identity(pki), { ...more(pki), ...options });
      return runAgainst(check, { ...how(pki), port: listener.port }).finally(() => listener.stop());
    },
  };
}

/** Where `openssl s_server` is the software; a setup is its arguments. */
export function onOpenssl(how: (pki: Pki) => Omit<ContextOptions, 'port'>): Stand<readonly string[]> {
  return {
    software: 'openssl s_server',
    text: (args) => args.join('\n'),
    async judge(check, args, { pki }) {
      const listener = await startOpenssl(pki.server, ...args.flatMap((one) => one.split(' ')));
      return runAgainst(check, { ...how(pki), port: listener.port }).finally(() => listener.stop());
    },
  };
}

/** `openssl s_server` with more arguments; it takes what node's own build refuses. */
export async function startOpenssl(identity: Issued, ...args: string[]): Promise<Listener> {
  const port = await freePort();
  const fixed = [
    's_server',
    '-accept',
    `127.0.0.1:${port}`,
    '-cert',
    identity.certFile,
    '-key',
    identity.keyFile,
  ];
  const child = spawn('openssl', [...fixed, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  const ready = new Promise<void>((resolve, reject) => {
    const look = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes('ACCEPT')) resolve();
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', () => reject(new Error(`openssl s_server ended:\n${said}`)));
  });
  await ready;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    port,
    connections: () => -1,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A TCP server that hands each connection to `serve`. */
export function startTcp(serve: (socket: Socket) => void): Promise<Listener> {
  return listening(
    createServer((socket) => {
      socket.on('error', () => undefined);
      serve(socket);
    }),
  );
}

function listening(server: Server): Promise<Listener> {
  const open = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      resolve({ port, connections: () => connections, stop });
    });
  });
}
