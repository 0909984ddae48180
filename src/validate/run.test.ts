import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { Run } from '../evidence/run.ts';
import type { Check, CheckOutcome } from './check.ts';
import { checks } from './checks/index.ts';
import type { Grant } from './permission/grants.ts';
import { planDigest } from './plan.ts';
import { type RunOptions, run } from './run.ts';
import { PASS, fakeCheck, runOptions } from './testing/fake-check.ts';
import { type Listener, startTcp, startTls } from './testing/listeners.ts';
import { type Pki, createPki } from './testing/pki.ts';
import { NOW, planFor, targetsText } from './testing/project.ts';

let root: string;
let pki: Pki;
const started: Listener[] = [];
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'bestride-run-'));
  pki = await createPki();
  writeFileSync(join(root, 'ca.pem'), pki.ca.cert);
});
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
});
afterAll(async () => {
  rmSync(root, { recursive: true });
  await pki.remove();
});

const options = (over: Partial<RunOptions> = {}): RunOptions => runOptions({ checks, root, ...over });
const listen = async (serve: Parameters<typeof startTcp>[0] = () => undefined): Promise<Listener> => {
  const server = await startTcp(serve);
  started.push(server);
  return server;
};
const targetAt = ({ port }: { port: number }, more = ''): string => targetsText(`127.0.0.1:${port}`, more);
const work = (): Promise<CheckOutcome> => Promise.resolve(PASS);
const atNoon = (): Date => NOW;
const loopback = (): Promise<string[]> => Promise.resolve(['127.0.0.1']);
const elsewhere = (): Promise<string[]> => Promise.resolve(['192.0.2.7']);
const runFake = async (how: Check['run'], over: Partial<RunOptions> = {}) =>
  run(planFor(targetAt(await listen())), options({ checks: [fakeCheck(how)], ...over }));

describe('a run', () => {
  it('is a record that can be read back, with the real checks on a real server', async () => {
    const server = await startTls(pki.server, { minVersion: 'TLSv1.2' });
    started.push(server);
    const plan = planFor(targetAt(server, ', tls: { ca: file:ca.pem, name: localhost }'));
    const { only: _, ...everything } = options();
    const record = await run(plan, { ...everything, clock: atNoon });
    expect(Run.parse(record)).toEqual(record);
    expect(planDigest(record.plan.items)).toBe(record.plan.digest);
    const [result] = record.results.filter(({ check }) => check === 'tls-versions');
    expect(result).toMatchObject({
      verdict: 'pass',
      covers: ['second', 'uplink'],
      environment: 'lab',
      vantage: 'a test, on the same machine, over loopback',
    });
    expect(result?.facts.map(({ kind, ref }) => `${kind} ${ref}`)).toEqual(
      expect.arrayContaining(['file ca.pem', 'target hub-mqtt', 'model uplink.tls.min']),
    );
    expect(Date.parse(result?.validUntil ?? '') - NOW.getTime()).toBe(168 * 3_600_000);
    expect(record.id).toMatch(/^20261115T120000Z-/);
  }, 60_000);

  it('lists what it did not do, and why', async () => {
    const plan = planFor(targetAt(await listen()));
    const notRun = async (over: Partial<RunOptions>): Promise<string> => {
      const { results, notRun: left } = await run(plan, options(over));
      expect(results).toEqual([]);
      return left.find(({ check }) => check === 'tls-versions')?.reason ?? '';
    };
    const disturbing = [fakeCheck(work, { effect: 'disturbing' })];
    expect(await notRun({ only: ['mqtt-anonymous'], checks: [fakeCheck(work)] })).toBe(
      'not selected for this run',
    );
    expect(await notRun({ checks: disturbing })).toContain('may disturb');
    expect(await notRun({ checks: [] })).toContain('no such check');
    expect(
      (await run(plan, options({ checks: disturbing, allowDisturbing: ['tls-versions'] }))).results,
    ).not.toEqual([]);
    expect((await run(plan, options({ checks: [fakeCheck(work)], only: ['hub-mqtt'] }))).results).not.toEqual(
      [],
    );
  });

  it('turns a check that throws or hangs into inconclusive, without its stack', async () => {
    const thrown = await runFake(() => Promise.reject(new Error('no idea\n    at secret.ts:1')));
    expect(thrown.results).toMatchObject([
      { verdict: 'inconclusive', reason: 'the check itself failed: no idea' },
    ]);
    const hangs = fakeCheck(() => new Promise(() => undefined), {
      budget: { connections: 1, seconds: 0.1, bytes: 1 },
    });
    const record = await run(planFor(targetAt(await listen())), options({ checks: [hangs] }));
    expect(record.results[0]?.reason).toContain('did not end within');
  });

  it('takes back a pass that is none', async () => {
    const verdictOf = async (over: Partial<CheckOutcome>) =>
      (await runFake(() => Promise.resolve({ ...PASS, ...over }))).results[0]?.verdict;
    const attempt = { what: 'x', outcome: 'refused', refusedBy: 'server', detail: '' } as const;
    expect(await verdictOf({})).toBe('pass');
    expect(await verdictOf({ control: null })).toBe('inconclusive');
    expect(await verdictOf({ control: { ...attempt, outcome: 'silent' } })).toBe('inconclusive');
    expect(await verdictOf({ attack: [] })).toBe('inconclusive');
    expect(await verdictOf({ attack: [attempt, { ...attempt, refusedBy: 'client-library' }] })).toBe(
      'inconclusive',
    );
    expect(await verdictOf({ attack: [{ ...attempt, refusedBy: 'platform-default' }] })).toBe('inconclusive');
    expect(await verdictOf({ attack: [{ ...attempt, outcome: 'unreachable' }] })).toBe('inconclusive');
    // Whatever the check makes of a budget that ran out in the middle of the attack.
    const greedy = await runFake(async ({ dial }) => {
      for (let i = 0; i < 5; i++) await dial.connect().catch(() => undefined);
      return PASS;
    });
    expect(greedy.results[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('3 connections'),
    });
  });

  it('keeps the budget, counted at the server, and closes what a check leaves open', async () => {
    const server = await listen();
    const greedy = fakeCheck(async ({ dial }) => {
      await Promise.allSettled(Array.from({ length: 50 }, () => dial.connect()));
      return PASS;
    });
    await run(planFor(targetAt(server)), options({ checks: [greedy] }));
    await expect.poll(() => server.connections()).toBe(3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.connections()).toBe(3);
  });

  it('stops when interrupted, and says what is left', async () => {
    const stop = new AbortController();
    const record = await runFake(
      async ({ dial }) => {
        const socket = await dial.connect();
        setTimeout(() => stop.abort(), 20);
        await new Promise((resolve) => socket.once('close', resolve));
        return PASS;
      },
      { signal: stop.signal },
    );
    expect(record.results).toEqual([]);
    expect(record.notRun).toContainEqual({
      check: 'tls-versions',
      target: 'hub-mqtt',
      reason: 'interrupted before it ended',
    });
    const before = await runFake(() => Promise.resolve(PASS), { signal: AbortSignal.abort() });
    expect(before.notRun.find(({ check }) => check === 'tls-versions')?.reason).toContain('interrupted');
    expect(Run.parse(before)).toEqual(before);
  });

  it('runs one check at a time on one listener, whatever it is called', async () => {
    const server = await listen();
    let at = 0;
    let most = 0;
    const slow = fakeCheck(async () => {
      most = Math.max(most, ++at);
      await new Promise((resolve) => setTimeout(resolve, 30));
      at--;
      return PASS;
    });
    const two = (other: number): string =>
      `${targetAt(server)}    again: { kind: mqtt, address: "localhost:${other}", covers: [uplink] }\n`;
    await run(planFor(two(server.port)), options({ checks: [slow], lookup: loopback }));
    expect(most).toBe(1);
    await run(planFor(two((await listen()).port)), options({ checks: [slow], lookup: loopback }));
    expect(most).toBe(2);
  });
});

