/** Every generated file that is committed, by its path from the root of the repository. */
import type { CatalogueData } from '../../src/catalogue/schema.ts';
import { coveragePage, readCoverage } from './coverage.ts';
import { checksPage, mitigationsPage, problemsPage, propertiesPage, rulesPage } from './reference.ts';
import { schemas } from './schemas.ts';

export function generatedFiles(data: CatalogueData): ReadonlyMap<string, string> {
  return new Map([
    ...schemas(data),
    ['docs/reference/rules.md', rulesPage(data)],
    ['docs/reference/mitigations.md', mitigationsPage(data)],
    ['docs/reference/checks.md', checksPage(data)],
    ['docs/reference/properties.md', propertiesPage(data)],
    ['docs/reference/problems.md', problemsPage()],
    ['docs/coverage.md', coveragePage(readCoverage(), data)],
  ]);
}
