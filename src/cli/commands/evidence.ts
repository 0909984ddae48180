/** `bestride evidence`: verify signed runs offline, make a signing key, sign a human statement or a review. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';

import { appendRun, createKey, openRuns, signHead } from '../../evidence/index.ts';
import type { Run, VerifiedRun } from '../../evidence/run.ts';
import { sha256 } from '../../text/digest.ts';
import { hasErrors } from '../../text/problem.ts';
import { humanRun } from '../../validate/people/human.ts';
import { reviewRun } from '../../validate/people/review.ts';
import { EXIT, Exit, type Io, printProblems, readSource, reasonOf, writeWhole } from '../io.ts';
import { type OutputOptions, deliver, isoTime, withOutput } from '../options.ts';
import { type Assessment, Project } from '../project.ts';
import { addSigner } from '../signers.ts';
import { signingKey } from '../signing-key.ts';
import { version } from '../version.ts';

interface ReviewOptions {
  readonly key: string;
  readonly by: string;
  readonly role: string;
  readonly until: Date;
  readonly environment: string;
  readonly evidence: string;
}

interface AttestOptions extends ReviewOptions {
  readonly document: string;
  readonly says: string;
}

export function evidenceCommand(io: Io): Command {
  const command = new Command('evidence')
    .summary('Verify signed runs, make a key, sign a statement or a review.')
    .description('Verify signed runs, make a signing key, sign a human statement or a review.')
    .addHelpText(
      'after',
      `
Example:
  $ bestride evidence key --name me
  $ bestride evidence verify
  $ bestride evidence attest tamper-response@valve --document photos.pdf --by "A. Jones" \\
      --role "plant safety" --says "case inspected, seals intact" --until 2027-11-22 --key .bestride/me.key
  $ bestride evidence review --by "A. Jones" --role "plant safety" --until 2027-11-22 --key .bestride/me.key`,
    );
  withOutput(
    command
      .command('verify')
      .description('check every signature, the chain of runs and whose keys count; needs no network')
      .argument('[project]', 'folder or system file')
      .option('--evidence <folder>', 'where the signed runs are', 'evidence'),
    ['text', 'json'],
  ).action(async (path: string | undefined, options: OutputOptions & { evidence: string }) =>
    verify(io, path, options),
  );
  command
    .command('key')
    .description('make an Ed25519 key that signs runs, and list it in trust.yaml')
    .argument('[project]', 'folder or system file')
    .requiredOption('--name <name>', 'what to call the signer in trust.yaml', signerName)
    .option('--output <file>', 'where the private key goes (default: .bestride/NAME.key in the project)')
    .option('--human', 'the signer may also sign human statements')
    .action(async (path: string | undefined, options: { name: string; output?: string; human?: boolean }) =>
      makeKey(io, path, options),
    );
  command
    .command('add')
    .description('take in a signed run that was made elsewhere (validate --plan), and sign the new head')
    .argument('<run>', 'the signed run, a .dsse.json file')
    .argument('[project]', 'folder or system file')
    .requiredOption('--key <file>', 'private key that signs the head')
    .option('--evidence <folder>', 'where the signed runs are', 'evidence')
    .action(async (file: string, path: string | undefined, options: { key: string; evidence: string }) =>
      addRun(io, file, path, options),
    );
  command
    .command('attest')
    .description('sign a statement about what only a person can see')
    .argument('<claim>', 'mitigation@subject')
    .argument('[project]', 'folder or system file')
    .requiredOption('--document <file>', 'the document that shows it; its digest is signed')
    .requiredOption('--by <person>', 'who says so')
    .requiredOption('--role <role>', 'in which role')
    .requiredOption('--says <text>', 'what they say, in a sentence')
    .requiredOption('--until <time>', 'how long it counts', isoTime)
    .requiredOption('--key <file>', 'private key of a signer that may sign human statements')
    .option('-e, --environment <name>', 'the environment it is about', 'production')
    .option('--evidence <folder>', 'where the signed runs are', 'evidence')
    .action(async (claim: string, path: string | undefined, options: AttestOptions) =>
      attest(io, claim, path, options),
    );
  command
    .command('review')
    .description('sign that you have read the threat model as it is, and stand by it')
    .argument('[project]', 'folder or system file')
    .requiredOption('--by <person>', 'who has read it')
    .requiredOption('--role <role>', 'in which role')
    .requiredOption('--until <time>', 'how long it counts, if nothing changes', isoTime)
    .requiredOption('--key <file>', 'private key of a signer that may sign human statements')
    .option('-e, --environment <name>', 'the environment whose evidence was looked at', 'production')
    .option('--evidence <folder>', 'where the signed runs are', 'evidence')
    .action(async (path: string | undefined, options: ReviewOptions) => review(io, path, options));
  return command;
}

async function verify(
  io: Io,
  path: string | undefined,
  options: OutputOptions & { evidence: string },
): Promise<void> {
  const project = Project.open(io, path);
  const { runs, problems } = await project.runs(project.system(), options.evidence);
  if (options.format === 'json') {
    deliver(io, options, JSON.stringify({ runs: runs.map(outline), problems }, null, 2));
  } else {
    printProblems(io, problems, project.sources);
    const rows = runs.map((one) => {
      const { sequence, startedAt, environment, results, reviewed, statement } = one.run;
      const head = `  ${sequence}  ${startedAt}  ${environment}  signed by ${one.signer}  `;
      if (reviewed) return `${head}${statement?.by ?? ''} has read the threat model\n`;
      const count = (verdict: string): number =>
        results.filter((result) => result.verdict === verdict).length;
      return `${head}${count('pass')} passed, ${count('fail')} failed, ${count('inconclusive')} inconclusive\n`;
    });
    deliver(
      io,
      options,
      `${runs.length} run${runs.length === 1 ? '' : 's'} with a signature that counts\n${rows.join('')}${
        problems.length === 0
          ? 'The chain is whole.'
          : `${problems.length} problem${problems.length === 1 ? '' : 's'}, see above.`
      }`,
    );
  }
  if (hasErrors(problems)) throw new Exit(EXIT.findings);
}

function outline({ file, digest, signer, run }: VerifiedRun): object {
  const { id, kind, sequence, previous, environment, startedAt } = run;
  return {
    file,
    digest,
    signer,
    id,
    kind,
    sequence,
    previous,
    environment,
    startedAt,
    results: run.results.length,
  };
}

/** A run whose signature does not count here is not taken in. */
async function addRun(
  io: Io,
  file: string,
  path: string | undefined,
  { key, evidence }: { readonly key: string; readonly evidence: string },
): Promise<void> {
  const project = Project.open(io, path);
  const system = project.system();
  const { source, problems } = readSource(io, file);
  if (printProblems(io, problems, project.sources) || !source) throw new Exit(EXIT.unusable);
  const trust = project.trust() ?? { signers: new Map() };
  const alone = await openRuns([source], undefined, trust, system.id);
  const [added] = alone.runs;
  if (!added) {
    printProblems(io, alone.problems, project.sources);
    throw new Exit(EXIT.unusable, `"${file}" holds no run that counts here; nothing was taken in`);
  }
  const before = await project.runs(system, evidence);
  if (before.runs.some(({ digest }) => digest === added.digest)) {
    throw new Exit(EXIT.unusable, `"${file}" is there already`);
  }
  const signing = await signingKey(io, key);
  const folder = resolve(project.root, evidence);
  writeWhole(join(folder, `${added.run.id}.dsse.json`), source.text);
  writeWhole(join(folder, 'head.json'), await signHead([...before.runs, added], signing));
  io.out(`took in ${project.shown(join(evidence, `${added.run.id}.dsse.json`))}\n`);
}

