import type { TlsOptions } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { type Listener, startOpenssl, startTcp, startTls } from '../../../testing/listeners.ts';
import { freePort } from '../../../testing/mosquitto.ts';
import { type Pki, createPki } from '../../../testing/pki.ts';
import { type OpenDialler, openDialler } from '../../dial.ts';
import { type SessionOptions, type SessionOutcome, openTlsSession, sessionFailure } from './tls-session.ts';

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

function open(port: number, options: SessionOptions = {}, connections = 2): Promise<SessionOutcome> {
  const dial = openDialler({
    declared: `127.0.0.1:${port}`,
    resolved: { host: '127.0.0.1', port },
    serverName: 'localhost',
    budget: { connections, seconds: 10, bytes: 200_000 },
    signal: new AbortController().signal,
  });
  diallers.push(dial);
  return openTlsSession(dial, { patience: 500, ...options });
}
const serve = async (options: TlsOptions = {}): Promise<number> => {
  const server = await startTls(pki.server, options);
  started.push(server);
  return server.port;
};
const mutual = (version: 'TLSv1.2' | 'TLSv1.3'): TlsOptions => ({
  requestCert: true,
  rejectUnauthorized: true,
  ca: pki.ca.cert,
  minVersion: version,
  maxVersion: version,
});

describe('a TLS session', () => {
  it('shows the peer and what OpenSSL thinks of it', async () => {
    const port = await serve();
    expect(await open(port, { ca: pki.ca.cert })).toMatchObject({
      kind: 'secured',
      protocol: 'TLSv1.3',
      distrust: undefined,
    });
    expect(await open(port, { ca: pki.otherCa.cert })).toMatchObject({
      kind: 'secured',
      distrust: expect.stringMatching(/^[A-Z_]+$/),
    });
  });

  it('in TLS 1.3 is secured before the client is refused: that is no acceptance', async () => {
    const session = await open(await serve(mutual('TLSv1.3')));
    if (session.kind !== 'secured') throw new Error(session.kind);
    const later = await new Promise((resolve) => session.socket.once('error', resolve));
    expect(sessionFailure(later)).toEqual({ kind: 'tls-alert', alert: 116 });
  });

  it('in TLS 1.2 is refused with an alert, after the server has shown itself', async () => {
    expect(await open(await serve(mutual('TLSv1.2')))).toMatchObject({
      kind: 'tls-alert',
      alert: 40,
      peer: { chain: [expect.anything(), expect.anything()] },
    });
  });

  it.each([
    ['expired', 45],
    ['foreign', 48],
  ] as const)('names the alert that meets a certificate that is %s', async (which, alert) => {
    const { cert, key } = pki[which];
    const asking = ['-Verify', '1', '-verify_return_error', '-CAfile', pki.ca.certFile, '-tls1_2'];
    const server = await startOpenssl(pki.server, ...asking);
    started.push(server);
    expect(await open(server.port, { cert, key })).toMatchObject({ kind: 'tls-alert', alert });
  });

  it('keeps failures of our own library apart from the server’s', async () => {
    const port = await serve();
    expect(await open(port, { cert: 'no certificate', key: 'no key' })).toMatchObject({ kind: 'tls-local' });
    expect(await open(port, { cert: pki.canaryA.cert, key: pki.canaryB.key })).toMatchObject({
      kind: 'tls-local',
    });
    expect(await open(port, { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.2' })).toMatchObject({
      kind: 'tls-local',
    });
    expect(await open(port, {}, 0)).toMatchObject({ kind: 'tls-local', code: 'budget' });
    const babble = await startTcp((socket) => socket.end('220 mail.test ESMTP\r\n'));
    started.push(babble);
    expect(await open(babble.port)).toMatchObject({
      kind: 'tls-local',
      code: 'ERR_SSL_WRONG_VERSION_NUMBER',
    });
  });

  it('knows dead, silent and closing ports', async () => {
    expect(await open(await freePort())).toMatchObject({ kind: 'tcp', how: 'unreachable' });
    const silent = await startTcp(() => undefined);
    const closing = await startTcp((socket) => socket.once('data', () => socket.end()));
    const resetting = await startTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    started.push(silent, closing, resetting);
    expect(await open(silent.port)).toMatchObject({ kind: 'tcp', how: 'timeout' });
    expect(await open(closing.port)).toMatchObject({ kind: 'tcp', how: 'closed' });
    expect(await open(resetting.port)).toMatchObject({ kind: 'tcp', how: 'closed' });
  });
});
