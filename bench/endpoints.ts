/** The bench's row on step 4: how long it takes to test the TLS of many endpoints ({@link ./tls.ts}), and of one. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { z } from 'zod';

/** What `tls.ts` prints: seconds, bytes, numbers of connections. */
const Tested = z.strictObject({
  endpoints: z.number(),
  seconds: z.number(),
  peak: z.number(),
  passed: z.number(),
  results: z.number(),
  /** The most connections that one endpoint had, and what the costliest check may have. */
  most: z.number(),
  budget: z.number(),
  one: z.number(),
  sslscan: z.number().optional(),
});

const MOST_SECONDS = 30;
const MOST_BYTES = 300e6;
const MOST_FOR_ONE = 0.3;

/** Measures, prints, and returns what is too much. Wall-clock, since these tests mostly wait for others. */
export function endpoints(root: string): string[] {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(root, 'bench/tls.ts')],
    {
      encoding: 'utf8',
      cwd: root,
    },
  );
  if (status !== 0) throw new Error(`testing endpoints failed:\n${stderr}`);
  const found = Tested.parse(JSON.parse(stdout));
  const { one, sslscan, most, budget } = found;
  const beside =
    sslscan === undefined ? 'sslscan is not installed' : `sslscan ${(sslscan * 1000).toFixed(0)} ms`;
  console.log(
    `\n${found.endpoints} endpoints, TLS policy and client certificates: ${found.seconds.toFixed(1)} s, peak ${(found.peak / 1e6).toFixed(0)} MB, at most ${most} connections each as they counted (budget ${budget}); the sweep of one ${(one * 1000).toFixed(0)} ms (${beside})`,
  );
  return [
    ...(found.passed < found.results
      ? [`only ${found.passed} of ${found.results} checks of endpoints passed`]
      : []),
    ...(found.seconds > MOST_SECONDS
      ? [`testing the endpoints took ${found.seconds} s, more than ${MOST_SECONDS}`]
      : []),
    ...(found.peak > MOST_BYTES
      ? [`testing the endpoints needed ${found.peak} bytes, more than ${MOST_BYTES}`]
      : []),
    ...(most > budget ? [`an endpoint had ${most} connections, more than the budget of ${budget}`] : []),
    ...(one > MOST_FOR_ONE ? [`the sweep of one endpoint took ${one} s, more than ${MOST_FOR_ONE}`] : []),
  ];
}
