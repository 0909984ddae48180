/** `bestride catalogue`: what the rules, mitigations, checks and types are; a test of a project's own. */
import { resolve } from 'node:path';
import { Argument, Command } from 'commander';

import { loadBuiltinCatalogue } from '../../catalogue/builtin.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { conditionInWords } from '../../catalogue/prose.ts';
import { type Mitigation, SubjectKind } from '../../catalogue/schema.ts';
import { testCatalogue } from '../../enumerate/test-catalogue/test-catalogue.ts';
import { CATALOGUE_TEST_REPORTS } from '../../report/catalogue-test.ts';
import type { Source } from '../../text/source.ts';
import { nearest } from '../../text/suggest.ts';
import { describeEntry } from '../describe.ts';
import { EXIT, Exit, type Io, printProblems } from '../io.ts';
import { type OutputOptions, deliver, withOutput } from '../options.ts';
import { CATALOGUE_FOLDER, catalogueFiles, isFolder, readExtension } from '../own-catalogue.ts';
import { Project, systemFileIn } from '../project.ts';

const PROJECT = new Argument('[project]', 'whose own catalogue is added; the current folder, if it is one');

export function catalogueCommand(io: Io): Command {
  const command = new Command('catalogue')
    .summary('Look up rules, mitigations, checks and element types; test your own.')
    .description('Look up rules, mitigations, checks and element types; test your own.')
    .addHelpText(
      'after',
      `
Example:
  $ bestride catalogue list --format json
  $ bestride catalogue show COM-02
  $ bestride catalogue test my-product`,
    );
  withOutput(command.command('list').addArgument(PROJECT).description('everything, a line each'), [
    'text',
    'json',
  ]).action((project: string | undefined, options: OutputOptions) =>
    deliver(io, options, list(open(io, project), options.format)),
  );
  withOutput(
    command
      .command('show')
      .argument('<id>', 'a rule, mitigation, check, type or property')
      .addArgument(PROJECT)
      .description('one entry, whole'),
    ['text', 'json'],
  ).action((id: string, project: string | undefined, options: OutputOptions) =>
    deliver(io, options, show(open(io, project), id, options.format)),
  );
  withOutput(
    command
      .command('test')
      .argument('[folder]', 'a project with a catalogue/ folder, or such a folder', '.')
      .description('run the examples of a catalogue of your own, and ask whether they say enough')
      .addHelpText(
        'after',
        `
Exits 1 when an example does not come out as it says or nothing notices a change, 2 when it does not compile.

Example:
  $ bestride catalogue test my-product --format junit --output catalogue.xml`,
      ),
    ['text', 'json', 'junit'],
  ).action((folder: string, options: TestOptions) => test(io, folder, options));
  return command;
}

interface TestOptions extends OutputOptions {
  readonly format: keyof typeof CATALOGUE_TEST_REPORTS;
}

function open(io: Io, project: string | undefined): Catalogue {
  const isProject = project !== undefined || systemFileIn(io.cwd) !== undefined;
  return isProject ? Project.open(io, project).catalogue : loadBuiltinCatalogue();
}

function test(io: Io, path: string, options: TestOptions): void {
  const given = resolve(io.cwd, path);
  if (!isFolder(given)) throw new Exit(EXIT.unusable, `there is no folder "${path}"`);
  const inside = resolve(given, CATALOGUE_FOLDER);
  const folder = isFolder(inside) ? inside : given;
  if (catalogueFiles(folder).length === 0) {
    throw new Exit(EXIT.unusable, `"${path}" holds no catalogue; docs/catalogue.md says how to write one`);
  }
  const sources = new Map<string, Source>();
  const result = testCatalogue(readExtension(io, folder, sources));
  printProblems(io, result.problems, sources);
  deliver(io, options, CATALOGUE_TEST_REPORTS[options.format](result));
  if (!result.ok) throw new Exit(EXIT.findings);
}

/** The published JSON shape: `{rules[], mitigations[], checks[], types[]}`; checks say which mitigations they test. */
function list(catalogue: Catalogue, format: string): string {
  const rules = [...catalogue.rules.values()];
  const mitigations = [...catalogue.mitigations.values()];
  const types = [...catalogue.types.values()];
  const checks = [...catalogue.checks.values()].map((check) => ({
    ...check,
    mitigations: mitigations.filter((one) => one.validatedBy?.flat().includes(check.id)).map((one) => one.id),
  }));
  if (format === 'json') return JSON.stringify({ rules, mitigations, checks, types }, null, 2);
  return [
    section(
      'Rules',
      rules.map((rule) => [rule.id, `${rule.stride.join('')}  ${rule.title}`]),
    ),
    section(
      'Mitigations',
      mitigations.map((one) => [one.id, one.title]),
    ),
    section(
      'Checks',
      checks.map((check) => [check.id, check.title]),
    ),
    section(
      'Element types',
      types.map((type) => [type.id, type.title]),
    ),
  ].join('\n');
}

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([id]) => id.length));
  return `${title} (${rows.length})\n${rows.map(([id, text]) => `  ${id.padEnd(width)}  ${text}\n`).join('')}`;
}

function show(catalogue: Catalogue, id: string, format: string): string {
  const entry =
    catalogue.rules.get(id) ??
    catalogue.mitigations.get(id) ??
    catalogue.checks.get(id) ??
    catalogue.types.get(id) ??
    catalogue.properties.get(id);
  if (entry && format === 'json') return JSON.stringify(entry, null, 2);
  const rule = catalogue.rules.get(id);
  if (rule)
    return describeEntry({ ...rule, applies: conditionInWords(rule.applies, rule.subject, catalogue) });
  const mitigation = catalogue.mitigations.get(id);
  if (mitigation) return describeEntry({ ...mitigation, statedBy: statedInWords(mitigation, catalogue) });
  if (entry) return describeEntry(entry);
  const known = [
    catalogue.rules,
    catalogue.mitigations,
    catalogue.checks,
    catalogue.types,
    catalogue.properties,
  ];
  const close = nearest(
    id,
    known.flatMap((entries) => [...entries.keys()]),
  );
  throw new Exit(EXIT.unusable, `the catalogue has no "${id}"${close ? `; did you mean "${close}"?` : ''}`);
}

/** What states it, by kind of subject; a claim where no property does. */
function statedInWords({ statedBy = {} }: Mitigation, catalogue: Catalogue): Record<string, string> {
  const sentences = SubjectKind.options.flatMap((kind) => {
    const condition = statedBy[kind];
    return condition === undefined ? [] : [[kind, conditionInWords(condition, kind, catalogue)] as const];
  });
  return sentences.length > 0 ? Object.fromEntries(sentences) : { claim: 'no property states it' };
}
