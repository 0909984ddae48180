/**
 * The promise, on the running reference solution: what is claimed is not believed until it was attacked; when one
 * setting of the running thing is weakened, the gate shuts; a dead server opens nothing; mended, it opens again.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Solution, startSolution } from '../reference/src/solution.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const ANONYMOUS = 'BRK-01@cloud-gateway';

let folder: string;
let solution: Solution | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bestride-demonstration-'));
});

afterAll(async () => {
  await solution?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('one threat through the life of a product', () => {
  let hubPort = 0;

  it('is claimed before anybody attacked it, and the claim is not believed', async () => {
    solution = await startSolution({ dir: join(folder, 'work') });
    hubPort = solution.ports.hub;
    bestride(0, 'evidence', 'key', project(), '--name', 'demonstration', '--output', join(folder, 'key'));
    expect(statusOf(ANONYMOUS)).toBe('implemented');
  });

  it('is validated when the attack failed while legitimate use worked', () => {
    expect(verdicts(0, 'hub')).toEqual(['pass']);
    expect(statusOf(ANONYMOUS)).toBe('validated');
    bestride(0, 'gate', project());
  });

  it('is open when the hub lets anonymous clients in: the gate shuts', async () => {
    await solution?.stop();
    solution = await startSolution({ dir: join(folder, 'work'), hubPort, weaken: 'anonymous-hub' });
    expect(verdicts(1, 'hub')).toContain('fail');
    expect(statusOf(ANONYMOUS)).toBe('open');
    bestride(1, 'gate', project());
  });

  it('stays open when the hub is dead: that refuses everybody and shows nothing', async () => {
    await solution?.stopPart('cloud-gateway');
    expect(verdicts(0, 'hub')).toEqual(['inconclusive']);
    expect(statusOf(ANONYMOUS)).toBe('open');
    bestride(1, 'gate', project());
  });

  it('is validated again when the hub is mended', async () => {
    await solution?.stop();
    solution = await startSolution({ dir: join(folder, 'work'), hubPort });
    expect(verdicts(0, 'hub')).toEqual(['pass']);
    expect(statusOf(ANONYMOUS)).toBe('validated');
    bestride(0, 'gate', project());
    bestride(0, 'evidence', 'verify', project());
  });
});

describe('npm start', () => {
  it('says what ran, what was attacked and what is left, and ends with the gate’s code', () => {
    const args = [join(root, 'scripts', 'start.mjs'), '--once', '--dir', join(folder, 'green')];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toMatch(/In all \d+ checks, (\d+) attacks tried, \1 refused/);
    expect(stdout).toContain('Gate: passed');
  });

  it('shows the weakened hub, and ends with 1', () => {
    const weaken = ['--weaken', 'anonymous-hub'];
    const args = [join(root, 'scripts', 'start.mjs'), '--once', '--dir', join(folder, 'red'), ...weaken];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout).toContain('✖ mqtt-anonymous on hub');
    expect(stdout).toContain(`open: ${ANONYMOUS}`);
    expect(stdout).toContain('Gate: NOT passed');
  });

  it('empties no folder that is not its own', () => {
    const args = [join(root, 'scripts', 'start.mjs'), '--once', '--dir', root];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain('not ours');
  });
});

function project(): string {
  return solution?.files.project ?? '';
}

/** Runs the built command; fails, with what it said, when it ends with another code. */
function bestride(code: number, ...args: readonly string[]): string {
  const bin = join(root, 'bin', 'bestride.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' });
  if (status !== code) throw new Error(`bestride ${args.join(' ')} ended with ${status}\n${stderr}`);
  return stdout;
}

/** Validates, and gives the verdicts that occur on one target. */
function verdicts(code: number, target: string): string[] {
  const run: { results: { target: string; verdict: string }[] } = JSON.parse(
    bestride(code, 'validate', project(), '--key', join(folder, 'key'), '--format', 'json'),
  );
  return [...new Set(run.results.filter((result) => result.target === target).map(({ verdict }) => verdict))];
}

function statusOf(threat: string): string | undefined {
  const register: { threats: { id: string; status: string }[] } = JSON.parse(
    bestride(0, 'mitigate', project(), '--format', 'json'),
  );
  return register.threats.find(({ id }) => id === threat)?.status;
}
