/** test/coverage.yaml: what stands for each statement of the source, and the page made from it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

import type { CatalogueData } from '../../src/catalogue/schema.ts';
import { parseText } from '../../src/text/parse.ts';
import { checkShape } from '../../src/text/shape/shape.ts';
import { linkToEntry, page, table } from './markdown.ts';

const Covered = z.strictObject({
  how: z.string().describe('what stands for the statement'),
  tests: z
    .array(z.string().regex(/^\S+ › .+$/))
    .min(1)
    .describe('file › title of a test that fails without it'),
});
const Statement = z.strictObject({ states: z.string().describe('it asks for nothing; where it lives') });
const Missing = z.strictObject({ not: z.string().describe('why it is not, or not yet') });

const Entry = z.union([Covered, Statement, Missing]);
type Entry = z.infer<typeof Entry>;

const CoverageFile = z.strictObject({
  statements: z.record(z.string().regex(/^S-\d\d$/), Entry),
  originals: z.record(z.string().regex(/^O-\d\d$/), Entry).describe('what the longer originals add'),
});
type CoverageFile = z.infer<typeof CoverageFile>;

/** Reads the file; throws with its problems. */
export function readCoverage(): CoverageFile {
  const file = 'test/coverage.yaml';
  const text = readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');
  const parsed = parseText({ file, text });
  const checked = parsed.value && checkShape(CoverageFile, parsed.value);
  if (checked?.value) return checked.value;
  const problems = [...parsed.problems, ...(checked?.problems ?? [])];
  throw new Error(problems.map(({ message, where }) => `${file}:${where?.line} ${message}`).join('\n'));
}

export function coveragePage({ statements, originals }: CoverageFile, { rules }: CatalogueData): string {
  return page(
    'What stands for each statement of the source',
    `The text this project was founded on has been taken apart into ${countsOf(statements)}`,
    coverageTable(statements, rules),
    '## What the longer originals add',
    `The longer texts that the source was drawn from add ${countsOf(originals)}`,
    coverageTable(originals, rules),
  );
}

function countsOf(statements: Readonly<Record<string, Entry>>): string {
  const entries = Object.values(statements);
  const held = entries.filter((entry) => 'how' in entry).length;
  const plain = entries.filter((entry) => 'states' in entry).length;
  const partly = entries.filter((entry) => 'how' in entry && entry.how.startsWith('in part: ')).length;
  return (
    `${entries.length} statements. ${held} are held by named tests that fail when they stop being so` +
    `${partly > 0 ? `, ${partly} of them in part only` : ''}; ` +
    `${plain} ask for nothing of a tool; ${entries.length - held - plain} are not held, and say why.`
  );
}

function coverageTable(statements: Readonly<Record<string, Entry>>, rules: CatalogueData['rules']): string {
  return table(
    ['Statement', 'What stands for it', 'Rules', 'Tests'],
    Object.entries(statements).map(([id, entry]) => [
      id,
      'how' in entry
        ? entry.how
        : 'states' in entry
          ? `(asks for nothing) ${entry.states}`
          : `**Not held**: ${entry.not}`,
      rules
        .flatMap((rule) => (rule.trace.includes(id) ? [linkToEntry('rules', rule.id, 'reference/')] : []))
        .join(', '),
      'how' in entry ? entry.tests.join('; ') : '',
    ]),
  );
}
