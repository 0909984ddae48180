/** `bestride validate`: step 4. Plans, tries to break what is claimed, signs what it saw. */
import { hostname } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { Command } from 'commander';

import { appendRun, signRun } from '../../evidence/index.ts';
import type { Result, Run } from '../../evidence/run.ts';
import type { Outcome } from '../../text/problem.ts';
import type { Place, Plan } from '../../validate/index.ts';
import { EXIT, Exit, type Io, printProblems, readSource, writeWhole } from '../io.ts';
import {
  type AssessOptions,
  type OutputOptions,
  assessment,
  deliver,
  present,
  withAssessment,
  withOutput,
} from '../options.ts';
import { Project } from '../project.ts';
import { Progress } from '../progress.ts';
import { signingKey } from '../signing-key.ts';
import { version } from '../version.ts';

interface Options extends OutputOptions, AssessOptions {
  readonly key?: string;
  readonly grant?: string;
  readonly dryRun?: boolean;
  readonly export?: string;
  readonly plan?: string;
  readonly record: boolean;
  readonly only?: string[];
  readonly disturbing?: string[];
}

export function validateCommand(io: Io): Command {
  const command = new Command('validate')
    .summary('Step 4: try to break what is claimed, on declared targets.')
    .description('Step 4: try to break the claimed mitigations on the declared targets; sign what was seen.')
    .argument('[project]', 'folder or system file')
    .option('--dry-run', 'print what would be tried, and where; contact nothing')
    .option('--export <file>', 'write what would be tried into a file, to run it where the system is')
    .option('--plan <file>', 'run such a file; the signed run is written beside it')
    .option('--key <file>', 'private key that signs the run (or the environment variable BESTRIDE_KEY)')
    .option('--grant <file>', 'written permission to go beyond loopback, kept outside the checkout')
    .option('--only <name...>', 'only these checks or targets')
    .option('--disturbing <check...>', 'also run these checks, which may disturb the service')
    .option('--no-record', 'do not sign or keep the run; it then counts for nothing')
    .addHelpText(
      'after',
      [
        '',
        'Example:',
        '  $ bestride validate --dry-run',
        '  $ bestride validate --key .bestride/me.key',
        '',
        'Where the system cannot be reached from here:',
        '  $ bestride validate --export plan.json',
        '  $ bestride validate --plan plan.json --key me.key     there; needs no model',
        '  $ bestride evidence add RUN.dsse.json --key me.key    with the signed run, back here',
      ].join('\n'),
    );
  return withOutput(withAssessment(command), ['text', 'json', 'junit', 'markdown']).action(
    async (path: string | undefined, options: Options) =>
      options.plan === undefined
        ? validate(io, path, options)
        : validateElsewhere(io, path, { ...options, plan: options.plan }),
  );
}

async function validate(io: Io, path: string | undefined, options: Options): Promise<void> {
  // Loaded here only: it brings the protocol stacks of the probes, which no other command needs.
  const { describePlan, exportPlan, plan } = await import('../../validate/index.ts');
  const project = Project.open(io, path);
  const before = await project.assess(assessment(options));
  if (!before.targets || before.environment === undefined) {
    throw new Exit(
      EXIT.unusable,
      'there is no targets.yaml, so nothing may be contacted; declare a target first',
    );
  }
  const planned = plan(before.register, before.targets, before.environment, before.register.now);
  project.accept({ value: planned, problems: planned.problems });
  const runs = before.runs.toSorted((a, b) => a.run.sequence - b.run.sequence);
  const previous = runs.at(-1);
  const earlier = runs.flatMap(({ run: { results } }) => results);
  const place = { previous: previous?.digest ?? null, sequence: (previous?.run.sequence ?? 0) + 1 };
  if (options.dryRun) {
    deliver(io, options, describePlan(planned).join('\n'));
    return;
  }
  if (options.export !== undefined) {
    writeWhole(resolve(io.cwd, options.export), exportPlan(planned, place));
    io.err(`wrote ${options.export}: run it with "bestride validate --plan ${options.export} --key FILE"\n`);
    return;
  }
  const key = options.record ? await signingKey(io, options.key) : undefined;
  const accept = <T>(outcome: Outcome<T>): T => project.accept(outcome);
  const done = await execute(io, planned, place, { ...options, root: project.root, earlier }, accept);
  if (key) {
    const kept = await appendRun(before.runs, done, key);
    const folder = resolve(project.root, options.evidence ?? 'evidence');
    writeWhole(join(folder, kept.name), kept.text);
    writeWhole(join(folder, 'head.json'), kept.head);
    io.err(`signed and kept: ${project.shown(join(options.evidence ?? 'evidence', kept.name))}\n`);
  }
  const after = key ? await project.assess(assessment(options)) : before;
  present(io, 'validate', options, { ...after, run: done });
  if (!key) io.err('Not recorded (--no-record): this run counts for nothing.\n');
  if (io.signal.aborted) throw new Exit(EXIT.interrupted);
  if (done.results.some((result) => result.verdict === 'fail')) throw new Exit(EXIT.findings);
}

