/**
 * A real mosquitto for tests: generated configuration on a free loopback port, ended by its pid, nothing
 * left behind. A weakened twin differs from the intact one in one setting, which {@link twinDiff} shows.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Credentials } from '../check.ts';
import { type ContextOptions, runAgainst } from './context.ts';
import type { Pki } from './pki.ts';
import type { Stand } from './proof.ts';

/** One setting of a listener: its value, or null to leave it out. */
export type Settings = Readonly<Record<string, string | null>>;

export interface BrokerSetup {
  /** Settings of the one listener, in order. Paths may use `DIR` (this broker's folder) and `PKI`. */
  readonly settings: Settings;
  /** Lines of the ACL file `DIR/acl`. */
  readonly acl?: readonly string[];
  /** Name and password pairs of the password file `DIR/passwords`. */
  readonly passwords?: Readonly<Record<string, string>>;
  /** Identities and their keys, in hexadecimal digits, of the file `DIR/psk`. */
  readonly psk?: Readonly<Record<string, string>>;
}

export interface Broker {
  readonly port: number;
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** What it was started with, without port and folder: equal setups have equal texts. */
  readonly text: string;
  /** What it logged so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Where it is installed; undefined where it is not. */
export const MOSQUITTO = [
  '/usr/sbin/mosquitto',
  '/usr/local/sbin/mosquitto',
  '/opt/homebrew/sbin/mosquitto',
].find((path) => existsSync(path));

/** A listener that does everything right: client certificates, CRL, identity as name and client id, ACL. */
export const INTACT: BrokerSetup = {
  settings: {
    cafile: 'PKI/ca.pem',
    certfile: 'PKI/server.pem',
    keyfile: 'PKI/server.key',
    crlfile: 'PKI/crl.pem',
    require_certificate: 'true',
    use_identity_as_username: 'true',
    use_username_as_clientid: 'true',
    allow_anonymous: 'false',
    tls_version: 'tlsv1.2',
    acl_file: 'DIR/acl',
  },
  acl: [
    'pattern write devices/%u/messages',
    'pattern read devices/%u/commands',
    'user service',
    'topic read devices/+/messages',
    'topic write devices/+/commands',
  ],
};

/** A listener that knows its clients by password, over TLS. */
export const WITH_PASSWORDS: BrokerSetup = {
  settings: {
    cafile: 'PKI/ca.pem',
    certfile: 'PKI/server.pem',
    keyfile: 'PKI/server.key',
    require_certificate: 'false',
    allow_anonymous: 'false',
    tls_version: 'tlsv1.2',
    password_file: 'DIR/passwords',
    acl_file: 'DIR/acl',
  },
  passwords: { 'canary-a': 'a-secret', 'canary-b': 'b-secret', service: 's-secret' },
  ...(INTACT.acl && { acl: INTACT.acl }),
};

/** Like {@link INTACT}, where each device reads what it sends and may send itself commands. */
export const OWN_TOPICS: BrokerSetup = {
  ...INTACT,
  acl: ['pattern readwrite devices/%u/messages', 'pattern readwrite devices/%u/commands'],
};

/** The same setup with some settings changed, added or (null) left out. */
export function twin(of: BrokerSetup, changed: Settings): BrokerSetup {
  return { ...of, settings: { ...of.settings, ...changed } };
}

/** The same setup with one line more in its ACL. */
export function withAcl(of: BrokerSetup, line: string): BrokerSetup {
  return { ...of, acl: [...(of.acl ?? []), line] };
}

/** Where the software is for a row: mosquitto in some setup, asked on behalf of some identities. */
export function onMosquitto(
  identities: (pki: Pki) => readonly Credentials[],
  how: { readonly tls?: boolean } & Pick<ContextOptions, 'service' | 'expects' | 'declares'> = {},
): Stand<BrokerSetup> {
  const { tls = true, ...options } = how;
  return {
    software: 'mosquitto',
    text: configText,
    async judge(check, setup, { pki }) {
      const broker = await startBroker(pki, setup);
      const at = {
        ...options,
        port: broker.port,
        identities: identities(pki),
        ...(tls && { ca: pki.ca.cert }),
      };
      return runAgainst(check, at).finally(() => broker.stop());
    },
  };
}

/** The lines in which two brokers' setups differ: `-` what the first has, `+` what the second has. */
export function twinDiff(a: Broker, b: Broker): string {
  const left = a.text.split('\n');
  const right = b.text.split('\n');
  return [
    ...left.filter((line) => !right.includes(line)).map((line) => `- ${line}`),
    ...right.filter((line) => !left.includes(line)).map((line) => `+ ${line}`),
  ].join('\n');
}

/** Starts a broker and waits until it listens. Rejects with its log when it does not. */
export async function startBroker(pki: Pki, setup: BrokerSetup = INTACT): Promise<Broker> {
  if (MOSQUITTO === undefined) throw new Error('mosquitto is not installed');
  const dir = await mkdtemp(join(tmpdir(), 'bestride-mosquitto-'));
  const port = await freePort();
  const text = configText(setup);
  const place = (line: string): string =>
    line.replaceAll('PORT', String(port)).replaceAll('DIR', dir).replaceAll('PKI', pki.dir);
  const [config = '', acl = ''] = text.split(ACL_MARK);
  await writeFile(join(dir, 'mosquitto.conf'), place(config));
  await writeFile(join(dir, 'acl'), acl, { mode: 0o600 });
  await writePasswords(join(dir, 'passwords'), setup.passwords ?? {});
  await writeFile(join(dir, 'psk'), `${pskLines(setup).join('\n')}\n`, { mode: 0o600 });

  const child = spawn(MOSQUITTO, ['-c', join(dir, 'mosquitto.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    endChild(child);
    await ended;
    await rm(dir, { recursive: true, force: true });
  };
  if (!(await listens(port, child))) {
    await stop();
    throw new Error(`mosquitto does not listen:\n${log}`);
  }
  return { port, address: `127.0.0.1:${port}`, text, log: () => log, stop };
}

/** A broker in whose settings `EXTRA` stands for a second port; where it does, that port listens too. */
export async function startBrokerBeside(
  pki: Pki,
  setup: BrokerSetup,
): Promise<Broker & { readonly extra: number }> {
  const extra = await freePort();
  const asked = Object.entries(setup.settings);
  const settings = Object.fromEntries(
    asked.map(([name, value]) => [name, value?.replace('EXTRA', String(extra)) ?? null]),
  );
  const broker = await startBroker(pki, { ...setup, settings });
  if (asked.some(([, value]) => value?.includes('EXTRA')))
    for (let tries = 0; tries < 250 && !(await answers(extra)); tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
  return { ...broker, extra };
}

/** Given out before: a row that asks for two ports means two. */
const given = new Set<number>();

/** A port on which nothing listens at the moment, another one each time. */
export async function freePort(): Promise<number> {
  const port = await new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const number = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(number));
    });
  });
  if (given.has(port)) return freePort();
  given.add(port);
  return port;
}

