/** The keys of system.yaml and the names that a project's own properties may not have must be the same. */
import { expect, it } from 'vitest';
import { z } from 'zod';

import { HOP_NAMES } from '../catalogue/paths.ts';
import { builtinCatalogue } from '../catalogue/testing/builtin.ts';
import { FILE_KEYS } from '../catalogue/verify/own.ts';
import { systemFileSchema } from './schema.ts';

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
}

it('no property of a project can replace a key of the file', () => {
  const schema = systemFileSchema({ ...builtinCatalogue(), properties: new Map() });
  const file = z.toJSONSchema(schema, { io: 'input' }) as Shape;
  const entry = (section: string): Shape => {
    const inside = file.properties?.[section]?.additionalProperties;
    return typeof inside === 'object' ? inside : {};
  };
  const cohort = entry('elements').properties?.cohorts?.additionalProperties;
  const shapes = [
    file.properties?.system,
    ...['zones', 'elements', 'connections', 'flows', 'assets'].map(entry),
    ...(typeof cohort === 'object' ? [cohort] : []),
  ];
  const keys = new Set(shapes.flatMap((shape) => Object.keys(shape?.properties ?? {})));
  expect(keys.size).toBeGreaterThan(15);
  expect([...keys].filter((key) => !FILE_KEYS.includes(key) && !HOP_NAMES.includes(key))).toEqual([]);
  expect(FILE_KEYS.filter((key) => !keys.has(key))).toEqual([]);
});
