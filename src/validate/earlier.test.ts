/** What checks are told of the runs before. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

import type { Result } from '../evidence/run.ts';
import { run } from './run.ts';
import { PASS, fakeCheck, runOptions } from './testing/fake-check.ts';
import { startTcp } from './testing/listeners.ts';
import { planFor, targetsText } from './testing/project.ts';
import { asResult } from './testing/tpm/restarted.ts';

const root = mkdtempSync(join(tmpdir(), 'bestride-earlier-'));
afterAll(() => rmSync(root, { recursive: true }));

it('hands a check what it found on this target in this environment, and nothing else', async () => {
  const server = await startTcp(() => undefined);
  let told: readonly Result[] | undefined;
  const check = fakeCheck(({ earlier }) => {
    told = earlier;
    return Promise.resolve(PASS);
  });
  const own = asResult(check, PASS, new Date('2026-01-01T00:00:00Z'));
  const others = [
    { ...own, target: 'another' },
    { ...own, check: 'tls-suites' },
    { ...own, environment: 'production' },
  ];
  const plan = planFor(targetsText(`127.0.0.1:${server.port}`, ''));
  const around = { checks: [check], root };
  await run(plan, runOptions({ ...around, earlier: [...others, own] })).finally(() => server.stop());
  expect(told).toEqual([own]);
  await run(plan, runOptions(around));
  expect(told).toEqual([]);
});
