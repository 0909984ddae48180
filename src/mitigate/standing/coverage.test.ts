import { describe, expect, it } from 'vitest';

import { type Inventory, readInventory } from '../../model/index.ts';
import { sha256 } from '../../text/digest.ts';
import { type Coverage, CoverageFinder } from './coverage.ts';
import { EvidenceIndex, type EvidenceTarget, NO_EVIDENCE } from './evidence.ts';
import type { MitigationEvidence } from '../register.ts';
import {
  CATALOGUE,
  NOW,
  SYSTEM,
  entryOf,
  inventoryOf,
  registerOf,
  resultOn,
  runOf,
  statusIn,
  systemFrom,
  targets,
} from '../testing/project.ts';

const at = (hour: number): string => `2026-11-10T${String(hour).padStart(2, '0')}:00:00Z`;
const pass = (hour: number): ReturnType<typeof resultOn> => resultOn('hub-mqtt', { observedAt: at(hour) });
const evidenceIn = (setting: Parameters<typeof registerOf>[0]): MitigationEvidence | undefined =>
  entryOf(registerOf(setting), 'COM-02@uplink').evidence[0];
const both = (target: string): ReturnType<typeof resultOn>[] => [
  resultOn(target, { check: 'mqtt-certificate', mitigation: 'certificate' }),
  resultOn(target, { check: 'mqtt-anonymous', mitigation: 'certificate' }),
];

