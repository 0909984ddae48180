/** The folder of other people's files that readers are tried on; tests that need it are skipped without it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Source } from '../source.ts';

export const CORPUS =
  process.env['BESTRIDE_CORPUS'] ?? fileURLToPath(new URL('../../../../shared/corpus', import.meta.url));

/** True where the corpus has that folder; says so in print where it has not. */
export function hasCorpus(folder: string): boolean {
  const there = existsSync(join(CORPUS, folder));
  if (!there) console.warn(`skipped: no corpus folder ${folder} (set BESTRIDE_CORPUS)`);
  return there;
}

/** Every file of one folder of the corpus; none where it has no such folder. */
export function corpusFiles(folder: string): Source[] {
  if (!existsSync(join(CORPUS, folder))) return [];
  return readdirSync(join(CORPUS, folder))
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(CORPUS, folder, file), 'utf8') }));
}
