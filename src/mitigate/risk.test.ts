import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Status } from './register.ts';
import { RESIDUAL_FACTORS, inherentRisk, residualRisk } from './risk.ts';
import { SYSTEM, systemFrom } from './testing/project.ts';

const valve = { subject: { kind: 'element', id: 'valve' }, zone: 'field' } as const;
const scoreOn = (system: string, threat: Parameters<typeof inherentRisk>[1] = valve, score = 10): number =>
  inherentRisk(systemFrom(system), threat, score).score;

describe('inherent risk', () => {
  it('weighs what is out in the field more, and what can never be updated most', () => {
    expect(scoreOn(SYSTEM, { subject: { kind: 'element', id: 'hub' }, zone: 'cloud' })).toBe(10);
    expect(scoreOn(SYSTEM)).toBe(12.5);
    expect(scoreOn(SYSTEM.replace('type: actuator', 'type: actuator\n    updateable: false'))).toBe(15);
    expect(scoreOn(SYSTEM.replace('type: actuator', 'type: actuator\n    updateable: true'))).toBe(12.5);
  });

  it('looks at the cohorts in which the threat applies', () => {
    const mixed = SYSTEM.replace('b1: { count: 300 }', 'b1: { count: 300, updateable: false }');
    expect(scoreOn(mixed)).toBe(15);
    expect(scoreOn(mixed, { ...valve, cohorts: ['b2'] })).toBe(12.5);
    expect(scoreOn(mixed, { ...valve, cohorts: ['b1'] })).toBe(15);
  });

  it('of a connection looks at its ends in the field', () => {
    const connection = { subject: { kind: 'connection', id: 'uplink' }, zone: 'field' } as const;
    expect(scoreOn(SYSTEM, connection)).toBe(12.5);
    expect(
      scoreOn(SYSTEM.replace('type: actuator', 'type: actuator\n    updateable: false'), connection),
    ).toBe(15);
    expect(
      scoreOn(SYSTEM.replace('hub: { type: iot-hub', 'hub: { updateable: false, type: iot-hub'), connection),
    ).toBe(12.5);
  });

  it('stays within 25', () => {
    expect(inherentRisk(systemFrom(), valve, 25)).toEqual({ score: 25, level: 'critical' });
  });
});

const inherent = { score: 20, level: 'critical' } as const;
const left = (status: Status): number => residualRisk(inherent, status, 0).score;

describe('residual risk', () => {
  it('is what docs/risk.md says', () => {
    const statuses: readonly Status[] = [
      'open',
      'planned',
      'needs-investigation',
      'accepted',
      'transferred',
      'implemented',
      'validated',
      'avoided',
      'not-applicable',
    ];
    expect(Object.keys(RESIDUAL_FACTORS).toSorted()).toEqual(statuses.toSorted());
    expect(Object.fromEntries(statuses.map((status) => [status, left(status)]))).toEqual({
      open: 20,
      planned: 20,
      'needs-investigation': 20,
      accepted: 20,
      transferred: 20,
      implemented: 15,
      validated: 2,
      avoided: 0,
      'not-applicable': 0,
    });
  });

  it('of a part lies between a claim and a validation, and falls with the share', () => {
    expect(residualRisk(inherent, 'partly-validated', 0.5).score).toBe(8.5);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b) => {
          const [less, more] = [Math.min(a, b), Math.max(a, b)].map(
            (share) => residualRisk(inherent, 'partly-validated', share).score,
          );
          expect(less).toBeGreaterThanOrEqual(more ?? NaN);
          expect(less).toBeLessThanOrEqual(15);
          expect(more).toBeGreaterThanOrEqual(2);
        },
      ),
    );
  });
});
