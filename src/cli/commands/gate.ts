/** `bestride gate`: whether this may go on, by the stage of the product. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';

import type { SeverityLevel } from '../../enumerate/threat.ts';
import { gate, makeBaseline, readBaseline } from '../../mitigate/index.ts';
import { EXIT, Exit, type Io, printProblems, readSource, writeWhole } from '../io.ts';
import { openAny } from '../open-any.ts';
import {
  type AssessOptions,
  LEVELS,
  type OutputOptions,
  assessment,
  present,
  withAssessment,
  withOutput,
} from '../options.ts';

interface Options extends OutputOptions, AssessOptions {
  readonly failOn: SeverityLevel;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly grace: number;
}

export function gateCommand(io: Io): Command {
  const command = new Command('gate')
    .summary('Exit 1 when something is undecided, broken or run out.')
    .description('Exit 1 when a threat is undecided, a validation broke, or an acceptance ran out.')
    .argument('[project]', 'folder, system file, or a file that can be imported')
    .addOption(
      new Option('--fail-on <severity>', 'the least severity that counts').choices(LEVELS).default('high'),
    )
    .option('--baseline <file>', 'findings known when the gate was introduced; they do not fail it')
    .option('--write-baseline <file>', 'write the findings of now as a baseline')
    .option('--grace <days>', 'how long stale evidence is tolerated', days, 0)
    .addHelpText(
      'after',
      '\nExample:\n  $ bestride gate --fail-on medium --format sarif --output gate.sarif',
    );
  return withOutput(withAssessment(command), ['text', 'json', 'sarif', 'junit', 'markdown']).action(
    async (path: string | undefined, options: Options) => {
      const project = openAny(io, path);
      const assessed = await project.assess(assessment(options));
      printProblems(io, assessed.register.problems, project.sources);
      const baselineSource = options.baseline === undefined ? undefined : readSource(io, options.baseline);
      if (baselineSource && printProblems(io, baselineSource.problems, project.sources))
        throw new Exit(EXIT.unusable);
      const baseline = baselineSource?.source && project.accept(readBaseline(baselineSource.source));
      const result = gate(assessed.register, {
        failOn: options.failOn,
        graceDays: options.grace,
        ...(baseline && { baseline }),
      });
      if (options.writeBaseline !== undefined) {
        const { failOn, grace: graceDays } = options;
        writeWhole(
          resolve(io.cwd, options.writeBaseline),
          makeBaseline(assessed.register, { failOn, graceDays }),
        );
        io.err(`wrote ${options.writeBaseline}\n`);
      }
      present(io, 'gate', options, { ...assessed, catalogue: project.catalogue, gate: result });
      if (!result.ok) throw new Exit(EXIT.findings);
    },
  );
}

function days(text: string): number {
  const count = Number(text);
  if (!Number.isFinite(count) || count < 0)
    throw new InvalidArgumentError('it must be a number of days, 0 or more.');
  return count;
}
