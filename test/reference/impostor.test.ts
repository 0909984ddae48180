/**
 * Step 4 on the parts of the reference solution that dial: checks take their gateway's place on the bench, where a test
 * unit of each calls. Intact, and trusting whoever answers.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

import { DIALLERS } from '../../reference/src/common/fleet.ts';
import type { Weakness } from '../../reference/src/common/weakness.ts';
import { startSolution } from '../../reference/src/solution.ts';
import { alive } from '../../reference/src/testing/waiting.ts';
import { bestride } from '../support/bestride.ts';

const dir = mkdtempSync(join(tmpdir(), 'bestride-impostor-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const CERTIFICATE_CHECKS = [
  'client-refuses-expired',
  'client-refuses-unknown-ca',
  'client-refuses-wrong-name',
];
const LINES = ['valve-line', 'smoke-line', 'camera-line', 'uplink', 'command-line', 'monitor-line'];

interface Answer {
  /** Verdicts on all test units, by check. */
  readonly verdicts: Readonly<Record<string, readonly string[]>>;
  /** Statuses of COM-04, somebody poses as the server, by connection. */
  readonly statuses: Readonly<Record<string, string>>;
}

it('refuse strangers, other names, expired certificates and old TLS; and each speaks for its lot', async () => {
  const { verdicts, statuses } = await validated('intact');
  const all = DIALLERS.map(() => 'pass');
  for (const check of CERTIFICATE_CHECKS) expect(verdicts[check]).toEqual(all);
  expect(new Set(verdicts['client-refuses-old-tls'])).toEqual(new Set(['pass']));
  expect(statuses).toEqual(Object.fromEntries(LINES.map((line) => [line, 'validated'])));
}, 180_000);

it('are found out when they trust whoever answers', async () => {
  const { verdicts, statuses } = await validated('trusting', 'trusts-any-server');
  const all = DIALLERS.map(() => 'fail');
  for (const check of CERTIFICATE_CHECKS) expect(verdicts[check]).toEqual(all);
  // The version has nothing to do with it.
  expect(new Set(verdicts['client-refuses-old-tls'])).toEqual(new Set(['pass']));
  expect(statuses).toEqual(Object.fromEntries(LINES.map((line) => [line, 'open'])));
}, 180_000);

/** Starts the solution with its bench, lets validation look at the clients and at the servers' certificates, ends all. */
async function validated(name: string, weaken?: Weakness): Promise<Answer> {
  const solution = await startSolution({ dir: join(dir, name), bench: true, ...(weaken && { weaken }) });
  const { project } = solution.files;
  const key = join(dir, `${name}.key`);
  try {
    await answer(project, ['evidence', 'key', '--name', 'tester', '--output', key]);
    const only = [...DIALLERS.map((part) => `test-${part}`), 'tls-server-certificate'];
    const chosen = ['validate', '--key', key, '--format', 'json', '--only', ...only];
    const { run } = JSON.parse(await answer(project, chosen)) as { run: { results: Result[] } };
    const said = await answer(project, ['mitigate', '--format', 'json']);
    const { threats } = JSON.parse(said) as { threats: { id: string; status: string }[] };
    const verdicts: Record<string, string[]> = {};
    for (const { check, verdict } of run.results) (verdicts[check] ??= []).push(verdict);
    const statusOf = (line: string): string =>
      threats.find(({ id }) => id === `COM-04@${line}`)?.status ?? 'not there';
    return { verdicts, statuses: Object.fromEntries(LINES.map((line) => [line, statusOf(line)])) };
  } finally {
    await solution.stop();
    expect(alive([...solution.pids.values()])).toEqual([]);
  }
}

interface Result {
  readonly check: string;
  readonly verdict: string;
}

/** What a command printed; it may have found something. */
async function answer(project: string, args: readonly string[]): Promise<string> {
  const { code, out, err } = await bestride(project, args);
  if (code !== 0 && code !== 1) throw new Error(err);
  return out;
}
