import { describe, expect, it } from 'vitest';

import type { Standard } from '../../catalogue/standard.ts';
import { example } from '../../report/testing/example.ts';
import type { Register } from '../register.ts';
import { POINT_STATES, groupByStandard } from './standards.ts';
import { CATALOGUE, entryOf, registerOf, resultOn, TARGETS } from '../testing/project.ts';

const register = example().register ?? never();

const LAW: Standard = {
  id: 'law',
  name: 'The law',
  cites: ['LAW'],
  notice: 'ours',
  points: { '1': 'connections', '10': 'devices', '2': 'nobody', '3': 'means' },
};

/** The small project with rules and a mitigation that refer to {@link LAW}. */
function project(setting: Parameters<typeof registerOf>[0] = {}): Register {
  const found = registerOf(setting);
  const rules = new Map(CATALOGUE.rules);
  const com = rules.get('COM-02') ?? never();
  const dev = rules.get('DEV-01') ?? never();
  rules.set('COM-02', refer(com, ['1', '1']));
  rules.set('DEV-01', refer(dev, ['10', '1']));
  const mitigations = new Map(CATALOGUE.mitigations);
  mitigations.set('transport', refer(mitigations.get('transport') ?? never(), ['3']));
  return { ...found, catalogue: { ...CATALOGUE, rules, mitigations, standards: new Map([['law', LAW]]) } };
}

describe('a register by a standard', () => {
  const by = groupByStandard(project(), 'law') ?? never();
  const point = (id: string, from = by) => from.points.find((one) => one.id === id) ?? never();

  it('has every point, those that nothing touches too, in their order', () => {
    expect(by.points.map(({ id, title }) => [id, title])).toEqual([
      ['1', 'connections'],
      ['2', 'nobody'],
      ['3', 'means'],
      ['10', 'devices'],
    ]);
    expect(point('2')).toMatchObject({ state: 'untouched', rows: [] });
  });

  it('has each threat once under each of its points', () => {
    expect(point('1').rows.map(({ id }) => id)).toEqual(['DEV-01@valve', 'COM-02@uplink', 'COM-02@backup']);
    expect(point('10').rows.map(({ id }) => id)).toEqual(['DEV-01@valve']);
  });

  it('has each mitigation once for its subject', () => {
    expect(point('3').rows.map(({ id, kind }) => [id, kind])).toEqual([
      ['transport@uplink', 'mitigation'],
      ['transport@backup', 'mitigation'],
    ]);
  });

  it('hides no threat: those under no point stand apart, and both counts are there', () => {
    const shown = new Set(by.points.flatMap(({ rows }) => rows.map(({ id }) => id)));
    const missing = project()
      .entries.filter(({ id }) => !shown.has(id))
      .map(({ id }) => id);
    expect(by.unmapped.map(({ id }) => id)).toEqual(missing);
    expect(by.counts).toMatchObject({
      threats: project().entries.length,
      mapped: project().entries.length - missing.length,
      threatLines: 4,
      mitigationLines: 2,
    });
  });

  it('takes the worst of what is under a point', () => {
    expect(point('1').state).toBe('claimed');
    const passed = [resultOn('hub-mqtt')];
    const one = groupByStandard(project({ results: passed }), 'law') ?? never();
    expect(entryOf(project({ results: passed }), 'COM-02@uplink').status).toBe('validated');
    expect(point('3', one).rows.map(({ state }) => state)).toEqual(['validated', 'claimed']);
    expect(point('3', one).state).toBe('claimed');
    const both = groupByStandard(
      project({ results: [...passed, resultOn('spare-mqtt')], targets: TARGETS }),
      'law',
    );
    expect(point('3', both).state).toBe('validated');
    const failed = groupByStandard(
      project({ results: [...passed, resultOn('spare-mqtt', { verdict: 'fail' })] }),
      'law',
    );
    expect(point('3', failed).state).toBe('open');
  });

  it('does not make a point look validated that a person decided in part', () => {
    const decisions = `bestride: 1
decisions:
  COM-02@backup: { status: not-applicable, owner: me, reason: never used }
  DEV-01@valve: { status: not-applicable, owner: me, reason: no }
`;
    const mixed = groupByStandard(project({ results: [resultOn('hub-mqtt')], decisions }), 'law');
    expect(point('1', mixed).rows.map(({ state }) => state)).toEqual(['decided', 'validated', 'decided']);
    expect(point('1', mixed).state).toBe('decided');
  });

  it('knows no standard that the catalogue does not have', () => {
    expect(groupByStandard(register, 'law')).toBeUndefined();
  });

  it.each([...register.catalogue.standards.keys()])(
    'groups the built-in catalogue by %s, every threat somewhere',
    (id) => {
      const grouped = groupByStandard(register, id) ?? never();
      const { counts, points, unmapped } = grouped;
      expect(counts.threats).toBe(register.entries.length);
      expect(counts.mapped + unmapped.length).toBe(counts.threats);
      expect(POINT_STATES.reduce((sum, state) => sum + counts.points[state], 0)).toBe(points.length);
      expect(points.filter(({ title }) => title === undefined)).toEqual([]);
      expect(counts.mapped).toBeGreaterThan(0);
    },
  );
});

function never(): never {
  throw new Error('the example has it');
}

function refer<T>(one: T, ids: readonly string[]): T & { references: { standard: string; id: string }[] } {
  return { ...one, references: ids.map((id) => ({ standard: 'LAW', id })) };
}
