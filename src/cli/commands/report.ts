/** `bestride report`: everything in one document, for people who were not there. */
import { Command, Option } from 'commander';

import type { SeverityLevel } from '../../enumerate/threat.ts';
import { gate } from '../../mitigate/index.ts';
import { type Io } from '../io.ts';
import { openAny } from '../open-any.ts';
import {
  type AssessOptions,
  LEVELS,
  type OutputOptions,
  assessment,
  grouped,
  present,
  withAssessment,
  withOutput,
  withStandards,
} from '../options.ts';

interface Options extends OutputOptions, AssessOptions {
  readonly failOn: SeverityLevel;
  readonly by?: string;
}

export function reportCommand(io: Io): Command {
  const command = new Command('report')
    .summary('Everything in one document, the diagram included.')
    .description('The whole assessment as one document: diagram, register, evidence, what was not looked at.')
    .argument('[project]', 'folder, system file, or a file that can be imported')
    .addOption(
      new Option('--fail-on <severity>', 'the gate shown in the report').choices(LEVELS).default('high'),
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ bestride report --output report.html\n  $ bestride report --by en303645 --format markdown',
    );
  return withOutput(withStandards(withAssessment(command)), ['html', 'markdown', 'text', 'json']).action(
    async (path: string | undefined, options: Options) => {
      const project = openAny(io, path);
      const assessed = await project.assess(assessment(options));
      const result = gate(assessed.register, { failOn: options.failOn, graceDays: 0 });
      const by = grouped(assessed.register, options.by);
      const found = { ...assessed, catalogue: project.catalogue, gate: result };
      present(io, 'report', options, { ...found, ...(by && { by }) });
    },
  );
}
