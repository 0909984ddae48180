/** `bestride report`: everything in one document, for people who were not there. */
import { Command, Option } from 'commander';

import type { SeverityLevel } from '../../enumerate/threat.ts';
import { gate } from '../../mitigate/index.ts';
import { type Io } from '../io.ts';
import {
  type AssessOptions,
  LEVELS,
  type OutputOptions,
  assessment,
  present,
  withAssessment,
  withOutput,
} from '../options.ts';
import { Project } from '../project.ts';

interface Options extends OutputOptions, AssessOptions {
  readonly failOn: SeverityLevel;
}

export function reportCommand(io: Io): Command {
  const command = new Command('report')
    .summary('Everything in one document, the diagram included.')
    .description('The whole assessment as one document: diagram, register, evidence, what was not looked at.')
    .argument('[project]', 'folder or system file')
    .addOption(
      new Option('--fail-on <severity>', 'the gate shown in the report').choices(LEVELS).default('high'),
    )
    .addHelpText('after', '\nExample:\n  $ bestride report --output report.html');
  return withOutput(withAssessment(command), ['html', 'markdown']).action(
    async (path: string | undefined, options: Options) => {
      const project = Project.open(io, path);
      const assessed = await project.assess(assessment(options));
      const result = gate(assessed.register, { failOn: options.failOn, graceDays: 0 });
      present(io, 'report', options, { ...assessed, catalogue: project.catalogue, gate: result });
    },
  );
}
