import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { makeResult } from '../evidence/testing/runs.ts';
import type { Decision } from './decisions/decisions.ts';
import type { EvidenceState, MitigationEvidence, Status } from './register.ts';
import { STATUS_TABLE, type StatusInput, failedChecks, statusOf } from './status.ts';

const IDS = ['a', 'b', 'c'];
const STATES: EvidenceState[] = ['pass', 'fail', 'inconclusive', 'stale', 'missing', 'too-weak'];

/** Evidence as coverage makes it: covered in full exactly when passed, never when failed. */
function evidence(
  mitigation: string,
  claimed: boolean,
  state: EvidenceState,
  covered = 0,
  over: Partial<MitigationEvidence> = {},
): MitigationEvidence {
  const of = 1200;
  const results = state === 'fail' ? [makeResult({ check: `check-${mitigation}`, verdict: 'fail' })] : [];
  const full = state === 'pass' ? of : state === 'fail' ? 0 : covered;
  return {
    mitigation,
    claimed,
    state,
    coverage: { of, covered: full },
    points: [],
    results,
    reason: `${state} reason`,
    ...over,
  };
}

const anyEvidence = fc.tuple(
  ...IDS.map((id) =>
    fc
      .record({
        claimed: fc.boolean(),
        planned: fc.boolean(),
        state: fc.constantFrom(...STATES),
        covered: fc.integer({ min: 0, max: 1199 }),
      })
      .map(({ claimed, planned, state, covered }) =>
        evidence(id, claimed, state, covered, planned && !claimed ? { planned: { owner: 'x' } } : {}),
      ),
  ),
);
const groups = fc.array(fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 1 }), { maxLength: 3 });
const despite = fc.option(fc.uniqueArray(fc.constantFrom(...IDS.map((id) => `check-${id}`))), {
  nil: undefined,
});
const decisions: fc.Arbitrary<Decision | undefined> = fc.option(
  fc.oneof(
    despite.map((named): Decision => ({
      status: 'accepted',
      owner: 'o',
      reason: 'r',
      until: '2027-01-01',
      ...(named && { despite: named }),
    })),
    despite.map((named): Decision => ({
      status: 'transferred',
      to: 'customer',
      requires: 'survey',
      ...(named && { despite: named }),
    })),
    fc
      .constantFrom('avoided' as const, 'not-applicable' as const)
      .map((status): Decision => ({ status, reason: 'r' })),
    fc
      .constantFrom('needs-investigation' as const, 'mitigate' as const)
      .map((status): Decision => ({ status })),
  ),
  { nil: undefined },
);
const inputs: fc.Arbitrary<StatusInput> = fc
  .record({ decision: decisions, expired: fc.boolean(), evidence: anyEvidence, sufficient: groups })
  .map(({ decision, expired, ...rest }) => ({
    ...rest,
    ...(decision && { decision: { decision, expired: expired && decision.status === 'accepted' } }),
  }));

const of = (one: Partial<StatusInput>): ReturnType<typeof statusOf> =>
  statusOf({ evidence: [], sufficient: [['a'], ['b', 'c']], ...one });

/** How much a status says; a change that should improve nothing must not move up. */
const RANK: Partial<Record<Status, number>> = {
  open: 0,
  planned: 1,
  implemented: 2,
  'partly-validated': 3,
  validated: 4,
};

