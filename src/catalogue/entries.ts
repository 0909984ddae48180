/** From catalogue files to entries with the way back to their place in the file. */
import type { z } from 'zod';

import { quote } from '../text/frame.ts';
import { type Path, parseText, placeOf } from '../text/parse.ts';
import type { Problem, Where } from '../text/problem.ts';
import { checkShape } from '../text/shape/shape.ts';
import type { Source } from '../text/source.ts';
import { type Override, readOverrides } from './overrides.ts';
import { Chain } from './chain.ts';
import { type MatrixEntry, MatrixFile } from './matrix.ts';
import { type ElementType, Mitigation, PropertiesFile, type Property, Rule, TypesFile } from './schema.ts';
import { Standard } from './standard.ts';

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
  readonly matrix: readonly Entry<MatrixEntry>[];
  readonly chains: readonly Entry<Chain>[];
  readonly standards: readonly Entry<Standard>[];
  /** Of a project's own catalogue. */
  readonly overrides: readonly Entry<Override>[];
  readonly problems: readonly Problem[];
}

/**
 * Reads the files by their paths: `properties/….yaml`, `types/….yaml`, `matrix/….yaml` (a small catalogue may have
 * one `properties.yaml`, `types.yaml`, `matrix.yaml`), and one entry a file in `rules/…/ID.yaml`,
 * `mitigations/…/ID.yaml`, `chains/…/ID.yaml`, `standards/…/ID.yaml`; a project's own may have `overrides.yaml`. The
 * folder they lie in may be any; where its own path could mislead, `folder` is how the names begin. Order: files by name, then as in the file. Problems: TXT… (not readable or of the wrong shape), CAT05 (file name).
 */
export function readEntries(sources: readonly Source[], folder = ''): Entries {
  const problems: Problem[] = [];
  const sorted = sources.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  const of = (kind: Kind): Source[] => sorted.filter(({ file }) => kindOf(file, folder) === kind);
  const single = <T extends { readonly id: string }>(kind: Kind, schema: z.ZodType<T>): Entry<T>[] =>
    of(kind).flatMap((source) => {
      const entry = read(source, schema, problems);
      return entry ? named(entry, source, problems) : [];
    });
  const parts = <F, T>(kind: Kind, schema: z.ZodType<F>, list: (file: F) => readonly T[]): Entry<T>[] =>
    of(kind).flatMap((source) => {
      const whole = read(source, schema, problems);
      return whole ? list(whole.value).map((value, i) => part(value, whole, [kind, i])) : [];
    });
  const entries = {
    properties: parts('properties', PropertiesFile, ({ properties }) => properties),
    types: parts('types', TypesFile, ({ types }) => types),
    rules: single('rules', Rule),
    mitigations: single('mitigations', Mitigation),
    matrix: parts('matrix', MatrixFile, ({ matrix }) => matrix),
    chains: single('chains', Chain),
    standards: single('standards', Standard),
  };
  const overrides = of('overrides').flatMap((source) => {
    const file = readOverrides(source);
    problems.push(...file.problems);
    return file.overrides;
  });
  problems.push(...sorted.filter(({ file }) => kindOf(file, folder) === undefined).map(strange));
  return { ...entries, overrides, problems };
}

/** What the files of a folder hold; the name is that of the folder, and of the list in a file of several. */
type Kind = keyof Omit<Entries, 'problems'>;

const ONE_A_FILE = ['rules', 'mitigations', 'chains', 'standards'] as const;
const SEVERAL_A_FILE = ['properties', 'types', 'matrix'] as const;

function kindOf(file: string, folder: string): Kind | undefined {
  const inside = file.startsWith(folder) ? file.slice(folder.length) : file;
  const path = `/${inside.replaceAll('\\', '/')}`;
  if (path.endsWith('/overrides.yaml')) return 'overrides';
  return (
    ONE_A_FILE.find((kind) => new RegExp(`/${kind}/(.+/)?[^/]+\\.yaml$`).test(path)) ??
    SEVERAL_A_FILE.find((kind) => new RegExp(`/${kind}(/[^/]+)?\\.yaml$`).test(path))
  );
}

function strange({ file }: Source): Problem {
  return {
    code: 'CAT05',
    severity: 'error',
    message: `no catalogue file has the name ${quote(file)}`,
    hint: 'Catalogue files are properties/….yaml, types/….yaml, matrix.yaml, and rules/…/ID.yaml, mitigations/…/ID.yaml, chains/…/ID.yaml, standards/…/ID.yaml; in a project also overrides.yaml.',
    where: { file, line: 1, column: 1 },
  };
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
