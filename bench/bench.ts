/**
 * `npm run bench`: what reading, modelling and enumerating cost, next to the least that they could cost here, in one
 * run and one table. Every size is measured in fresh processes, so that none profits from another's warm code.
 * `enumerate` is the first time in a cold process, as the program does it; `again` the same once the code is warm,
 * as the floor is. The unit is CPU seconds: machines that do other things as well still measure the same.
 *
 * Fails (exit code 1) when a tenfold system costs more than 12 times as much, from 1,000 elements up, or when 100,000
 * elements need 1 GiB of memory: both catch a loop that scans all things for each thing. It fails, too, when one model
 * of the Threat Modeling Tool in the corpus takes more than half a second to read, or all of them more than ten.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { endpoints } from './endpoints.ts';
import { systemOfSize } from './shape.mjs';

/** What `child.mjs` prints; CPU seconds and bytes. */
const Measured = z.strictObject({
  model: z.number(),
  enumerate: z.number(),
  warm: z.number(),
  render: z.number(),
  threats: z.number(),
  rules: z.number(),
  peak: z.number(),
});
type Measured = z.infer<typeof Measured>;
const Floor = z.strictObject({ A: z.number(), A2: z.number(), B: z.number() });
const Reading = z.strictObject({ read: z.number() });

/** How often each size is measured; the least counts. Few elements are done in no time, so noise weighs most. */
const SIZES = [
  { size: 10, times: 5 },
  { size: 100, times: 5 },
  { size: 1_000, times: 5 },
  { size: 10_000, times: 3 },
  { size: 100_000, times: 1 },
] as const;
const MOST_GROWTH = 12;
const MOST_BYTES = 2 ** 30;
/** CPU seconds. */
const MOST_PER_MODEL = 0.5;
const MOST_FOR_CORPUS = 10;

const root = fileURLToPath(new URL('..', import.meta.url));
const isBuilt = existsSync(join(root, 'dist/catalogue.json'));
const folder = mkdtempSync(join(tmpdir(), 'bestride-bench-'));
try {
  process.exitCode = bench() ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function bench(): boolean {
  console.log(
    `Node ${process.versions.node}, ${isBuilt ? 'the build' : 'the sources through tsx'}; CPU in ms, best of several\n`,
  );
  console.log(
    row(
      'elements',
      'floor A',
      'A2',
      'B',
      'read+model',
      'enumerate',
      'again',
      '÷ floor B',
      'growth',
      'render/µs',
      'threats',
      'peak MiB',
    ),
  );
  const failures: string[] = [];
  let previous: Measured | undefined;
  for (const { size, times } of SIZES) {
    const floor = Floor.parse(child(['floor', String(size + 2 * (size - 1))]));
    const measured = measure(size, times);
    const growth = previous && total(measured) / total(previous);
    console.log(
      row(
        size.toLocaleString('en'),
        ms(floor.A),
        ms(floor.A2),
        ms(floor.B),
        ms(measured.model),
        ms(measured.enumerate),
        ms(measured.warm),
        (measured.warm / floor.B).toFixed(1),
        growth ? `×${growth.toFixed(1)}` : '',
        (measured.render * 1e6).toFixed(0),
        measured.threats.toLocaleString('en'),
        (measured.peak / 2 ** 20).toFixed(0),
      ),
    );
    if (previous && size > 1_000) {
      failures.push(...tooSteep('read+model', size, previous.model, measured.model));
      failures.push(...tooSteep('enumerate', size, previous.enumerate, measured.enumerate));
    }
    if (measured.peak >= MOST_BYTES)
      failures.push(`${size} elements need ${measured.peak} bytes, 1 GiB or more`);
    previous = measured;
  }
  startUp();
  failures.push(...models(), ...endpoints(root));
  for (const failure of failures) console.error(`✖ ${failure}`);
  return failures.length === 0;
}

function measure(size: number, times: number): Measured {
  const file = join(folder, `${size}.json`);
  writeFileSync(file, JSON.stringify(systemOfSize(size)));
  const runs = Array.from({ length: times }, () =>
    Measured.parse(child([join(root, isBuilt ? 'dist' : 'src'), file])),
  );
  const least = (of: (run: Measured) => number): number => Math.min(...runs.map(of));
  const [first] = runs;
  if (!first) throw new Error('nothing was measured');
  return {
    ...first,
    model: least((run) => run.model),
    enumerate: least((run) => run.enumerate),
    warm: least((run) => run.warm),
    render: least((run) => run.render),
    peak: Math.max(...runs.map((run) => run.peak)),
  };
}

function tooSteep(what: string, size: number, before: number, after: number): string[] {
  const growth = after / before;
  return growth > MOST_GROWTH
    ? [`${what} of ${size} elements costs ${growth.toFixed(1)} times as much as of a tenth of them`]
    : [];
}

/** How long a person waits for the program to answer; wall-clock, since that is what they wait by. */
function startUp(): void {
  const program = join(root, 'bin/bestride.js');
  if (!isBuilt || !existsSync(program)) {
    console.log('\nStart-up: not measured, the program is not built.');
    return;
  }
  for (const args of [['--version'], ['catalogue', 'list']]) {
    const waits = Array.from({ length: 5 }, () => {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`bestride ${args.join(' ')}: ${stderr}`);
      return performance.now() - start;
    });
    console.log(
      `${args[0] === '--version' ? '\n' : ''}bestride ${args.join(' ')}: ${Math.min(...waits).toFixed(0)} ms wall`,
    );
  }
}

