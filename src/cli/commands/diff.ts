/** `bestride diff`: what a change does to threats, decisions, validations and the gate. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';

import { type Diff, diff, newlyOpen } from '../../diff/index.ts';
import type { SeverityLevel } from '../../enumerate/threat.ts';
import type { System } from '../../model/system.ts';
import { importers } from '../../exchange/importers.ts';
import { DIFF_REPORTS } from '../../report/diff/index.ts';
import { EXIT, Exit, type Io, printProblems } from '../io.ts';
import { openPair } from '../open-any.ts';
import {
  type AssessOptions,
  LEVELS,
  type OutputOptions,
  assessment,
  deliver,
  withAssessment,
  withOutput,
} from '../options.ts';
import type { FoundRuns, Project } from '../project.ts';

interface Options extends OutputOptions, AssessOptions {
  readonly format: keyof typeof DIFF_REPORTS;
  readonly failOn?: SeverityLevel;
  readonly lenient?: boolean;
}

export function diffCommand(io: Io): Command {
  const endings = importers.flatMap((importer) => importer.endings).join(', ');
  const command = new Command('diff')
    .summary('What a change opens, closes and makes stale.')
    .description('What a change opens, closes and makes stale: threats, decisions, validations, the gate.')
    .argument('<before>', `folder, system file, or one to import (${endings})`)
    .argument('<after>', 'the same')
    .addOption(
      new Option(
        '--fail-on <severity>',
        'exit 1 when a threat at or above opened, or opened again, and nothing answers it',
      ).choices(LEVELS),
    )
    .option('--lenient', 'take what is sound of a damaged file of another tool')
    .addHelpText(
      'after',
      `
Things are the same when they have the same id, a former id (formerly), or the same origin; a copy is new.
Both sides are judged by the same evidence, that of <after> (of <before> where <after> has none), at the same
time. A file that stands alone takes what does not lie beside it (threats, decisions, targets, trust, evidence)
from the other side; a file of another tool is read as "bestride import" would, and places in it (#system.yaml)
are those of the files that would write. The gate is looked at from --fail-on upwards, high without it.

To compare with another commit, put it into a folder of its own:
  $ git worktree add ../before main
  $ bestride diff ../before/my-product my-product --format markdown
  $ git worktree remove ../before
or take the one file out of it:
  $ git show main:my-product/system.yaml > /tmp/before.yaml
  $ bestride diff /tmp/before.yaml my-product

Example:
  $ bestride diff ../before . --format markdown --fail-on high`,
    );
  return withOutput(withAssessment(command), ['text', 'markdown', 'json']).action(
    async (before: string, after: string, options: Options) => {
      const found = await compare(io, before, after, options);
      const width = options.output === undefined ? io.width : 100;
      const color = options.output === undefined && io.resultColor;
      deliver(io, options, DIFF_REPORTS[options.format](found, { color, width }));
      if (options.failOn && newlyOpen(found, options.failOn).length > 0) throw new Exit(EXIT.findings);
    },
  );
}

async function compare(io: Io, before: string, after: string, options: Options): Promise<Diff> {
  const [from, to] = openPair(io, before, after, options.lenient === true);
  const now = options.now ?? new Date();
  const assess = { ...assessment(options), now };
  const [holder, other] = hasEvidence(to, options) ? [to, from] : [from, to];
  const held = await holder.assess(assess);
  printProblems(io, held.evidence.problems, holder.sources);
  // Evidence on another system says nothing about this one.
  const runs = ({ id }: System): FoundRuns =>
    id === held.system.id
      ? { runs: held.runs, problems: held.evidence.problems }
      : { runs: [], problems: [] };
  const rest = await other.assess({ ...assess, runs });
  const [first, second] = holder === from ? [held, rest] : [rest, held];
  return diff({ name: before, ...first }, { name: after, ...second }, options.failOn);
}

function hasEvidence(project: Project, { evidence = 'evidence' }: Options): boolean {
  return existsSync(resolve(project.root, evidence));
}
