/** A run that is cut short leaves a signed record of what it did, and nothing else: no process, socket or file. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { BIN, bestride, folder } from './support/bestride.ts';

const home = folder();
const plant = join(home.path, 'plant');
const scratch = join(home.path, 'tmp');
const open = new Set<Socket>();
let silent: Server;

/** Starts a run and ends it with a signal once it is in the middle of a check. */
async function cutShort(signal: NodeJS.Signals): Promise<{ code: number | null; group: number }> {
  const child = spawn(process.execPath, [BIN, 'validate', '--key', '.bestride/me.key'], {
    cwd: plant,
    env: { ...process.env, TMPDIR: scratch, NO_COLOR: '1' },
    detached: true,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  if (open.size === 0) await once(silent, 'connection');
  child.kill(signal);
  const [code] = (await ended) as [number | null];
  return { code, group: child.pid ?? 0 };
}

/** The processes that are left of a group, without those that are being buried. */
function leftOf(group: number): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pgid=,stat=,args='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.trim().startsWith(`${group} `) && !/^\s*\d+ Z/.test(line));
}

async function allClosed(): Promise<boolean> {
  for (let tries = 0; tries < 100 && open.size > 0; tries++)
    await new Promise((wait) => setTimeout(wait, 20));
  return open.size === 0;
}

describe('a run that is cut short', () => {
  beforeAll(async () => {
    silent = createServer((socket) => {
      open.add(socket);
      socket.on('error', () => undefined).once('close', () => open.delete(socket));
      socket.resume();
    });
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    mkdirSync(scratch);
    await bestride(home.path, ['init', 'plant']);
    await bestride(plant, ['evidence', 'key', '--name', 'me']);
    const { port } = silent.address() as AddressInfo;
    writeFileSync(
      join(plant, 'targets.yaml'),
      `bestride: 1\nenvironments: { lab: { uplink-tls: { kind: tls, address: "127.0.0.1:${port}", covers: [uplink] } } }\n`,
    );
  });
  afterAll(() => {
    silent.close();
    home.clean();
  });

  it('by Ctrl-C: exits with 130 and leaves a signed run with the rest marked as not run', async () => {
    const { code, group } = await cutShort('SIGINT');
    expect(code).toBe(130);
    const [file = ''] = readdirSync(join(plant, 'evidence')).filter((name) => name.endsWith('.dsse.json'));
    const { payload } = JSON.parse(readFileSync(join(plant, 'evidence', file), 'utf8')) as {
      payload: string;
    };
    const { predicate } = JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as {
      predicate: { plan: { items: unknown[] }; results: unknown[]; notRun: { reason: string }[] };
    };
    expect(predicate.notRun.length).toBeGreaterThan(0);
    expect(predicate.notRun.every(({ reason }) => reason.includes('interrupted'))).toBe(true);
    expect((await bestride(plant, ['evidence', 'verify'])).code).toBe(0);
    expect([leftOf(group), await allClosed(), readdirSync(scratch)]).toEqual([[], true, []]);
  });

  it('by SIGKILL: leaves no process, no socket and no file', async () => {
    const before = readdirSync(join(plant, 'evidence'));
    const { code, group } = await cutShort('SIGKILL');
    expect(code).toBeNull();
    expect([leftOf(group), await allClosed(), readdirSync(scratch)]).toEqual([[], true, []]);
    expect(readdirSync(join(plant, 'evidence'))).toEqual(before);
    expect((await bestride(plant, ['evidence', 'verify'])).code).toBe(0);
  });
});