describe('beyond loopback', () => {
  const grant: Grant = {
    bestride: 1,
    authorisedBy: 'Ada',
    from: '2026-11-15T00:00:00Z',
    until: '2026-11-16T00:00:00Z',
    targets: { 'lab/hub-mqtt': ['192.0.2.7:8883'] },
    budget: { connections: 5, seconds: 10, bytes: 100_000 },
    digest: `sha256:${'0'.repeat(64)}`,
  };
  const remote = targetsText('hub.test:8883');
  const seen: string[] = [];
  const look = [
    fakeCheck(({ dial }) => {
      seen.push(dial.resolved.host);
      return Promise.resolve(PASS);
    }),
  ];

  it('contacts nothing without a grant', async () => {
    const record = await run(planFor(remote), options({ lookup: elsewhere, checks: look }));
    expect(record).toMatchObject({ results: [], grant: null });
    expect(record.notRun.find(({ check }) => check === 'tls-versions')?.reason).toContain('TGT04');
    expect(seen).toEqual([]);
  });

  it('resolves a name once: a resolver that changes its mind leads nowhere', async () => {
    const server = await listen();
    let asked = 0;
    const fickle = async (): Promise<string[]> => [++asked === 1 ? '127.0.0.1' : '192.0.2.7'];
    const dialTwice = fakeCheck(async ({ dial }) => {
      for (let i = 0; i < 2; i++) (await dial.connect()).destroy();
      return { ...PASS, reason: dial.resolved.host };
    });
    const record = await run(
      planFor(targetsText(`rebinding.test:${server.port}`)),
      options({ lookup: fickle, checks: [dialTwice] }),
    );
    expect(record.results[0]).toMatchObject({ verdict: 'pass', reason: '127.0.0.1' });
    expect(asked).toBe(1);
    await expect.poll(() => server.connections()).toBe(2);
  });

  it('goes where a grant permits, records it, and keeps its budget and window', async () => {
    const allowed = await run(
      planFor(remote),
      options({ lookup: elsewhere, checks: look, grant, clock: atNoon }),
    );
    expect(allowed).toMatchObject({ grant: { authorisedBy: 'Ada' }, results: [{ verdict: 'pass' }] });
    expect(seen).toEqual(['192.0.2.7']);
    const why = async (over: Partial<Grant>): Promise<string | undefined> => {
      const record = await run(
        planFor(remote),
        options({ lookup: elsewhere, checks: look, grant: { ...grant, ...over }, clock: atNoon }),
      );
      expect(record.results).toEqual([]);
      return record.notRun.find(({ check }) => check === 'tls-versions')?.reason;
    };
    expect(await why({ budget: { ...grant.budget, connections: 2 } })).toContain('leaves 2 connections');
    expect(await why({ until: '2026-11-15T12:00:01Z' })).toContain('ran out');
    expect(await why({ targets: {} })).toContain('TGT05');
    expect(seen).toHaveLength(1);
  });
});
