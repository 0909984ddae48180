/** A project's own catalogue on disk: its files, read, on top of the built-in catalogue. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

import { loadBuiltinCatalogue } from '../catalogue/builtin.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type Extension, extend } from '../catalogue/extend.ts';
import type { Problem } from '../text/problem.ts';
import type { Source } from '../text/source.ts';
import { EXIT, Exit, type Io, printProblems, readSource } from './io.ts';

/** The folder of a project that holds its own catalogue. */
export const CATALOGUE_FOLDER = 'catalogue';

/** The built-in catalogue, with that of the project at `root` (absolute) where it has one. */
export function catalogueOf(io: Io, root: string, sources: Map<string, Source>): Catalogue {
  const folder = join(root, CATALOGUE_FOLDER);
  if (!isFolder(folder)) return loadBuiltinCatalogue();
  return readExtension(io, folder, sources).catalogue;
}

/** The templates in a project's own catalogue, whose rules are run with the others: `catalogue/templates/*.tb7`. */
export function ownTemplates(root: string): readonly string[] {
  const folder = join(CATALOGUE_FOLDER, 'templates');
  if (!isFolder(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((name) => /\.tb7$/i.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

/** All files of the project's own catalogue, templates included, by their path in the project. */
export function ownFiles(root: string): readonly string[] {
  const folder = join(root, CATALOGUE_FOLDER);
  if (!isFolder(folder)) return [];
  const files = catalogueFiles(folder).map((name) => join(CATALOGUE_FOLDER, name));
  return [...files, ...ownTemplates(root)].map((name) => name.replaceAll('\\', '/'));
}

/**
 * Reads the catalogue in `folder` (absolute) and extends the built-in one. Ends the command with 2, its problems
 * printed, when it does not compile. The texts are kept in `sources`, for code frames.
 */
export function readExtension(io: Io, folder: string, sources: Map<string, Source>): Extension {
  const problems: Problem[] = [];
  const files: Source[] = [];
  for (const name of catalogueFiles(folder)) {
    const { source, problems: unreadable } = readSource(io, relative(io.cwd, join(folder, name)) || name);
    problems.push(...unreadable);
    if (!source) continue;
    files.push(source);
    sources.set(source.file, source);
  }
  const extended = extend(loadBuiltinCatalogue(), files, undefined, relative(io.cwd, folder) || undefined);
  const failed = printProblems(io, [...problems, ...extended.problems], sources);
  if (failed || !extended.value) throw new Exit(EXIT.unusable);
  return extended.value;
}

/** Everything that could be meant as a catalogue file; what has another name is told to its author. */
export function catalogueFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|json)$/i.test(name))
    .toSorted();
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
