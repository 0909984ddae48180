/** The catalogue that ships with the program. Reads a file: the one place in this folder that is not pure. */
import { readFileSync } from 'node:fs';

import { type Catalogue, openCatalogue } from './catalogue.ts';
import type { CatalogueData } from './schema.ts';

let opened: Catalogue | undefined;

/**
 * The catalogue of `dist/catalogue.json`, which the build writes from `catalogue/` after checking it; opened once
 * for a process. Throws when the file is missing: the installation is then broken.
 */
export function loadBuiltinCatalogue(): Catalogue {
  opened ??= openCatalogue(readData());
  return opened;
}

function readData(): CatalogueData {
  // This file is built to dist/catalogue/builtin.js.
  const data: CatalogueData = JSON.parse(readFileSync(new URL('../catalogue.json', import.meta.url), 'utf8'));
  return data;
}
