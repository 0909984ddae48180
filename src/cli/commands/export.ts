/** `bestride export`: a project becomes a file of another tool, or goes into the file that it was imported from. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Command } from 'commander';

import { type ExportInput, type FileBytes } from '../../exchange/exported.ts';
import { writeExportReport } from '../../exchange/export-report.ts';
import { type Exporter, exporterFor, exporters } from '../../exchange/exporters.ts';
import { BASE_FILE } from '../../exchange/imported.ts';
import type { System } from '../../model/system.ts';
import { EXIT, Exit, type Io, printProblems, readBytes, writeWhole } from '../io.ts';
import { openAny } from '../open-any.ts';
import { assessment, type AssessOptions, withAssessment } from '../options.ts';
import type { Project } from '../project.ts';

interface Options extends AssessOptions {
  readonly output: string;
  readonly base?: string;
  readonly template?: string;
}

export function exportCommand(io: Io): Command {
  const endings = exporters.flatMap((exporter) => exporter.endings).join(', ');
  const command = new Command('export')
    .summary('Write a project for another tool, with its triage.')
    .description(
      'Write a project for another tool. What was imported goes back into the file it came from, in which only what was\n' +
        'changed here is changed; with --template it is drawn anew, with the stencils of that template. What the other\n' +
        'tool has no place for is told on stderr.',
    )
    .argument('[project]', 'folder, system file, or a file that can be imported')
    .requiredOption('-o, --output <file>', `the file to write (${endings})`)
    .option('--base <file>', 'the file it was imported from, where that does not lie beside the project')
    .option('--template <file>', 'draw it anew with this template (.tb7)');
  return withAssessment(command)
    .addHelpText(
      'after',
      '\nExample:\n  $ bestride export my-product -o model.tm7\n' +
        '  $ bestride export my-product --template "Azure Cloud Services.tb7" -o model.tm7',
    )
    .action((path: string | undefined, options: Options) => runExport(io, path, options));
}

async function runExport(io: Io, path: string | undefined, options: Options): Promise<void> {
  const { output, base, template } = options;
  const exporter = exporterFor(output);
  if (!exporter) {
    const known = exporters.map(({ endings, title }) => `${endings.join(', ')} (${title})`).join('; ');
    throw new Exit(
      EXIT.unusable,
      `nothing is known of files named like "${basename(output)}"; there are ${known}`,
    );
  }
  if (base !== undefined && template !== undefined)
    throw new Exit(
      EXIT.unusable,
      '--base and --template exclude each other: one is changed, the other drawn with',
    );
  const project = openAny(io, path);
  const { system, register, decisions, runs } = await project.assess(assessment(options));
  const noted = template === undefined ? project.read(BASE_FILE) : undefined;
  const input: ExportInput = {
    register,
    decisions,
    runs,
    ...(template !== undefined && { template: bytesOf(io, exporter, template) }),
    ...(template === undefined && { original: originalOf(io, exporter, project, system, base) }),
    ...(noted && { noted }),
  };
  const { value, problems } = exporter.write(input);
  const failed = printProblems(io, problems, project.sources);
  if (failed || !value) throw new Exit(EXIT.unusable, `nothing was written to "${output}"`);
  writeWhole(resolve(io.cwd, output), value.text);
  io.err(writeExportReport(value.report));
  io.err(`wrote ${output}\n`);
}

function bytesOf(io: Io, { limitBytes }: Exporter, file: string): FileBytes {
  return { file, bytes: readBytes(io, file, limitBytes) };
}

/**
 * The file that a project was imported from: as named, or beside its files, beside its folder, or where the command
 * runs. Ends the command with 2 where there is none, or several.
 */
function originalOf(
  io: Io,
  exporter: Exporter,
  { root, madeFrom }: Project,
  system: System,
  base: string | undefined,
): FileBytes {
  const named = base ?? (madeFrom !== undefined && exporterFor(madeFrom) === exporter ? madeFrom : undefined);
  if (named !== undefined) return bytesOf(io, exporter, named);
  const names = originsIn(system, exporter.format);
  const [name, ...others] = names;
  const draw = 'draw it anew with --template FILE.tb7';
  if (name === undefined)
    throw new Exit(
      EXIT.unusable,
      `this project was imported from no ${exporter.endings.join(' or ')} file; ${draw}`,
    );
  if (others.length > 0) {
    const all = names.map((one) => `"${one}"`).join(', ');
    throw new Exit(EXIT.unusable, `this project was imported from ${all}; say which with --base, or ${draw}`);
  }
  const places = [...new Set([root, dirname(root), io.cwd])].map((folder) => join(folder, name));
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return bytesOf(io, exporter, relative(io.cwd, found) || name);
  const looked = places.map((place) => relative(io.cwd, place) || name).join(', ');
  throw new Exit(
    EXIT.unusable,
    `"${name}", which this project was imported from, is not there: ${looked}; name it with --base, or ${draw}`,
  );
}

function originsIn(system: System, format: string): readonly string[] {
  const things = [
    ...system.elements.values(),
    ...system.zones.values(),
    ...system.flows.values(),
    ...system.views.values(),
  ];
  return [
    ...new Set(things.flatMap(({ origin }) => (origin?.format === format ? [basename(origin.file)] : []))),
  ];
}
