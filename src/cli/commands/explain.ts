/** `bestride explain`: one threat's whole story, from the facts to the evidence. */
import { Command } from 'commander';

import { explain } from '../../mitigate/index.ts';
import { nearest } from '../../text/suggest.ts';
import { EXIT, Exit, type Io } from '../io.ts';
import { openAny } from '../open-any.ts';
import {
  type AssessOptions,
  type OutputOptions,
  assessment,
  present,
  withAssessment,
  withOutput,
} from '../options.ts';

export function explainCommand(io: Io): Command {
  const command = new Command('explain')
    .description(
      "One threat's whole story: why it exists, what answers it, what was tried, what would change it.",
    )
    .argument('<threat>', 'RULE@subject')
    .argument('[project]', 'folder, system file, or a file that can be imported')
    .addHelpText('after', '\nExample:\n  $ bestride explain DEV-01@sensor');
  return withOutput(withAssessment(command), ['text', 'json', 'markdown']).action(
    async (threat: string, path: string | undefined, options: OutputOptions & AssessOptions) => {
      const project = openAny(io, path);
      const assessed = await project.assess(assessment(options));
      const story = explain(assessed.register, threat);
      if (!story) {
        const close = nearest(
          threat,
          assessed.register.entries.map((entry) => entry.id),
        );
        throw new Exit(
          EXIT.unusable,
          `there is no threat "${threat}"${close ? `; did you mean "${close}"?` : ''}`,
        );
      }
      present(io, 'explain', options, { ...assessed, catalogue: project.catalogue, story });
    },
  );
}
