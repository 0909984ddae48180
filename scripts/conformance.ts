/**
 * `npm run conformance [-- FOLDER]`: raises the threats of every model of the Threat Modeling Tool in a folder anew
 * and compares them with those that the tool recorded. Ends with 1 on a difference that nothing explains, with 2
 * when there is nothing to read.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CORPUS } from '../src/text/testing/corpus.ts';
import { type Comparison, type Difference, compare } from './conformance/compare.ts';
import { EXPLANATIONS } from './conformance/explanations.ts';

/** How many differences of a file are named one by one. */
const NAMED = 20;

/** True when something differs and nothing about the file explains it. */
export function differs({ missing, extra, problems }: Comparison): boolean {
  return missing.length > 0 || extra.length > 0 || problems.length > 0;
}

/** Compares each file and says what comes out, a line at a time. The result is the exit code. */
export function conformance(folder: string, print: (line: string) => void): 0 | 1 | 2 {
  const files = existsSync(folder) ? modelsIn(folder) : [];
  if (files.length === 0) {
    print(`no .tm7 file in ${folder}`);
    return 2;
  }
  print(row('recorded', 'regenerated', 'missing', 'extra', 'file'));
  const sums = { recorded: 0, regenerated: 0, missing: 0, extra: 0 };
  let unexplained = 0;
  for (const file of files) {
    const result = compare(readFileSync(file), basename(file));
    const { recorded, regenerated, missing, extra } = result;
    sums.recorded += recorded;
    sums.regenerated += regenerated;
    sums.missing += missing.length;
    sums.extra += extra.length;
    print(row(recorded, regenerated, missing.length, extra.length, result.file));
    for (const line of remarks(result)) print(`${' '.repeat(52)}${line}`);
    if (differs(result) && !EXPLANATIONS.has(result.digest)) unexplained += 1;
  }
  print(row(sums.recorded, sums.regenerated, sums.missing, sums.extra, `${files.length} files`));
  if (unexplained === 0) return 0;
  print(`${unexplained} of ${files.length} files differ, and nothing explains it`);
  return 1;
}

function modelsIn(folder: string): string[] {
  if (!statSync(folder).isDirectory()) return [folder];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.toLowerCase().endsWith('.tm7'))
    .map((file) => join(folder, file))
    .toSorted();
}

function row(...[recorded, regenerated, missing, extra, file]: readonly (string | number)[]): string {
  const figures = [recorded, regenerated, missing, extra].map((figure) => String(figure).padStart(11));
  return `${figures.join('  ')}  ${file}`;
}

function remarks(result: Comparison): string[] {
  const explanation = EXPLANATIONS.get(result.digest);
  return [
    ...[...result.aside].map(([reason, count]) => `${count} set aside: ${reason}`),
    ...result.problems.map(({ code, message, where }) => `${code} in line ${where?.line ?? 1}: ${message}`),
    ...named('missing', result.missing),
    ...named('extra', result.extra),
    ...(explanation === undefined || !differs(result) ? [] : [`explained: ${explanation}`]),
  ];
}

function named(what: string, differences: readonly Difference[]): string[] {
  const lines = differences
    .slice(0, NAMED)
    .map(({ type, flow, title }) => `${what} ${type} on ${flow}: ${title}`);
  const rest = differences.length - lines.length;
  return rest > 0 ? [...lines, `${what}: and ${rest} more`] : lines;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = conformance(process.argv[2] ?? join(CORPUS, 'tm7'), (line) => console.log(line));
}