/** Runs a plan that was carried here: there is no project, so nothing is assessed, and the run is written beside it. */
async function validateElsewhere(
  io: Io,
  path: string | undefined,
  options: Options & { readonly plan: string },
): Promise<void> {
  if (path !== undefined)
    throw new Exit(EXIT.unusable, 'a plan is run as it is: give no project beside --plan');
  const { checks, describePlan, readPlan } = await import('../../validate/index.ts');
  const { source, problems } = readSource(io, options.plan);
  const sources = new Map(source && [[source.file, source]]);
  if (printProblems(io, problems, sources) || !source) throw new Exit(EXIT.unusable);
  const accept = <T>({ value, problems: found }: Outcome<T>): T => {
    const failed = printProblems(io, found, sources);
    if (failed || value === undefined) throw new Exit(EXIT.unusable);
    return value;
  };
  const { plan, place } = accept(readPlan(source, checks));
  if (options.dryRun) {
    deliver(io, options, describePlan(plan).join('\n'));
    return;
  }
  const key = options.record ? await signingKey(io, options.key) : undefined;
  const root = dirname(resolve(io.cwd, options.plan));
  const done = await execute(io, plan, place, { ...options, root }, accept);
  const verdicts = done.results.map(
    ({ verdict, check, target }) => `${verdict.padEnd(12)} ${check} on ${target}`,
  );
  const skipped = done.notRun.map(
    ({ check, target, reason }) => `not run      ${check} on ${target}: ${reason}`,
  );
  deliver(io, options, [...new Set([...verdicts, ...skipped])].join('\n'));
  if (key) {
    const name = `${done.id}.dsse.json`;
    writeWhole(join(root, name), await signRun(done, key));
    const shown = relative(io.cwd, join(root, name));
    io.err(`signed: ${shown}; take it into the project with "bestride evidence add ${shown} --key FILE"\n`);
  }
  if (io.signal.aborted) throw new Exit(EXIT.interrupted);
  if (done.results.some(({ verdict }) => verdict === 'fail')) throw new Exit(EXIT.findings);
}

/** Runs a plan, with the grant there is, and shows how it goes on. `root`: where files are read; `earlier`: as the runner takes it. */
async function execute(
  io: Io,
  plan: Plan,
  place: Place,
  options: Options & { readonly root: string; readonly earlier?: readonly Result[] },
  accept: <T>(outcome: Outcome<T>) => T,
): Promise<Run> {
  const { checks, readGrant, run } = await import('../../validate/index.ts');
  const grant =
    options.grant === undefined ? undefined : accept(readGrant(resolve(io.cwd, options.grant), options.root));
  const progress = new Progress(io, plan.items.length);
  const done = await run(plan, {
    checks,
    root: options.root,
    env: io.env,
    ...(grant && { grant }),
    ...place,
    ...(options.earlier && { earlier: options.earlier }),
    signal: io.signal,
    vantage: hostname(),
    version: version(),
    ...(options.only && { only: options.only }),
    allowDisturbing: options.disturbing ?? [],
    onProgress: (result) => progress.step(result),
  });
  progress.end();
  return done;
}
