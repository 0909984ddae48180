import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isConfiguration, readConfiguration } from './configuration.ts';
import { commands, messages } from './topics.ts';

const TEXT = '{"device":"valve","version":3,"travelSeconds":12,"signature":"AA=="}';
const topic = commands('valve', 'configuration');

describe('isConfiguration', () => {
  it('knows one by its form', () => {
    expect(isConfiguration(topic, Buffer.from(TEXT))).toBe(true);
  });

  it.each([
    ['another topic', commands('valve', 'position'), TEXT],
    ['another device', commands('smoke-sensor', 'configuration'), TEXT],
    ['a message', messages('valve', 'configuration'), TEXT],
    ['another device in its text', topic, TEXT.replace('valve', 'pump')],
    ['no number', topic, TEXT.replace('3', '"3"')],
    ['a number without end', topic, TEXT.replace('12', '1e999')],
    ['more than it may be', topic, `${TEXT.slice(0, -1)},"x":"${'y'.repeat(600)}"}`],
  ])('does not take %s for one', (_what, where, text) => {
    expect(isConfiguration(where, Buffer.from(text))).toBe(false);
  });

  it('never throws', () => {
    const property = fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      readConfiguration(text);
    });
    expect(fc.check(property)).toMatchObject({ failed: false });
  });
});
