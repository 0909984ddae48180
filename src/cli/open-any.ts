/** Opening what a user points at: a project's folder, a system file, or a file of another tool, taken for a project. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

import { loadBuiltinCatalogue } from '../catalogue/builtin.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { extend } from '../catalogue/extend.ts';
import type { ImportReport } from '../exchange/imported.ts';
import { type Importer, importerFor } from '../exchange/importers.ts';
import type { Source } from '../text/source.ts';
import { EXIT, Exit, type Io, printProblems, readBytes } from './io.ts';
import { INVENTORY_FILES } from '../model/index.ts';
import { CATALOGUE_FOLDER } from './own-catalogue.ts';
import { Project, systemFileIn } from './project.ts';

/** How something is opened. */
interface Opening {
  /** Takes what is sound of a damaged file of another tool. */
  readonly lenient?: boolean;
  /** Has what a file alone does not have beside it: threats, decisions, targets, trust, a catalogue. */
  readonly lender?: Project;
}

/**
 * Opens what is at `path`, the current folder without one. A file of a format that can be imported is imported, and
 * nothing is written. Ends the command with 2 for what cannot be read.
 */
export function openAny(io: Io, path = '.', { lenient = false, lender }: Opening = {}): Project {
  const absolute = resolve(io.cwd, path);
  const importer = importerFor(path);
  const isForeign = importer && existsSync(absolute) && !statSync(absolute).isDirectory();
  if (isForeign && importer.brings === 'list') {
    throw new Exit(
      EXIT.unusable,
      `"${path}" is ${importer.title}; bring it into a project first: bestride import ${path} -o <folder>`,
    );
  }
  return isForeign ? openForeign(io, path, importer, lenient, lender) : Project.open(io, path, lender);
}

/** Opens two things to compare: a project lends to a file what that lacks. */
export function openPair(io: Io, a: string, b: string, lenient: boolean): readonly [Project, Project] {
  if (canLend(io, b)) {
    const second = openAny(io, b, { lenient });
    return [openAny(io, a, { lenient, lender: second }), second];
  }
  const first = openAny(io, a, { lenient });
  return [first, openAny(io, b, { lenient, ...(canLend(io, a) && { lender: first }) })];
}

function openForeign(io: Io, path: string, importer: Importer, lenient: boolean, lender?: Project): Project {
  const base = lender?.catalogue ?? loadBuiltinCatalogue();
  const bytes = readBytes(io, path, importer.limitBytes);
  const { value, problems } = importer.read(bytes, basename(path), {
    catalogue: base,
    lenient,
    adopt: false,
  });
  const failed = printProblems(io, problems, new Map());
  if (!value) {
    const hint = lenient ? '' : `; bestride import ${path} --lenient -o FOLDER takes what is sound of it`;
    throw new Exit(EXIT.unusable, failed ? `"${path}" cannot be read as ${importer.title}${hint}` : '');
  }
  tellNotCarried(io, path, value.report);
  // Named after what the user knows; the part behind it is the file that an import would write.
  const texts = new Map(
    [...value.files].map(([name, text]): [string, Source] => [name, { file: `${path}#${name}`, text }]),
  );
  const catalogue = catalogueWith(io, base, texts, `${path}#${CATALOGUE_FOLDER}`);
  return Project.of(io, path, texts, catalogue, lender);
}

/** The catalogue with what the file brings along, as far as it does not have that already. */
function catalogueWith(
  io: Io,
  base: Catalogue,
  texts: ReadonlyMap<string, Source>,
  folder: string,
): Catalogue {
  const own = [...texts].filter(([name]) => name.startsWith(`${CATALOGUE_FOLDER}/`));
  // An import writes an entry a file, under the entry's id.
  const missing = own.filter(([name]) => !base.mitigations.has(basename(name, '.yaml')));
  if (missing.length === 0) return base;
  const sources = missing.map(([, source]) => source);
  const { value, problems } = extend(base, sources, undefined, folder);
  const failed = printProblems(io, problems, new Map(sources.map((source) => [source.file, source])));
  if (failed || !value) throw new Exit(EXIT.unusable);
  const { overrides } = base;
  return { ...value.catalogue, ...(overrides && { overrides }) };
}

/** How much of what was not carried is named; an import tells all. */
const TOLD = 5;

function tellNotCarried(io: Io, path: string, { notCarried }: ImportReport): void {
  for (const { what, why, where } of notCarried.slice(0, TOLD)) {
    io.err(`${path}: not carried: ${what}${where === undefined ? '' : ` (${where})`}: ${why}\n`);
  }
  const more = notCarried.length - TOLD;
  if (more > 0) io.err(`${path}: ${more} more not carried; bestride import ${path} -o FOLDER tells all\n`);
}

const COMPANIONS = [
  'threats.yaml',
  'decisions.yaml',
  'targets.yaml',
  'trust.yaml',
  'evidence',
  ...INVENTORY_FILES,
  CATALOGUE_FOLDER,
];

/** A project, or a system file with something beside it. */
function canLend(io: Io, path: string): boolean {
  const absolute = resolve(io.cwd, path);
  if (!existsSync(absolute)) return false;
  if (statSync(absolute).isDirectory()) return systemFileIn(absolute) !== undefined;
  return !importerFor(path) && COMPANIONS.some((name) => existsSync(resolve(dirname(absolute), name)));
}
