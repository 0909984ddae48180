/**
 * `npm run proof`: runs every row of every check against real software, prints what came of each, writes
 * docs/proof-table.md, and exits with 1 on any surprise. `npm run proof -- mqtt-anonymous` runs the named ones
 * and writes nothing.
 */
import { writeFileSync } from 'node:fs';

import { proofs } from '../src/validate/checks/proofs.ts';
import { createPki } from '../src/validate/testing/pki.ts';
import { type Proof, type Tried, tryRow } from '../src/validate/testing/proof.ts';

const named = process.argv.slice(2);
const wanted = proofs.filter(({ check }) => named.length === 0 || named.includes(check.id));
const pki = await createPki();
const tried: { readonly of: Proof; readonly rows: readonly Tried[] }[] = [];
for (const of of wanted) {
  console.log(`\n${of.check.id}`);
  const rows = await inLanes(of.rows, (row) => tryRow(of.check, row, { pki }));
  for (const { row, verdict, reason, surprise } of rows) {
    console.log(`  ${surprise === undefined ? '✔' : '✖'} ${row.kind}: ${row.name} → ${verdict}`);
    console.log(`      ${surprise ?? reason}`);
  }
  tried.push({ of, rows });
}
await pki.remove();

const all = tried.flatMap(({ rows }) => rows);
const surprises = all.filter(({ surprise }) => surprise !== undefined).length;
const twins = all.filter(({ row }) => row.kind === 'weakened');
const summary = `${wanted.length} checks, ${all.length} rows, ${twins.length} weakened twins, ${surprises} surprises`;
console.log(`\n${summary}`);
if (named.length === 0 && surprises === 0) {
  writeFileSync(new URL('../docs/proof-table.md', import.meta.url), page());
}
process.exitCode = surprises === 0 ? 0 : 1;

/** Several rows at a time: most of them wait. In the order they were given. */
async function inLanes<T, R>(given: readonly T[], work: (one: T) => Promise<R>, lanes = 12): Promise<R[]> {
  const done: R[] = [];
  const waiting = [...given.entries()];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) done[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done;
}

function page(): string {
  const head = [
    '# Proof table',
    '',
    'Every check is run against targets that are known to be protected, unprotected and dead. It must pass,',
    'fail and be inconclusive, in this order; it is not told which it is given. A weakened twin differs from the',
    'intact target in what the last column shows. `npm run proof` runs all of it and writes this page.',
    '',
    `${summary}.`,
  ];
  return `${[...head, ...tried.map(({ of, rows }) => section(of, rows))].join('\n')}\n`;
}

function section({ check }: Proof, rows: readonly Tried[]): string {
  const lines = rows.map(({ row, verdict }) => {
    const diff = row.diff.split('\n').filter(Boolean).map(code).join('<br>');
    return `| ${row.kind} | ${cell(row.name)} | ${cell(row.software)} | ${verdict} | ${diff} |`;
  });
  return [
    '',
    `## ${check.id}`,
    '',
    check.title,
    '',
    '| target | what it is | software | verdict | differs in |',
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function code(text: string): string {
  return `\`${cell(text).replaceAll('`', "'")}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
