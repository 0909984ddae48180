import { describe, expect, it } from 'vitest';

import type { Stage } from '../model/system.ts';
import { type Baseline, makeBaseline, readBaseline } from './baseline.ts';
import { type GateOptions, gate } from './gate.ts';
import { SYSTEM, type Setting, registerOf, resultOn } from './testing/project.ts';

/** Everything on the valve is answered, so that a test adds one finding. */
const CALM = 'claims: { cased@valve: { state: in-place, owner: manufacturer } }';
const at = (stage: Stage): string => SYSTEM.replace('fielded', stage);
const shut = (stage: Stage, setting: Setting = {}, options: GateOptions = {}): string[] =>
  gate(
    registerOf({ decisions: CALM, ...setting, system: (setting.system ?? SYSTEM).replace('fielded', stage) }),
    options,
  ).reasons.map(({ kind, threat, about }) => [kind, threat, about].filter(Boolean).join(' '));
const STAGES: Stage[] = ['design', 'development', 'fielded'];

/** Which of the three stages a setting shuts the gate at. */
const shutAt = (setting: Setting, options: GateOptions = {}): (string | undefined)[] =>
  STAGES.map((stage) => shut(stage, setting, options)[0]);

const planned = (due: string): string =>
  `claims: { fused@valve: { state: planned, owner: developer${due} } }`;
const baselineOf = (setting: Setting): Baseline => {
  const { value } = readBaseline({ file: 'baseline.json', text: makeBaseline(registerOf(setting)) });
  if (!value) throw new Error('the baseline does not read');
  return value;
};
const read = (text: string): string | undefined => readBaseline({ file: 'b.json', text }).problems[0]?.code;

describe('the gate', () => {
  it('is open when everything is decided or answered', () => {
    for (const stage of STAGES)
      expect(gate(registerOf({ decisions: CALM, system: at(stage) }))).toMatchObject({
        ok: true,
        stage,
        failOn: 'high',
        reasons: [],
        untested: 4,
      });
  });

  it('is shut by what nobody has decided', () => {
    const undecided = 'undecided DEV-05@valve';
    expect(shutAt({ decisions: 'claims: {}' })).toEqual([undecided, undecided, undecided]);
    const looking = 'decisions: { DEV-05@valve: { status: needs-investigation } }';
    expect(shutAt({ decisions: looking })).toEqual([undecided, undecided, undecided]);
  });

  it('looks at threats from the chosen severity on', () => {
    expect(shut('design', {}, { failOn: 'low' })).toEqual(['undecided SVC-01@hub', 'undecided SVC-01@spare']);
    expect(shut('design', { decisions: 'claims: {}' }, { failOn: 'critical' })).toEqual([
      'undecided DEV-05@valve',
    ]);
  });

  it('is shut by a failed check, named', () => {
    const failed = 'failed COM-02@uplink tls-versions';
    expect(shutAt({ results: [resultOn('hub-mqtt', { verdict: 'fail' })] })).toEqual([
      failed,
      failed,
      failed,
    ]);
  });

  it('is shut by an acceptance past its day', () => {
    const expired = 'expired DEV-05@valve 2026-11-01';
    const decisions =
      'decisions: { DEV-05@valve: { status: accepted, owner: o, reason: r, until: 2026-11-01 } }';
    expect(shutAt({ decisions })).toEqual([expired, expired, expired]);
  });

  it('is shut by a claim that nothing can show', () => {
    const system = SYSTEM.replaceAll('client: x509', 'client: oauth');
    const decisions = `${CALM.slice(0, -2)}, custody@valve: { state: in-place, owner: operator } }`;
    expect(shutAt({ system, decisions })).toEqual(Array(3).fill('untestable DEV-01@valve token'));
  });

  it('is shut by a plan that is overdue, and in the field by one without a date', () => {
    expect(shutAt({ decisions: planned(', due: 2026-11-14') })).toEqual([
      undefined,
      'overdue DEV-05@valve fused',
      'overdue DEV-05@valve fused',
    ]);
    expect(shutAt({ decisions: planned('') })).toEqual([undefined, undefined, 'undated DEV-05@valve fused']);
    expect(shutAt({ decisions: planned(', due: 2026-11-15') })).toEqual([undefined, undefined, undefined]);
  });

  it('is shut in the field by evidence older than the grace, at once where a fact changed', () => {
    const results = [resultOn('hub-mqtt', { validUntil: '2026-11-10T12:00:00Z' })];
    expect(shutAt({ results })).toEqual([undefined, undefined, 'stale COM-02@uplink transport']);
    expect(shut('fielded', { results }, { graceDays: 5 })).toEqual([]);
    expect(shut('fielded', { results }, { graceDays: 4 })).toEqual(['stale COM-02@uplink transport']);
    const system = SYSTEM.replace('tls: { min: "1.2" }', 'tls: { min: "1.3" }');
    expect(shut('fielded', { system, results: [resultOn('hub-mqtt')] }, { graceDays: 1000 })).toEqual([
      'stale COM-02@uplink transport',
    ]);
  });

  it('is shut in the field by orphans', () => {
    expect(
      shutAt({ decisions: `${CALM}\ndecisions: { DEV-99@valve: { status: avoided, reason: so } }` }),
    ).toEqual([undefined, undefined, 'orphaned']);
  });

  it.each([
    ['a gap in the runs', { code: 'EVI04', severity: 'warning', message: 'gap' } as const],
    ['any error', { code: 'EVI03', severity: 'error', message: 'forged' } as const],
  ])('is shut at every stage by %s', (_, problem) => {
    expect(shutAt({ evidence: { problems: [problem] } })).toEqual(['problem', 'problem', 'problem']);
  });

  it('is not shut by a run that counts for nothing', () => {
    expect(
      shutAt({ evidence: { problems: [{ code: 'EVI02', severity: 'warning', message: 'unknown' }] } }),
    ).toEqual([undefined, undefined, undefined]);
  });
});

