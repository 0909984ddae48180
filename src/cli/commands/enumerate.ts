/** `bestride enumerate`: step 2. What can go wrong, why, and what would answer it. */
import { Command, Option } from 'commander';

import type { LetterProfile, SeverityLevel } from '../../enumerate/threat.ts';
import { matrixOf } from '../../enumerate/index.ts';
import { EXIT, Exit, type Io } from '../io.ts';
import { LEVELS, type OutputOptions, present, refuseFormats, withLetters, withOutput } from '../options.ts';
import { Project } from '../project.ts';

interface Options extends OutputOptions {
  readonly matrix?: true;
  readonly letters: LetterProfile;
  readonly failOn?: SeverityLevel;
}

export function enumerateCommand(io: Io): Command {
  const command = new Command('enumerate')
    .description('Step 2: what can go wrong (STRIDE), why, and what would answer it.')
    .argument('[project]', 'folder or system file')
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 when an unanswered threat is at or above').choices(LEVELS),
    )
    .option(
      '--matrix',
      'elements and boundary crossings by the six letters, with the reason for each empty cell',
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ bestride enumerate --format json\n  $ bestride enumerate --matrix',
    );
  return withOutput(withLetters(command), ['text', 'json', 'sarif', 'markdown', 'csv']).action(
    (path: string | undefined, options: Options) => {
      const project = Project.open(io, path);
      const system = project.system();
      const threats = project.threats(system, options.letters);
      const found = { system, catalogue: project.catalogue, threats };
      if (options.matrix) {
        refuseFormats(options, ['sarif'], '--matrix');
        present(io, 'matrix', options, { ...found, matrix: matrixOf(threats) });
      } else present(io, 'enumerate', options, found);
      const { failOn } = options;
      if (failOn === undefined) return;
      for (const threat of threats) {
        const isAnswered = threat.certainty === 'stated' || threat.outOfScope !== undefined;
        if (!isAnswered && LEVELS.indexOf(threat.severity) >= LEVELS.indexOf(failOn)) {
          throw new Exit(EXIT.findings);
        }
      }
    },
  );
}
