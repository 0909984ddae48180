/** The program from outside: exit codes, streams, messages, bad input. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bestride, folder } from './support/bestride.ts';

const MINIMAL = `bestride: 1
system: { id: line, name: Line, stage: design }
zones: { field: { type: device }, cloud: { type: cloud-gateway } }
elements: { probe: { type: sensor, zone: field }, hub: { type: iot-hub, zone: cloud } }
connections: { up: { from: probe, to: hub, protocol: mqtt } }
flows: { data: { from: probe, to: hub, over: up, kind: data } }
`;

describe('a project that is in order', () => {
  const project = folder({ 'system.yaml': MINIMAL });
  afterAll(project.clean);

  it('every step prints its result on stdout and exits 0', async () => {
    for (const step of ['model', 'enumerate', 'mitigate']) {
      const { code, out, err } = await bestride(project.path, [step]);
      expect(`${step} ${code} ${err}`).toBe(`${step} 0 `);
      expect(out.length).toBeGreaterThan(40);
    }
  });

  it('model tells boundaries, elements by area and zone, where to look first, and what is left open', async () => {
    const { out } = await bestride(project.path, ['model']);
    expect(out).toMatch(/field~cloud: data/);
    expect(out).toMatch(/devices and data sources +field 1 \(1 flow\)/);
    expect(out).toMatch(/data transport +cloud 1/);
    expect(out).toMatch(/device and event processing +nothing/);
    expect(out).toMatch(/presentation +nothing/);
    expect(out).toMatch(/security and privacy features: none/);
    expect(out).toMatch(/failure is security relevant: none/);
    expect(out).toMatch(/touches a trust boundary: probe, hub/);
    expect(out).toMatch(/system\.yaml:4: the ways into "probe" are not listed/);
  });

  it('enumerate --format json has the published shape', async () => {
    const { out } = await bestride(project.path, ['enumerate', '--format', 'json']);
    const { threats } = JSON.parse(out) as { threats: Record<string, unknown>[] };
    const com = threats.find((threat) => threat.id === 'COM-01@up');
    expect(com).toMatchObject({
      rule: 'COM-01',
      stride: ['T', 'I', 'D'],
      subject: { kind: 'connection', id: 'up' },
      zone: 'field',
      certainty: 'unstated',
    });
    for (const key of ['title', 'severity', 'why', 'answeredBy', 'mitigations'])
      expect(com).toHaveProperty(key);
  });

  it('enumerate --matrix has a row for every element and crossing', async () => {
    const { code, out } = await bestride(project.path, ['enumerate', '--matrix', '--format', 'json']);
    const { rows } = JSON.parse(out) as { rows: { id: string }[] };
    expect([code, ...rows.map(({ id }) => id)]).toEqual([0, 'probe', 'hub', 'data']);
    const refused = await bestride(project.path, ['enumerate', '--matrix', '--format', 'sarif']);
    expect([refused.code, refused.err]).toEqual([2, 'bestride: --matrix has no form in sarif\n']);
  });

  it('enumerate and mitigate show what belongs to a part (S-01)', async () => {
    for (const step of ['enumerate', 'mitigate']) {
      const { code, out } = await bestride(project.path, [step, '--of', 'probe', '--format', 'json']);
      const { threats } = JSON.parse(out) as { threats: { subject: { id: string } }[] };
      const subjects = new Set(threats.map(({ subject }) => subject.id));
      expect([code, [...subjects].toSorted()]).toEqual([0, ['probe', 'up']]);
    }
    const told = await bestride(project.path, ['mitigate', '--of', 'probe']);
    expect(told.out).toMatch(/^Shown\s+Only probe, with what ends there: \d+ of \d+ threats\.$/m);
    const unknown = await bestride(project.path, ['mitigate', '--of', 'prob']);
    expect([unknown.code, unknown.err]).toEqual([
      2,
      'bestride: there is no "prob" in the model. Did you mean "probe"?\n',
    ]);
  });

  it('mitigate and report group by a standard', async () => {
    const { code, out } = await bestride(project.path, ['mitigate', '--by', 'cra', '--format', 'json']);
    expect([code, JSON.parse(out)]).toMatchObject([0, { standard: 'cra', points: expect.any(Array) }]);
    const report = await bestride(project.path, ['report', '--by', 'cwe', '--format', 'markdown']);
    expect(report.out).toContain('## By CWE');
    const unknown = await bestride(project.path, ['mitigate', '--by', 'iso']);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('there is no standard "iso"; there are attack-ics, capec');
  });

  it('mitigate --format json adds status, statusReason and residual', async () => {
    const { out } = await bestride(project.path, ['mitigate', '--format', 'json']);
    const { threats } = JSON.parse(out) as { threats: Record<string, unknown>[] };
    expect(threats[0]).toHaveProperty('status');
    expect(threats[0]).toHaveProperty('statusReason');
    expect(threats[0]).toHaveProperty('residual');
  });

  it('--fail-on makes findings exit 1, and the output is the same with or without it', async () => {
    const plain = await bestride(project.path, ['enumerate', '--format', 'json']);
    const strict = await bestride(project.path, ['enumerate', '--format', 'json', '--fail-on', 'low']);
    expect([plain.code, strict.code]).toEqual([0, 1]);
    expect(strict.out).toBe(plain.out);
  });

  it('the output is the same each time', async () => {
    const runs = await Promise.all(
      [1, 2].map(() => bestride(project.path, ['mitigate', '--now', '2026-11-22T12:00:00Z'])),
    );
    expect(runs[0]).toEqual(runs[1]);
  });

  it('--diagram writes an SVG with a dotted red boundary', async () => {
    const { code } = await bestride(project.path, ['model', '--diagram', 'out.svg']);
    expect(code).toBe(0);
    expect(readFileSync(join(project.path, 'out.svg'), 'utf8')).toMatch(/^<svg[\s\S]*stroke-dasharray/);
    expect(readdirSync(project.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('usage', () => {
  const empty = folder();
  afterAll(empty.clean);

  it('--help fits a screen and has an example, for every command', async () => {
    const { out } = await bestride(empty.path, ['--help']);
    expect(out.split('\n').length).toBeLessThanOrEqual(40);
    expect(out).toContain('Example');
    for (const name of [
      'init',
      'model',
      'enumerate',
      'mitigate',
      'validate',
      'gate',
      'explain',
      'report',
      'evidence',
      'catalogue',
    ]) {
      const help = await bestride(empty.path, [name, '--help']);
      expect([name, help.code]).toEqual([name, 0]);
      expect(help.out).toContain('Example');
      expect(help.out.split('\n').length).toBeLessThanOrEqual(40);
    }
  });

  it('usage errors exit 2 and say what was meant', async () => {
    const { code, err } = await bestride(empty.path, ['enumrate']);
    expect(code).toBe(2);
    expect(err).toContain('enumerate');
  });

  it('a folder without a model says how to start one', async () => {
    const { code, out, err } = await bestride(empty.path, ['enumerate']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('bestride init');
  });
});

describe('bad input: placed problems, exit 2, nothing written, no stack trace', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const bombs = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghij'
      .split('')
      .map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefghij'[index]}`).join(',')}]`),
  ].join('\n');
  const cases: Record<string, string | Uint8Array> = {
    empty: '',
    'half-written': MINIMAL.slice(0, MINIMAL.length - 30),
    'utf-16': Buffer.from(`\uFEFF${MINIMAL}`, 'utf16le'),
    binary: Uint8Array.from({ length: 4096 }, (_, index) => (index * 37) % 256),
    'deeply nested': `bestride: 1\nsystem: ${deep}\n`,
    'alias bomb': `bestride: 1\n${bombs}\n`,
    'prototype pollution': `${MINIMAL}__proto__: { polluted: true }\n`,
    'duplicate key': `${MINIMAL}zones: {}\n`,
    'unknown key': MINIMAL.replace('zones:', 'zonez:'),
    'dangling reference': MINIMAL.replace('to: hub, protocol', 'to: hubb, protocol'),
    'no version': MINIMAL.replace('bestride: 1\n', ''),
  };
  it.each(Object.entries(cases))('%s', async (_, content) => {
    const project = folder({ 'system.yaml': content });
    try {
      const { code, out, err } = await bestride(project.path, ['enumerate', '--output', 'result.txt']);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/system\.yaml:\d+:\d+ error (TXT|MOD)\d\d |error TXT0[123] /);
      expect(err).not.toMatch(/\n\s+at /);
      expect(existsSync(join(project.path, 'result.txt'))).toBe(false);
    } finally {
      project.clean();
    }
  });

  it('all problems at once, with a code frame and a guess', async () => {
    const project = folder({
      'system.yaml': MINIMAL.replace('to: hub, protocol', 'to: hubb, protocol').replace(
        'type: iot-hub',
        'type: iot-hubb',
      ),
    });
    const { err } = await bestride(project.path, ['model']);
    project.clean();
    expect(err).toContain('Did you mean "hub"?');
    expect(err).toContain('Did you mean "iot-hub"?');
    expect(err).toMatch(/\n.*\^/);
  });

  it('a file over the limit is refused without reading it as a model', async () => {
    const project = folder({ 'system.yaml': `${MINIMAL}#${'x'.repeat(17 * 1024 * 1024)}\n` });
    const { code, err } = await bestride(project.path, ['model']);
    project.clean();
    expect(code).toBe(2);
    expect(err).toContain('TXT02');
  });
});

describe('writing', () => {
  it('leaves what was there whole when it cannot write, and no temporary file', async () => {
    const project = folder({ 'system.yaml': MINIMAL, 'taken/kept.txt': 'as it was' });
    const { code, err } = await bestride(project.path, ['enumerate', '--output', 'taken']);
    expect(code).toBe(2);
    expect(err).toMatch(/^bestride: cannot write .*taken/m);
    expect(readdirSync(project.path).toSorted()).toEqual(['system.yaml', 'taken']);
    expect(readFileSync(join(project.path, 'taken/kept.txt'), 'utf8')).toBe('as it was');
    project.clean();
  });
});

describe('init', () => {
  const home = folder();
  beforeAll(async () => {
    await bestride(home.path, ['init', 'plant']);
  });
  afterAll(home.clean);

  it('writes a project that every step reads without a problem', async () => {
    for (const step of ['model', 'enumerate', 'mitigate']) {
      const { code, err } = await bestride(join(home.path, 'plant'), [step]);
      expect([step, code, err]).toEqual([step, 0, '']);
    }
  });

  it('never overwrites', async () => {
    const before = readFileSync(join(home.path, 'plant/system.yaml'), 'utf8');
    const { code, err } = await bestride(home.path, ['init', 'plant']);
    expect(code).toBe(2);
    expect(err).toContain('nothing was written');
    expect(readFileSync(join(home.path, 'plant/system.yaml'), 'utf8')).toBe(before);
  });

  it('validate without a key says how to get one, and contacts nothing', async () => {
    const { code, err } = await bestride(join(home.path, 'plant'), ['validate']);
    expect(code).toBe(2);
    expect(err).toContain('bestride evidence key');
  });

  it('evidence key lists the signer and never overwrites a key', async () => {
    const plant = join(home.path, 'plant');
    expect((await bestride(plant, ['evidence', 'key', '--name', 'me'])).code).toBe(0);
    expect(readFileSync(join(plant, 'trust.yaml'), 'utf8')).toMatch(/me: \{ key: "?ed25519:/);
    expect((await bestride(plant, ['evidence', 'key', '--name', 'me'])).code).toBe(2);
  });
});