describe('coverage', () => {
  const claims = 'claims: { fused@valve: { state: in-place, owner: developer } }';
  const units = targets({
    u1: { kind: 'unit', covers: ['valve'], cohort: 'b1', unit: 'b1-7' },
    u2: { kind: 'unit', covers: ['valve'], cohort: 'b2', unit: 'b2-7' },
  });
  const evidence = { inventory: inventoryOf({ b2: 900, b1: 300 }) };
  const on = (target: string, declared = units): ReturnType<typeof resultOn> =>
    resultOn(target, { check: 'jtag' }, declared);

  it('counts units by cohort and says the figures', () => {
    const entry = entryOf(
      registerOf({ decisions: claims, targets: units, evidence, results: [on('u2')] }),
      'DEV-05@valve',
    );
    expect(entry.status).toBe('partly-validated');
    expect(entry.statusReason).toBe('fused: 900 of 1,200; the target "u1" was not looked at');
    const only = targets({ u2: { kind: 'unit', covers: ['valve'], cohort: 'b2', unit: 'b2-7' } });
    const alone = { decisions: claims, targets: only, evidence, results: [on('u2', only)] };
    expect(entryOf(registerOf(alone), 'DEV-05@valve').statusReason).toBe(
      'fused: 900 of 1,200; no target of "valve" is a unit of the cohort "b1"',
    );
    expect(
      statusIn(
        { decisions: claims, targets: units, evidence, results: [on('u1'), on('u2')] },
        'DEV-05@valve',
      ),
    ).toBe('validated');
  });

  const reasonIn = (inventory: Inventory | undefined, unit?: string): string => {
    const declared = targets({
      u: { kind: 'unit', covers: ['valve'], cohort: 'b2', ...(unit && { unit }) },
    });
    const results = [on('u', declared)];
    const given = inventory ? { inventory } : {};
    const entry = entryOf(
      registerOf({ decisions: claims, targets: declared, evidence: given, results }),
      'DEV-05@valve',
    );
    expect(entry.evidence[0]?.coverage).toEqual({ of: 1200, covered: 1 });
    return entry.statusReason;
  };

  it('counts one unit where no inventory places the unit in that cohort', () => {
    const { inventory } = evidence;
    expect(reasonIn(undefined, 'b2-7')).toMatch(
      /^fused: 1 of 1,200; .* there is no inventory that places it$/,
    );
    expect(reasonIn(inventory)).toMatch(/does not say which unit it is \(unit\.id\)/);
    expect(reasonIn(inventory, 'b2-901')).toMatch(/has no unit "b2-901" of "valve"/);
    expect(reasonIn(inventory, 'b1-7')).toMatch(/places the unit "b1-7" in "b1", not in "b2"/);
  });

  it('counts the units that the inventory places, not those that the model hopes for', () => {
    const setting = { decisions: claims, targets: units, results: [on('u1'), on('u2')] };
    const less = { inventory: inventoryOf({ b2: 850, b1: 300 }) };
    const entry = entryOf(registerOf({ ...setting, evidence: less }), 'DEV-05@valve');
    expect(entry.statusReason).toBe(
      'fused: 1,150 of 1,200; the inventory places 850 of 900 units of the cohort "b2"',
    );
    const more = { inventory: inventoryOf({ b2: 950, b1: 300 }) };
    expect(entryOf(registerOf({ ...setting, evidence: more }), 'DEV-05@valve').evidence[0]?.coverage).toEqual(
      {
        of: 1200,
        covered: 1200,
      },
    );
  });

  it('counts one unit where nothing places it', () => {
    const loose = targets({ u: { kind: 'unit', covers: ['valve'] } });
    const entry = entryOf(
      registerOf({ decisions: claims, targets: loose, results: [on('u', loose)] }),
      'DEV-05@valve',
    );
    expect(entry.status).toBe('partly-validated');
    expect(entry.statusReason).toMatch(
      /fused: 1 of 1,200; no target of "valve" is a unit of the cohort "b2", "b1"/,
    );
    const alike = SYSTEM.replace('cohorts: { b2: { count: 900 }, b1: { count: 300 } }', 'count: 1200');
    const same = entryOf(
      registerOf({ system: alike, decisions: claims, targets: loose, results: [on('u', loose)] }),
      'DEV-05@valve',
    );
    expect(same.statusReason).toMatch(/1 of 1,200; one of 1200 units of "valve" was tried/);
  });

  it('is held back by a unit that no cohort places and that was not seen to pass', () => {
    const declared = targets({
      u1: { kind: 'unit', covers: ['valve'], cohort: 'b1', unit: 'b1-7' },
      u2: { kind: 'unit', covers: ['valve'], cohort: 'b2', unit: 'b2-7' },
      u3: { kind: 'unit', covers: ['valve'] },
    });
    const two = [on('u1', declared), on('u2', declared)];
    expect(statusIn({ decisions: claims, targets: declared, evidence, results: two }, 'DEV-05@valve')).toBe(
      'implemented',
    );
    const three = [...two, on('u3', declared)];
    expect(statusIn({ decisions: claims, targets: declared, evidence, results: three }, 'DEV-05@valve')).toBe(
      'validated',
    );
  });

  it('of a threat in some cohorts looks at those only', () => {
    const fused = CATALOGUE.mitigations.get('fused');
    if (!fused) throw new Error('no such mitigation');
    const coverageIn = (verdict: 'pass' | 'fail', cohorts: string[]): Coverage => {
      const runs = [runOf([on('u1'), { ...on('u2'), verdict }])];
      const known = { ...NO_EVIDENCE, ...evidence, environment: 'lab', runs, targets: units };
      const finder = new CoverageFinder(new EvidenceIndex(known, systemFrom(), CATALOGUE, NOW));
      return finder.of(fused, { subject: { kind: 'element', id: 'valve' }, cohorts });
    };
    expect(coverageIn('fail', ['b1'])).toMatchObject({ state: 'pass', coverage: { of: 300, covered: 300 } });
    expect(coverageIn('fail', ['b2'])).toMatchObject({ state: 'fail', coverage: { of: 900, covered: 0 } });
    expect(coverageIn('fail', ['b1', 'b2']).state).toBe('fail');
    expect(coverageIn('pass', ['b1', 'b2'])).toMatchObject({ coverage: { of: 1200, covered: 1200 } });
  });

  it('needs every connection of an element, and every check of a group', () => {
    expect(statusIn({ results: [...both('hub-mqtt'), ...both('spare-mqtt')] }, 'DEV-01@valve')).toBe(
      'validated',
    );
    const half = entryOf(registerOf({ results: both('hub-mqtt') }), 'DEV-01@valve');
    expect(half.status).toBe('partly-validated');
    expect(half.evidence[0]?.coverage).toEqual({ of: 2, covered: 1 });
    expect(statusIn({ results: both('hub-mqtt').slice(0, 1) }, 'DEV-01@valve')).toBe('implemented');
  });

  it('takes the worst of all targets that are the same point', () => {
    const two = targets({ a: { kind: 'mqtt', covers: ['uplink'] }, b: { kind: 'mqtt', covers: ['uplink'] } });
    expect(evidenceIn({ targets: two, results: [resultOn('a', {}, two)] })).toMatchObject({
      state: 'missing',
      reason: 'the target "b" was not looked at',
    });
    expect(statusIn({ targets: two, results: [resultOn('a', {}, two), resultOn('b', {}, two)] })).toBe(
      'validated',
    );
    const other = targets({
      a: { kind: 'mqtt', covers: ['uplink'] },
      c: { kind: 'conf', covers: ['uplink'] },
    });
    expect(statusIn({ targets: other, results: [resultOn('a', {}, other)] })).toBe('validated');
  });

  it('counts the units that accept a connection', () => {
    const many = SYSTEM.replace(
      'hub: { type: iot-hub, zone: cloud }',
      'hub: { type: iot-hub, zone: cloud, count: 40 }',
    );
    expect(evidenceIn({ system: many, results: [pass(1)] })?.coverage).toEqual({ of: 40, covered: 1 });
    const certificate = (results: ReturnType<typeof both>): number | undefined =>
      entryOf(registerOf({ system: many, results }), 'DEV-01@valve').evidence[0]?.coverage.covered;
    expect(certificate(both('hub-mqtt'))).toBe(1);
    expect(certificate(both('hub-mqtt').slice(0, 1))).toBe(0);
  });
});

