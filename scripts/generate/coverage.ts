/** test/coverage.yaml: what stands for each statement of the source, and the page made from it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

import type { CatalogueData } from '../../src/catalogue/schema.ts';
import { parseText } from '../../src/text/parse.ts';
import { checkShape } from '../../src/text/shape.ts';
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

const CoverageFile = z.strictObject({
  statements: z.record(z.string().regex(/^S-\d\d$/), z.union([Covered, Statement, Missing])),
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

export function coveragePage({ statements }: CoverageFile, { rules }: CatalogueData): string {
  const entries = Object.entries(statements);
  const held = entries.filter(([, entry]) => 'how' in entry).length;
  const plain = entries.filter(([, entry]) => 'states' in entry).length;
  return page(
    'What stands for each statement of the source',
    `The text this project was founded on has been taken apart into ${entries.length} statements. ${held} are held by ` +
      `named tests that fail when they stop being so; ${plain} ask for nothing of a tool; ` +
      `${entries.length - held - plain} are not held yet, and say why.`,
    table(
      ['Statement', 'What stands for it', 'Rules', 'Tests'],
      entries.map(([id, entry]) => [
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
    ),
  );
}
