/**
 * `npm start`: runs the solution, takes its threat model through the four steps with the bestride command, and
 * says what came of it. Stays until Ctrl-C; with --once it ends everything and exits with the gate's code.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { bestride, bestrideJudges, interruptBestride } from './bestride.ts';
import { PARTS } from './common/fleet.ts';
import { WEAKNESSES, isWeakness } from './common/weakness.ts';
import type { Weakness } from './common/weakness.ts';
import { startSolution } from './solution.ts';
import type { Solution } from './solution.ts';
import { attackLines, leftLines, statusLines } from './summary.ts';
import type { CheckResult, Entry } from './summary.ts';

const HELP = `npm start -- [options]
  --once                   end everything after the summary; exit with the gate's code
  --dir FOLDER             the working folder (default: .bestride/reference)
  --weaken NAME            start it weaker in one respect, to see validation fail:
${Object.entries(WEAKNESSES)
  .map(([name, what]) => `    ${name.padEnd(22)} ${what}`)
  .join('\n')}
`;

/** Checks that leave the valve on another release than they found it on; they run because they are named. */
const DISTURBING = ['update-authentic', 'update-older', 'update-other-device', 'update-recovery'];

const INTERRUPTED = 130;
const UNUSABLE = 2;

/** Says that a folder is ours to empty. */
const MARK = '.bestride-reference';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

let solution: Solution | undefined;
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void finish(INTERRUPTED));

try {
  await main();
} catch (error) {
  if (!ending) {
    console.error(`\n✖ ${error instanceof Error ? error.message : String(error)}`);
    await finish(UNUSABLE);
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
    return;
  }
  const dir = resolve(options.dir ?? join(REPOSITORY, '.bestride', 'reference'));
  prepare(dir);

  say(
    'Starting the solution: a factory makes a certificate authority, keys and certificates; then the parts …',
  );
  solution = await startSolution({ dir, bench: true, ...(options.weaken && { weaken: options.weaken }) });
  const { ports, pids, files } = solution;
  const where: Partial<Record<string, string>> = {
    'cloud-gateway': `mqtts://127.0.0.1:${ports.hub}`,
    'field-gateway': `mqtts://127.0.0.1:${ports.fieldGateway}`,
    'command-service': `https://127.0.0.1:${ports.api}`,
  };
  for (const part of PARTS)
    say(`  ${part.padEnd(16)} process ${String(pids.get(part)).padEnd(8)} ${where[part] ?? ''}`);
  say('  On the bench, a test unit of each part that dials; checks take the place of its server.');
  if (options.weaken) say(`  It is weakened on purpose: ${WEAKNESSES[options.weaken]}.`);

  const code = await assess(files.project, dir);
  if (options.once) return finish(code);
  say(playOn(solution));
}

/** The four steps. Resolves to the gate's exit code. */
async function assess(project: string, dir: string): Promise<number> {
  const key = join(dir, 'demonstration.key');
  const report = join(dir, 'report.html');
  say(
    '\nA signing key for this demonstration is made on the spot and listed in trust.yaml. It shows that the',
  );
  say('evidence was not changed since; it cannot show that the one who holds the key is honest.');
  await bestride('evidence', 'key', project, '--name', 'demonstration', '--output', key);

  const model = await bestride('model', project);
  say(`\n1 Model\n${indent(model)}`);

  const threats = await bestride('enumerate', project, '--format', 'json');
  say(
    `\n2 Enumerate\n  ${listIn<Entry>(threats, 'threats').length} threats (STRIDE), each with its reasons.`,
  );

  const before = await bestride('mitigate', project, '--format', 'json');
  say(`\n3 Mitigate: what people decided and claim\n${statusLines(listIn(before, 'threats')).join('\n')}`);

  const named = ['--disturbing', ...DISTURBING];
  const validation = await bestrideJudges('validate', project, '--key', key, '--format', 'json', ...named);
  say('\n4 Validate: attacks on the running solution, with identities made for attacks');
  say(attackLines(resultsIn(validation.stdout)).join('\n'));

  const entries = listIn<Entry>(await bestride('mitigate', project, '--format', 'json'), 'threats');
  say(`\nWhere that leaves the threats\n${statusLines(entries).join('\n')}`);
  say(`\nWhat is left\n${leftLines(entries, `node bin/bestride.js mitigate ${shown(project)}`).join('\n')}`);

  await bestride('report', project, '--output', report);
  const gate = await bestrideJudges('gate', project);
  say(`\nGate: ${gate.code === 0 ? 'passed' : 'NOT passed'}\n${indent(gate.stdout)}`);
  say(`Report: ${shown(report)}`);
  return gate.code;
}

function playOn({ ports, files }: Solution): string {
  const curl = [
    `curl --cacert ${shown(join(files.operator, 'ca.pem'))} --cert ${shown(join(files.operator, 'cert.pem'))}`,
    `--key ${shown(join(files.operator, 'key.pem'))} --data '{"position": 100}' https://localhost:${ports.api}/valve`,
  ];
  return `
Everything keeps running. In another terminal, ask the valve to open all the way (it will not):
  ${curl.join(' \\\n    ')}
The same without a certificate is refused. Then look at
  ${shown(files.readings)}   the last readings
  ${shown(files.audit('cloud-gateway'))}   who did what at the cloud gateway
and run the steps yourself, for example:
  node bin/bestride.js mitigate ${shown(files.project)}
  node bin/bestride.js explain COM-02@camera-line ${shown(files.project)}
Ctrl-C ends it all.`;
}

/** Empties the working folder of what an earlier start left: every start makes a new product with new keys. */
function prepare(dir: string): void {
  if (existsSync(dir) && readdirSync(dir).length > 0) {
    if (!existsSync(join(dir, MARK)))
      throw new Error(`${shown(dir)} is not empty and not ours; choose another --dir.`);
    rmSync(dir, { recursive: true });
  }
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(join(dir, MARK), 'The reference solution works here; npm start empties this folder.\n');
}

/** Ends the parts and then this process, whatever is under way. */
async function finish(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  interruptBestride();
  await solution?.stop();
  process.exit(code);
}

function readOptions(): { help: boolean; once: boolean; dir?: string; weaken?: Weakness } {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      once: { type: 'boolean', default: false },
      dir: { type: 'string' },
      weaken: { type: 'string' },
    },
  });
  const { help, once, dir, weaken } = values;
  if (weaken !== undefined && !isWeakness(weaken))
    throw new Error(`--weaken does not know "${weaken}".\n${HELP}`);
  return { help, once, ...(dir !== undefined && { dir }), ...(weaken && { weaken }) };
}

/** The list under `key` of a JSON answer. */
function listIn<T>(json: string, key: string): T[] {
  const data: Record<string, T[] | undefined> = JSON.parse(json);
  return data[key] ?? [];
}

/** The results of the run that `validate --format json` prints. */
function resultsIn(json: string): CheckResult[] {
  const { run }: { run: { results: CheckResult[] } } = JSON.parse(json);
  return run.results;
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^(?=.)/gm, '  ');
}

/** A path as one would type it here. */
function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}

function say(text: string): void {
  console.log(text);
}
