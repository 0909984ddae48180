/**
 * What it costs to test the TLS of many endpoints, in a process of its own: prints one line of JSON. 200 listeners on
 * loopback are swept for their policy and tried with bad client certificates by the runner itself; how many
 * connections each has had is counted there, not here. One endpoint alone is swept next to sslscan.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { checks } from '../src/validate/checks/index.ts';
import { type Plan, planDigest } from '../src/validate/plan.ts';
import { openDialler } from '../src/validate/probes/dial.ts';
import { sweepTls } from '../src/validate/probes/tls/sweep.ts';
import { run } from '../src/validate/run.ts';
import { createPki } from '../src/validate/testing/pki.ts';

const ENDPOINTS = 200;
const CHECKS = ['tls-client-certificate', 'tls-forward-secrecy', 'tls-groups', 'tls-suites'];

const pki = await createPki();
const script = fileURLToPath(new URL('tls-endpoints.mjs', import.meta.url));
const server = fork(script, [pki.dir, String(ENDPOINTS)]);
try {
  const ports = await told(server);
  const one = await single(ports[0] ?? 0);
  const before = await counted(server);
  const start = performance.now();
  const { results } = await run(planFor(ports), {
    checks,
    root: pki.dir,
    env: {},
    previous: null,
    sequence: 1,
    signal: new AbortController().signal,
    vantage: 'bench',
    version: '0.0.0',
    allowDisturbing: [],
  });
  const seconds = (performance.now() - start) / 1000;
  const after = await counted(server);
  const connections = after.map((count, index) => count - (before[index] ?? 0));
  console.log(
    JSON.stringify({
      endpoints: ENDPOINTS,
      seconds,
      // KiB on every platform that Node runs on.
      peak: process.resourceUsage().maxRSS * 1024,
      passed: results.filter(({ verdict }) => verdict === 'pass').length,
      results: results.length,
      most: Math.max(...connections),
      budget: CHECKS.reduce((most, id) => Math.max(most, budgetOf(id)), 0),
      ...one,
    }),
  );
} finally {
  server.disconnect();
  await pki.remove();
}

async function told(child: ChildProcess): Promise<number[]> {
  const [message]: unknown[] = await once(child, 'message');
  return z.array(z.number()).parse(message);
}

function counted(child: ChildProcess): Promise<number[]> {
  child.send('count');
  return told(child);
}

function budgetOf(id: string): number {
  return checks.find((check) => check.id === id)?.budget.connections ?? 0;
}

/** Seconds that one endpoint takes us and sslscan, the best of three; no figure where sslscan is not installed. */
async function single(port: number): Promise<{ one: number; sslscan?: number }> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < 3; round++) {
    const dial = openDialler({
      declared: `127.0.0.1:${port}`,
      resolved: { host: '127.0.0.1', port },
      serverName: 'localhost',
      budget: { connections: 400, seconds: 30, bytes: 5_000_000 },
      signal: new AbortController().signal,
    });
    const start = performance.now();
    await sweepTls(dial);
    ours.push((performance.now() - start) / 1000);
    dial.close();
    const began = performance.now();
    const { error } = spawnSync('sslscan', ['--no-heartbleed', '--no-colour', `127.0.0.1:${port}`]);
    if (!error) theirs.push((performance.now() - began) / 1000);
  }
  return { one: Math.min(...ours), ...(theirs.length > 0 && { sslscan: Math.min(...theirs) }) };
}

/** Every check on every endpoint, as the planner would have it. */
function planFor(ports: readonly number[]): Plan {
  const items = ports.flatMap((port, index) =>
    CHECKS.flatMap((id) => {
      const info = checks.find((check) => check.id === id);
      if (!info) return [];
      const target = `hub-${index}`;
      return {
        check: id,
        target,
        mitigations: ['strong-suites'],
        covers: ['line'],
        expects: {},
        facts: [],
        coverage: { of: 1, covered: 1 },
        info,
        declaration: {
          kind: 'http',
          address: `127.0.0.1:${port}`,
          covers: ['line'],
          tls: { ca: 'file:ca.pem', name: 'localhost' },
          identities: {
            'canary-a': { cert: 'file:canary-a.pem', key: 'file:canary-a.key', state: 'enrolled' as const },
            expired: { cert: 'file:expired.pem', key: 'file:expired.key', state: 'expired' as const },
            weak: { cert: 'file:weak.pem', key: 'file:weak.key', state: 'weak' as const },
          },
        },
      };
    }),
  );
  return {
    system: { id: 'bench' },
    environment: 'lab',
    plannedAt: new Date(),
    items,
    untestable: [],
    digest: planDigest(items),
    problems: [],
  };
}
