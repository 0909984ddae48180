/** `bestride enumerate`: step 2. What can go wrong, why, and what would answer it. */
import { Command, Option } from 'commander';

import type { LetterProfile, SeverityLevel } from '../../enumerate/threat.ts';
import { EXIT, Exit, type Io } from '../io.ts';
import { LEVELS, type OutputOptions, present, withLetters, withOutput } from '../options.ts';
import { Project } from '../project.ts';

interface Options extends OutputOptions {
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
    .addHelpText('after', '\nExample:\n  $ bestride enumerate --format json');
  return withOutput(withLetters(command), ['text', 'json', 'sarif', 'markdown', 'csv']).action(
    (path: string | undefined, options: Options) => {
      const project = Project.open(io, path);
      const system = project.system();
      const threats = project.threats(system, options.letters);
      present(io, 'enumerate', options, { system, catalogue: project.catalogue, threats });
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
