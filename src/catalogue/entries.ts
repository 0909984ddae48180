/** From catalogue files to entries with the way back to their place in the file. */
import type { z } from 'zod';

import { quote } from '../text/frame.ts';
import { type Path, parseText, placeOf } from '../text/parse.ts';
import type { Problem, Where } from '../text/problem.ts';
import { checkShape } from '../text/shape.ts';
import type { Source } from '../text/source.ts';
import { type ElementType, Mitigation, PropertiesFile, type Property, Rule, TypesFile } from './schema.ts';

/** One entry of the catalogue and where its parts are written. */
export interface Entry<T> {
  readonly value: T;
  /** The place of a part, or of the nearest thing around it. */
  where(path?: Path): Where;
}

export interface Entries {
  readonly properties: readonly Entry<Property>[];
  readonly types: readonly Entry<ElementType>[];
  readonly rules: readonly Entry<Rule>[];
  readonly mitigations: readonly Entry<Mitigation>[];
  readonly problems: readonly Problem[];
}

/**
 * Reads the files by their paths: `properties/….yaml`, `types/….yaml`, `rules/…/ID.yaml`, `mitigations/…/ID.yaml`
 * (a small catalogue may have one `properties.yaml` and one `types.yaml`), in whatever folder the catalogue lies. Order: files by name, then as in the file. Problems: TXT… (not readable
 * or of the wrong shape), CAT05 (file name).
 */
export function readEntries(sources: readonly Source[]): Entries {
  const problems: Problem[] = [];
  const properties: Entry<Property>[] = [];
  const types: Entry<ElementType>[] = [];
  const rules: Entry<Rule>[] = [];
  const mitigations: Entry<Mitigation>[] = [];
  for (const source of sources.toSorted((a, b) => (a.file < b.file ? -1 : 1))) {
    const kind = kindOf(source.file);
    if (kind === 'properties') {
      const whole = read(source, PropertiesFile, problems);
      if (whole)
        properties.push(...whole.value.properties.map((value, i) => part(value, whole, ['properties', i])));
    } else if (kind === 'types') {
      const whole = read(source, TypesFile, problems);
      if (whole) types.push(...whole.value.types.map((value, i) => part(value, whole, ['types', i])));
    } else if (kind === 'rules') {
      const rule = read(source, Rule, problems);
      if (rule) rules.push(named(rule, source, problems));
    } else if (kind === 'mitigations') {
      const mitigation = read(source, Mitigation, problems);
      if (mitigation) mitigations.push(named(mitigation, source, problems));
    } else {
      problems.push({
        code: 'CAT05',
        severity: 'error',
        message: `no catalogue file has the name ${quote(source.file)}`,
        hint: 'Catalogue files are properties/….yaml, types/….yaml, rules/…/ID.yaml and mitigations/…/ID.yaml.',
        where: { file: source.file, line: 1, column: 1 },
      });
    }
  }
  return { properties, types, rules, mitigations, problems };
}

function kindOf(file: string): 'properties' | 'types' | 'rules' | 'mitigations' | undefined {
  const path = `/${file.replaceAll('\\', '/')}`;
  if (/\/rules\/(.+\/)?[^/]+\.yaml$/.test(path)) return 'rules';
  if (/\/mitigations\/(.+\/)?[^/]+\.yaml$/.test(path)) return 'mitigations';
  if (/\/properties(\/[^/]+)?\.yaml$/.test(path)) return 'properties';
  if (/\/types(\/[^/]+)?\.yaml$/.test(path)) return 'types';
  return undefined;
}

function read<T>(source: Source, schema: z.ZodType<T>, problems: Problem[]): Entry<T> | undefined {
  const parsed = parseText(source);
  problems.push(...parsed.problems);
  const file = parsed.value;
  if (!file) return undefined;
  const checked = checkShape(schema, file);
  problems.push(...checked.problems);
  if (checked.value === undefined) return undefined;
  return { value: checked.value, where: (path = []) => placeOf(file, path) };
}

function part<T>(value: T, whole: Entry<unknown>, base: Path): Entry<T> {
  return { value, where: (path = []) => whole.where([...base, ...path]) };
}

function named<T extends { readonly id: string }>(
  entry: Entry<T>,
  { file }: Source,
  problems: Problem[],
): Entry<T> {
  const name = file.replace(/^.*[/\\]/, '').replace(/\.yaml$/, '');
  if (name !== entry.value.id) {
    problems.push({
      code: 'CAT05',
      severity: 'error',
      message: `the file is called ${quote(name)} and holds ${quote(entry.value.id)}`,
      hint: `Rename the file to ${entry.value.id}.yaml, or mend the id.`,
      where: entry.where(['id']),
    });
  }
  return entry;
}
