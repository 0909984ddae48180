import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Verdict } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { asResult } from '../../testing/tpm/restarted.ts';
import { inconclusive } from '../../verdict.ts';
import { type Counters, countersFact, lastCounters, resetsSince, wentBack } from './counters.ts';

const KEY = Buffer.from('000bff', 'hex');
const NOW: Counters = { key: '000bff', resets: 5, restarts: 2, clock: 9_000_000n };

const check = defineCheck({
  id: 'tpm-attestation',
  title: '',
  targets: ['tpm'],
  control: '',
  attack: '',
  effect: 'active',
  budget: { connections: 0, seconds: 1, bytes: 0 },
  strength: 'probe',
  lifetimeHours: 1,
  expects: {},
  run: () => Promise.resolve(inconclusive('')),
});

function seen(counters: Counters, at: string, verdict: Verdict = 'pass', target = 'unit') {
  const outcome = { ...inconclusive(''), verdict, facts: [countersFact(target, counters)] };
  return asResult(check, outcome, new Date(at));
}

describe('counters of a TPM', () => {
  it('go on: more resets, more restarts, or more time', () => {
    expect(wentBack(NOW, NOW, true)).toBeUndefined();
    expect(wentBack(NOW, { ...NOW, restarts: 3, clock: 9_000_001n }, true)).toBeUndefined();
    expect(wentBack(NOW, { ...NOW, resets: 6, restarts: 0, clock: 9_000_001n }, true)).toBeUndefined();
    expect(resetsSince(NOW, { ...NOW, resets: 7 })).toBe(2);
  });

  it.each<[string, Partial<Counters>, RegExp]>([
    ['fewer resets', { resets: 4, clock: 99_000_000n }, /resets went back by 1/],
    ['as many resets, and fewer restarts', { restarts: 0, clock: 99_000_000n }, /restarts went back by 2/],
    ['as many of both, and less time', { clock: 8_000_000n }, /clock went back by 1000 seconds/],
    ['more resets, and less time', { resets: 6, clock: 8_000_000n }, /clock went back/],
  ])('went back: %s', (_what, changes, why) => {
    expect(wentBack(NOW, { ...NOW, ...changes }, true)).toMatch(why);
  });

  it('may lose some time with a loss of power, and no more', () => {
    const after = { ...NOW, resets: 6 };
    expect(wentBack(NOW, { ...after, clock: 8_000_000n }, false)).toBeUndefined();
    expect(wentBack(NOW, { ...after, clock: 4_000_000n }, false)).toMatch(/clock went back/);
    expect(wentBack(NOW, { ...NOW, clock: 8_999_999n }, false)).toMatch(/clock went back/);
  });

  it('are compared as differences: those of keys outside the endorsement hierarchy are obscured', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.integer({ min: 1, max: 1000 }), (hidden, more) => {
        const one = { ...NOW, resets: hidden };
        const other = { ...NOW, resets: (hidden + more) % 2 ** 32 };
        expect(wentBack(one, other, true)).toBeUndefined();
        expect(wentBack(other, one, true)).toMatch(/resets went back/);
      }),
    );
  });
});

describe('the last run that saw them', () => {
  const old = { ...NOW, resets: 1 };

  it('is the last one that passed, of this key and this target', () => {
    const runs = [
      seen(old, '2026-01-01T00:00:00Z'),
      seen(NOW, '2026-01-03T00:00:00Z'),
      seen({ ...NOW, resets: 3 }, '2026-01-02T00:00:00Z'),
      seen({ ...NOW, resets: 9 }, '2026-01-04T00:00:00Z', 'fail'),
      seen({ ...NOW, resets: 8, key: '000baa' }, '2026-01-05T00:00:00Z'),
      seen({ ...NOW, resets: 7 }, '2026-01-06T00:00:00Z', 'pass', 'another unit'),
    ];
    expect(lastCounters(runs, 'unit', KEY)?.counters).toEqual(NOW);
  });

  it('is none where the TPM was cleared since', () => {
    const runs = [seen(old, '2026-01-01T00:00:00Z')];
    expect(lastCounters(runs, 'unit', KEY, '2026-01-02T00:00:00Z')).toBeUndefined();
    expect(lastCounters(runs, 'unit', KEY, '2025-12-31T00:00:00Z')?.counters).toEqual(old);
  });

  it('is none where its numbers cannot be read, whatever stands there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), (value) => {
        const [result] = [seen(old, '2026-01-01T00:00:00Z')];
        const facts = result.facts.map((fact) => ({ ...fact, value }));
        expect(lastCounters([{ ...result, facts }], 'unit', KEY)).toBeUndefined();
      }),
    );
    expect(lastCounters([], 'unit', KEY)).toBeUndefined();
  });

  it('holds counters of any size', () => {
    const count = fc.nat(0xffffffff);
    fc.assert(
      fc.property(count, count, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (resets, restarts, clock) => {
        const counters = { key: '000bff', resets, restarts, clock };
        expect(lastCounters([seen(counters, '2026-01-01T00:00:00Z')], 'unit', KEY)?.counters).toEqual(
          counters,
        );
      }),
    );
  });
});
