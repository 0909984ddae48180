/** What is made from data must be what the data makes: nothing is written here, everything is compared. */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';

import { compileBuiltin } from '../scripts/generate/catalogue.ts';
import { generatedFiles, surplusFiles } from '../scripts/generate/files.ts';
import { builtinSources } from '../src/catalogue/testing/builtin.ts';
import { parseText } from '../src/text/parse.ts';

const ROOT = resolve(import.meta.dirname, '..');

const { value: data, problems } = compileBuiltin();
const files = data ? generatedFiles(data) : new Map<string, string>();

describe('generated files', () => {
  it('the catalogue compiles without a problem', () => {
    expect(problems).toEqual([]);
    expect(files.size).toBeGreaterThan(10);
  });

  it.each([...files.keys()])('%s is what `npm run generate` would write', (file) => {
    const path = join(ROOT, file);
    expect(existsSync(path) ? readFileSync(path, 'utf8') : '(missing)').toBe(files.get(file));
  });

  it('nothing else lies where they lie', () => {
    expect(surplusFiles(ROOT, files)).toEqual([]);
  });

  it('every link leads to a page, and to a heading on it', () => {
    const dead = [...files].flatMap(([file, text]) =>
      [...text.matchAll(/\]\(([^)\s]+\.md)(?:#([^)\s]+))?\)/g)]
        .map(([, to = '', anchor]) => [posix.join(posix.dirname(file), to), anchor] as const)
        .filter(([to, anchor]) => {
          const target = files.get(to);
          return target === undefined || (anchor !== undefined && !target.includes(`<a id="${anchor}">`));
        })
        .map(([to, anchor]) => `${file} → ${to}${anchor === undefined ? '' : `#${anchor}`}`),
    );
    expect(dead).toEqual([]);
  });
});

describe('the JSON Schemas', () => {
  const ajv = new Ajv({ strict: false });
  const validators = new Map(
    [...files]
      .filter(([file]) => file.startsWith('schema/'))
      .map(([file, text]) => {
        const schema: object = JSON.parse(text);
        return [file, ajv.compile(schema)] as const;
      }),
  );

  it('take every file of the catalogue', () => {
    const refused = builtinSources().flatMap((source) => {
      const name = nameOfForm(source.file);
      const validate = validators.get(`schema/${name}.json`);
      return validate?.(parseText(source).value?.data)
        ? []
        : [`${source.file}: ${ajv.errorsText(validate?.errors)}`];
    });
    expect(refused).toEqual([]);
  });

  it('refuse a system with a misspelt key', () => {
    const validate = validators.get('schema/system.json');
    const system = { bestride: 1, system: { id: 'a' }, zones: { field: { type: 'device' } } };
    expect(validate?.(system)).toBe(true);
    expect(validate?.({ ...system, zones: { field: { typ: 'device' } } })).toBe(false);
  });

  it('have ids that name no host', () => {
    const ids = [...files].flatMap(([file, text]) => {
      if (!file.startsWith('schema/')) return [];
      const schema: { $id?: string } = JSON.parse(text);
      return [schema.$id];
    });
    expect(ids.filter((id) => !id?.startsWith('urn:bestride:schema:'))).toEqual([]);
  });
});

function nameOfForm(file: string): string {
  if (file.includes('/rules/')) return 'rule';
  if (file.includes('/mitigations/')) return 'mitigation';
  if (file.includes('/chains/')) return 'chain';
  if (file.includes('/standards/')) return 'standard';
  if (file.endsWith('/matrix.yaml')) return 'matrix';
  return file.includes('/properties/') ? 'properties' : 'types';
}
