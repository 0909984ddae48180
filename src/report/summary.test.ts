import { describe, expect, it } from 'vitest';

import { registerOf, resultOn, runOf } from '../mitigate/testing/project.ts';
import type { Setting } from '../mitigate/testing/project.ts';
import type { ReportInput } from './input.ts';
import { lookedAt } from './views/looked.ts';
import { summarise } from './summary.ts';
import { example } from './testing/example.ts';

describe('summarise', () => {
  it('has as many lines as there are steps taken', () => {
    const { system, threats, register, runs, gate, catalogue } = example();
    const base = { system, catalogue: catalogue ?? never(), runs, problems: [] };
    expect(labels(base)).toEqual(['Model']);
    expect(labels({ ...base, ...(threats && { threats }) })).toEqual(['Model', 'Threats']);
    expect(labels({ ...base, ...(register && { register }), ...(gate && { gate }) })).toEqual([
      'Model',
      'Threats',
      'Where they stand',
      'Most urgent',
      'What was claimed',
      'What was tried',
      'What was not looked at',
      'Gate',
    ]);
  });

  it('says that nothing was tried when nothing was', () => {
    const register = registerOf();
    const lines = summarise({
      system: register.system,
      catalogue: register.catalogue,
      register,
      runs: [],
      problems: [],
    });
    expect(lines.find((line) => line.label === 'What was tried')?.text).toBe(
      'Nothing yet in the environment "lab".',
    );
  });
});

describe('lookedAt', () => {
  it('counts claims, what was tried of them and what passed whole', () => {
    const runs = [runOf([resultOn('hub-mqtt')])];
    const looked = lookedAt(registerOf({ runs }), runs);
    expect(looked.claimsTried).toBeGreaterThan(0);
    expect(looked.claimsTried).toBeLessThan(looked.claims);
    expect(looked.tried).toMatchObject({ runs: 1, results: 1, passed: 1, failed: 0, inconclusive: 0 });
  });

  it('does not count runs of another environment', () => {
    const runs = [runOf([resultOn('hub-mqtt', { environment: 'staging' })], { environment: 'staging' })];
    expect(lookedAt(registerOf({ runs }), runs).tried.runs).toBe(0);
  });

  it('names what is stale, failed to answer, too weak, in part, not run and left out', () => {
    expect(titles({ results: [resultOn('hub-mqtt', { verdict: 'inconclusive' })] })).toContain(
      'Tried without a result',
    );
    expect(titles({ results: [resultOn('hub-mqtt')], now: new Date('2027-11-15T12:00:00Z') })).toContain(
      'Tried and out of date',
    );
    expect(
      titles({ runs: [runOf([], { notRun: [{ check: 'jtag', target: 'unit', reason: 'no time' }] })] }),
    ).toContain('Planned but not run');
    expect(titles({})).toContain('Claimed but never tried');
  });
});

function labels(input: ReportInput): string[] {
  return summarise(input).map((line) => line.label);
}

function titles(setting: Setting): string[] {
  return lookedAt(registerOf(setting), setting.runs ?? []).gaps.map((group) => group.title);
}

function never(): never {
  throw new Error('the example has it');
}
