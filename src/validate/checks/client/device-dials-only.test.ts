import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { portsOf } from '../../targets/device.ts';
import { freePort } from '../../testing/mosquitto.ts';
import { deviceDialsOnly } from './device-dials-only.ts';
import { runAtDoor } from './testing/door.ts';

const NMAP = '/usr/bin/nmap';
const server = createServer((socket) => socket.destroy());
let open = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  open = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => void server.close());

const nothing = () => ({ stop: async () => undefined });

it.skipIf(!existsSync(NMAP) && !process.env['CI'])('finds what nmap finds', async () => {
  const [one, two] = [await freePort(), await freePort()];
  const look = [one, two, open].toSorted((a, b) => a - b);
  const said = spawnSync(NMAP, ['-Pn', '-n', '-sT', '-oG', '-', '-p', look.join(','), '127.0.0.1']);
  const theirs = [...said.stdout.toString().matchAll(/(\d+)\/open/g)].map(([, port]) => Number(port));
  expect(theirs).toEqual([open]);
  const dialled = { port: open, ports: { look } };
  const at = { identities: [], dialled, closed: true, expects: { listens: false } };
  const { verdict, attack, seen } = await runAtDoor(deviceDialsOnly, at, nothing);
  expect(verdict).toBe('fail');
  expect(seen).toEqual([{ kind: 'listener', name: `tcp/${open}`, detail: 'at 127.0.0.1' }]);
  const ours = attack.filter(({ outcome }) => outcome === 'accepted').map(({ what }) => what);
  expect(ours).toEqual([`a connection to 1 port: ${open}`]);
});

it('reads ports and ranges, each once and in order', () => {
  expect(portsOf({ look: [80, '20-23', '22-24', 80] })).toEqual([20, 21, 22, 23, 24, 80]);
  expect(portsOf({ look: ['9-3', '0-1', '65535-70000'] })).toEqual([1, 65_535]);
});

it('does not pass when its budget ends before the ports do', async () => {
  const look = [await freePort(), await freePort(), await freePort()];
  const budget = { connections: 2, seconds: 5, bytes: 1000 };
  const dialled = { port: open, ports: { look } };
  const at = { identities: [], dialled, closed: true, budget };
  const { verdict, reason, seen } = await runAtDoor(deviceDialsOnly, at, nothing);
  expect(verdict).toBe('inconclusive');
  // Not all ports were tried: that nothing was found must not close what was found before.
  expect(seen).toBeUndefined();
  expect(reason).toMatch(/connections of this check are used up/);
});

it('does not pass when there is nothing to try', async () => {
  const dialled = { port: open, ports: { look: [open] } };
  const { verdict } = await runAtDoor(deviceDialsOnly, { identities: [], dialled, closed: true }, nothing);
  expect(verdict).toBe('inconclusive');
});
