/** The reference solution as a whole: it works, and its listeners refuse who must be refused. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createServer } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createAuthority } from '../../reference/src/factory/authority.ts';
import { type Solution, startSolution } from '../../reference/src/solution.ts';
import { eventually } from '../../reference/src/testing/waiting.ts';
import {
  type ClientFiles,
  canary,
  connectMqtt,
  dialOpenssl,
  setValve,
} from '../../reference/src/testing/clients.ts';

const folders: string[] = [];
let dir: string;
let solution: Solution;
let clients: Record<string, ClientFiles>;
let operator: { cert: string; key: string };

beforeAll(async () => {
  dir = newFolder();
  solution = await startSolution({ dir });
  operator = identityIn('operator');
  clients = {
    'a good one': canary(solution, 'canary-a'),
    none: undefined,
    'one of another authority': await filesOfStranger('canary-a'),
    'an expired one': canary(solution, 'canary-expired'),
    'a revoked one': canary(solution, 'canary-revoked'),
  };
});

afterAll(async () => {
  await solution.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('the solution', () => {
  it('is seven processes, each with a private key of its own that only its owner may read', () => {
    expect(new Set(solution.pids.values()).size).toBe(7);
    const files = readdirSync(join(dir, 'parts')).map((part) => join(dir, 'parts', part, 'key.pem'));
    expect(new Set(files.map((file) => readFileSync(file, 'utf8'))).size).toBe(7);
    const modes = process.platform === 'win32' ? [] : files.map((file) => statSync(file).mode & 0o777);
    expect(modes.filter((mode) => mode !== 0o600)).toEqual([]);
  });

  it('brings the readings of every device up to the monitor', async () => {
    const names = await eventually(() => {
      const found = existsSync(solution.files.readings) ? Object.keys(readJson(solution.files.readings)) : [];
      return found.length === 3 ? found : undefined;
    });
    expect(names.toSorted()).toEqual(['camera/frame', 'smoke-sensor/reading', 'valve/position']);
  });

  it('lets the operator set the valve, and the valve keep its limits', async () => {
    const within = await setValve(solution, operator, 40);
    expect(within).toEqual({ status: 200, body: { asked: 40, reached: 40, limited: false } });
    const beyond = await setValve(solution, operator, 100);
    expect(beyond).toEqual({ status: 200, body: { asked: 100, reached: 60, limited: true } });
  });

  it('writes down who set the valve, and who was refused', async () => {
    expect(await setValve(solution, identityIn('parts/camera'), 40)).toMatchObject({ status: 403 });
    const entries = audit('command-service');
    expect(entries).toContainEqual(
      expect.objectContaining({ who: 'operator', what: 'command', outcome: 'allowed' }),
    );
    expect(entries).toContainEqual(
      expect.objectContaining({ who: 'camera', what: 'request', outcome: 'refused' }),
    );
    expect(entries.every(({ at }) => Math.abs(Date.parse(at ?? '') - Date.now()) < 600_000)).toBe(true);
  });
});

describe('every TLS listener', () => {
  const listeners = ['hub', 'fieldGateway', 'api'] as const;

  it.each(listeners)('%s takes a good client certificate, over TLS 1.2 and 1.3', (listener) => {
    for (const version of ['-tls1_2', '-tls1_3']) {
      expect(dialOpenssl(solution, listener, clients['a good one'], [version])).toMatchObject({
        answered: true,
      });
    }
  });

  it.each(
    listeners.flatMap((listener) =>
      ['none', 'one of another authority', 'an expired one', 'a revoked one'].map(
        (client) => [listener, client] as const,
      ),
    ),
  )('%s refuses a client certificate: %s', (listener, client) => {
    for (const version of ['-tls1_2', '-tls1_3']) {
      expect(dialOpenssl(solution, listener, clients[client], [version])).toMatchObject({ answered: false });
    }
  });

  it.each(listeners)('%s answers TLS 1.1 with a protocol version alert', (listener) => {
    const old = ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'];
    const { answered, said } = dialOpenssl(solution, listener, clients['a good one'], old);
    expect(answered).toBe(false);
    expect(said).toContain('alert protocol version');
  });

  it.each(listeners)('%s takes sound cipher suites only', (listener) => {
    const dial = (suite: string) =>
      dialOpenssl(solution, listener, clients['a good one'], ['-tls1_2', '-cipher', suite]);
    expect(dial('ECDHE-ECDSA-AES128-GCM-SHA256')).toMatchObject({ answered: true });
    const { answered, said } = dial('ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA');
    expect(answered).toBe(false);
    expect(said).toContain('alert handshake failure');
  });

  it('writes down why it refused', () => {
    const reasons = audit('cloud-gateway').map(({ detail }) => detail);
    expect(reasons).toContain('TLS: certificate: CERT_HAS_EXPIRED');
    expect(reasons).toContain('TLS: certificate: CERT_REVOKED');
  });
});

describe.each(['hub', 'fieldGateway'] as const)('the broker at %s', (listener) => {
  it('binds the client id to the identity: nobody takes over a session', async () => {
    const victim = await connectMqtt(solution, listener, canary(solution, 'canary-b'), 'canary-b');
    let lost = false;
    victim.on('close', () => (lost = true));
    await expect(connectMqtt(solution, listener, canary(solution, 'canary-a'), 'canary-b')).rejects.toThrow(
      'Not authorized',
    );
    await sleep(300);
    expect(lost).toBe(false);
    await victim.endAsync(true);
  });

  it('delivers what a device may say, and nothing else', async () => {
    const observer = await connectMqtt(solution, listener, canary(solution, 'observer'), 'observer');
    const seen: string[] = [];
    observer.on('message', (topic) => seen.push(topic));
    await observer.subscribeAsync(['devices/canary-a/messages/#', 'devices/canary-b/messages/#'], { qos: 1 });
    const device = await connectMqtt(solution, listener, canary(solution, 'canary-a'), 'canary-a');
    const refusal = device.subscribeAsync('devices/canary-b/commands/#', { qos: 1 });
    await expect(refusal).rejects.toThrow('Unspecified error');
    await device.publishAsync('devices/canary-a/messages/canary', 'x', { qos: 1 });
    // The broker closes the connection of one who publishes elsewhere.
    device.publish('devices/canary-b/messages/canary', 'x', { qos: 1 }, () => {});
    await closed(device);
    await eventually(() => seen[0]);
    await sleep(300);
    expect(seen).toEqual(['devices/canary-a/messages/canary']);
    await observer.endAsync(true);
  });

  it('keeps nothing for a client that is away', async () => {
    const staying = connectMqtt(solution, listener, canary(solution, 'canary-a'), 'canary-a', {
      clean: false,
    });
    await expect(staying).rejects.toThrow('Not authorized');
    const device = await connectMqtt(solution, listener, canary(solution, 'canary-a'), 'canary-a');
    device.publish('devices/canary-a/messages/canary', 'x', { qos: 1, retain: true }, () => {});
    await closed(device);
    const later = await connectMqtt(solution, listener, canary(solution, 'canary-a'), 'canary-a');
    const seen: string[] = [];
    later.on('message', (topic) => seen.push(topic));
    await later.subscribeAsync('devices/canary-a/messages/#', { qos: 1 });
    await sleep(300);
    expect(seen).toEqual([]);
    await later.endAsync(true);
  });

  it('takes no message that is too large', async () => {
    const device = await connectMqtt(solution, listener, canary(solution, 'canary-a'), 'canary-a');
    await device.publishAsync('devices/canary-a/messages/canary', Buffer.alloc(60_000), { qos: 1 });
    let taken = false;
    device.on('packetreceive', ({ cmd }) => (taken ||= cmd === 'puback'));
    device.publish('devices/canary-a/messages/canary', Buffer.alloc(70_000), { qos: 1 }, () => {});
    await closed(device);
    expect(taken).toBe(false);
  });

  it('goes on serving while strangers hold connections open', async () => {
    const idle = Array.from({ length: 300 }, () =>
      connect(solution.ports[listener], '127.0.0.1').on('error', () => {}),
    );
    const connected = idle.map((socket) => once(socket, 'connect').catch(() => undefined));
    await Promise.all(connected);
    const device = await connectMqtt(solution, listener, canary(solution, 'canary-a'), 'canary-a');
    await device.publishAsync('devices/canary-a/messages/canary', 'x', { qos: 1 });
    expect(device.connected).toBe(true);
    await device.endAsync(true);
    for (const socket of idle) socket.destroy();
  });

  it('lets no canary move the valve', async () => {
    expect((await setValve(solution, operator, 20)).body).toMatchObject({ reached: 20 });
    const device = await connectMqtt(solution, listener, canary(solution, 'canary-a'), 'canary-a');
    const command = JSON.stringify({ id: '00000000-0000-4000-8000-000000000000', position: 55 });
    device.publish('devices/valve/commands/position', command, { qos: 1 }, () => {});
    await closed(device);
    await sleep(500);
    const told = audit('valve').map(({ detail }) => detail);
    expect(told.some((detail) => detail?.includes('moved to 20 %'))).toBe(true);
    expect(told.some((detail) => detail?.includes('55 %'))).toBe(false);
  });
});

describe('a device', () => {
  it.each([
    [
      'the cloud gateway in its place',
      () => identityIn('parts/cloud-gateway'),
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    ['an impostor with the right name', () => filesOfStranger('field-gateway.reference.test'), 'UNABLE_TO'],
  ])('does not talk to %s', async (_who, files, why) => {
    const { cert, key } = await files();
    const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (socket) =>
      socket.on('error', () => {}),
    );
    server.on('tlsClientError', () => {});
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const program = fileURLToPath(new URL('../../reference/src/device/valve/main.ts', import.meta.url));
    const args = [
      '--import',
      'tsx',
      program,
      '--folder',
      join(dir, 'parts', 'valve'),
      '--gateway',
      String(port),
    ];
    const valve = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    valve.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    await once(valve, 'close');
    server.close();
    expect(valve.exitCode).toBe(1);
    expect(said).toContain(why);
  });
});

describe('the switch that weakens the hub', () => {
  it('lets anonymous clients in there, and nobody else who should stay out', async () => {
    await expect(connectMqtt(solution, 'hub', undefined, 'canary-a')).rejects.toThrow('Not authorized');
    const weak = await startSolution({ dir: newFolder(), weaken: 'anonymous-hub' });
    try {
      const anybody = await connectMqtt(weak, 'hub', undefined, 'canary-a');
      await anybody.endAsync(true);
      const elsewhere = connectMqtt(weak, 'fieldGateway', undefined, 'canary-a');
      await expect(elsewhere).rejects.toThrow('Not authorized');
      const wrong = [
        await filesOfStranger('canary-a'),
        canary(weak, 'canary-expired'),
        canary(weak, 'canary-revoked'),
      ];
      for (const files of wrong) {
        await expect(connectMqtt(weak, 'hub', files, 'canary-a')).rejects.toThrow('Not authorized');
      }
    } finally {
      await weak.stop();
    }
  });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bestride-reference-'));
  folders.push(folder);
  return folder;
}

/** A certificate by an authority of the same name that is not ours. */
async function filesOfStranger(name: string): Promise<{ cert: string; key: string }> {
  const authority = await createAuthority('Bestride reference CA');
  const { certificate, privateKey } = await authority.issue({ name, dns: [name] });
  const folder = newFolder();
  writeFileSync(join(folder, 'cert.pem'), certificate);
  writeFileSync(join(folder, 'key.pem'), privateKey);
  return { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
}

async function closed(client: { once(event: 'close', listener: () => void): unknown }): Promise<void> {
  await new Promise<void>((resolve) => client.once('close', resolve));
}

function identityIn(folder: string): { cert: string; key: string } {
  return { cert: join(dir, folder, 'cert.pem'), key: join(dir, folder, 'key.pem') };
}

function audit(part: 'cloud-gateway' | 'command-service' | 'valve'): Record<string, string>[] {
  const lines = readFileSync(solution.files.audit(part), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8'));
}
