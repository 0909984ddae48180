// `npm start`: from a fresh clone to the running reference solution, modelled and validated. Plain Node without
// dependencies: it installs and builds what is missing first. Options go on to reference/src/main.ts.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

ensureNode();
if (!installed()) run('npm install', 'npm', ['install', '--no-audit', '--no-fund', '--loglevel=error']);
if (!built()) run('npm run build', process.execPath, [join(root, 'scripts', 'build.mjs')]);
await import('../reference/dist/main.js');

function ensureNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  console.error(`Bestride needs Node 20.19 or 22.12 and later; this is ${process.versions.node}.`);
  process.exit(2);
}

function installed() {
  const stamp = join(root, 'node_modules', '.package-lock.json');
  return existsSync(stamp) && timeOf(stamp) >= timeOf(join(root, 'package-lock.json'));
}

/** Whether the build is newer than everything it is made from. */
function built() {
  const stamp = join(root, '.cache', 'built');
  const outputs = [
    stamp,
    ...['dist/cli/main.js', 'dist/catalogue.json', 'reference/dist/main.js'].map((file) => join(root, file)),
  ];
  if (!outputs.every((file) => existsSync(file))) return false;
  const sources = ['src', 'catalogue', join('reference', 'src'), 'package-lock.json', 'tsconfig.base.json'];
  return sources.every((source) => newest(join(root, source)) <= timeOf(stamp));
}

/** The latest time of change in a file, or in a folder and all under it. */
function newest(path) {
  if (!statSync(path).isDirectory()) return timeOf(path);
  const entries = readdirSync(path).map((name) => newest(join(path, name)));
  return Math.max(timeOf(path), ...entries);
}

function timeOf(file) {
  return statSync(file).mtimeMs;
}

function run(shown, command, args) {
  console.error(`$ ${shown}`);
  // npm is a shell script on Windows; its arguments above are fixed and need no quoting.
  const shell = process.platform === 'win32' && command === 'npm';
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell,
  });
  if (status === 0) return;
  console.error(`✖ ${shown} failed${error ? `: ${error.message}` : ''}.`);
  process.exit(status ?? 1);
}
