/** The catalogue of this repository, compiled from its sources. */
import { compileCatalogue } from '../../src/catalogue/compile.ts';
import type { CatalogueData } from '../../src/catalogue/schema.ts';
import { builtinSources } from '../../src/catalogue/testing/builtin.ts';
import type { Outcome } from '../../src/text/problem.ts';
import { checks } from '../../src/validate/checks/index.ts';

export function compileBuiltin(): Outcome<CatalogueData> {
  return compileCatalogue(builtinSources(), checks);
}
