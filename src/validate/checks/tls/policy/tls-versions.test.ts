import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { runAgainst } from '../../../testing/context.ts';
import { silentPort } from '../../../testing/dead.ts';
import { type Listener, startOpenssl, startTcp, startTls } from '../../../testing/listeners.ts';
import { describeWithMosquitto } from '../../../testing/describe.ts';
import { INTACT, freePort, startBroker, twin } from '../../../testing/mosquitto.ts';
import { type Pki, createPki } from '../../../testing/pki.ts';
import { tlsVersions } from './tls-versions.ts';

let pki: Pki;
const started: { stop(): Promise<void> }[] = [];
beforeAll(async () => {
  pki = await createPki();
});
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
});
afterAll(() => pki.remove());

const keep = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const listener = await starting;
  started.push(listener);
  return listener;
};
const check = (port: number, min = '1.2', kind = 'tls') =>
  runAgainst(tlsVersions, { port, identities: [], expects: { min }, kind });
const WEAKEST = 'ALL:COMPLEMENTOFALL:@SECLEVEL=0';
const node = (options: TlsOptions): Promise<Listener> => keep(startTls(pki.server, options));

describe('tls-versions', () => {
  it('passes where lower versions are refused by their version', async () => {
    const { port } = await node({ minVersion: 'TLSv1.2' });
    const found = await check(port);
    expect(found).toMatchObject({ verdict: 'pass', refusedBy: 'server', control: { outcome: 'accepted' } });
    expect(found.attack.map(({ what, detail }) => [what, detail])).toEqual([
      ['plaintext MQTT CONNECT', expect.any(String)],
      ['plaintext HTTP request', expect.any(String)],
      ['SSL 3.0 hello', 'alert 40 (handshake_failure)'],
      ['TLS 1.0 hello', 'alert 70 (protocol_version)'],
      ['TLS 1.1 hello', 'alert 70 (protocol_version)'],
    ]);
  });

  it('passes on a server of TLS 1.3 only, and without a client certificate where one is asked for', async () => {
    const only13 = await node({ minVersion: 'TLSv1.3' });
    expect((await check(only13.port, '1.3')).verdict).toBe('pass');
    const mutual = await node({
      requestCert: true,
      rejectUnauthorized: true,
      ca: pki.ca.cert,
      maxVersion: 'TLSv1.2',
    });
    expect((await check(mutual.port)).verdict).toBe('pass');
  });

  it.each([
    ['1.0', 'TLSv1', ['TLS 1.0 hello', 'TLS 1.1 hello']],
    ['1.1', 'TLSv1.1', ['TLS 1.1 hello']],
  ] as const)('fails on the twin that takes TLS %s too', async (_, minVersion, taken) => {
    const ciphers = WEAKEST;
    expect((await check((await node({ minVersion: 'TLSv1.2', ciphers })).port)).verdict).toBe('pass');
    const weak = await check((await node({ minVersion, ciphers })).port);
    expect(weak.verdict).toBe('fail');
    const accepted = weak.attack.filter(({ outcome }) => outcome === 'accepted');
    expect(accepted.map(({ what }) => what)).toEqual(taken);
  });

  it('fails where TLS 1.3 is claimed and 1.2 is taken', async () => {
    const found = await check((await node({ minVersion: 'TLSv1.2' })).port, '1.3');
    expect(found).toMatchObject({ verdict: 'fail', control: { outcome: 'accepted' } });
    expect(found.reason).toContain('TLS 1.2 hello');
  });

  it('fails on a server that has nothing but an old version, though the control does not work', async () => {
    const found = await check(
      (await node({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: WEAKEST })).port,
    );
    expect(found).toMatchObject({ verdict: 'fail', control: { outcome: 'refused' } });
  });

  it('fails where SSL 3.0 is taken', async () => {
    const { port } = await keep(startTcp(oldServer('0300', (version) => version <= 0x0303)));
    const found = await check(port);
    expect(found.verdict).toBe('fail');
    expect(found.attack.find(({ what }) => what === 'SSL 3.0 hello')).toMatchObject({ outcome: 'accepted' });
  });

  it('is inconclusive where only the security level of the platform is in the way, and fails without it', async () => {
    const accident = await check(
      (await keep(startOpenssl(pki.server, '-min_protocol', 'TLSv1.1', '-cipher', 'DEFAULT:@SECLEVEL=2')))
        .port,
    );
    expect(accident).toMatchObject({ verdict: 'inconclusive', refusedBy: 'platform-default' });
    expect(accident.reason).toContain('set the lowest version');
    const weak = await check(
      (await keep(startOpenssl(pki.server, '-min_protocol', 'TLSv1.1', '-cipher', 'DEFAULT:@SECLEVEL=0')))
        .port,
    );
    expect(weak.verdict).toBe('fail');
  });

  it('passes where a connection of an old version is ended without a word, and says so', async () => {
    const { port } = await keep(startTcp(oldServer('0303', (version) => version === 0x0303)));
    const found = await check(port);
    expect(found.verdict).toBe('pass');
    expect(found.attack.at(-1)?.detail).toMatch(/without an alert, twice; the server or something before it/);
  });

  it('fails where an old version is taken in a short hello, and a long one ends the connection', async () => {
    const [old, modern] = [oldServer('0301', () => true), oldServer('0303', () => true)];
    const { port } = await keep(
      startTcp((socket) =>
        socket.once('data', (bytes) => {
          if (bytes[0] !== 0x16) return;
          if (bytes.readUInt16BE(9) > 0x0302) modern(socket);
          else if (bytes.length < 400) old(socket);
          else socket.destroy();
          socket.emit('data', bytes);
        }),
      ),
    );
    const found = await check(port);
    expect(found.verdict).toBe('fail');
    expect(found.reason).toContain('TLS 1.0 hello');
  });

  it('is inconclusive where an old version meets silence', async () => {
    const { port } = await keep(startTcp(oldServer('0303', (version) => version === 0x0303, true)));
    const found = await check(port);
    expect(found.verdict).toBe('inconclusive');
    expect(found.reason).toContain('TLS 1.1 hello: no answer');
  });

  it('is inconclusive where the server dies under the attack', async () => {
    let server: Listener | undefined;
    const answer = oldServer('0303', (version) => version === 0x0303);
    server = await keep(
      startTcp((socket) => {
        if ((server?.connections() ?? 0) > 5) socket.destroy();
        else answer(socket);
      }),
    );
    const found = await check(server.port);
    expect(found).toMatchObject({ verdict: 'inconclusive' });
    expect(found.control?.what).toContain('after the attack');
  });

  it('is inconclusive on a dead, a silent and a babbling port', async () => {
    expect(await check(await freePort())).toMatchObject({
      verdict: 'inconclusive',
      control: { outcome: 'unreachable' },
    });
    const silent = await silentPort();
    expect((await check(silent.port, '1.2', 'mqtt')).verdict).toBe('inconclusive');
    silent.close();
    const babbling = await keep(startTcp((socket) => socket.end('220 mail.test ESMTP\r\n')));
    expect((await check(babbling.port)).verdict).toBe('inconclusive');
  });

  it('fails where the application speaks plaintext, and is not misled by a TLS server that answers in HTTP', async () => {
    const service = await keep(
      startTcp((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\n'))),
    );
    const found = await check(service.port, '1.2', 'http');
    expect(found).toMatchObject({ verdict: 'fail' });
    expect(found.reason).toContain('plaintext HTTP request');
    const leading = async (to: string) => {
      const said = `HTTP/1.1 302 Found\r\nServer: x\r\nLocation: ${to}\r\n\r\n`;
      const { port } = await keep(startTcp((socket) => socket.once('data', () => socket.end(said))));
      return (await check(port, '1.2', 'http')).verdict;
    };
    expect([await leading('/login'), await leading('https://localhost/')]).toEqual(['fail', 'inconclusive']);
    const named = await keep(
      startTcp((socket) =>
        socket.once('data', (said) =>
          socket.end(`HTTP/1.1 ${String(said).includes('Host: localhost\r\n') ? 200 : 400} Said\r\n\r\n`),
        ),
      ),
    );
    expect((await check(named.port, '1.2', 'http')).verdict).toBe('fail');
    const polite = await keep(
      startTcp((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\nuse https\r\n')),
      ),
    );
    expect((await check(polite.port, '1.2', 'http')).verdict).toBe('inconclusive');
  });

  it('tests nothing where no TLS is claimed', async () => {
    expect((await check(1, 'none')).verdict).toBe('inconclusive');
  });
});

describeWithMosquitto('tls-versions on mosquitto', () => {
  it('passes with tls_version, and without it finds the platform in the way, not the server', async () => {
    const intact = await keep(startBroker(pki, INTACT));
    expect(await check(intact.port, '1.2', 'mqtt')).toMatchObject({ verdict: 'pass', refusedBy: 'server' });
    const weak = await keep(startBroker(pki, twin(INTACT, { tls_version: null })));
    const accident = await check(weak.port, '1.2', 'mqtt');
    expect(accident).toMatchObject({ verdict: 'inconclusive', refusedBy: 'platform-default' });
    const open = await keep(
      startBroker(pki, twin(INTACT, { tls_version: null, ciphers: 'ALL:@SECLEVEL=0' })),
    );
    expect((await check(open.port, '1.2', 'mqtt')).verdict).toBe('fail');
  });

  it('fails on a listener without TLS', async () => {
    const plain = await keep(startBroker(pki, { settings: { allow_anonymous: 'true' } }));
    const found = await check(plain.port, '1.2', 'mqtt');
    expect(found.verdict).toBe('fail');
    expect(found.reason).toContain('plaintext MQTT CONNECT');
  });
});

/** Answers hellos of the versions it takes with a ServerHello and ServerHelloDone of `code`; hangs up on others. */
function oldServer(code: string, takes: (version: number) => boolean, silent = false) {
  const hello = `020000260${code.slice(1)}${'11'.repeat(32)}00002f00`;
  const flight = `${hello}0e000000`;
  const answer = Buffer.from(
    `160${code.slice(1)}${(flight.length / 2).toString(16).padStart(4, '0')}${flight}`,
    'hex',
  );
  return (socket: Socket): void => {
    socket.once('data', (bytes) => {
      const isHello = bytes[0] === 0x16 && bytes[5] === 1;
      // TLS 1.3 is offered as 1.2 with an extension; this server is too old to see it.
      if (isHello && takes(bytes.readUInt16BE(9))) socket.write(answer);
      else if (!silent || !isHello) socket.destroy();
    });
  };
}
