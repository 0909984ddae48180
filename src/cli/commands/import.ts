/**
 * `bestride import`: a model of another tool becomes a project, or is brought into one that was imported before; a
 * list of threats is brought into any project.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { Command } from 'commander';

import type { EarlierImport } from '../../exchange/imported.ts';
import { writeImportReport } from '../../exchange/import-report.ts';
import { importerFor, importers, type Importer } from '../../exchange/importers.ts';
import { MAPPING_FILE } from '../../exchange/threat-list/mapping-file.ts';
import type { Problem } from '../../text/problem.ts';
import type { Source } from '../../text/source.ts';
import { EXIT, Exit, type Io, printProblems, readSource, reasonOf, writeWhole } from '../io.ts';
import { CATALOGUE_FOLDER, catalogueFiles, catalogueOf, isFolder } from '../own-catalogue.ts';
import { systemFileIn } from '../project.ts';

const REPORT_FILE = 'import-report.md';

interface Options {
  readonly output: string;
  readonly lenient?: boolean;
  readonly adopt?: boolean;
  readonly mapping?: string;
  readonly sheet?: string;
}

export function importCommand(io: Io): Command {
  const endings = importers.flatMap((importer) => importer.endings).join(', ');
  return new Command('import')
    .summary('Bring in a model of another tool with its triage, or a list of threats.')
    .description(
      'Bring in a model of another tool: what is drawn, the list of threats, and what was decided about them. Over an\n' +
        'earlier import it refreshes what is drawn and keeps what people changed since. A list of threats (CSV, Excel)\n' +
        `is brought into any project; how its columns were read is shown, and corrected in ${MAPPING_FILE}.`,
    )
    .argument('<file>', `what to import (${endings})`)
    .requiredOption('-o, --output <folder>', 'the folder of the project')
    .option('--lenient', 'take what is sound of a damaged file')
    .option('--adopt', 'take over the decisions that are offered to copies')
    .option(
      '--mapping <file>',
      `lists: read the columns as this file says (without it: ${MAPPING_FILE} of the project)`,
    )
    .option(
      '--sheet <name>',
      'lists: the sheet of a workbook (without it: the one that looks like a list of threats)',
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ bestride import model.tm7 -o my-product\n  $ bestride import workshop.xlsx -o my-product\n  $ bestride mitigate my-product',
    )
    .action((file: string, options: Options) => runImport(io, file, options));
}

function runImport(io: Io, file: string, options: Options): void {
  const { output, lenient = false, adopt = false, sheet } = options;
  const importer = importerFor(file);
  if (!importer) {
    const known = importers.map(({ endings, title }) => `${endings.join(', ')} (${title})`).join('; ');
    throw new Exit(
      EXIT.unusable,
      `nothing is known of files named like "${basename(file)}"; there are ${known}`,
    );
  }
  const foreign = importer.brings === 'list' ? ['adopt'] : ['mapping', 'sheet'];
  for (const name of foreign) {
    if (!Object.hasOwn(options, name)) continue;
    throw new Exit(EXIT.unusable, `--${name} means nothing for ${importer.title}`);
  }
  const root = resolve(io.cwd, output);
  const sources = new Map<string, Source>();
  const earlier = earlierIn(io, root, output, sources, importer);
  const mapping = options.mapping === undefined ? undefined : mappingAt(io, options.mapping, sources);
  const bytes = bytesOf(io, file, importer);
  const catalogue = catalogueOf(io, root, sources);
  const name = basename(file);
  const { value, problems } = importer.read(bytes, name, {
    catalogue,
    lenient,
    adopt,
    ...(earlier && { earlier }),
    ...(mapping && { mapping }),
    ...(sheet !== undefined && { sheet }),
  });
  const failed = printProblems(io, problems, sources);
  if (!value) {
    const hint = !lenient && isLenientOf(importer, problems) ? '; --lenient takes what is sound of it' : '';
    throw new Exit(EXIT.unusable, failed ? `"${file}" was not imported${hint}` : '');
  }
  const report = writeImportReport(value.report);
  for (const [path, text] of value.files) writeWhole(join(root, path), text);
  writeWhole(join(root, REPORT_FILE), report);
  io.out(report);
  const shown = relative(io.cwd, root) || '.';
  io.err(
    `wrote ${[...value.files.keys(), REPORT_FILE].length} files to ${shown}; next: bestride mitigate ${shown}\n`,
  );
}

/** True where reading a file leniently would give what reading it strictly does not. */
function isLenientOf({ brings }: Importer, problems: readonly Problem[]): boolean {
  if (brings === 'list') return problems.some(({ code }) => code === 'LST02');
  return !problems.some(({ code }) => code === 'TMT01' || code.startsWith('TXT'));
}

