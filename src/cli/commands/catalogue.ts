/** `bestride catalogue`: what the rules, mitigations, checks and types are. */
import { Command } from 'commander';

import { loadBuiltinCatalogue } from '../../catalogue/builtin.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { nearest } from '../../text/suggest.ts';
import { describeEntry } from '../describe.ts';
import { EXIT, Exit, type Io } from '../io.ts';
import { type OutputOptions, deliver, withOutput } from '../options.ts';

export function catalogueCommand(io: Io): Command {
  const command = new Command('catalogue')
    .summary('Look up rules, mitigations, checks and element types.')
    .description('Look up rules, mitigations, checks and element types.')
    .addHelpText(
      'after',
      '\nExample:\n  $ bestride catalogue list --format json\n  $ bestride catalogue show COM-02',
    );
  withOutput(command.command('list').description('everything, a line each'), ['text', 'json']).action(
    (options: OutputOptions) => deliver(io, options, list(loadBuiltinCatalogue(), options.format)),
  );
  withOutput(
    command
      .command('show')
      .argument('<id>', 'a rule, mitigation, check, type or property')
      .description('one entry, whole'),
    ['text', 'json'],
  ).action((id: string, options: OutputOptions) =>
    deliver(io, options, show(loadBuiltinCatalogue(), id, options.format)),
  );
  return command;
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
  if (entry) return format === 'json' ? JSON.stringify(entry, null, 2) : describeEntry(entry);
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