const ACL_MARK = '\n# acl\n';

function configText(setup: BrokerSetup): string {
  const settings = Object.entries(setup.settings).flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${value}`],
  );
  return [
    'per_listener_settings true',
    // Started as root it would otherwise become a user who may not read the temporary folder.
    'user root',
    'log_dest stderr',
    'log_type all',
    // Otherwise every answer waits 40 ms for company.
    'set_tcp_nodelay true',
    'listener PORT 127.0.0.1',
    ...settings,
    ...pskLines(setup).map((line) => `# psk ${line}`),
    ACL_MARK.trim(),
    ...(setup.acl ?? []),
    '',
  ].join('\n');
}

function pskLines({ psk = {} }: BrokerSetup): string[] {
  return Object.entries(psk).map(([identity, key]) => `${identity}:${key}`);
}

/** As mosquitto_passwd of 2.0 writes it: PBKDF2 with SHA-512, 101 rounds, both parts in Base64. */
async function writePasswords(file: string, passwords: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.entries(passwords).map(([name, password]) => {
    const salt = randomBytes(12);
    const hash = pbkdf2Sync(password, salt, 101, 64, 'sha512');
    return `${name}:$7$101$${salt.toString('base64')}$${hash.toString('base64')}\n`;
  });
  await writeFile(file, lines.join(''), { mode: 0o600 });
}

function endChild(child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
}

async function listens(port: number, child: ChildProcess): Promise<boolean> {
  const until = Date.now() + 5000;
  while (Date.now() < until && child.exitCode === null) {
    if (await answers(port)) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

/** Whether something takes connections there. */
export function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
