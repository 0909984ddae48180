/**
 * test/coverage.yaml must be true: all 80 statements and what the originals add, tests and rules that exist. Which
 * rules trace a statement the rules say.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

import { readCoverage } from '../scripts/generate/coverage.ts';
import { builtinCatalogue } from '../src/catalogue/testing/builtin.ts';

const ROOT = resolve(import.meta.dirname, '..');
const EXAMPLES = 'src/catalogue/data/examples.test.ts › examples come out as they say';
const { statements, originals } = readCoverage();
const entries = Object.entries({ ...statements, ...originals });
const { rules } = builtinCatalogue();
const traced = new Set([...rules.values()].flatMap(({ trace }) => trace));

function numbered(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${letter}-${String(i + 1).padStart(2, '0')}`);
}

/** The titles of a test file, as they are written. */
function titlesOf(file: string): string[] {
  const path = join(ROOT, file);
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  // A table of it.each may stand between the name and the title, so titles are sought by their quotes.
  return [...text.matchAll(/\(\s*'((?:[^'\\\n]|\\.)+)'\s*,\s*(?:async\s*)?(?:\{|\(|function)/g)].map(
    (match) => (match[1] ?? '').replaceAll("\\'", "'"),
  );
}

describe('coverage of the source', () => {
  it('has each of the 80 statements once, in order', () => {
    expect(Object.keys(statements)).toEqual(numbered('S', 80));
  });

  it('has each of the 75 statements of the originals once, in order', () => {
    expect(Object.keys(originals)).toEqual(numbered('O', 75));
  });

  it('rests on the examples where a rule traces a statement of the originals, and only there', () => {
    const wrong = Object.entries(originals).filter(([id, entry]) => {
      const onExamples = 'how' in entry && entry.tests.includes(EXAMPLES);
      return onExamples !== traced.has(id);
    });
    expect(wrong).toEqual([]);
  });

  it.each(entries)('%s names rules that exist', (_, entry) => {
    const named =
      Object.values(entry)
        .join(' ')
        .match(/\b[A-Z]{2,4}-\d{2,3}\b/g) ?? [];
    expect(named.filter((rule) => !rules.has(rule))).toEqual([]);
  });

  it('says of what is not held of the originals whether it is so for now or for good', () => {
    const reasons = Object.values(originals).flatMap((entry) => ('not' in entry ? [entry.not] : []));
    expect(reasons.filter((reason) => !/^not (yet|ours): ./.test(reason))).toEqual([]);
  });

  it.each(entries)('%s names tests that exist', (_, entry) => {
    const tests = 'how' in entry ? entry.tests : [];
    const missing = tests.filter((test) => {
      const [file = '', title = ''] = test.split(' › ');
      return !titlesOf(file).includes(title);
    });
    expect(missing).toEqual([]);
  });
});
