/** test/coverage.yaml must be true: all 80 statements, tests that exist. Which rules trace a statement the rules say. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

import { readCoverage } from '../scripts/generate/coverage.ts';

const ROOT = resolve(import.meta.dirname, '..');
const { statements } = readCoverage();
const entries = Object.entries(statements);

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
    expect(Object.keys(statements)).toEqual(
      Array.from({ length: 80 }, (_, i) => `S-${String(i + 1).padStart(2, '0')}`),
    );
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
