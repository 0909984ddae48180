import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openDialler } from '../probes/dial.ts';
import { connectMqtt } from '../probes/mqtt/connect.ts';
import { leave } from '../probes/mqtt/canary.ts';
import { describeWithMosquitto } from '../testing/describe.ts';
import { freePort, MOSQUITTO } from '../testing/mosquitto.ts';
import { createPki, type Pki } from '../testing/pki.ts';
import { readMosquittoConf } from './mosquitto-conf.ts';
import { dialectsOf, leastTls, takesAnonymous, transportOf } from './mosquitto-effect.ts';
import type { Dialect } from './mosquitto-options.ts';

const TLS = ['certfile PKI/server.pem', 'keyfile PKI/server.key', 'cafile PKI/ca.pem'];

/** Where Debian has it. */
const DYNAMIC = '/usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so';

/** Configurations with ports P1 and P2, and which of the two let an anonymous client in (2.0). */
const CASES: readonly (readonly [readonly string[], readonly boolean[]])[] = [
  [['listener P1 127.0.0.1'], [false]],
  [['listener P1 127.0.0.1', 'allow_anonymous true'], [true]],
  [['listener P1 127.0.0.1', 'allow_anonymous true # really'], [true]],
  [
    ['listener P1 127.0.0.1', 'allow_anonymous true', 'listener P2 127.0.0.1', 'allow_anonymous false'],
    [false, false],
  ],
  [
    ['per_listener_settings true', 'listener P1 127.0.0.1', 'allow_anonymous true', 'listener P2 127.0.0.1'],
    [true, false],
  ],
  [['per_listener_settings true', 'allow_anonymous true', 'listener P1 127.0.0.1'], [false]],
  [['port P1', 'allow_anonymous false'], [false]],
  // The default listener takes everybody unless its own line says no.
  [['per_listener_settings true', 'port P1'], [true]],
  [['per_listener_settings true', 'port P1', 'password_file PKI/nobody'], [true]],
  [['per_listener_settings true', 'port P1', 'allow_anonymous false'], [false]],
  [
    ['per_listener_settings true', 'port P1', 'listener P2 127.0.0.1', 'allow_anonymous false'],
    [true, false],
  ],
  [
    ['per_listener_settings true', 'allow_anonymous false', 'per_listener_settings false', 'port P1'],
    [false],
  ],
  // Settings by which none is opened.
  [['tls_version tlsv1.2', 'http_dir PKI', 'listener P1 127.0.0.1'], [false]],
  // A plugin that says nothing of clients without a name.
  [[`plugin ${DYNAMIC}`, 'plugin_opt_config_file PKI/none', 'listener P1 127.0.0.1'], [false]],
  [[`plugin ${DYNAMIC}`, 'plugin_opt_config_file PKI/none', 'listener P1', 'allow_anonymous true'], [true]],
  [['listener P1 127.0.0.1', ...TLS, 'allow_anonymous true'], [true]],
  [['listener P1 127.0.0.1', ...TLS, 'allow_anonymous true', 'require_certificate true'], [false]],
  [
    ['listener P1 127.0.0.1', 'certfile PKI/server.pem', 'allow_anonymous true', 'require_certificate true'],
    [true],
  ],
];

/** Texts at which 2.0.11 stops, or does not. */
const STOPS: readonly (readonly [string, boolean])[] = [
  ['listener P1 127.0.0.1', false],
  ['  listener P1 127.0.0.1', false],
  ['listener P1 127.0.0.1\r\nallow_anonymous 1\r', false],
  ['  # indented\nlistener P1 127.0.0.1', true],
  ['\tlistener P1 127.0.0.1', true],
  ['listener P1 127.0.0.1\nallow_anonymous True', true],
  ['listener P1 127.0.0.1\nallow_anonymous', true],
  ['listener P1 127.0.0.1\nLISTENER P2', true],
  ['listener P1 127.0.0.1\ntopic read a', true],
  ['listener P1 127.0.0.1\nacl_file a\nacl_file b', true],
  ['allow_anonymous false\nper_listener_settings true\nlistener P1 127.0.0.1', true],
];

describeWithMosquitto('the reader and mosquitto agree', () => {
  let pki: Pki;
  let dir: string;
  beforeAll(async () => {
    pki = await createPki();
    dir = await mkdtemp(join(tmpdir(), 'bestride-conf-'));
    writeFileSync(join(pki.dir, 'nobody'), '');
  });
  afterAll(async () => {
    await pki.remove();
    await rm(dir, { recursive: true, force: true });
  });

  const placed = async (text: string): Promise<string> =>
    text
      .replaceAll('P1', String(await freePort()))
      .replaceAll('P2', String(await freePort()))
      .replaceAll('PKI', pki.dir);

  const cases = CASES.filter(([lines]) => existsSync(DYNAMIC) || !lines.join('').includes(DYNAMIC));

  it.each(cases)('%j: who gets in', async (lines, entering) => {
    const text = await placed(lines.join('\n'));
    const { value: conf } = readMosquittoConf({ file: 'x', text });
    expect(conf?.listeners.map((one) => takesAnonymous(conf, one, '2.0'))).toEqual(entering);
    const broker = await start(join(dir, 'who.conf'), text);
    const seen: boolean[] = [];
    for (const listener of conf?.listeners ?? []) {
      seen.push(
        await entersAnonymously(listener.port, listener.own.has('keyfile') ? pki.ca.cert : undefined),
      );
    }
    await broker.stop();
    expect(seen).toEqual(entering);
  });

  it.each(STOPS)('%j: whether it starts', async (template, stops) => {
    const text = await placed(template);
    expect(readMosquittoConf({ file: 'x', text }).problems.length > 0).toBe(stops);
    const broker = await start(join(dir, 'starts.conf'), text);
    await broker.stop();
    expect(broker.running).toBe(!stops);
  });
});

