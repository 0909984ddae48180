import { randomUUID } from 'node:crypto';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readSetPoint } from './set-point.ts';
import { commands, messages } from './topics.ts';

const topic = commands('valve', 'position');
const read = (data: unknown) => readSetPoint(topic, Buffer.from(JSON.stringify(data)));

describe('readSetPoint', () => {
  const id = randomUUID();

  it.each([0, 40, 100])('reads a set-point of %s %', (position) => {
    expect(read({ id, position })).toEqual({ id, position });
  });

  it.each([
    ['text for a number', { id, position: '40' }],
    ['no position', { id }],
    ['no id', { position: 40 }],
    ['an id that is none', { id: '../../x', position: 40 }],
    ['more than open', { id, position: 100.1 }],
    ['less than shut', { id, position: -1 }],
    ['null', null],
    ['a list', [id, 40]],
    ['NaN, which JSON writes as null', { id, position: Number.NaN }],
  ])('makes nothing of %s', (_what, data) => {
    expect(read(data)).toBeUndefined();
  });

  it.each([
    ['an unknown command', commands('valve', 'calibrate')],
    ['a command for a sensor', commands('smoke-sensor', 'position')],
    ['a report', messages('valve', 'position')],
    ['any other topic', 'devices/valve'],
  ])('makes nothing of %s', (_what, other) => {
    expect(readSetPoint(other, Buffer.from(JSON.stringify({ id, position: 40 })))).toBeUndefined();
  });

  it('makes nothing of what is no JSON, too large a number or too long', () => {
    expect(readSetPoint(topic, Buffer.from('open!'))).toBeUndefined();
    expect(readSetPoint(topic, Buffer.from(`{"id":"${id}","position":1e999}`))).toBeUndefined();
    const long = `{"id":"${id}","position":1,"x":"${'y'.repeat(300)}"}`;
    expect(readSetPoint(topic, Buffer.from(long))).toBeUndefined();
  });

  it('never throws, and never reads what is no number of percent', () => {
    const property = fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const asked = readSetPoint(topic, Buffer.from(text));
      return asked === undefined || (asked.position >= 0 && asked.position <= 100);
    });
    expect(fc.check(property)).toMatchObject({ failed: false });
  });
});
