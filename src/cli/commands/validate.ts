/** `bestride validate`: step 4. Plans, tries to break what is claimed, signs what it saw. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';

import { appendRun, importKey } from '../../evidence/index.ts';
import { EXIT, Exit, type Io, reasonOf, writeWhole } from '../io.ts';
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
import { version } from '../version.ts';

interface Options extends OutputOptions, AssessOptions {
  readonly key?: string;
  readonly grant?: string;
  readonly dryRun?: boolean;
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
    .option('--key <file>', 'private key that signs the run (or the environment variable BESTRIDE_KEY)')
    .option('--grant <file>', 'written permission to go beyond loopback, kept outside the checkout')
    .option('--only <name...>', 'only these checks or targets')
    .option('--disturbing <check...>', 'also run these checks, which may disturb the service')
    .option('--no-record', 'do not sign or keep the run; it then counts for nothing')
    .addHelpText(
      'after',
      '\nExample:\n  $ bestride validate --dry-run\n  $ bestride validate --key .bestride/me.key',
    );
  return withOutput(withAssessment(command), ['text', 'json', 'junit', 'markdown']).action(
    async (path: string | undefined, options: Options) => validate(io, path, options),
  );
}

async function validate(io: Io, path: string | undefined, options: Options): Promise<void> {
  // Loaded here only: it brings the protocol stacks of the probes, which no other command needs.
  const { checks, describePlan, plan, readGrant, run } = await import('../../validate/index.ts');
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
  if (options.dryRun) {
    deliver(io, options, describePlan(planned).join('\n'));
    return;
  }
  const key = options.record ? await signingKey(io, options.key) : undefined;
  const grantSource =
    options.grant === undefined ? undefined : readGrant(resolve(io.cwd, options.grant), project.root);
  const grant = grantSource && project.accept(grantSource);
  const previous = before.runs.toSorted((a, b) => a.run.sequence - b.run.sequence).at(-1);
  const progress = new Progress(io, planned.items.length);
  const done = await run(planned, {
    checks,
    root: project.root,
    env: io.env,
    ...(grant && { grant }),
    previous: previous?.digest ?? null,
    sequence: (previous?.run.sequence ?? 0) + 1,
    signal: io.signal,
    vantage: hostname(),
    version: version(),
    ...(options.only && { only: options.only }),
    allowDisturbing: options.disturbing ?? [],
    onProgress: (result) => progress.step(result),
  });
  progress.end();
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

/** The key from `--key`, or from BESTRIDE_KEY (PEM text or a path). Never made here. */
async function signingKey(io: Io, file: string | undefined): Promise<Awaited<ReturnType<typeof importKey>>> {
  const given = file ?? io.env.BESTRIDE_KEY;
  if (given === undefined || given === '') {
    throw new Exit(
      EXIT.unusable,
      'a run needs a key to sign it: give --key FILE (make one with "bestride evidence key --name me"), or --no-record to only look',
    );
  }
  try {
    return await importKey(
      given.includes('-----BEGIN') ? given : readFileSync(resolve(io.cwd, given), 'utf8'),
    );
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error
        ? reasonOf(error)
        : 'it is not an Ed25519 private key in PKCS#8 PEM';
    throw new Exit(EXIT.unusable, `cannot use the signing key: ${why}`);
  }
}
