/** Every generated file that is committed, by its path from the root of the repository. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { CatalogueData } from '../../src/catalogue/schema.ts';
import { builtinSources } from '../../src/catalogue/testing/builtin.ts';
import { coveragePage, readCoverage } from './coverage.ts';
import { lettersPage, standardsPage, statementsPage } from './indexes.ts';
import { mitigationPage, mitigationsPage } from './mitigations.ts';
import { checksPage, problemsPage, propertiesPage } from './reference.ts';
import { rulePage, rulesPage } from './rules.ts';
import { schemas } from './schemas.ts';
import { openBook } from './words.ts';

/** Folders that hold nothing but generated files. */
const FOLDERS = ['schema', 'docs/reference'];

export function generatedFiles(data: CatalogueData): ReadonlyMap<string, string> {
  const book = openBook(
    data,
    builtinSources().map(({ file }) => file),
  );
  return new Map([
    ...schemas(data),
    ['docs/reference/rules.md', rulesPage(book)],
    ...data.rules.map((rule) => [`docs/reference/rules/${rule.id}.md`, rulePage(rule, book)] as const),
    ['docs/reference/by-letter.md', lettersPage(book)],
    ['docs/reference/by-standard.md', standardsPage(book)],
    ['docs/reference/by-statement.md', statementsPage(book)],
    ['docs/reference/mitigations.md', mitigationsPage(book)],
    ...data.mitigations.map(
      (one) => [`docs/reference/mitigations/${one.id}.md`, mitigationPage(one, book)] as const,
    ),
    ['docs/reference/checks.md', checksPage(data)],
    ['docs/reference/properties.md', propertiesPage(data)],
    ['docs/reference/problems.md', problemsPage()],
    ['docs/coverage.md', coveragePage(readCoverage(), data)],
  ]);
}

/** Files in the generated folders under `root` that are not, or no longer, generated. */
export function surplusFiles(root: string, files: ReadonlyMap<string, string>): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) =>
        join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/').replace(/^\//, ''),
      )
      .filter((file) => !files.has(file)),
  );
}
