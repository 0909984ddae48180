// What `npm start` and `npm test` need before anything of this repository can run. No dependencies.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Ends the process with 2 where Node is too old, or one of the versions in between that lack what we use. */
export function ensureNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  console.error(`Bestride needs Node 20.19 or 22.12 and later; this is ${process.versions.node}.`);
  process.exit(2);
}

/** Installs the packages where they are missing or older than the lock file. */
export function ensureModules() {
  const stamp = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(stamp) && timeOf(stamp) >= timeOf(join(root, 'package-lock.json'))) return;
  run('npm install', 'npm', ['install', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Runs a program to its end, with its output shown; ends the process with its exit code when it fails. */
export function run(shown, program, args) {
  console.error(`$ ${shown}`);
  // npm is a shell script on Windows; its arguments here are fixed and need no quoting.
  const shell = process.platform === 'win32' && program === 'npm';
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell,
  });
  if (status === 0) return;
  console.error(`✖ ${shown} failed${error ? `: ${error.message}` : ''}.`);
  process.exit(status ?? 1);
}

export function timeOf(file) {
  return statSync(file).mtimeMs;
}
