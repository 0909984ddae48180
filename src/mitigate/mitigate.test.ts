import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { enumerate } from '../enumerate/index.ts';
import type { Result } from '../evidence/run.ts';
import { NO_EVIDENCE } from './standing/evidence.ts';
import { mitigate } from './mitigate.ts';
import { byResidualRisk } from './risk.ts';
import {
  CATALOGUE,
  NOW,
  SYSTEM,
  entryOf,
  registerOf,
  resultOn,
  statusIn,
  systemFrom,
} from './testing/project.ts';

const codes = (decisions: string, system?: string): [string, string | undefined][] =>
  registerOf({ decisions, ...(system !== undefined && { system }) }).problems.map(({ code, hint }) => [
    code,
    hint,
  ]);
const accepting = (despite: string): string =>
  `decisions: { COM-02@uplink: { status: accepted, owner: o, reason: r, until: 2027-01-01${despite} } }`;
const claim = (text: string): string => `claims: { ${text} }`;
const passed = ['hub-mqtt', 'spare-mqtt'].flatMap((target) =>
  ['tls-versions', 'mqtt-certificate', 'mqtt-anonymous'].map((check) => resultOn(target, { check })),
);

describe('the register', () => {
  it('has every threat, in order, with status, reason and risk', () => {
    const register = registerOf();
    expect(register.entries.map(({ id, status }) => [id, status])).toEqual([
      ['DEV-01@valve', 'implemented'],
      ['DEV-05@valve', 'open'],
      ['SVC-01@hub', 'open'],
      ['SVC-01@spare', 'open'],
      ['COM-02@uplink', 'implemented'],
      ['COM-02@backup', 'implemented'],
    ]);
    expect(register.stage).toBe('fielded');
    expect(register.environment).toBe('lab');
    expect(register.problems).toEqual([]);
  });

  it('works with a model alone', () => {
    const system = systemFrom();
    const register = mitigate(enumerate(system, CATALOGUE), undefined, NO_EVIDENCE, CATALOGUE, NOW);
    expect(register.environment).toBeUndefined();
    expect(entryOf(register, 'COM-02@uplink').status).toBe('implemented');
  });

  it('carries the problems of the evidence', () => {
    const gap = { code: 'EVI04', severity: 'error', message: 'gap' } as const;
    expect(registerOf({ evidence: { problems: [gap] } }).problems).toEqual([gap]);
  });

  it('sorts by residual risk for reports', () => {
    const sorted = registerOf({ results: passed }).entries.toSorted(byResidualRisk);
    expect(sorted[0]?.id).toBe('DEV-05@valve');
    expect(sorted.map(({ residual }) => residual.score)).toEqual(
      sorted.map(({ residual }) => residual.score).toSorted((a, b) => b - a),
    );
  });

  it('no pass taken away, and no inconclusive added, makes any status better', () => {
    const rank = ['open', 'planned', 'implemented', 'partly-validated', 'validated'];
    const ranks = (results: readonly Result[]): number[] =>
      registerOf({ results }).entries.map(({ status }) => rank.indexOf(status));
    const hours = fc.integer({ min: 0, max: 9 }).map((hour) => `2026-11-10T0${hour}:00:00Z`);
    const one = fc
      .tuple(
        fc.constantFrom(...passed),
        hours,
        fc.constantFrom('pass', 'pass', 'fail', 'inconclusive' as const),
        fc.boolean(),
      )
      .map(([base, observedAt, verdict, old]): Result => ({
        ...base,
        observedAt,
        verdict,
        ...(old && { validUntil: '2026-11-11T00:00:00Z' }),
      }));
    const some = fc.array(one, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(some, fc.nat(), one, (results, at, added) => {
        const before = ranks(results);
        const index = at % results.length;
        const without = results[index]?.verdict === 'pass' ? ranks(results.toSpliced(index, 1)) : before;
        before.forEach((value, entry) => expect(without[entry]).toBeLessThanOrEqual(value));
        const unclear = ranks([...results, { ...added, verdict: 'inconclusive' }]);
        before.forEach((value, entry) => expect(unclear[entry]).toBeLessThanOrEqual(value));
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

describe('decisions', () => {
  it('accept until the day is over, in UTC', () => {
    const decisions =
      'decisions: { DEV-05@valve: { status: accepted, owner: safety, reason: locked, until: 2026-11-15 } }';
    expect(statusIn({ decisions, now: new Date('2026-11-15T23:59:59Z') }, 'DEV-05@valve')).toBe('accepted');
    const late = registerOf({ decisions, now: new Date('2026-11-16T00:00:00Z') });
    expect(entryOf(late, 'DEV-05@valve')).toMatchObject({
      status: 'open',
      statusReason: 'its acceptance by safety ran out on 2026-11-15',
    });
    expect(late.problems).toMatchObject([{ code: 'DEC04', severity: 'warning', where: { line: 1 } }]);
  });

  it.each(['avoided', 'not-applicable'])('%s does not override a failure', (status) => {
    const decisions = `decisions: { COM-02@uplink: { status: ${status}, reason: so } }`;
    expect(statusIn({ decisions })).toBe(status);
    expect(statusIn({ decisions, results: [resultOn('hub-mqtt', { verdict: 'fail' })] })).toBe('open');
  });

  it('accepts a failure only by name', () => {
    const failing = [resultOn('hub-mqtt', { verdict: 'fail' })];
    expect(statusIn({ decisions: accepting(''), results: failing })).toBe('open');
    expect(statusIn({ decisions: accepting(', despite: [config]'), results: failing })).toBe('open');
    expect(statusIn({ decisions: accepting(', despite: [tls-versions]'), results: failing })).toBe(
      'accepted',
    );
  });

  it('accepts two failures of one mitigation only by both names', () => {
    const results = ['mqtt-certificate', 'mqtt-anonymous'].map((check) =>
      resultOn('hub-mqtt', { check, verdict: 'fail' }),
    );
    const decision = accepting(', despite: [mqtt-certificate]').replace('COM-02@uplink', 'DEV-01@valve');
    expect(statusIn({ decisions: decision, results: results.slice(0, 1) }, 'DEV-01@valve')).toBe('accepted');
    expect(statusIn({ decisions: decision, results }, 'DEV-01@valve')).toBe('open');
  });

  it('on nothing are orphans, with a suggestion', () => {
    expect(
      codes(
        'decisions: { DEV-05@valv: { status: avoided, reason: so }, DEV05@valve: { status: avoided, reason: so }, XY-01@zzz: { status: avoided, reason: so } }',
      ),
    ).toEqual([
      ['DEC01', 'Did you mean "DEV-05@valve"?'],
      ['DEC01', 'Did you mean "DEV-05@valve"?'],
      ['DEC01', 'Remove it, or mend its id.'],
    ]);
  });

  it('stay with a renamed subject', () => {
    const renamed = 'decisions: { SVC-01@reserve: { status: avoided, reason: gone } }';
    expect(statusIn({ decisions: renamed }, 'SVC-01@spare')).toBe('avoided');
    const both =
      'decisions: { SVC-01@reserve: { status: avoided, reason: gone }, SVC-01@spare: { status: needs-investigation } }';
    expect(statusIn({ decisions: both }, 'SVC-01@spare')).toBe('needs-investigation');
    expect(codes(both)).toEqual([['DEC01', 'Remove the older one.']]);
  });

  it('may tighten what suffices, never loosen it', () => {
    const both = 'decisions: { COM-02@uplink: { status: mitigate, sufficient: [[transport, reviewed]] } }';
    expect(statusIn({ decisions: both, results: passed })).toBe('open');
    expect(
      statusIn({
        decisions: `${both}\nclaims: { reviewed@uplink: { state: in-place, owner: developer } }`,
        results: passed,
      }),
    ).toBe('implemented');
    const easy =
      'decisions: { COM-02@uplink: { status: mitigate, sufficient: [[reviewed]] } }\nclaims: { reviewed@uplink: { state: in-place, owner: developer } }';
    expect(statusIn({ decisions: easy })).toBe('open');
    expect(codes(easy).slice(0, 1)).toEqual([
      ['DEC07', 'Each group must hold one of these whole: transport.'],
    ]);
    expect(
      codes('decisions: { COM-02@uplink: { status: mitigate, sufficient: [[transport, tls]] } }'),
    ).toEqual([['DEC07', 'Use ids of the catalogue.']]);
  });

  it('that tighten are answered by the model too', () => {
    const both =
      'decisions: { DEV-05@valve: { status: mitigate, sufficient: [[fused, certificate]] } }\nclaims: { fused@valve: { state: in-place, owner: developer } }';
    expect(statusIn({ decisions: both }, 'DEV-05@valve')).toBe('implemented');
    expect(
      statusIn(
        { decisions: both, system: SYSTEM.replaceAll('client: x509', 'client: none') },
        'DEV-05@valve',
      ),
    ).toBe('open');
  });
});

describe('claims', () => {
  it('state what no property can', () => {
    expect(
      statusIn({ decisions: claim('fused@valve: { state: in-place, owner: developer }') }, 'DEV-05@valve'),
    ).toBe('implemented');
  });

  it('state plans, and say when one is overdue', () => {
    const planned = claim('fused@valve: { state: planned, owner: developer, due: 2026-11-14 }');
    expect(statusIn({ decisions: planned }, 'DEV-05@valve')).toBe('planned');
    expect(registerOf({ decisions: planned }).problems).toMatchObject([
      { code: 'DEC06', severity: 'warning', message: '"fused" on "valve" was due on 2026-11-14' },
    ]);
  });

  it('do not stand in for a property of the model, nor against it', () => {
    const decisions = claim('transport@uplink: { state: in-place, owner: developer }');
    const silent = SYSTEM.replaceAll(' tls: { min: "1.2" },', '');
    const weak = SYSTEM.replaceAll('"1.2"', '"1.0"');
    for (const system of [silent, weak]) {
      expect(statusIn({ decisions, system })).toBe('open');
      expect(codes(decisions, system)).toEqual([['DEC05', 'State it in the model and remove the claim.']]);
    }
    const plan = claim('transport@uplink: { state: planned, owner: developer }');
    expect(statusIn({ decisions: plan, system: silent })).toBe('planned');
    expect(codes(plan, silent)).toEqual([]);
    expect(statusIn({ decisions: plan })).toBe('implemented');
  });

  it('about nothing are orphans', () => {
    expect(
      codes(
        claim(
          'fusd@valve: { state: in-place, owner: developer }, fused@valvee: { state: planned, owner: developer }',
        ),
      ),
    ).toEqual([
      ['DEC02', 'Did you mean "fused"?'],
      ['DEC02', 'Did you mean "valve"?'],
    ]);
    expect(codes(claim('cased@hub: { state: in-place, owner: developer }'))).toEqual([
      ['DEC02', 'No threat on "hub" has the mitigation "cased".'],
    ]);
  });

  it('stay with a renamed subject', () => {
    expect(
      statusIn(
        { decisions: claim('reviewed@reserve: { state: in-place, owner: developer }') },
        'SVC-01@spare',
      ),
    ).toBe('implemented');
  });
});
