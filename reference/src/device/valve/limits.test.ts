import { randomUUID } from 'node:crypto';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LIMITS, clamp, readSetPoint } from './limits.ts';

describe('clamp', () => {
  it.each([
    [30, 30],
    [60, 60],
    [60.01, 60],
    [100, 60],
    [Number.MAX_VALUE, 60],
    [0, 0],
    [-1, 0],
    [-0.001, 0],
  ])('moves to the allowed position for %s', (asked, reached) => {
    expect(clamp(asked)).toBe(reached);
  });

  it('never leaves the limits, and changes nothing within them', () => {
    const property = fc.property(fc.double({ noNaN: true }), (asked) => {
      const reached = clamp(asked);
      const within = asked >= LIMITS.least && asked <= LIMITS.most;
      return reached >= LIMITS.least && reached <= LIMITS.most && (!within || reached === asked);
    });
    expect(fc.check(property)).toMatchObject({ failed: false });
  });
});

const read = (data: unknown) => readSetPoint(Buffer.from(JSON.stringify(data)));

describe('readSetPoint', () => {
  const id = randomUUID();

  it('reads a set-point', () => {
    expect(read({ id, position: 40 })).toEqual({ id, position: 40 });
  });

  it.each([
    ['text for a number', { id, position: '40' }],
    ['no position', { id }],
    ['no id', { position: 40 }],
    ['an id that is none', { id: '../../x', position: 40 }],
    ['null', null],
    ['a list', [id, 40]],
    ['NaN, which JSON writes as null', { id, position: Number.NaN }],
  ])('moves nothing for %s', (_what, data) => {
    expect(read(data)).toBeUndefined();
  });

  it('moves nothing for what is no JSON, too large a number or too long', () => {
    expect(readSetPoint(Buffer.from('open!'))).toBeUndefined();
    expect(readSetPoint(Buffer.from(`{"id":"${id}","position":1e999}`))).toBeUndefined();
    expect(readSetPoint(Buffer.from(`{"id":"${id}","position":1,"x":"${'y'.repeat(300)}"}`))).toBeUndefined();
  });

  it('never throws, and never reads what is no finite number', () => {
    const property = fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const asked = readSetPoint(Buffer.from(text));
      return asked === undefined || Number.isFinite(asked.position);
    });
    expect(fc.check(property)).toMatchObject({ failed: false });
  });
});