function mappingAt(io: Io, file: string, sources: Map<string, Source>): Source {
  const { source, problems } = readSource(io, file);
  if (printProblems(io, problems, sources) || !source) throw new Exit(EXIT.unusable);
  sources.set(source.file, source);
  return source;
}

/** The bytes of the file, refused by its size before they are read. */
function bytesOf(io: Io, file: string, { limitBytes }: Importer): Uint8Array {
  const path = resolve(io.cwd, file);
  try {
    const { size } = statSync(path);
    if (size <= limitBytes) return readFileSync(path);
    const message = `the file is ${size} bytes long, more than the ${limitBytes} allowed`;
    printProblems(
      io,
      [{ code: 'TXT02', severity: 'error', message, where: { file, line: 1, column: 1 } }],
      new Map(),
    );
  } catch (error) {
    const message = `cannot read "${file}": ${reasonOf(error)}`;
    printProblems(io, [{ code: 'TXT01', severity: 'error', message }], new Map());
  }
  throw new Exit(EXIT.unusable);
}

/**
 * What is in the folder; undefined where it is no project. Ends the command where a whole model is to go over a
 * project that no import made.
 */
function earlierIn(
  io: Io,
  root: string,
  shown: string,
  sources: Map<string, Source>,
  { brings, baseFile }: Importer,
): EarlierImport | undefined {
  if (existsSync(root) && !isFolder(root))
    throw new Exit(EXIT.unusable, `"${shown}" is a file, not a folder`);
  const problems: Problem[] = [];
  const read = (name: string): Source | undefined => {
    if (!existsSync(join(root, name))) return undefined;
    const { source, problems: unreadable } = readSource(io, relative(io.cwd, join(root, name)) || name);
    problems.push(...unreadable);
    if (source) sources.set(source.file, source);
    return source;
  };
  const systemFile = existsSync(root) ? systemFileIn(root) : undefined;
  if (systemFile === undefined) {
    const there = ['threats.yaml', 'decisions.yaml', baseFile].filter((name) => existsSync(join(root, name)));
    if (there.length === 0) return undefined;
    throw new Exit(
      EXIT.unusable,
      `"${shown}" has ${there.join(', ')} and no system.yaml; nothing was written`,
    );
  }
  const system = read(systemFile);
  const base = read(baseFile);
  const isImported = base !== undefined || /\bformat: *["']?tm7\b/.test(system?.text ?? '');
  if (brings === 'system' && (systemFile !== 'system.yaml' || (system && !isImported))) {
    throw new Exit(EXIT.unusable, `"${shown}" has a ${systemFile} that no import wrote; nothing was written`);
  }
  const threats = read('threats.yaml');
  const decisions = read('decisions.yaml');
  const mapping = brings === 'list' ? read(MAPPING_FILE) : undefined;
  if (printProblems(io, problems, sources) || !system) throw new Exit(EXIT.unusable);
  const folder = join(root, CATALOGUE_FOLDER);
  const files = isFolder(folder) ? catalogueFiles(folder) : [];
  return {
    system,
    ...(threats && { threats }),
    ...(decisions && { decisions }),
    ...(base && { base }),
    ...(mapping && { mapping }),
    catalogueFiles: files.map((name) => `${CATALOGUE_FOLDER}/${name.replaceAll('\\', '/')}`),
  };
}
