// `npm run build`: compiles both packages, then the catalogue. Plain Node, the same on every platform.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

run('the compiler', ['node_modules/typescript/bin/tsc', '-b']);
run('the catalogue compiler', ['--import', 'tsx', 'scripts/generate.ts', '--catalogue']);
// Outputs that did not change keep their time, so this tells `npm start` when the build was last made.
mkdirSync(join(root, '.cache'), { recursive: true });
writeFileSync(join(root, '.cache', 'built'), '');

function run(what, args) {
  const { status, error } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status === 0) return;
  console.error(`✖ ${what} failed${error ? `: ${error.message}` : ''}.`);
  process.exit(status ?? 1);
}