describe('a baseline', () => {
  const failing = resultOn('hub-mqtt', { verdict: 'fail' });

  it('tolerates what was there, and nothing else', () => {
    const baseline = baselineOf({ decisions: 'claims: {}' });
    const before = gate(registerOf({ decisions: 'claims: {}' }), { baseline });
    expect(before.ok).toBe(true);
    expect(before.tolerated).toHaveLength(1);
    expect(shut('fielded', { decisions: 'claims: {}', results: [failing] }, { baseline })).toEqual([
      'failed COM-02@uplink tls-versions',
    ]);
    expect(
      shut(
        'fielded',
        { evidence: { problems: [{ code: 'EVI04', severity: 'error', message: 'gap' }] } },
        { baseline },
      ),
    ).toEqual(['problem']);
  });

  it('tolerates a failure it knows, not another on the same threat', () => {
    const both = ['mqtt-certificate', 'mqtt-anonymous'].map((check) =>
      resultOn('hub-mqtt', { check, verdict: 'fail' }),
    );
    const baseline = baselineOf({ decisions: CALM, results: both.slice(0, 1) });
    expect(shut('fielded', { results: both.slice(0, 1) }, { baseline })).toEqual([]);
    expect(shut('fielded', { results: both }, { baseline })).toEqual(['failed DEV-01@valve mqtt-anonymous']);
  });

  it('does not let an undecided threat fail unseen', () => {
    const baseline = baselineOf({ decisions: 'claims: {}' });
    const on = resultOn('unit', { check: 'jtag', covers: ['valve'], verdict: 'fail' });
    expect(shut('fielded', { decisions: 'claims: {}', results: [on] }, { baseline })).toEqual([
      'failed DEV-05@valve jtag',
    ]);
  });

  it('is read strictly', () => {
    expect(read('{"bestride": 1, "tolerate": []}')).toBeUndefined();
    expect(read('{"bestride": 1, "tolerate": [{"threat": "a@b", "kind": "problem"}]}')).toBe('TXT10');
    expect(read('{"tolerate": []}')).toBe('TXT11');
    expect(makeBaseline(registerOf({ decisions: CALM }))).toBe('{\n  "bestride": 1,\n  "tolerate": []\n}\n');
  });
});
