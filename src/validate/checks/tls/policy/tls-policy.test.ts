/** What the checks of a TLS policy have in common: one sweep, who refused, and what they make of odd answers. */
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { Check } from '../../../check.ts';
import { Endpoints } from '../../../endpoint.ts';
import { type ContextOptions, runAgainst } from '../../../testing/context.ts';
import { type Listener, startTcp, startTls } from '../../../testing/listeners.ts';
import { answerOldTls, serverFlight, suitesIn } from '../../../testing/old-tls.ts';
import { type Pki, createPki } from '../../../testing/pki.ts';
import { tlsForwardSecrecy } from './tls-forward-secrecy.ts';
import { tlsGroups } from './tls-groups.ts';
import { tlsSuites } from './tls-suites.ts';

const CHECKS: readonly Check[] = [tlsSuites, tlsForwardSecrecy, tlsGroups];
let pki: Pki;
const started: { stop(): Promise<void> }[] = [];
beforeAll(async () => {
  pki = await createPki();
});
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
});
afterAll(() => pki.remove());

const keep = async (starting: Promise<Listener>): Promise<Listener> => {
  const listener = await starting;
  started.push(listener);
  return listener;
};
const judge = (check: Check, port: number, more: Partial<ContextOptions> = {}) =>
  runAgainst(check, { port, identities: [], kind: 'tls', ...more });
const endpointOf = (port: number) => ({ host: '127.0.0.1', port, name: 'localhost' });

describe('one sweep', () => {
  it('serves all three checks of an endpoint, and none of another run', async () => {
    const listener = await keep(startTls(pki.server, { ciphers: 'ECDHE+AESGCM' }));
    const { port } = listener;
    const endpoint = new Endpoints().of(endpointOf(port));
    const verdicts = [];
    for (const check of CHECKS) verdicts.push((await judge(check, port, { endpoint })).verdict);
    const once = listener.connections();
    expect(verdicts).toEqual(['pass', 'pass', 'pass']);
    expect(once).toBeLessThan(25);
    await judge(tlsGroups, port, { endpoint });
    expect(listener.connections()).toBe(once);
    await judge(tlsGroups, port, { endpoint: new Endpoints().of(endpointOf(port)) });
    expect(listener.connections()).toBe(2 * once);
  });

  it('is not kept when the listener was lost under it', async () => {
    let lost = true;
    let seen = 0;
    const { port } = await keep(
      startTcp((socket) => {
        seen += 1;
        if (lost && seen > 3) socket.destroy();
        else answerOldTls(socket, [0xc02f]);
      }),
    );
    const endpoint = endpointOf(port);
    expect((await judge(tlsSuites, port, { endpoint })).verdict).toBe('inconclusive');
    lost = false;
    expect((await judge(tlsSuites, port, { endpoint })).verdict).toBe('pass');
  });

  it('tells endpoints apart by address, port and name', () => {
    const endpoints = new Endpoints();
    const one = endpoints.of(endpointOf(1));
    expect(endpoints.of(endpointOf(1))).toBe(one);
    expect(endpoints.of(endpointOf(2))).not.toBe(one);
    expect(endpoints.of({ ...endpointOf(1), name: 'other.test' })).not.toBe(one);
    expect(endpoints.of({ ...endpointOf(1), host: '::1' })).not.toBe(one);
  });
});

describe('ephemeral keys', () => {
  const SUITES = [0xc02f, 0xc030];
  const withKeys = (keyOf: () => string) =>
    startTcp((socket) =>
      socket.once('data', (hello: Buffer) => {
        const chosen = SUITES.find((id) => suitesIn(hello).includes(id));
        // A point on P-256, as it would be sent.
        if (hello.readUInt16BE(9) === 0x0303 && chosen !== undefined)
          socket.write(serverFlight(chosen, '0303', `03001741${keyOf()}`));
        else {
          answerOldTls(socket, []);
          socket.emit('data', hello);
        }
      }),
    );

  it('are none where one is used again', async () => {
    let times = 0;
    const fresh = await keep(withKeys(() => `04${String((times += 1)).padStart(128, '0')}`));
    const pass = await judge(tlsForwardSecrecy, fresh.port);
    expect(pass).toMatchObject({ verdict: 'pass', reason: expect.stringContaining('2 seen') });
    const kept = await keep(withKeys(() => `04${'1'.repeat(128)}`));
    const found = await judge(tlsForwardSecrecy, kept.port);
    expect(found.verdict).toBe('inconclusive');
    expect(found.reason).toContain('used 1 keys for 2 sessions');
  });
});

describe('who refused', () => {
  it('does not count when the platform failed, as it does over signatures of old versions', async () => {
    const { port } = await keep(
      startTcp((socket: Socket) => {
        socket.once('data', (hello: Buffer) => {
          if (hello.readUInt16BE(9) === 0x0302) socket.end(Buffer.from('15030200020250', 'hex'));
        });
        answerOldTls(socket, [0xc02f]);
      }),
    );
    const found = await judge(tlsSuites, port);
    expect(found).toMatchObject({ verdict: 'inconclusive', refusedBy: 'platform-default' });
    expect(found.reason).toContain('TLS 1.1 with every suite: alert 80 (internal_error)');
  });

  it('does not count when the listener goes silent, and says in which version', async () => {
    const { port } = await keep(
      startTcp((socket: Socket) =>
        socket.once('data', (hello: Buffer) => {
          if (hello.readUInt16BE(9) === 0x0303) {
            answerOldTls(socket, [0xc02f]);
            socket.emit('data', hello);
          }
        }),
      ),
    );
    const found = await judge(tlsSuites, port);
    expect(found.verdict).toBe('inconclusive');
    expect(found.reason).toContain('TLS 1.1 with every suite: no answer');
  }, 20_000);
});

describe('what is claimed', () => {
  const CBC = 'ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256';
  it.each([
    [{ suites: 'aead' }, 'fail'],
    [{ suites: 'ephemeral' }, 'pass'],
    [{ suites: 'weak' }, 'pass'],
    [{}, 'pass'],
  ] as const)('%o: CBC with SHA-2 is a %s', async (expects, verdict) => {
    const { port } = await keep(startTls(pki.server, { ciphers: CBC }));
    expect((await judge(tlsSuites, port, { expects })).verdict).toBe(verdict);
  });

  it('is never less than ephemeral: a model that claims weak suites does not make them good', async () => {
    const { port } = await keep(startTls(pki.server, { ciphers: 'ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0' }));
    expect((await judge(tlsSuites, port, { expects: { suites: 'weak' } })).verdict).toBe('fail');
  });
});
