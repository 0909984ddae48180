/** The checks of commands, updates, logs and readings on the reference solution: intact, and weaker by one setting at a time. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import type { Weakness } from '../../reference/src/common/weakness.ts';
import { type Solution, startSolution } from '../../reference/src/solution.ts';
import type { CheckOutcome } from '../../src/validate/check.ts';
import { checks } from '../../src/validate/checks/index.ts';
import { loadSecrets } from '../../src/validate/secrets.ts';
import { type Target, TargetsFile, splitAddress } from '../../src/validate/targets/targets.ts';
import { runAgainst } from '../../src/validate/testing/context.ts';

const dir = mkdtempSync(join(tmpdir(), 'bestride-reference-commands-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const ROWS = [
  ['command-authorisation', 'valve-commands', 'open-commands'],
  ['command-range', 'valve-commands', 'no-limits'],
  ['settings-signed-and-bounded', 'valve-settings', 'unsigned-config'],
  ['settings-signed-and-bounded', 'valve-settings', 'no-config-bounds'],
  ['settings-signed-and-bounded', 'valve-settings', 'older-config'],
  ['update-authentic', 'valve-software', 'unsigned-update'],
  ['update-older', 'valve-software', 'older-update'],
  ['update-other-device', 'valve-software', 'other-update'],
  ['update-recovery', 'valve-software', 'no-recovery'],
  ['audit-trail', 'hub-log', 'no-command-audit'],
  ['audit-tamper-evident', 'command-log', 'unsigned-audit'],
  ['reading-plausibility', 'smoke-watch', 'no-plausibility'],
  ['reading-form', 'monitor-intake', 'any-form'],
  ['reading-origin', 'monitor-intake', 'sender-in-message'],
  ['heartbeat-loss', 'smoke-watch', 'no-loss-alarm'],
] as const;

/** Each check on its target once. */
const INTACT = ROWS.filter(
  ([check, target], index) => ROWS.findIndex((row) => row[0] === check && row[1] === target) === index,
);

describe('as it is', () => {
  it('passes every check', async () => {
    await withSolution('intact', undefined, async (solution) => {
      const verdicts = [];
      for (const [check, target] of INTACT)
        verdicts.push(line(check, target, await look(solution, check, target)));
      expect(verdicts.map((text) => text.split(':')[0])).toEqual(
        INTACT.map(([check, target]) => `${check} on ${target} pass`),
      );
    });
  }, 240_000);
});

describe('weaker by one setting', () => {
  it.each(ROWS)(
    '%s on %s: %s',
    async (check, target, weaken) => {
      await withSolution(`${check}-${weaken}`, weaken, async (solution) => {
        expect(line(check, target, await look(solution, check, target))).toContain(`${target} fail: `);
      });
    },
    120_000,
  );
});

async function withSolution(
  name: string,
  weaken: Weakness | undefined,
  act: (solution: Solution) => Promise<void>,
): Promise<void> {
  const solution = await startSolution({ dir: join(dir, name), ...(weaken && { weaken }) });
  await act(solution).finally(() => solution.stop());
}

/** Runs a check until it can tell: parts that have just started may not yet have heard of each other. */
async function look(solution: Solution, id: string, name: string): Promise<CheckOutcome> {
  let found = await lookOnce(solution, id, name);
  for (let tries = 1; tries < 3 && found.verdict === 'inconclusive'; tries++) {
    found = await lookOnce(solution, id, name);
  }
  return found;
}

/** Runs one check on one target of the solution's own targets.yaml. */
async function lookOnce({ files }: Solution, id: string, name: string): Promise<CheckOutcome> {
  const text = readFileSync(join(files.project, 'targets.yaml'), 'utf8');
  const target: Target | undefined = TargetsFile.parse(parse(text)).environments.loopback?.[name];
  const check = checks.find((one) => one.id === id);
  if (!target || !check) throw new Error(`no target ${name}, or no check ${id}`);
  const { ca = '', identities } = await loadSecrets(target, files.project, {});
  const { newer = [], older, other, foreign, faulty } = target.update ?? {};
  const releases = [...newer, older, other, foreign, faulty].flatMap((one) => one?.file ?? []);
  const paths = [...releases, ...(target.audit?.key === undefined ? [] : [target.audit.key])];
  return runAgainst(check, {
    kind: target.kind,
    port: splitAddress(target.address ?? '').port,
    serverName: target.tls?.name ?? '',
    ca,
    identities,
    declares: target,
    files: Object.fromEntries(paths.map((path) => [path, readFileSync(join(files.project, path), 'utf8')])),
  });
}

function line(check: string, target: string, { verdict, reason }: CheckOutcome): string {
  return `${check} on ${target} ${verdict}: ${reason}`;
}
