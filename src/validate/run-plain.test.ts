/** Targets with a plain address beside the protected one: what may be dialled, how often, and by whose leave. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../catalogue/testing/builtin.ts';
import { model } from '../model/index.ts';
import type { Check } from './check.ts';
import { describePlan } from './describe.ts';
import type { Grant } from './permission/grants.ts';
import { type RunOptions, run } from './run.ts';
import { readTargets } from './targets/read-targets.ts';
import { PASS, fakeCheck, runOptions } from './testing/fake-check.ts';
import { type Listener, startTcp } from './testing/listeners.ts';
import { NOW, SYSTEM, planFor, targetsText } from './testing/project.ts';

let root: string;
const started: Listener[] = [];
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'bestride-plain-'));
});
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
});
afterAll(() => rmSync(root, { recursive: true }));

const listen = async (): Promise<Listener> => {
  const server = await startTcp(() => undefined);
  started.push(server);
  return server;
};
const targets = (address: string, plain: string): string => targetsText(address, `, plain: "${plain}"`);
const go = (text: string, check: Check['run'], over: Partial<RunOptions> = {}) =>
  run(planFor(text), runOptions({ checks: [fakeCheck(check)], root, clock: () => NOW, ...over }));

const why = async (text: string, over: Partial<RunOptions> = {}): Promise<string | undefined> => {
  const record = await go(text, () => Promise.reject(new Error('it ran')), over);
  expect(record.results).toEqual([]);
  return record.notRun.find(({ check }) => check === 'tls-versions')?.reason;
};

describe('a plain address', () => {
  it('is a door of its own, within the same budget, and the only other one', async () => {
    const [one, other, third] = [await listen(), await listen(), await listen()];
    const record = await go(targets(`127.0.0.1:${one.port}`, `127.0.0.1:${other.port}`), async ({ dial }) => {
      await dial.connect();
      await dial.plain?.connect();
      for (const door of [dial, dial.plain])
        await expect(door?.connect(third.port)).rejects.toThrow('is not declared');
      await expect(dial.connect(other.port)).rejects.toThrow('is not declared');
      await dial.plain?.connect();
      await expect(dial.plain?.connect()).rejects.toThrow('the 3 connections of this check are used up');
      return { ...PASS, reason: `${dial.declared} and ${dial.plain?.declared}` };
    });
    expect(record.results[0]?.reason).toContain(`127.0.0.1:${one.port} and 127.0.0.1:${other.port}`);
    expect([one, other, third].map((server) => server.connections())).toEqual([1, 2, 0]);
  });

  it('is absent where it is not declared, and named in the plan where it is', async () => {
    const { port } = await listen();
    const record = await go(targetsText(`127.0.0.1:${port}`), ({ dial }) =>
      Promise.resolve({ ...PASS, reason: dial.plain?.declared ?? 'none' }),
    );
    expect(record.results[0]?.reason).toBe('none');
    const lines = describePlan(planFor(targets('127.0.0.1:8883', '127.0.0.1:1883'))).join('\n');
    expect(lines).toContain('127.0.0.1:8883, and without protection 127.0.0.1:1883');
  });

  it('shares a lane with whoever else has it as an address', async () => {
    const [one, other] = [await listen(), await listen()];
    let at = 0;
    let most = 0;
    const text = `${targets(`127.0.0.1:${one.port}`, `127.0.0.1:${other.port}`)}    again: { kind: mqtt, address: "127.0.0.1:${other.port}", covers: [uplink] }\n`;
    await go(text, async () => {
      most = Math.max(most, ++at);
      await new Promise((resolve) => setTimeout(resolve, 30));
      at--;
      return PASS;
    });
    expect(most).toBe(1);
  });

  it('is refused in the file when it is no address', () => {
    const catalogue = builtinCatalogue();
    const system = model({ file: 'system.yaml', text: SYSTEM }, catalogue).value;
    if (!system) throw new Error('no system');
    for (const wrong of ['127.0.0.1', 'a:0', 'a:70000', 'http://a:80']) {
      const { problems } = readTargets(
        { file: 'targets.yaml', text: targets('a:1', wrong) },
        system,
        catalogue,
      );
      expect(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
        'TGT03',
      ]);
    }
  });
});

describe('a plain address beyond loopback', () => {
  const grant: Grant = {
    bestride: 1,
    authorisedBy: 'Ada',
    from: '2026-11-15T00:00:00Z',
    until: '2026-11-16T00:00:00Z',
    targets: { 'lab/hub-mqtt': ['192.0.2.7:1883'] },
    budget: { connections: 5, seconds: 10, bytes: 100_000 },
    digest: `sha256:${'0'.repeat(64)}`,
  };
  it('keeps the whole target from being contacted, without a grant that names it', async () => {
    const text = targets('127.0.0.1:8883', '192.0.2.7:1883');
    expect(await why(text)).toContain('TGT04');
    expect(
      await why(text, { grant: { ...grant, targets: { 'lab/hub-mqtt': ['192.0.2.7:8883'] } } }),
    ).toContain('TGT05');
    expect(await why(text, { grant: { ...grant, until: '2026-11-15T12:00:01Z' } })).toContain('ran out');
    expect(await why(text, { grant: { ...grant, budget: { ...grant.budget, connections: 2 } } })).toContain(
      'leaves 2 connections',
    );
  });

  it('is resolved once, and goes by the grant and its record', async () => {
    const asked: string[] = [];
    const lookup = async (host: string): Promise<string[]> => {
      asked.push(host);
      return [asked.length > 2 ? '198.51.100.1' : '192.0.2.7'];
    };
    const seen: string[] = [];
    const record = await go(
      targets('tls.test:1883', 'plain.test:1883'),
      ({ dial }) => {
        seen.push(`${dial.plain?.resolved.host} ${dial.plain?.resolved.port} ${dial.plain?.serverName}`);
        return Promise.resolve(PASS);
      },
      { grant, lookup },
    );
    expect(seen).toEqual(['192.0.2.7 1883 plain.test']);
    expect(asked).toEqual(['tls.test', 'plain.test']);
    expect(record.grant).toMatchObject({ authorisedBy: 'Ada' });
    expect(record.results[0]?.vantage).toContain('over the network');
  });
});