async function makeKey(
  io: Io,
  path: string | undefined,
  { name, output, human }: { name: string; output?: string; human?: boolean },
): Promise<void> {
  const project = Project.open(io, path);
  const file =
    output === undefined ? join(project.root, '.bestride', `${name}.key`) : resolve(io.cwd, output);
  if (existsSync(file))
    throw new Exit(
      EXIT.unusable,
      `"${output ?? project.shown(join('.bestride', `${name}.key`))}" exists; a key is never overwritten`,
    );
  const trust = project.trust();
  if (trust?.signers.has(name)) throw new Exit(EXIT.unusable, `trust.yaml already has a signer "${name}"`);
  const key = await createKey();
  const may = human ? ['run', 'human'] : ['run'];
  const trustText = addSigner(project.read('trust.yaml')?.text, name, key.publicKey, may);
  writeWhole(file, key.privateKey, 0o600);
  writeWhole(join(project.root, 'trust.yaml'), trustText);
  io.out(
    `Private key: ${output ?? project.shown(join('.bestride', `${name}.key`))} (keep it out of version control)\n`,
  );
  io.out(`Public key:  ${key.publicKey}\nAdded "${name}" to trust.yaml; runs it signs now count.\n`);
}

async function attest(
  io: Io,
  claim: string,
  path: string | undefined,
  options: AttestOptions,
): Promise<void> {
  const project = Project.open(io, path);
  const before = await project.assess({ evidence: options.evidence });
  const [mitigation = '', subject = ''] = claim.split('@');
  const entry = before.register.entries.find(
    (one) => one.subject.id === subject && one.mitigations.some((known) => known.id === mitigation),
  );
  if (!entry) throw new Exit(EXIT.unusable, `no threat on "${subject}" is answered by "${mitigation}"`);
  const document = bytesOf(io, options.document);
  const run = humanRun({
    system: before.system,
    catalogue: project.catalogue,
    mitigation,
    subject: entry.subject,
    environment: before.environment ?? options.environment,
    statement: {
      by: options.by,
      role: options.role,
      says: options.says,
      document: sha256(document),
      name: basename(options.document),
    },
    now: new Date(),
    validUntil: options.until,
    version: version(),
  });
  await keep(io, before, run, options);
  io.out(`Signed: ${options.by} (${options.role}) on ${claim}, until ${options.until.toISOString()}.\n`);
}

async function review(io: Io, path: string | undefined, options: ReviewOptions): Promise<void> {
  const { by, role, until } = options;
  const project = Project.open(io, path);
  const before = await project.assess({ evidence: options.evidence });
  const document = project.document();
  const run = reviewRun({
    system: before.system,
    document,
    by,
    role,
    environment: before.environment ?? options.environment,
    now: new Date(),
    until,
    version: version(),
  });
  await keep(io, before, run, options);
  io.out(
    `Signed: ${by} (${role}) has read ${[...document.keys()].join(', ')}, until ${until.toISOString()}.\n`,
  );
}

/** Signs a run and appends it to the chain. */
async function keep(
  io: Io,
  { project, runs }: Assessment,
  run: Run,
  { key, evidence }: { readonly key: string; readonly evidence: string },
): Promise<void> {
  const kept = await appendRun(runs, run, await signingKey(io, key));
  const folder = resolve(project.root, evidence);
  writeWhole(join(folder, kept.name), kept.text);
  writeWhole(join(folder, 'head.json'), kept.head);
}

function bytesOf(io: Io, file: string): Buffer {
  try {
    return readFileSync(resolve(io.cwd, file));
  } catch (error) {
    throw new Exit(EXIT.unusable, `cannot read "${file}": ${reasonOf(error)}`);
  }
}

function signerName(text: string): string {
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(text))
    throw new InvalidArgumentError('it must be lower-case letters, digits and hyphens.');
  return text;
}
