// `npm start`: from a fresh clone to the running reference solution, modelled and validated. Plain Node without
// dependencies: it installs and builds what is missing first. Options go on to reference/src/main.ts.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { ensureModules, ensureNode, root, run, timeOf } from './prepare.mjs';

ensureNode();
ensureModules();
if (!built()) run('npm run build', process.execPath, [join(root, 'scripts', 'build.mjs')]);
await import('../reference/dist/main.js');

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
