/**
 * libcoap's example server for tests, on free loopback ports: plain CoAP on one, DTLS on the next. Ended by its pid.
 */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openDatagrams } from '../../probes/datagrams.ts';
import { askCoap } from '../../probes/coap/exchange.ts';
import { type ContextOptions, runAgainst } from '../context.ts';
import type { Pki } from '../pki.ts';
import type { Stand } from '../proof.ts';

export interface CoapSetup {
  /** The library it was built with. */
  readonly tls?: 'openssl' | 'gnutls';
  /** Arguments; `DIR` is this server's folder, `PKI` the certificates'. */
  readonly args: readonly string[];
  /** Lines of `DIR/keys`: hint, identity, key. */
  readonly keys?: readonly string[];
  /** Lines of GnuTLS's system-wide configuration. */
  readonly policy?: readonly string[];
  /** Plain CoAP, and not DTLS, on the port that the check is given. */
  readonly plain?: boolean;
}

export interface CoapServer {
  /** Plain CoAP. */
  readonly plainPort: number;
  /** DTLS. */
  readonly port: number;
  stop(): Promise<void>;
}

export const COAP_SERVER = existsSync('/usr/bin/coap-server-openssl')
  ? '/usr/bin/coap-server-openssl'
  : undefined;

/** Starts it and waits until it answers. Rejects with its log when it does not. */
export async function startCoapServer(pki: Pki, setup: CoapSetup): Promise<CoapServer> {
  const dir = await mkdtemp(join(tmpdir(), 'bestride-coap-'));
  await writeFile(join(dir, 'keys'), `${(setup.keys ?? []).join('\n')}\n`, { mode: 0o600 });
  await writeFile(join(dir, 'policy'), `${(setup.policy ?? []).join('\n')}\n`);
  const plainPort = await freePair();
  const args = setup.args
    .flatMap((one) => one.split(' '))
    .map((one) => one.replaceAll('DIR', dir).replaceAll('PKI', pki.dir));
  const child = spawn(
    `coap-server-${setup.tls ?? 'openssl'}`,
    ['-A', '127.0.0.1', '-p', String(plainPort), '-v', '4', ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...(setup.policy && { GNUTLS_SYSTEM_PRIORITY_FILE: join(dir, 'policy') }),
      },
    },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    await rm(dir, { recursive: true, force: true });
  };
  if (!(await answers(plainPort))) {
    await stop();
    throw new Error(`coap-server does not answer:\n${log}`);
  }
  return { plainPort, port: setup.plain === true ? plainPort : plainPort + 1, stop };
}

/** Where libcoap's server is the software. */
export function onCoapServer(
  how: (pki: Pki) => Omit<ContextOptions, 'port'>,
  tls: 'openssl' | 'gnutls' = 'openssl',
): Stand<CoapSetup> {
  return {
    software: `libcoap coap-server-${tls}`,
    text: ({ args, keys = [], policy = [], plain = false }) =>
      [
        ...args.map((one) => `argument: ${one}`),
        ...keys.map((line) => `key: ${line}`),
        ...policy.map((line) => `GnuTLS policy: ${line}`),
        `on this port: ${plain ? 'CoAP without DTLS' : 'CoAP over DTLS'}`,
      ].join('\n'),
    async judge(check, setup, { pki }) {
      const server = await startCoapServer(pki, { ...setup, tls });
      return runAgainst(check, { ...how(pki), port: server.port }).finally(() => server.stop());
    },
  };
}

/** A UDP port that is free, and the next one too. */
async function freePair(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = randomInt(20_000, 32_000);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
  throw new Error('no two neighbouring UDP ports are free');
}

function isFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', () => resolve(false));
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });
}

async function answers(port: number): Promise<boolean> {
  for (const until = Date.now() + 5000; Date.now() < until;) {
    const channel = await openDatagrams({ host: '127.0.0.1', port }, () => undefined);
    const { kind } = await askCoap(channel, { method: 'GET', path: '' }, 300);
    channel.close();
    if (kind === 'answered') return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
