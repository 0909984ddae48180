/** What a date makes of what was read, alone and in a run of the checks that read. */
import { describe, expect, it } from 'vitest';

import type { CheckInfo } from '../../catalogue/schema.ts';
import type { CheckOutcome } from '../check.ts';
import { dated } from './taken.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const READS = { strength: 'live-config' } as CheckInfo;
const read: CheckOutcome = {
  verdict: 'pass',
  reason: 'as configured, it is so',
  control: { what: 'reading', outcome: 'seen', refusedBy: null, detail: '' },
  attack: [],
  observer: null,
  refusedBy: null,
  facts: [],
  seen: [{ kind: 'module', name: 'filter', detail: '' }],
};
const on = (taken: string | undefined, over: Partial<CheckOutcome> = {}, info = READS) =>
  dated(
    { ...read, ...over },
    info,
    { kind: 'compose', covers: ['line'], ...(taken !== undefined && { taken }) },
    NOW,
  );

describe('dated', () => {
  it('takes a file without a date for one of the repository', () => {
    const { strength, verdict, reason, validUntil } = on(undefined);
    expect({ strength, verdict, reason, validUntil }).toEqual({
      strength: 'repository-config',
      verdict: 'pass',
      reason: read.reason,
      validUntil: undefined,
    });
  });

  it('takes one with a date for what ran then, for seven days', () => {
    expect(on('2026-11-20')).toMatchObject({
      strength: 'live-config',
      verdict: 'pass',
      reason: 'as configured, it is so (as exported on 2026-11-20)',
      validUntil: new Date('2026-11-27T00:00:00Z'),
    });
    const sooner = new Date('2026-11-23T00:00:00Z');
    expect(on('2026-11-20', { validUntil: sooner }).validUntil).toEqual(sooner);
  });

  it.each(['pass', 'fail'] as const)(
    'has an old one, and one of the future, show nothing (%s)',
    (verdict) => {
      for (const taken of ['2026-11-15', '2026-11-24', '2026-11-22T12:06:00Z', '2020-01-01']) {
        const { verdict: found, seen, reason } = on(taken, { verdict });
        expect([found, seen]).toEqual(['inconclusive', undefined]);
        expect(reason).toContain(taken);
      }
      // The day has begun already in the far east; a clock may be five minutes ahead.
      for (const taken of ['2026-11-16', '2026-11-23', '2026-11-22T12:04:00Z'])
        expect(on(taken, { verdict }).verdict).toBe(verdict);
    },
  );

  it('believes the file rather than the target', () => {
    expect(on('2026-11-20', { taken: '2026-11-01T00:00:00Z' }).verdict).toBe('inconclusive');
    expect(on(undefined, { taken: '2026-11-21T00:00:00Z' })).toMatchObject({
      strength: 'live-config',
      reason: read.reason,
    });
  });

  it('lets a look be weaker than its check, and never stronger', () => {
    expect(on('2026-11-20', { strength: 'repository-config' })).toMatchObject({
      strength: 'repository-config',
      reason: read.reason,
    });
    expect(on('2026-11-20', { strength: 'observed-probe' }).strength).toBe('live-config');
    expect(on(undefined, { strength: 'observed-probe' }).strength).toBe('repository-config');
  });

  it('leaves other checks alone', () => {
    for (const strength of ['document', 'repository-config', 'probe', 'observed-probe'] as const)
      expect(on('2020-01-01', {}, { ...READS, strength })).toEqual(read);
  });
});
