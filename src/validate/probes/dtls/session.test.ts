import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { COAP_SERVER, type CoapServer, startCoapServer } from '../../testing/datagram/coap-server.ts';
import { startMute } from '../../testing/datagram/dtls-responder.ts';
import { type Pki, createPki } from '../../testing/pki.ts';
import { askCoap } from '../coap/exchange.ts';
import { type OpenDialler, openDialler } from '../dial.ts';
import { type DtlsWanted, openDtlsSession } from './session.ts';

let pki: Pki;
const servers: CoapServer[] = [];
const diallers: OpenDialler[] = [];
beforeAll(async () => {
  pki = await createPki();
});
afterEach(async () => {
  for (const dial of diallers.splice(0)) dial.close();
  for (const one of servers.splice(0)) await one.stop();
});
afterAll(() => pki.remove());

const shake = async (port: number, wanted: DtlsWanted) => {
  const dial = openDialler({
    declared: `127.0.0.1:${port}`,
    resolved: { host: '127.0.0.1', port },
    serverName: 'localhost',
    budget: { connections: 5, seconds: 20, bytes: 100_000 },
    signal: new AbortController().signal,
  });
  diallers.push(dial);
  return openDtlsSession(dial, { patience: 1200, ...wanted });
};
const psk = { identity: 'canary-a', key: Buffer.from('the-right-key') };

describe.skipIf(COAP_SERVER === undefined)('our DTLS client', () => {
  it.each([
    ['psk', 'TLS_PSK_WITH_AES_128_GCM_SHA256'],
    ['ecdhe-psk', 'TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256'],
  ] as const)('opens a session by %s, and CoAP goes through it', async (exchange, suite) => {
    const server = await startCoapServer(pki, { args: ['-k the-right-key'] });
    servers.push(server);
    const outcome = await shake(server.port, { exchanges: [exchange], psk });
    expect(outcome).toMatchObject({ kind: 'secured', suite });
    if (outcome.kind !== 'secured') return;
    const answer = await askCoap(outcome.session, { method: 'GET', path: '.well-known/core' });
    expect(answer).toMatchObject({ kind: 'answered', code: '2.05' });
    outcome.session.close();
    // The outside oracle: libcoap's own client gets in with the same key, and not with another.
    const ask = (key: string): string =>
      spawnSync(
        'coap-client-openssl',
        ['-B', '2', '-m', 'get', '-u', 'canary-a', '-k', key, `coaps://127.0.0.1:${server.port}/`],
        { encoding: 'utf8', timeout: 5000 },
      ).stdout;
    expect(ask('the-right-key')).toContain('libcoap');
    expect(ask('another-key')).not.toContain('libcoap');
  });

  it('shows a certificate, and is told apart from one that has none', async () => {
    const server = await startCoapServer(pki, {
      args: ['-c PKI/server.pem', '-j PKI/server.key', '-C PKI/ca.pem'],
    });
    servers.push(server);
    const { cert, key } = pki.canaryA;
    const known = await shake(server.port, { exchanges: ['ecdhe'], certificate: { cert, key } });
    expect(known.kind).toBe('secured');
    const stranger = await shake(server.port, { exchanges: ['ecdhe'] });
    expect(stranger).toMatchObject({ kind: 'alert', alert: 40, stage: 'credentials' });
    const foreign = { cert: pki.foreign.cert, key: pki.foreign.key };
    expect(await shake(server.port, { exchanges: ['ecdhe'], certificate: foreign })).toMatchObject({
      kind: 'alert',
      alert: 48,
    });
  });

  it('fragments what does not fit into a datagram', async () => {
    const server = await startCoapServer(pki, {
      args: ['-c PKI/server.pem', '-j PKI/server.key', '-C PKI/ca.pem'],
    });
    servers.push(server);
    const { cert, key } = pki.canaryA;
    const chain = `${cert}\n${pki.ca.cert}\n${pki.ca.cert}\n${pki.ca.cert}\n`;
    expect((await shake(server.port, { exchanges: ['ecdhe'], certificate: { cert: chain, key } })).kind).toBe(
      'secured',
    );
  });

  it('calls a wrong key silence after our credentials, and never quotes it', async () => {
    const server = await startCoapServer(pki, { args: ['-k the-right-key'] });
    servers.push(server);
    const wrong = { identity: 'canary-a', key: Buffer.from('canary-secret') };
    const outcome = await shake(server.port, { exchanges: ['psk'], psk: wrong });
    expect(outcome).toMatchObject({ kind: 'silent', stage: 'credentials', heard: true });
    expect(JSON.stringify(outcome)).not.toContain('canary-secret');
  });

  it('does not fall for garbage, nor for an unreadable key', async () => {
    const babbler = await startMute(Buffer.from('16fefd00000000000000000020ff', 'hex'));
    expect((await shake(babbler.port, { exchanges: ['psk'], psk })).kind).toBe('silent');
    babbler.stop();
    const server = await startCoapServer(pki, {
      args: ['-c PKI/server.pem', '-j PKI/server.key', '-C PKI/ca.pem'],
    });
    servers.push(server);
    const bad = { cert: pki.canaryA.cert, key: 'canary-secret' };
    const outcome = await shake(server.port, { exchanges: ['ecdhe'], certificate: bad });
    expect(outcome).toEqual({ kind: 'stopped', detail: 'our own key cannot be read' });
  });

  it('says when nobody is there', async () => {
    const socket = createSocket('udp4');
    const port = await new Promise<number>((resolve) => {
      socket.bind(0, '127.0.0.1', () => resolve(socket.address().port));
    });
    socket.close();
    expect((await shake(port, { exchanges: ['psk'], psk })).kind).toBe('unreachable');
  });
});
