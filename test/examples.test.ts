/** The examples are complete: every file fits its published schema, and every step reads them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { ROOT, bestride } from './support/bestride.ts';

const folders = [
  ...readdirSync(join(ROOT, 'examples')).map((name) => join('examples', name)),
  join('reference', 'model'),
];

describe.each(folders)('%s', (folder) => {
  const files = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.yaml'));

  it.each(files)('%s fits its schema', (file) => {
    const schema: object = JSON.parse(
      readFileSync(join(ROOT, 'schema', file.replace('.yaml', '.json')), 'utf8'),
    );
    const check = new Ajv({ strict: false, logger: false }).compile(schema);
    check(parse(readFileSync(join(ROOT, folder, file), 'utf8'), { merge: true }));
    expect(check.errors ?? []).toEqual([]);
  });

  it.each(['model', 'enumerate', 'mitigate'])('%s reads it without a problem', async (step) => {
    const { code, err } = await bestride(join(ROOT, folder), [step]);
    expect([code, err]).toEqual([0, '']);
  });
});
