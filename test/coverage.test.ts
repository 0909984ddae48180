/** test/coverage.yaml must be true: all 80 statements, tests that exist, rules that trace what they are named for. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

import { readCoverage } from '../scripts/generate/coverage.ts';
import { builtinCatalogue } from '../src/catalogue/testing/builtin.ts';

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

  it.each(entries)('%s names rules that exist and trace it', (id, entry) => {
    const named = 'how' in entry ? (entry.rules ?? []) : [];
    const tracing = [...builtinCatalogue().rules.values()].filter(({ trace }) => trace.includes(id));
    const known = tracing.map((rule) => rule.id);
    expect(named.filter((rule) => !known.includes(rule))).toEqual([]);
  });

  it('names, for every row and example of the tables, all rules that trace it', () => {
    const rules = [...builtinCatalogue().rules.values()];
    const incomplete = entries.filter(([id, entry]) => {
      if (id < 'S-51' || !('how' in entry)) return false;
      const tracing = rules.filter(({ trace }) => trace.includes(id)).map((rule) => rule.id);
      return tracing.some((rule) => !entry.rules?.includes(rule));
    });
    expect(incomplete.map(([id]) => id)).toEqual([]);
  });
});
