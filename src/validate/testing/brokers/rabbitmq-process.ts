/**
 * A real RabbitMQ with its AMQP 1.0 plugin for tests: on free loopback ports, ended by its pid, nothing left behind, as
 * any user.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { answers, freePort } from '../mosquitto.ts';
import type { Pki } from '../pki.ts';
import { startPortMapper } from './epmd.ts';

/** The script that starts it, without the wrapper that would start it as a service. */
const RABBITMQ = ['/usr/lib/rabbitmq/bin/rabbitmq-server'].find((path) => existsSync(path));

/** What a user may do: regular expressions over the names of exchanges and queues. */
export interface Rights {
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

export interface RabbitSetup {
  /** Lines of rabbitmq.conf; null leaves one out. `PORT` is the listener's, `PKI` the folder of the test PKI. */
  readonly settings: Readonly<Record<string, string | null>>;
  /** Lines of advanced.config, for what rabbitmq.conf cannot say. */
  readonly advanced?: string;
  /** Names and passwords. */
  readonly users: Readonly<Record<string, string>>;
  readonly rights: Readonly<Record<string, Rights>>;
  /** Arguments with which every queue is declared. */
  readonly queues?: Readonly<Record<string, number | string | boolean>>;
}

export interface Rabbit {
  readonly port: number;
  /** Makes the places and rights of a setup in a virtual host of its own; gives the name a client has to say. */
  addVirtualHost(setup: RabbitSetup): Promise<string>;
  stop(): Promise<void>;
}

/** Its topology: an exchange for what each canary sends and one for what it is sent, each with its queue. */
const PLACES = ['canary-a', 'canary-b'].flatMap((canary) => [`messages.${canary}`, `commands.${canary}`]);

/** Lines of rabbitmq.conf. */
export function settingLines({ settings }: RabbitSetup): string[] {
  return Object.entries(settings).flatMap(([name, value]) => (value === null ? [] : [`${name} = ${value}`]));
}

/** Starts it and waits until it listens. Rejects with its log when it does not. */
export async function startRabbit(pki: Pki, setup: RabbitSetup): Promise<Rabbit> {
  if (RABBITMQ === undefined) throw new Error('rabbitmq-server is not installed');
  const dir = await mkdtemp(join(tmpdir(), 'bestride-rabbitmq-'));
  const [port, nodePort] = [await freePort(), await freePort()];
  const mapper = await startPortMapper();
  const files = {
    'rabbitmq.conf': [
      ...settingLines(setup),
      'load_definitions = DIR/definitions.json',
      'log.console = true',
      'log.console.level = warning',
      'log.file = false',
      '',
    ].join('\n'),
    'advanced.config': `${setup.advanced ?? '[]'}.\n`,
    'definitions.json': JSON.stringify({ users: usersOf(setup), vhosts: [{ name: '/' }] }),
    enabled_plugins: '[rabbitmq_amqp1_0,rabbitmq_auth_mechanism_ssl].\n',
  };
  for (const [name, text] of Object.entries(files)) {
    const placed = text.replaceAll('PORT', String(port)).replaceAll('DIR', dir).replaceAll('PKI', pki.dir);
    await writeFile(join(dir, name), placed, { mode: 0o600 });
  }
  const child = spawn(RABBITMQ, [], { env: surroundings(dir, nodePort, mapper.port), stdio: 'pipe' });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    endChild(child);
    await ended;
    await mapper.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  if (!(await listens(port, child))) {
    await stop();
    throw new Error(`RabbitMQ does not listen:\n${log.slice(-4000)}`);
  }
  const addVirtualHost = async (of: RabbitSetup): Promise<string> => {
    const name = `row-${randomBytes(6).toString('hex')}`;
    const file = join(dir, `${name}.json`);
    await writeFile(file, JSON.stringify(definitions(name, of)), { mode: 0o600 });
    // Its shell takes Erlang; what it prints is told from the echo by the name put together.
    child.stdin.write(
      `{ok, _} = {rabbit_definitions:import_raw(element(2, file:read_file("${file}"))), io:format("~s~s~n", ["made-", "${name}"])}.\n`,
    );
    const until = Date.now() + 20_000;
    while (!log.includes(`made-${name}`)) {
      if (Date.now() > until || child.exitCode !== null)
        throw new Error(`RabbitMQ does not take these definitions:\n${log.slice(-4000)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return `vhost:${name}`;
  };
  return { port, addVirtualHost, stop };
}

/** It reads commands from its standard input, and ends when that ends: so it does not outlive whoever started it. */
function surroundings(dir: string, nodePort: number, mapperPort: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: dir,
    LANG: 'C.UTF-8',
    RABBITMQ_NODENAME: `bestride${nodePort}@localhost`,
    RABBITMQ_MNESIA_BASE: join(dir, 'mnesia'),
    RABBITMQ_LOG_BASE: join(dir, 'log'),
    RABBITMQ_CONFIG_FILE: join(dir, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(dir, 'advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(dir, 'enabled_plugins'),
    RABBITMQ_CONF_ENV_FILE: join(dir, 'none'),
    RABBITMQ_PID_FILE: join(dir, 'pid'),
    RABBITMQ_DIST_PORT: String(nodePort),
    RABBITMQ_ALLOW_INPUT: '1',
    RABBITMQ_SERVER_START_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    ERL_EPMD_PORT: String(mapperPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
}

function definitions(vhost: string, { rights, queues = {} }: RabbitSetup): unknown {
  const durable = { vhost, durable: true, auto_delete: false };
  return {
    vhosts: [{ name: vhost }],
    permissions: Object.entries(rights).map(([user, may]) => ({ user, vhost, ...may })),
    exchanges: PLACES.map((name) => ({ ...durable, name, type: 'fanout', internal: false, arguments: {} })),
    queues: PLACES.map((name) => ({ ...durable, name, arguments: queues })),
    bindings: PLACES.map((name) => ({
      vhost,
      source: name,
      destination: name,
      destination_type: 'queue',
      routing_key: '',
      arguments: {},
    })),
  };
}

/** Passwords as it keeps them: four random bytes, and SHA-256 over these and the password. */
function usersOf({ users }: RabbitSetup): unknown {
  return Object.entries(users).map(([name, password]) => {
    const salt = randomBytes(4);
    const hash = createHash('sha256').update(salt).update(password).digest();
    return {
      name,
      password_hash: Buffer.concat([salt, hash]).toString('base64'),
      hashing_algorithm: 'rabbit_password_hashing_sha256',
      tags: '',
    };
  });
}

function endChild(child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
}

async function listens(port: number, child: ChildProcess): Promise<boolean> {
  const until = Date.now() + 60_000;
  while (Date.now() < until && child.exitCode === null && child.signalCode === null) {
    if (await answers(port)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
