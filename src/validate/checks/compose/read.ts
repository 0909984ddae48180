/** The two kinds of file that say what containers there are: what Compose is to start, and what an engine runs. */
import { readComposeTarget } from '../../readers/compose/compose.ts';
import type { ReadContainers } from '../../readers/containers/judge.ts';
import { readInspectTarget } from '../../readers/docker-inspect/inspect.ts';

/** The target kinds that {@link readServices} reads. */
export const KINDS = ['compose', 'docker-inspect'];

export const readServices: ReadContainers = (context, file, variables) =>
  context.target.kind === 'docker-inspect'
    ? readInspectTarget(context, file)
    : readComposeTarget(context, file, variables);
