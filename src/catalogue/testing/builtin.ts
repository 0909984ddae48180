/** The catalogue we ship, read from its sources; for tests, which need no build. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { checks } from '../../validate/checks/index.ts';
import type { Source } from '../../text/source.ts';
import { type Catalogue, openCatalogue } from '../catalogue.ts';
import { compileCatalogue } from '../compile.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Every file of `catalogue/`, named as seen from the root of the repository. */
export function builtinSources(): Source[] {
  return readdirSync(join(ROOT, 'catalogue'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => `catalogue/${file.replaceAll('\\', '/')}`)
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));
}

let opened: Catalogue | undefined;

/** The catalogue, compiled once for a process. Throws with all problems when it does not compile. */
export function builtinCatalogue(): Catalogue {
  if (!opened) {
    const { value, problems } = compileCatalogue(builtinSources(), checks);
    if (!value) {
      const lines = problems.map(
        ({ code, message, where }) => `${where?.file}:${where?.line} ${code} ${message}`,
      );
      throw new Error(`the catalogue does not compile:\n${lines.join('\n')}`);
    }
    opened = openCatalogue(value);
  }
  return opened;
}
