/** `npm start -- --once` as a stranger runs it: the repository's files in an empty folder, nothing installed. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Ending, ROOT, command, folder } from './support/bestride.ts';

const home = folder();

describe('npm start -- --once, from a fresh clone', () => {
  let ended: Ending;

  beforeAll(async () => {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    for (const file of listed.split('\0').filter((name) => name !== '' && existsSync(join(ROOT, name)))) {
      mkdirSync(dirname(join(home.path, file)), { recursive: true });
      cpSync(join(ROOT, file), join(home.path, file));
    }
    ended = await command('npm', ['start', '--', '--once'], home.path, { npm_config_prefer_offline: 'true' });
  });

  afterAll(home.clean);

  it('installs, builds, runs the four steps and exits with the gate’s 0', () => {
    expect(ended.code === 0 ? 'exit 0' : `${ended.out}\n${ended.err}`).toBe('exit 0');
    expect(ended.out).toContain('Gate: passed');
  });

  it('starts at least six processes, and leaves none behind', () => {
    const pids = [...ended.out.matchAll(/^ {2}[\w-]+ +process (\d+)/gm)].map((match) => Number(match[1]));
    expect(pids.length).toBeGreaterThanOrEqual(6);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('validates live, and writes the report where it says', () => {
    expect(ended.out).toMatch(/[1-9]\d* +validated/);
    const report = /^Report: (.+)$/m.exec(ended.out)?.[1] ?? '';
    expect(existsSync(join(home.path, report))).toBe(true);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
