/** `bestride enumerate`: step 2. What can go wrong, why, and what would answer it. */
import { Command, Option } from 'commander';

import type { LetterProfile, SeverityLevel } from '../../enumerate/threat.ts';
import { matrixOf } from '../../enumerate/index.ts';
import { EXIT, Exit, type Io } from '../io.ts';
import { openAny } from '../open-any.ts';
import {
  LEVELS,
  type OutputOptions,
  narrowed,
  present,
  refuseFormats,
  withLetters,
  withOutput,
  withParts,
} from '../options.ts';
import { type RuleSets, chosenRules, threatsBy, withRules } from '../rules-option.ts';

interface Options extends OutputOptions {
  readonly matrix?: true;
  readonly letters: LetterProfile;
  readonly failOn?: SeverityLevel;
  readonly rules?: readonly string[];
  readonly of?: readonly string[];
}

export function enumerateCommand(io: Io): Command {
  const command = new Command('enumerate')
    .description('Step 2: what can go wrong (STRIDE), why, and what would answer it.')
    .argument('[project]', 'folder, system file, or a file that can be imported')
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 when an unanswered threat is at or above').choices(LEVELS),
    )
    .option(
      '--matrix',
      'elements and boundary crossings by the six letters, with the reason for each empty cell',
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ bestride enumerate --format json\n  $ bestride enumerate --matrix\n  $ bestride enumerate --of valve\n' +
        '  $ bestride enumerate model.tm7 --rules embedded,catalogue',
    );
  return withOutput(withParts(withLetters(withRules(command))), [
    'text',
    'json',
    'sarif',
    'markdown',
    'csv',
  ]).action((path: string | undefined, options: Options) => {
    const project = openAny(io, path);
    const system = project.system();
    const rules = chosenRules(io, options.rules);
    const threats = threatsBy(project, system, rules, options.letters);
    const found = { system, catalogue: project.catalogue };
    const { kept, shown } = narrowed(system, threats, options.of);
    if (options.matrix) {
      refuseFormats(options, ['sarif'], '--matrix');
      refuseMatrix(rules);
      if (shown) throw new Exit(EXIT.unusable, '--matrix shows all parts; leave out --of');
      present(io, 'matrix', options, { ...found, threats, matrix: matrixOf(threats) });
    } else present(io, 'enumerate', options, { ...found, threats: kept, ...(shown && { shown }) });
    const { failOn } = options;
    if (failOn === undefined) return;
    for (const threat of kept) {
      const isAnswered = threat.certainty === 'stated' || threat.outOfScope !== undefined;
      if (!isAnswered && LEVELS.indexOf(threat.severity) >= LEVELS.indexOf(failOn)) {
        throw new Exit(EXIT.findings);
      }
    }
  });
}

/** Its cells say why no rule of the catalogue fires, which means nothing where none was asked. */
function refuseMatrix({ catalogue }: RuleSets): void {
  if (!catalogue) throw new Exit(EXIT.unusable, '--matrix is about the catalogue; add it to --rules');
}
