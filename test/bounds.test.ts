/** Nothing beyond loopback is contacted without a grant, whatever a name resolves to, and when. */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { BIN, bestride, command, folder } from './support/bestride.ts';

const CHILD = join(import.meta.dirname, 'support/namespace.mjs');
const canIsolate =
  spawnSync('unshare', ['--net', '--mount', 'ip', 'link', 'set', 'lo', 'up'], { stdio: 'ignore' }).status ===
  0;
if (!canIsolate && !process.env['CI']) {
  console.warn('skipped: network namespaces need root, util-linux and iproute2');
}
const home = folder({ 'resolv.conf': 'nameserver 127.0.0.1\n', 'server.pem': '' });
const plant = join(home.path, 'plant');

interface Counted {
  readonly beyond: number;
  readonly loopback: number;
  readonly asked: number;
  readonly run: {
    readonly results: readonly {
      readonly check: string;
      readonly target: string;
      readonly verdict: string;
    }[];
    readonly notRun: readonly { readonly target: string; readonly reason: string }[];
  };
}

/** Validates in a namespace whose loopback interface also has 192.0.2.7. */
async function validate(addresses: Readonly<Record<string, string>>, ...args: string[]): Promise<Counted> {
  const targets = Object.entries(addresses).map(
    ([name, address]) => `    ${name}: { kind: tls, address: "${address}", covers: [uplink] }\n`,
  );
  writeFileSync(join(plant, 'targets.yaml'), `bestride: 1\nenvironments:\n  lab:\n${targets.join('')}`);
  const script = [
    'ip link set lo up',
    'ip addr add 192.0.2.7/32 dev lo',
    `mount --bind ${join(home.path, 'resolv.conf')} /etc/resolv.conf`,
    `exec ${process.execPath} ${CHILD} ${BIN} ${plant} ${args.join(' ')}`,
  ].join(' && ');
  const { out, err } = await command('unshare', ['--net', '--mount', 'sh', '-c', script], home.path);
  if (out === '') throw new Error(err);
  const counted = JSON.parse(out) as Counted & { out: string; err: string };
  if (counted.out === '') throw new Error(counted.err);
  return { ...counted, run: (JSON.parse(counted.out) as Pick<Counted, 'run'>).run };
}

describe.skipIf(!canIsolate && !process.env['CI'])('in a network namespace that counts', () => {
  beforeAll(async () => {
    await bestride(home.path, ['init', 'plant']);
    execFileSync('chmod', ['755', home.path]);
  });
  afterAll(home.clean);

  it('a target beyond loopback is not contacted without a grant, while one on loopback is', async () => {
    const { beyond, loopback, run } = await validate({ far: '192.0.2.7:8883', near: '127.0.0.1:8883' });
    expect(beyond).toBe(0);
    expect(loopback).toBeGreaterThan(0);
    expect(run.notRun).toContainEqual(
      expect.objectContaining({ target: 'far', reason: expect.stringContaining('TGT04') }),
    );
    expect(run.results.some(({ target }) => target === 'near')).toBe(true);
  });

  it('with a grant it is, so that the listener counts', async () => {
    const day = 24 * 3600 * 1000;
    writeFileSync(
      join(home.path, 'grant.yaml'),
      `bestride: 1
authorisedBy: the owner of the plant
from: "${new Date(Date.now() - day).toISOString()}"
until: "${new Date(Date.now() + day).toISOString()}"
targets: { lab/far: ["192.0.2.7:8883"] }
budget: { connections: 1000, seconds: 600, bytes: 10000000 }
`,
    );
    const { beyond } = await validate({ far: '192.0.2.7:8883' }, '--grant', join(home.path, 'grant.yaml'));
    expect(beyond).toBeGreaterThan(0);
  });

  it('a name that resolves to loopback first and elsewhere later is dialled where it was judged', async () => {
    const { beyond, loopback, asked, run } = await validate({ named: 'hub.test:8883' });
    expect([beyond, asked]).toEqual([0, 1]);
    expect(loopback).toBeGreaterThan(1);
    expect(run.results.length).toBeGreaterThan(0);
  });
});
