/** A catalogue of the real properties and types, without rules: all that reading a system needs. */
import { readFileSync } from 'node:fs';

import { z } from 'zod';

import { openCatalogue, type Catalogue } from '../../catalogue/catalogue.ts';
import { ElementType, Property } from '../../catalogue/schema.ts';
import { parseText } from '../../text/parse.ts';
import { checkShape } from '../../text/shape.ts';

/** Opens `catalogue/properties.yaml` and `catalogue/types.yaml`, with properties of the test's own added. */
export function testCatalogue(extra: readonly Property[] = []): Catalogue {
  const { properties } = read('properties.yaml', z.object({ properties: z.array(Property) }));
  const { types } = read('types.yaml', z.object({ types: z.array(ElementType) }));
  return openCatalogue({
    properties: [...properties, ...extra],
    types,
    rules: [],
    mitigations: [],
    checks: [],
  });
}

function read<T>(name: string, schema: z.ZodType<T>): T {
  const file = new URL(`../../../catalogue/${name}`, import.meta.url);
  const parsed = parseText({ file: name, text: readFileSync(file, 'utf8') });
  const shape = parsed.value && checkShape(schema, parsed.value);
  if (!shape?.value) throw new Error(`${name} cannot be read`);
  return shape.value;
}