describe('the status algebra', () => {
  it('validated: some group is claimed whole and passed whole', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        if (statusOf(input).status !== 'validated') return;
        const whole = input.sufficient.some((group) =>
          group.every((id) =>
            input.evidence.some(
              (one) =>
                one.mitigation === id &&
                one.claimed &&
                one.state === 'pass' &&
                one.coverage.covered === one.coverage.of,
            ),
          ),
        );
        expect(whole).toBe(true);
        expect(input.evidence.some(({ state }) => state === 'fail')).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('a failure opens, unless a valid acceptance or transfer names it', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const failed = input.evidence.flatMap(failedChecks);
        fc.pre(failed.length > 0);
        const { decision, expired } = input.decision ?? {};
        const named = decision && 'despite' in decision && !expired ? (decision.despite ?? []) : [];
        const excused = failed.every((check) => named.includes(check));
        const { status, reason } = statusOf(input);
        expect(status).toBe(excused ? decision?.status : 'open');
        expect(/although "check-/.test(reason)).toBe(excused);
      }),
      { numRuns: 2000 },
    );
  });

  it('less evidence never improves anything: a pass taken away, an inconclusive or stale one put in its place', () => {
    const lesser = fc.constantFrom<EvidenceState>('missing', 'inconclusive', 'stale', 'too-weak');
    fc.assert(
      fc.property(
        inputs,
        fc.nat(IDS.length - 1),
        lesser,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (input, at, state, share) => {
          const less = input.evidence.map((one, index) => {
            if (index !== at || one.state === 'fail') return one;
            const covered = Math.min(Math.floor(one.coverage.covered * share), one.coverage.of - 1);
            return { ...one, state, coverage: { ...one.coverage, covered } };
          });
          const before = RANK[statusOf(input).status];
          const after = RANK[statusOf({ ...input, evidence: less }).status];
          expect(before === undefined).toBe(after === undefined);
          expect(after ?? 0).toBeLessThanOrEqual(before ?? 0);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('a claim gives implemented and no further', () => {
    fc.assert(
      fc.property(groups, (sufficient) => {
        const { status } = statusOf({ sufficient, evidence: IDS.map((id) => evidence(id, true, 'missing')) });
        expect(status).toBe(sufficient.length > 0 ? 'implemented' : 'open');
      }),
    );
  });

  it('an acceptance past its day opens, whatever is shown', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const decision: Decision = { status: 'accepted', owner: 'o', reason: 'r', until: '2026-01-01' };
        expect(statusOf({ ...input, decision: { decision, expired: true } }).status).toBe('open');
      }),
    );
  });

  it('every row of the table is reached, and gives its status', () => {
    const reached = new Set<string>();
    for (const input of fc.sample(inputs, { numRuns: 5000, seed: 1 })) reached.add(statusOf(input).status);
    expect(reached).toEqual(new Set(STATUS_TABLE.map(({ status }) => status)));
  });
});

describe('reasons', () => {
  it('gives the figures of a part', () => {
    expect(of({ evidence: [evidence('a', true, 'missing', 900)] })).toEqual({
      status: 'partly-validated',
      reason: 'a: 900 of 1,200; missing reason',
      share: 0.75,
    });
  });

  it('says what is stale or inconclusive', () => {
    expect(of({ evidence: [evidence('a', true, 'stale')] })).toMatchObject({
      status: 'implemented',
      reason: 'claimed, not shown: a: stale reason',
    });
  });

  it('names what nothing states', () => {
    expect(
      of({
        evidence: [
          evidence('a', false, 'missing'),
          evidence('b', true, 'missing'),
          evidence('c', false, 'missing'),
        ],
      }).reason,
    ).toBe('nothing states a, or c');
    expect(statusOf({ evidence: [], sufficient: [] }).reason).toBe(
      'no mitigation is known, and nobody has decided what to do about it',
    );
  });

  it('names what is planned, by whom and until when', () => {
    const planned = evidence('a', false, 'missing', 0, {
      planned: { owner: 'manufacturer', due: '2027-01-31' },
    });
    expect(of({ evidence: [planned] })).toMatchObject({
      status: 'planned',
      reason: 'a is planned by manufacturer, due on 2027-01-31',
    });
  });

  it('a weak member holds its group back', () => {
    const members = [evidence('b', true, 'pass'), evidence('c', true, 'inconclusive')];
    expect(of({ evidence: members })).toMatchObject({
      status: 'implemented',
      reason: 'claimed, not shown: c: inconclusive reason',
    });
  });

  it('out of scope is said with its reason, and closes no failure', () => {
    const outOfScope = 'run by others';
    expect(of({ evidence: [evidence('a', true, 'pass')], outOfScope })).toMatchObject({
      status: 'not-applicable',
      reason: 'out of scope: run by others',
    });
    expect(of({ evidence: [evidence('a', true, 'fail')], outOfScope })).toMatchObject({ status: 'open' });
  });
});
