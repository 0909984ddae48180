/** A catalogue of the real properties and types, without rules: all that reading a system needs. */
import { readFileSync, readdirSync } from 'node:fs';

import { z } from 'zod';

import { openCatalogue, type Catalogue } from '../../catalogue/catalogue.ts';
import { ElementType, Property } from '../../catalogue/schema.ts';
import { parseText } from '../../text/parse.ts';
import { checkShape } from '../../text/shape/shape.ts';

/** Opens `catalogue/properties/` and `catalogue/types/`, with properties of the test's own added. */
export function testCatalogue(extra: readonly Property[] = []): Catalogue {
  const properties = read('properties', z.object({ properties: z.array(Property) })).flatMap(
    (file) => file.properties,
  );
  const types = read('types', z.object({ types: z.array(ElementType) })).flatMap((file) => file.types);
  return openCatalogue({
    properties: [...properties, ...extra],
    types,
    rules: [],
    mitigations: [],
    checks: [],
    matrix: [],
    chains: [],
    standards: [],
  });
}

function read<T>(folder: string, schema: z.ZodType<T>): T[] {
  const place = new URL(`../../../catalogue/${folder}/`, import.meta.url);
  return readdirSync(place)
    .toSorted()
    .map((name) => {
      const parsed = parseText({ file: name, text: readFileSync(new URL(name, place), 'utf8') });
      const shape = parsed.value && checkShape(schema, parsed.value);
      if (!shape?.value) throw new Error(`${folder}/${name} cannot be read`);
      return shape.value;
    });
}
