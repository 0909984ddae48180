/** `bestride mitigate`: step 3. The register: decisions, claims, evidence, and the risk that is left. */
import { Command, Option } from 'commander';

import type { SeverityLevel } from '../../enumerate/threat.ts';
import { EXIT, Exit, type Io, printProblems } from '../io.ts';
import { openAny } from '../open-any.ts';
import {
  type AssessOptions,
  LEVELS,
  type OutputOptions,
  assessment,
  grouped,
  narrowed,
  present,
  refuseFormats,
  withAssessment,
  withOutput,
  withParts,
  withStandards,
} from '../options.ts';

interface Options extends OutputOptions, AssessOptions {
  readonly failOn?: SeverityLevel;
  readonly by?: string;
  readonly of?: readonly string[];
}

export function mitigateCommand(io: Io): Command {
  const command = new Command('mitigate')
    .summary('Step 3: what is done about it, shown how far, risk left.')
    .description('Step 3: what is done about each threat, how far that is shown, and the risk that is left.')
    .argument('[project]', 'folder, system file, or a file that can be imported')
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 when an open threat is at or above').choices(LEVELS),
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ bestride mitigate --format markdown --output register.md\n  $ bestride mitigate --by cra\n  $ bestride mitigate --of valve',
    );
  return withOutput(withParts(withStandards(withAssessment(command))), [
    'text',
    'json',
    'sarif',
    'junit',
    'markdown',
    'csv',
  ]).action(async (path: string | undefined, options: Options) => {
    const project = openAny(io, path);
    const assessed = await project.assess(assessment(options));
    printProblems(io, assessed.register.problems, project.sources);
    const { kept, shown } = narrowed(assessed.system, assessed.register.entries, options.of);
    const register = { ...assessed.register, entries: [...kept] };
    const by = grouped(register, options.by);
    const found = { ...assessed, register, catalogue: project.catalogue, ...(shown && { shown }) };
    if (by) {
      refuseFormats(options, ['sarif', 'junit', 'csv'], '--by');
      present(io, 'points', options, { ...found, by });
    } else present(io, 'mitigate', options, found);
    const { failOn } = options;
    const open = register.entries.filter((entry) => entry.status === 'open');
    if (failOn && open.some((entry) => LEVELS.indexOf(entry.inherent.level) >= LEVELS.indexOf(failOn))) {
      throw new Exit(EXIT.findings);
    }
  });
}
