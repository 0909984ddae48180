/** What the rows do not show: odd clients, what a target may leave out, and that a device's secret stays its own. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TLSSocket, connect as connectTls } from 'node:tls';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Credentials } from '../../check.ts';
import { byCertificate } from '../../testing/context.ts';
import { type Pki, createPki } from '../../testing/pki.ts';
import { clientRefusesExpired } from './client-refuses-expired.ts';
import { clientRefusesOldTls } from './client-refuses-old-tls.ts';
import { clientRefusesUnknownCa } from './client-refuses-unknown-ca.ts';
import { clientRefusesWrongName } from './client-refuses-wrong-name.ts';
import { type Running, runAtDoor, serverIdentities } from './testing/door.ts';

let pki: Pki;
let identities: readonly Credentials[];
beforeAll(async () => {
  pki = await createPki();
  identities = await serverIdentities(pki);
});
afterAll(() => pki.remove());

/** A client in this process, which calls again 20 ms after it was cut off. */
function device(options: object, says = 'hello'): (port: number) => Running {
  return (port) => {
    const open = new Set<TLSSocket>();
    let over = false;
    const call = (): void => {
      const socket = connectTls({ host: 'localhost', port, ca: pki.ca.cert, ...options });
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('secureConnect', () => {
        if (says !== '') socket.write(says);
      });
      socket.on('close', () => {
        open.delete(socket);
        if (!over) setTimeout(call, 20);
      });
    };
    call();
    return {
      stop: async () => {
        over = true;
        for (const socket of open) socket.destroy();
      },
    };
  };
}

const nobody = (): Running => ({ stop: async () => undefined });
const of = async (check: typeof clientRefusesExpired, over: object) =>
  (await runAtDoor(check, { ...told(), ...over }, nobody)).reason;
const told = () => ({ ca: pki.ca.cert, identities });

describe('a check that plays the server', () => {
  it('says what the target lacks', async () => {
    const right = [byCertificate(pki.server)];
    expect(await of(clientRefusesUnknownCa, { closed: true })).toMatch(/where the device dials/);
    expect(await of(clientRefusesUnknownCa, { identities: [] })).toMatch(/is the right server "localhost"/);
    expect(await of(clientRefusesUnknownCa, { serverName: 'x.test' })).toMatch(/does not hold the name/);
    expect(await of(clientRefusesWrongName, { identities: right })).toMatch(/bears another name/);
    expect(await of(clientRefusesExpired, { identities: right })).toMatch(/has expired/);
    expect(await of(clientRefusesOldTls, { expects: { min: '1.0' } })).toMatch(/there is none to try/);
  });

  it('takes no canary of a client for a server with another name', async () => {
    const clients = [byCertificate(pki.server), byCertificate(pki.canaryA)];
    const { verdict } = await runAtDoor(
      clientRefusesWrongName,
      { ...told(), identities: clients },
      device({ checkServerIdentity: () => undefined }),
    );
    expect(verdict).toBe('inconclusive');
  });

  it('does not take the end of the handshake for acceptance, nor silence for refusal', async () => {
    const lax = { rejectUnauthorized: false };
    const found = await runAtDoor(clientRefusesWrongName, told(), device(lax, ''));
    expect(found).toMatchObject({ verdict: 'inconclusive' });
    expect(found.reason).toMatch(/finished the handshake and said nothing/);
  }, 20_000);

  it('keeps nothing of what the device says to it', async () => {
    const found = await runAtDoor(
      clientRefusesUnknownCa,
      told(),
      device({ rejectUnauthorized: false }, 'password=canary-secret-4711'),
    );
    expect(found.verdict).toBe('fail');
    expect(JSON.stringify(found)).not.toContain('4711');
  });

  it('does not let a session of the control save the attack the look at the certificate', async () => {
    let session: Uint8Array | undefined;
    const resuming = (port: number): Running => {
      let over = false;
      const call = (): void => {
        const socket = connectTls({
          host: 'localhost',
          port,
          ca: pki.ca.cert,
          maxVersion: 'TLSv1.2',
          ...(session && { session: Buffer.from(session) }),
        });
        socket.on('session', (ticket) => (session = ticket));
        socket.on('error', () => undefined);
        socket.on('secureConnect', () => socket.write('hello'));
        socket.on('close', () => {
          if (!over) setTimeout(call, 20);
        });
      };
      call();
      return { stop: async () => void (over = true) };
    };
    expect(await runAtDoor(clientRefusesWrongName, told(), resuming)).toMatchObject({ verdict: 'pass' });
  });

  it('notices a server of RSA keys just as well, and forges with such keys', async () => {
    const rsa = await pki.issue({ name: 'rsa-server', san: ['localhost'], key: 'rsa2048' });
    const at = { ...told(), identities: [byCertificate(rsa)] };
    const ciphers = 'ECDHE-RSA-AES128-GCM-SHA256';
    const only = { ciphers, maxVersion: 'TLSv1.2' };
    const lax = await runAtDoor(clientRefusesUnknownCa, at, device({ ...only, rejectUnauthorized: false }));
    expect(lax.verdict).toBe('fail');
    const strict = await runAtDoor(clientRefusesUnknownCa, at, device(only));
    expect(strict.verdict).toBe('pass');
  });

  it('is inconclusive where the place is taken', async () => {
    const found = await runAtDoor(clientRefusesUnknownCa, told(), async (port) => {
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      return { stop: async () => void server.close() };
    });
    expect(found.reason).toMatch(/something else listens there already/);
  });

  it('ends with its budget', async () => {
    const budget = { connections: 2, seconds: 5, bytes: 100_000 };
    const found = await runAtDoor(clientRefusesUnknownCa, { ...told(), budget }, device({}));
    expect(found.verdict).toBe('inconclusive');
    expect(found.reason).toMatch(/connections of this check are used up/);
  });
});
