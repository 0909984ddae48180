/**
 * `npm run generate`: writes everything that is made from data: schema/, docs/reference/ and docs/coverage.md, and
 * removes what in these folders is made no longer. With `--catalogue` it writes dist/catalogue.json instead, which the build needs.
 * test/generated.test.ts compares what is committed with what this would write.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { codeFrame } from '../src/text/frame.ts';
import type { Problem } from '../src/text/problem.ts';
import { builtinSources } from '../src/catalogue/testing/builtin.ts';
import { compileBuiltin } from './generate/catalogue.ts';
import { generatedFiles, surplusFiles } from './generate/files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Compiles `catalogue/` to dist/catalogue.json; false when it does not compile, with the problems printed. */
function writeCatalogue(): boolean {
  const { value, problems } = compileBuiltin();
  problems.forEach(print);
  if (!value) return false;
  write('dist/catalogue.json', JSON.stringify(value));
  return true;
}

/** Writes the generated files; false when the catalogue does not compile, with the problems printed. */
function writeGenerated(): boolean {
  const { value, problems } = compileBuiltin();
  problems.forEach(print);
  if (!value) return false;
  const files = generatedFiles(value);
  for (const [file, text] of files) write(file, text);
  for (const file of surplusFiles(root, files)) rmSync(join(root, file));
  return true;
}

function write(file: string, text: string): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function print({ code, severity, message, hint, where }: Problem): void {
  const text = builtinSources().find(({ file }) => file === where?.file)?.text;
  const place = where ? `${where.file}:${where.line}:${where.column}: ` : '';
  console.error(`${place}${severity} ${code}: ${message}${hint ? `\n  ${hint}` : ''}`);
  if (text !== undefined && where) console.error(codeFrame(text, where));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const done = process.argv.includes('--catalogue') ? writeCatalogue() : writeGenerated();
  process.exitCode = done ? 0 : 1;
}
