/** Runs the built program as a user does, in a child process. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
export const BIN = join(ROOT, 'bin/bestride.js');

export interface Ending {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `bestride ARGS` in `cwd`. No colour, no CI variables of the machine. */
export function bestride(
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ending> {
  return command(process.execPath, [BIN, ...args], cwd, env);
}

export function command(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Ending> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', failed);
    child.on('close', (code) => done({ code, out, err }));
  });
}

/** A folder of its own, filled with the given files; removed by `clean`. */
export function folder(files: Record<string, string | Uint8Array> = {}): { path: string; clean: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'bestride-test-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, clean: () => rmSync(path, { recursive: true, force: true }) };
}