/** The check of the example looks at units; here it is given the list. */
const coveredBy = (file: string, keyed: number, comparedWith?: EvidenceTarget['comparedWith']): string => {
  const system = systemFrom();
  const rows = Array.from({ length: 1200 }, (_, index) =>
    [
      `v-${index}`,
      'valve',
      index < 900 ? 'b2' : 'b1',
      index < keyed ? index.toString(16).padStart(40, '0') : '',
    ].join(),
  );
  const csv = ['id,element,cohort,thumbprint', ...rows].join('\n');
  const { value } = readInventory({ file: 'plant/inventory.csv', text: csv }, system, CATALOGUE);
  if (!value) throw new Error('no inventory');
  const kind = comparedWith ? 'registry-export' : 'inventory';
  const list = targets({ list: { kind, file, covers: ['valve'], ...(comparedWith && { comparedWith }) } });
  const catalogue = { ...CATALOGUE, checks: new Map(CATALOGUE.checks) };
  const jtag = CATALOGUE.checks.get('jtag');
  if (jtag) catalogue.checks.set('jtag', { ...jtag, targets: [kind] });
  const known = {
    ...NO_EVIDENCE,
    environment: 'lab',
    inventory: value,
    runs: [runOf([resultOn('list', { check: 'jtag', mitigation: 'fused' }, list)])],
    targets: list,
  };
  const fused = catalogue.mitigations.get('fused');
  if (!fused) throw new Error('no such mitigation');
  const finder = new CoverageFinder(new EvidenceIndex(known, system, catalogue, NOW));
  const { coverage, reason } = finder.of(fused, { subject: { kind: 'element', id: 'valve' } });
  return `${coverage.covered} of ${coverage.of}: ${reason}`;
};

