/** Calls the `bestride` command as anybody would: as a program, with the project's folder as argument. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Answer {
  readonly code: number;
  readonly stdout: string;
}

/** Exit code of `validate` and `gate` when they found something. */
const FINDINGS = 1;

const BIN = fileURLToPath(new URL('bin/bestride.js', import.meta.resolve('bestride/package.json')));

let current: ChildProcess | undefined;

/** Runs one command to its end. Rejects when it could not do its work, with what it said. */
export async function bestride(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(args);
  if (code !== 0) throw new Error(`bestride ${args.join(' ')}\n${stderr.trim()}`);
  return stdout;
}

/** The same for `validate` and `gate`, which also do their work when they find something to object to. */
export async function bestrideJudges(...args: readonly string[]): Promise<Answer> {
  const { code, stdout, stderr } = await run(args);
  // A program that broke down ends with 1 as well; but it has no result.
  if (code > FINDINGS || stdout === '') throw new Error(`bestride ${args.join(' ')}\n${stderr.trim()}`);
  return { code, stdout };
}

async function run(args: readonly string[]): Promise<Answer & { stderr: string }> {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  current = child;
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await once(child, 'close');
  current = undefined;
  return { code: child.exitCode ?? FINDINGS + 1, stdout, stderr };
}

/** Ends the command that runs, if one does. */
export function interruptBestride(): void {
  current?.kill('SIGINT');
}
