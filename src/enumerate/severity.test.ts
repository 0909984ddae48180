import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { enumerate } from './index.ts';
import { type Exposure, type Scored, levelOf, scoreOf, scoreOfLevel, scoreThreat } from './severity.ts';
import { type SystemFile, readSystem } from './testing/files.ts';
import { catalogueOf, mitigationOf, ruleOf } from './testing/vocabulary.ts';

const plain: Exposure = { exposed: false, safetyHigh: false };
const score = fc.integer({ min: 1, max: 5 });
const scored = fc.record({
  access: fc.constantFrom('physical' as const, 'digital' as const),
  severity: fc.record({ likelihood: score, impact: score }),
});

describe('the score of a threat', () => {
  it.each<[string, Scored['access'], Exposure, number, number]>([
    ['is what the rule says of an ordinary subject', 'digital', plain, 3, 3],
    ['is likelier at a device or a boundary (S-41)', 'digital', { ...plain, exposed: true }, 4, 3],
    [
      'is likelier in a public place, for a physical attack',
      'physical',
      { ...plain, physicalAccess: 'public' },
      4,
      3,
    ],
    [
      'is the same in a public place, for a digital attack',
      'digital',
      { ...plain, physicalAccess: 'public' },
      3,
      3,
    ],
    [
      'is less likely behind a lock, for a physical attack (S-22)',
      'physical',
      { ...plain, physicalAccess: 'locked' },
      2,
      3,
    ],
    [
      'is the same behind a lock, for a digital attack',
      'digital',
      { ...plain, physicalAccess: 'locked' },
      3,
      3,
    ],
    ['is the same where people are watched', 'physical', { ...plain, physicalAccess: 'supervised' }, 3, 3],
    ['weighs more where somebody may be injured (O-14)', 'digital', { ...plain, safetyHigh: true }, 3, 4],
  ])('%s', (_, access, exposure, likelihood, impact) => {
    expect(scoreThreat({ access, severity: { likelihood: 3, impact: 3 } }, exposure)).toMatchObject({
      likelihood,
      impact,
    });
  });

  it('stays within 1 to 25, and a lock never brings it to nothing', () => {
    const exposures = fc.record(
      {
        exposed: fc.boolean(),
        safetyHigh: fc.boolean(),
        physicalAccess: fc.constantFrom('public' as const, 'supervised' as const, 'locked' as const),
      },
      { requiredKeys: ['exposed', 'safetyHigh'] },
    );
    fc.assert(
      fc.property(scored, exposures, (rule, exposure) => {
        const found = scoreThreat(rule, exposure);
        expect(found.score).toBe(found.likelihood * found.impact);
        expect(found.likelihood).toBeGreaterThanOrEqual(1);
        expect(found.score).toBeLessThanOrEqual(25);
        const { physicalAccess: _, ...elsewhere } = exposure;
        expect(scoreThreat(rule, { ...elsewhere, physicalAccess: 'locked' }).score).toBeLessThanOrEqual(
          scoreThreat(rule, elsewhere).score,
        );
      }),
    );
  });

  it.each([
    [1, 'low'],
    [5, 'low'],
    [6, 'medium'],
    [11, 'medium'],
    [12, 'high'],
    [19, 'high'],
    [20, 'critical'],
    [25, 'critical'],
  ] as const)('of %i is %s', (value, level) => {
    expect(levelOf(value)).toBe(level);
  });

  it('stands for a level that a person named', () => {
    for (const level of ['low', 'medium', 'high', 'critical'] as const)
      expect(scoreOfLevel(level).level).toBe(level);
    expect(scoreOf(9, 0)).toEqual({ likelihood: 5, impact: 1, score: 5, level: 'low' });
  });
});

describe('the exposure of a subject', () => {
  const physical = { access: 'physical' as const };
  const catalogue = catalogueOf(
    [
      ruleOf('TST-01', 'element', true, [['m']], physical),
      ruleOf('TST-02', 'connection', true, [['m']], physical),
      ruleOf('TST-03', 'flow', true, [['m']]),
      ruleOf('TST-04', 'system', true, [['m']]),
    ],
    [mitigationOf('m')],
  );
  const file: SystemFile = {
    zones: {
      field: { type: 'device', physicalAccess: 'public' },
      cage: { type: 'services', physicalAccess: 'locked' },
      desk: { type: 'services' },
    },
    elements: {
      pump: { type: 'device', zone: 'field', actuates: ['valve'] },
      boxed: {
        type: 'device',
        zone: 'field',
        cohorts: { a: { count: 1, physicalAccess: 'locked' }, b: { count: 1, physicalAccess: 'locked' } },
      },
      mixed: {
        type: 'device',
        zone: 'cage',
        cohorts: { a: { count: 1 }, b: { count: 1, physicalAccess: 'public' } },
      },
      control: { type: 'service', zone: 'cage' },
      store: { type: 'service', zone: 'cage' },
      view: { type: 'service', zone: 'desk' },
    },
    connections: {
      down: { from: 'control', to: 'pump' },
      inside: { from: 'control', to: 'store' },
      out: { from: 'store', to: 'view' },
    },
    flows: {
      set: { from: 'control', to: 'pump', over: 'down', kind: 'control', carries: ['valve'] },
      save: { from: 'control', to: 'store', over: 'inside', kind: 'data', carries: ['level'] },
    },
    assets: { valve: { kind: 'physical', safety: 'high' }, level: { kind: 'data', safety: 'low' } },
  };
  const threats = enumerate(readSystem(file, catalogue), catalogue);
  const scoreAt = (id: string) => {
    const { likelihood, impact } = threats.score(threats.find(id) ?? -1);
    return [likelihood, impact];
  };
  const productAt = (id: string): number => threats.score(threats.find(id) ?? -1).score;

  it.each<[string, [number, number], string]>([
    ['TST-01@pump', [5, 4], 'a device in a public place that moves what can injure'],
    ['TST-01@boxed', [3, 3], 'a device of which every cohort is locked away'],
    ['TST-01@mixed', [5, 3], 'a device of which one cohort stands in a public place'],
    ['TST-01@control', [2, 4], 'a locked service that sends what can injure'],
    ['TST-01@store', [2, 3], 'a locked service that only receives'],
    ['TST-01@view', [3, 3], 'a service in a place that nothing is said of'],
    ['TST-02@down', [5, 4], 'a connection over a boundary, with one end in a public place'],
    ['TST-02@inside', [2, 3], 'a connection between locked ends'],
    ['TST-02@out', [4, 3], 'a connection of which one end may be anywhere'],
    ['TST-03@set', [4, 4], 'a flow over a boundary that can injure'],
    ['TST-03@save', [3, 3], 'a flow inside a zone'],
    ['TST-04@tested', [3, 3], 'the system'],
  ])('of %s is %j: %s', (id, expected) => {
    expect(scoreAt(id)).toEqual(expected);
  });

  it('puts devices and what passes a boundary before the rest (S-41)', () => {
    expect(productAt('TST-01@boxed')).toBeGreaterThan(productAt('TST-01@store'));
    expect(productAt('TST-03@set')).toBeGreaterThan(productAt('TST-03@save'));
  });
});