/** What it costs to read the corpus's models of the Threat Modeling Tool: the dearest one, cold, and all of them. */
function models(): string[] {
  const corpus = join(process.env['BESTRIDE_CORPUS'] ?? join(root, '../shared/corpus'), 'tm7');
  if (!existsSync(corpus)) {
    console.log(`\nModels of the Threat Modeling Tool: not measured, there is no folder ${corpus}.`);
    return [];
  }
  const files = readdirSync(corpus)
    .filter((name) => name.endsWith('.tm7'))
    .map((name) => join(corpus, name));
  const read = (some: readonly string[]): number =>
    Reading.parse(child(['tm7', join(root, isBuilt ? 'dist' : 'src'), ...some])).read;
  const [dearest] = files
    .map((file) => ({ file, cost: Math.min(read([file]), read([file])) }))
    .toSorted((a, b) => b.cost - a.cost);
  if (!dearest) return [];
  const all = read(files);
  const size = (statSync(dearest.file).size / 1e6).toFixed(1);
  console.log(
    `\n${files.length} models of the Threat Modeling Tool: ${ms(all)} ms together; the dearest one, of ${size} MB, ${ms(dearest.cost)} ms cold`,
  );
  return [
    ...(dearest.cost > MOST_PER_MODEL
      ? [`reading ${dearest.file} takes ${dearest.cost} s, more than ${MOST_PER_MODEL}`]
      : []),
    ...(all > MOST_FOR_CORPUS ? [`reading all models takes ${all} s, more than ${MOST_FOR_CORPUS}`] : []),
  ];
}

/** Runs a measurement in a process of its own: with plain Node on the build, else with tsx on the sources. */
function child(args: readonly string[]): unknown {
  const loader = isBuilt || args[0] === 'floor' ? [] : ['--import', 'tsx'];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...loader, join(root, 'bench/child.mjs'), ...args],
    { encoding: 'utf8', cwd: root },
  );
  if (status !== 0) throw new Error(`measuring ${args.join(' ')} failed:\n${stderr}`);
  return JSON.parse(stdout);
}

function total({ model, enumerate }: Measured): number {
  return model + enumerate;
}

function ms(seconds: number): string {
  const value = seconds * 1000;
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}

function row(...cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(11)).join('');
}