describe('an inventory that is looked at itself', () => {
  it('speaks for the units that it gives a thumbprint of', () => {
    expect(coveredBy('inventory.csv', 1200)).toBe('1200 of 1200: "jtag" passed');
    expect(coveredBy('inventory.csv', 1000)).toBe(
      '1000 of 1200: the inventory gives the thumbprints of 1000 of 1200 units of "valve"',
    );
    expect(coveredBy('inventory.csv', 700)).toMatch(/^700 of 1200: /);
  });

  it('speaks for nothing that the project does not know as its own', () => {
    expect(coveredBy('other.csv', 1200)).toBe('1 of 1200: "list" is not the inventory of the project');
  });
});

describe('an export of the registry', () => {
  const inventory = 'inventory.csv';

  it('speaks for the units of the inventory that it was compared with', () => {
    expect(coveredBy('registry.json', 0, { inventory })).toBe('1200 of 1200: "jtag" passed');
    expect(coveredBy('registry.json', 0, { inventory, element: 'valve' })).toMatch(/^1200 of 1200: /);
  });

  it('speaks for one unit where it was compared with nothing, or with another list', () => {
    const alone = '1 of 1200: "list" is not compared with the inventory of the project (registry.inventory)';
    expect(coveredBy('registry.json', 1200, {})).toBe(alone);
    expect(coveredBy('registry.json', 1200, { inventory: 'other.csv' })).toBe(alone);
    expect(coveredBy('registry.json', 1200, { inventory, element: 'gateway' })).toBe(alone);
  });
});

describe('a human statement', () => {
  const decisions = 'claims: { cased@valve: { state: in-place, owner: manufacturer } }';
  const document = {
    by: 'A. Jones',
    role: 'safety',
    says: 'sealed',
    document: sha256('photo'),
    name: 'photo.jpg',
  };
  const stated = resultOn('photo', {
    check: 'human-statement',
    mitigation: 'cased',
    covers: ['valve'],
    strength: 'document',
    control: null,
    facts: [],
  });
  const human = runOf([stated], { kind: 'human', statement: document });

  it('validates what asks for a document', () => {
    expect(statusIn({ decisions, runs: [human] }, 'DEV-05@valve')).toBe('validated');
    const later = NOW.getTime() + 40 * 24 * 3600_000;
    expect(statusIn({ decisions, runs: [human], now: new Date(later) }, 'DEV-05@valve')).toBe('implemented');
  });

  it('needs no declared target', () => {
    const declared = targets({ photos: { kind: 'document', covers: ['valve'] } });
    expect(statusIn({ decisions, runs: [human], targets: declared }, 'DEV-05@valve')).toBe('validated');
  });

  it('counts only in a human run, with a statement, for its own mitigation', () => {
    expect(statusIn({ decisions, runs: [runOf([stated])] }, 'DEV-05@valve')).toBe('implemented');
    expect(statusIn({ decisions, runs: [runOf([stated], { kind: 'human' })] }, 'DEV-05@valve')).toBe(
      'implemented',
    );
    const other = runOf([{ ...stated, mitigation: 'custody' }], { kind: 'human', statement: document });
    expect(statusIn({ decisions, runs: [other] }, 'DEV-05@valve')).toBe('implemented');
    const measured = runOf([pass(1)], { kind: 'human', statement: document });
    expect(statusIn({ runs: [measured] })).toBe('implemented');
  });

  it('is taken back by a later one', () => {
    const withdrawn = runOf([{ ...stated, verdict: 'fail', observedAt: at(5) }], {
      kind: 'human',
      statement: document,
    });
    expect(statusIn({ decisions, runs: [human, withdrawn] }, 'DEV-05@valve')).toBe('open');
    const again = runOf([{ ...stated, observedAt: at(6), target: 'photo-2' }], {
      kind: 'human',
      statement: document,
    });
    expect(statusIn({ decisions, runs: [human, withdrawn, again] }, 'DEV-05@valve')).toBe('validated');
  });
});
