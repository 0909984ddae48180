/** `bestride diff` from outside: examples, another commit, a validation that goes stale, a file alone, exit codes. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Diff } from '../src/diff/index.ts';
import { box, drawing, flow, process, store } from '../src/exchange/tmt/testing/drawing.ts';
import { ROOT, bestride, folder } from './support/bestride.ts';

const examples = join(ROOT, 'examples');

async function diffOf(cwd: string, ...args: readonly string[]): Promise<Diff & { code: number | null }> {
  const { code, out, err } = await bestride(cwd, ['diff', ...args, '--format', 'json']);
  if (out === '') throw new Error(err);
  return { ...(JSON.parse(out) as Diff), code };
}

/** Replaces text in a file; throws where there is nothing to replace. */
function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(file, text.replaceAll(from, to));
}

describe('two examples, one with its controls stated', () => {
  const pair = ['smart-building', 'smart-building-stated'] as const;

  it('the questions become answers and accusations, with the property that did it', async () => {
    const { threats, decisions, claims } = await diffOf(examples, ...pair);
    const courses = new Set(
      threats.changed.map(({ certainty }) => certainty && `${certainty.from} ${certainty.to}`),
    );
    expect(courses).toContain('unstated stated');
    expect(courses).toContain('unstated stated-bad');
    for (const { certainty } of threats.changed) expect(certainty?.because).not.toEqual([]);
    expect(decisions.every(({ change }) => change === 'added')).toBe(true);
    expect(claims.length).toBeGreaterThan(0);
  });

  it('JSON fits the published schema, and is the same each time', async () => {
    const schema: object = JSON.parse(readFileSync(join(ROOT, 'schema/diff.json'), 'utf8'));
    const check = new Ajv({ strict: false, logger: false }).compile(schema);
    const now = ['--now', '2026-11-22T12:00:00Z'];
    const { code: _code, ...found } = await diffOf(examples, ...pair, ...now);
    check(found);
    expect(check.errors ?? []).toEqual([]);
    const { code: _again, ...again } = await diffOf(examples, ...pair, ...now);
    expect(again).toEqual(found);
  });

  it('Markdown has the verdict on top and fits into a comment', async () => {
    const { code, out } = await bestride(examples, ['diff', ...pair, '--format', 'markdown']);
    expect(code).toBe(0);
    const [heading = '', , gate = ''] = out.split('\n');
    expect(heading).toMatch(/^### Threat model: \d+ threats? opened \(none unanswered\) and \d+ closed\.$/);
    expect(gate).toMatch(/^The gate does not pass, as before/);
    expect(out.length).toBeLessThan(65_536);
    expect(out.match(/<details>/g)?.length).toBe(out.match(/<\/details>/g)?.length);
  });

  it('each with itself: nothing', async () => {
    for (const name of pair) {
      const { code, out } = await bestride(examples, ['diff', name, name, '--fail-on', 'low']);
      expect([code, out.split('\n')[0]]).toEqual([
        0,
        'Nothing changed that threats, decisions or validations rest on.',
      ]);
    }
  });
});

describe('a change of a project', () => {
  const home = folder();
  const [before, after] = [join(home.path, 'before'), join(home.path, 'after')];

  beforeAll(async () => {
    await bestride(home.path, ['init', 'before']);
    edit(join(before, 'system.yaml'), 'count: 200', 'count: 200\n    debugPort: locked');
    await bestride(before, ['evidence', 'key', '--name', 'lead', '--human']);
    writeFileSync(join(home.path, 'report.txt'), 'fuses read back on ten units: blown\n');
    const says = ['--by', 'A. Jones', '--role', 'hardware lead', '--says', 'the debug fuses are blown'];
    const until = ['--until', '2099-01-01T00:00:00Z', '--key', '.bestride/lead.key'];
    const claim = ['debug-port-fused@sensor', '--document', '../report.txt'];
    const { code, err } = await bestride(before, ['evidence', 'attest', ...claim, ...says, ...until]);
    if (code !== 0) throw new Error(err);
    cpSync(before, after, { recursive: true });
    edit(join(after, 'system.yaml'), 'debugPort: locked', 'debugPort: open');
  });
  afterAll(home.clean);

  it('makes the signed validation stale that rests on what was changed, and says which fact, where', async () => {
    const { validations, threats, gate } = await diffOf(home.path, 'before', 'after');
    expect(validations).toMatchObject([
      { change: 'stale', check: 'human-statement', mitigations: ['debug-port-fused'] },
    ]);
    expect(validations[0]?.facts).toMatchObject([
      { kind: 'model', ref: 'sensor.debugPort', from: 'locked', to: 'open' },
    ]);
    expect(validations[0]?.facts[0]?.toWhere?.file).toBe(join('after', 'system.yaml'));
    const threat = threats.changed.find(({ id }) => id === 'DEV-06@sensor');
    expect(threat).toMatchObject({
      certainty: { from: 'stated', to: 'stated-bad' },
      status: { from: 'validated', to: 'open' },
    });
    expect(gate.appeared.map((finding) => finding.threat)).toContain('DEV-06@sensor');
    const { out } = await bestride(home.path, ['diff', 'before', 'after']);
    expect(out.split('\n')[0]).toMatch(/opened again and 1 validation becomes stale\.$/);
  });

  it('takes the evidence from the other side where one has none', async () => {
    const bare = join(home.path, 'bare');
    cpSync(after, bare, { recursive: true });
    rmSync(join(bare, 'evidence'), { recursive: true });
    const { validations } = await diffOf(home.path, 'before', 'bare');
    expect(validations).toMatchObject([{ change: 'stale' }]);
  });

  it('of a file alone, which takes the rest from the project', async () => {
    writeFileSync(join(home.path, 'old.yaml'), readFileSync(join(before, 'system.yaml')));
    const found = await diffOf(home.path, 'old.yaml', 'after');
    expect(found.system.map(({ id, changes }) => [id, changes.map(({ property }) => property)])).toEqual([
      ['sensor', ['debugPort']],
    ]);
    expect([found.decisions, found.claims]).toEqual([[], []]);
    expect(found.validations).toMatchObject([{ change: 'stale' }]);
  });

  it('fails at --fail-on when something opened that nothing answers, and not below it', async () => {
    const threat = (await diffOf(home.path, 'before', 'after')).threats.changed.find(
      ({ id }) => id === 'DEV-06@sensor',
    );
    expect((await diffOf(home.path, 'before', 'after')).code).toBe(0);
    expect((await diffOf(home.path, 'before', 'after', '--fail-on', threat?.severity ?? '')).code).toBe(1);
    expect((await diffOf(home.path, 'after', 'before', '--fail-on', 'low')).code).toBe(0);
  });

  it('that cannot be read, or a side that is not there: 2, and says so', async () => {
    const none = await bestride(home.path, ['diff', 'before', 'nowhere']);
    expect([none.code, none.out, none.err]).toEqual([
      2,
      '',
      'bestride: there is no file or folder "nowhere"\n',
    ]);
    expect((await bestride(home.path, ['diff', 'before'])).code).toBe(2);
    writeFileSync(join(home.path, 'broken.yaml'), 'bestride: 1\nsystem: {\n');
    const broken = await bestride(home.path, ['diff', 'before', 'broken.yaml']);
    expect([broken.code, broken.out]).toEqual([2, '']);
    expect(broken.err).toMatch(/^broken\.yaml:\d+:\d+ error TXT/);
  });

  it('in another commit is compared as the help says', async () => {
    const { out } = await bestride(home.path, ['diff', '--help']);
    expect(out).toContain('git worktree add');
    expect(out).toContain('git show main:my-product/system.yaml');
  });
});

/** A gateway in a field, which these flows leave. */
function tab(...flows: readonly string[]) {
  return {
    name: 'Plant',
    shapes: [
      box('field', { at: [0, 0], size: [300, 300] }),
      process('gateway', { at: [50, 50] }),
      store('history', { at: [500, 50] }),
    ],
    lines: flows.map((name) => flow(name, 'gateway', 'history')),
  };
}

describe('drawings of the Threat Modeling Tool', () => {
  const triaged = { type: 'TH1', flow: 'write', state: 'Mitigated', justification: 'signed' } as const;
  const home = folder({
    'old.tm7': drawing({ tabs: [tab('write')], threats: [triaged] }),
    'new.tm7': drawing({ tabs: [tab('write', 'read')], threats: [triaged] }),
    'hostile.tm7': '<!DOCTYPE x [<!ENTITY a "b">]><ThreatModel>&a;</ThreatModel>',
  });
  afterAll(home.clean);

  it('are compared with each other', async () => {
    const { system, threats } = await diffOf(home.path, 'old.tm7', 'new.tm7');
    expect(system.map(({ change, kind, id }) => `${change} ${kind} ${id}`)).toContain('added flow read');
    expect(threats.opened.length).toBeGreaterThan(0);
    expect(threats.closed).toEqual([]);
  });

  it('and with the project that one of them became, which is the same', async () => {
    expect((await bestride(home.path, ['import', 'old.tm7', '-o', 'project'])).code).toBe(0);
    for (const pair of [
      ['old.tm7', 'project'],
      ['project', 'old.tm7'],
    ]) {
      const { out } = await bestride(home.path, ['diff', ...pair]);
      expect(out).toContain('Nothing changed');
    }
    const { system } = await diffOf(home.path, 'project', 'new.tm7');
    expect(system.some(({ id, change }) => id === 'read' && change === 'added')).toBe(true);
  });

  it('that are not what they are called are refused', async () => {
    const { code, out, err } = await bestride(home.path, ['diff', 'old.tm7', 'hostile.tm7']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('XML02');
  });
});