async function start(file: string, text: string) {
  await writeFile(file, `user root\n${text}\n`);
  const child = spawn(MOSQUITTO ?? 'mosquitto', ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let log = '';
  const running = await Promise.race([
    ended.then(() => false),
    new Promise<boolean>((resolve) => {
      child.stderr.on('data', (chunk: Buffer) => {
        log += chunk.toString();
        if (/mosquitto version \S+ running/.test(log)) resolve(true);
      });
    }),
  ]);
  return {
    running,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function entersAnonymously(port: number, ca: string | undefined): Promise<boolean> {
  const dial = openDialler({
    declared: `127.0.0.1:${port}`,
    resolved: { host: '127.0.0.1', port },
    serverName: 'localhost',
    budget: { connections: 2, seconds: 5, bytes: 100_000 },
    signal: new AbortController().signal,
  });
  const connected = await connectMqtt(dial, {
    version: 4,
    clientId: 'nobody',
    ...(ca !== undefined && { tls: { ca } }),
  });
  leave(connected);
  dial.close();
  return connected.kind === 'accepted';
}

function first(text: string) {
  const { value: conf } = readMosquittoConf({ file: 'x', text });
  const [listener] = conf?.listeners ?? [];
  if (!conf || !listener) throw new Error('no listener');
  return { conf, listener };
}

function least(text: string, dialect: Dialect) {
  return leastTls(first(text).listener, dialect);
}

function anonymous(text: string, dialect: Dialect) {
  const { conf, listener } = first(text);
  return takesAnonymous(conf, listener, dialect);
}

describe('defaults by version', () => {
  it('anonymous: allowed before 2.0 unless somebody is known, refused since', () => {
    expect(anonymous('listener 1883', '1.6')).toBe(true);
    expect(anonymous('listener 1883\npassword_file p', '1.6')).toBe(false);
    expect(anonymous('listener 1883', '2.0')).toBe(false);
    expect(anonymous('', '2.0')).toBe(true);
    expect(anonymous('allow_anonymous false', '2.0')).toBe(true);
    expect(anonymous('listener 1883\nlistener_allow_anonymous true', '2.1')).toBe(true);
  });

  it('anonymous: whatever is said where nobody says where to listen (seen on 2.0.11)', () => {
    for (const opening of [
      'max_connections 10',
      'cafile a',
      'require_certificate true',
      'socket_domain ipv4',
    ]) {
      expect(anonymous(`${opening}\nallow_anonymous false\npassword_file p`, '2.0')).toBe(true);
      expect(anonymous(`bind_address 127.0.0.1\n${opening}`, '2.0')).toBe(false);
      expect(anonymous(`per_listener_settings true\n${opening}\nallow_anonymous false`, '2.0')).toBe(false);
      expect(anonymous(`per_listener_settings true\n${opening}`, '2.0')).toBe(true);
    }
    expect(anonymous('tls_version tlsv1.2\nallow_anonymous false', '2.0')).toBe(true);
    expect(first('tls_version tlsv1.2').conf.localOnly).toBe(true);
  });

  it('WebSockets before 2.1 have no pre-shared keys', () => {
    const text = 'listener 8883\nprotocol websockets\npsk_hint h\npsk_file p\nallow_anonymous true';
    expect(anonymous(text, '2.0')).toBe(true);
    expect(transportOf(first(text).listener, '2.0')).toBe('plain');
    expect(transportOf(first(text).listener, '2.1')).toBe('psk');
  });

  it('TLS: the lowest version', () => {
    const tls = `listener 8883\ncertfile c\nkeyfile k\ncafile a`;
    expect(least(tls, '1.6')).toBe('1.0');
    expect(least(tls, '2.0')).toBe('1.1');
    expect(least(tls, '2.1')).toBe('1.2');
    expect(least(`${tls}\ntls_version tlsv1.3`, '2.0')).toBe('1.3');
    expect(least(`${tls}\ntls_version tls1.3`, '2.0')).toBeUndefined();
    expect(least('listener 1883', '2.0')).toBeUndefined();
  });

  it('versions', () => {
    expect(dialectsOf('1.6.9')).toEqual(['1.6']);
    expect(dialectsOf('2.0.11')).toEqual(['2.0']);
    expect(dialectsOf('2.1.2')).toEqual(['2.1']);
    expect(dialectsOf(undefined)).toHaveLength(3);
    expect(dialectsOf('latest')).toEqual([]);
  });
});
