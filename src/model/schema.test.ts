import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { parseText } from '../text/parse.ts';
import { systemFileSchema } from './schema.ts';
import { testCatalogue } from './testing/catalogue.ts';
import { VALVE_LINE } from './testing/valve-line.ts';

const catalogue = testCatalogue();
const published = z.toJSONSchema(systemFileSchema(catalogue), { target: 'draft-7' });
const accepts = new Ajv({ strict: false }).compile(published);
const data = (text: string): unknown => parseText({ file: 'system.yaml', text }).value?.data;

describe('the published schema', () => {
  it('takes what the model takes', () => {
    expect(accepts(data(VALVE_LINE))).toBe(true);
  });

  it.each([
    ['protocol: mqtt', 'protocol: morse'],
    ['zone: field', 'zon: field'],
    ['min: "1.3"', 'min: "1.7"'],
    ['type: sensor', 'type: senser'],
    ['hubs: ', 'Hubs: '],
    ['bestride: 1', 'bestride: 2'],
  ])('refuses %s written as %s', (right, wrong) => {
    expect(accepts(data(VALVE_LINE.replace(right, wrong)))).toBe(false);
  });

  it('describes every key', () => {
    expect(undescribed(published, 'file')).toEqual([]);
  });

  it('offers the properties of the catalogue, nested at the dot', () => {
    const text = JSON.stringify(published);
    for (const { name, derived, help } of catalogue.properties.values()) {
      if (derived === true) continue;
      expect(text).toContain(`"${name.split('.').at(-1)}":`);
      expect(text).toContain(JSON.stringify(help).slice(1, -1));
    }
  });
});

/** Paths of the keys that say nothing of themselves. */
function undescribed(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const found: string[] = [];
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties' && typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        if (!JSON.stringify(inner).includes('"description"')) found.push(`${path}.${name}`);
        found.push(...undescribed(inner, `${path}.${name}`));
      }
    } else found.push(...undescribed(value, path));
  }
  return found;
}
