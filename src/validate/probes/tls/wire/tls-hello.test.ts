import { spawn } from 'node:child_process';
import type { SecureVersion } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { type Listener, startTcp, startTls } from '../../../testing/listeners.ts';
import { freePort } from '../../../testing/mosquitto.ts';
import { type Pki, createPki } from '../../../testing/pki.ts';
import { type OpenDialler, openDialler } from '../../dial.ts';
import { type HelloOutcome, offerHello } from './tls-hello.ts';
import { TLS_VERSIONS, type TlsVersion } from './tls-wire.ts';

let pki: Pki;
const started: Listener[] = [];
const diallers: OpenDialler[] = [];
beforeAll(async () => {
  pki = await createPki();
});
afterEach(async () => {
  for (const dial of diallers.splice(0)) dial.close();
  for (const one of started.splice(0)) await one.stop();
});
afterAll(() => pki.remove());

function dialler(port: number, connections = 20): OpenDialler {
  const dial = openDialler({
    declared: `127.0.0.1:${port}`,
    resolved: { host: '127.0.0.1', port },
    serverName: 'localhost',
    budget: { connections, seconds: 20, bytes: 500_000 },
    signal: new AbortController().signal,
  });
  diallers.push(dial);
  return dial;
}

describe('offerHello', () => {
  const ciphers = 'ALL:@SECLEVEL=0';
  it.each([
    ['TLSv1', 'TLSv1.3'],
    ['TLSv1', 'TLSv1'],
    ['TLSv1.1', 'TLSv1.2'],
    ['TLSv1.2', 'TLSv1.2'],
    ['TLSv1.2', 'TLSv1.3'],
    ['TLSv1.3', 'TLSv1.3'],
  ] as const)(
    'agrees with openssl s_client on a server from %s to %s',
    async (minVersion, maxVersion) => {
      const server = await startTls(pki.server, { minVersion, maxVersion, ciphers });
      started.push(server);
      for (const version of TLS_VERSIONS.slice(1)) {
        const ours = await offerHello(dialler(server.port), version);
        const flag = `-${version.toLowerCase().replace(' ', '').replace('.', '_').replace(/_0$/, '')}`;
        const theirs = await sClient('-connect', `127.0.0.1:${server.port}`, flag, '-cipher', ciphers);
        const took = /^New, TLSv1\S*, Cipher is (?!\(NONE\))/m.test(theirs);
        expect(ours.kind, `${version}: ${JSON.stringify(ours)}\n${theirs}`).toBe(
          took || lower(ours, version) ? 'accepted' : 'alert',
        );
      }
    },
    60_000,
  );

  it.each(['TLSv1', 'TLSv1.1', 'TLSv1.2'] as const)(
    'sees that a %s server asks for a certificate',
    async (version: SecureVersion) => {
      const server = await startTls(pki.server, {
        requestCert: true,
        minVersion: version,
        maxVersion: version,
        ciphers,
      });
      started.push(server);
      const name =
        TLS_VERSIONS.find((one) => `TLSv${one.slice(4).replace('1.0', '1')}` === version) ?? 'TLS 1.2';
      expect(await offerHello(dialler(server.port), name)).toMatchObject({
        kind: 'accepted',
        asksForCertificate: true,
      });
    },
  );

  it('tells closed, reset, silent, foreign and unreachable apart', async () => {
    const against = async (serve: Parameters<typeof startTcp>[0]) => {
      const server = await startTcp(serve);
      started.push(server);
      return offerHello(dialler(server.port), 'TLS 1.2', {}, 300);
    };
    expect(await against((socket) => socket.once('data', () => socket.end()))).toEqual({
      kind: 'closed',
      how: 'end',
    });
    expect(await against((socket) => socket.once('data', () => socket.resetAndDestroy()))).toEqual({
      kind: 'closed',
      how: 'reset',
    });
    expect(await against(() => undefined)).toEqual({ kind: 'silent', millis: 300 });
    expect(await against((socket) => socket.end('HTTP/1.1 400'))).toMatchObject({ kind: 'not-tls' });
    expect(await offerHello(dialler(await freePort()), 'TLS 1.2')).toMatchObject({ kind: 'unreachable' });
  });

  it('calls its own limits by their name', async () => {
    expect(await offerHello(dialler(1, 0), 'TLS 1.2')).toMatchObject({ kind: 'stopped' });
  });
});

/** A server may answer with less than was offered; s_client then refuses, which is its own business. */
function lower(outcome: HelloOutcome, offered: TlsVersion): boolean {
  return outcome.kind === 'accepted' && TLS_VERSIONS.indexOf(outcome.version) < TLS_VERSIONS.indexOf(offered);
}

/** What `openssl s_client` prints, within five seconds. */
function sClient(...args: string[]): Promise<string> {
  const child = spawn('openssl', ['s_client', ...args], { timeout: 5000 });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end();
  return new Promise((resolve) => child.once('close', () => resolve(said)));
}
