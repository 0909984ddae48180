/** Every template of the corpus takes every example system. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import { model } from '../../model/index.ts';
import { CORPUS } from '../../text/testing/corpus.ts';
import { generate } from '../tmt/generation/generate.ts';
import { readTemplate } from '../tmt/read-template.ts';
import { placeOnTemplate } from './index.ts';

const catalogue = builtinCatalogue();
const FOLDER = join(CORPUS, 'tb7');
const EXAMPLES = resolve(import.meta.dirname, '../../../examples');
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.tb7')) : [];
if (files.length === 0) console.warn(`skipped: there is no corpus of tb7 files in ${FOLDER}`);

describe.skipIf(files.length === 0)('the templates of the corpus', () => {
  it.each(files)('%s takes every example system', (name) => {
    const { value } = readTemplate(readFileSync(join(FOLDER, name)), name);
    if (!value) throw new Error('cannot be read');
    for (const example of readdirSync(EXAMPLES)) {
      const text = readFileSync(join(EXAMPLES, example, 'system.yaml'), 'utf8');
      const { value: system } = model({ file: 'system.yaml', text }, catalogue);
      if (!system) throw new Error(`${example} cannot be read`);
      const { interactions, elements, zones, flows } = placeOnTemplate(system, value, catalogue);
      expect([elements.size, zones.size, flows.size]).toEqual([
        system.elements.size,
        system.zones.size,
        system.flows.size,
      ]);
      expect(generate(interactions, value).length).toBeGreaterThan(0);
    }
  });
});
