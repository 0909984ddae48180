import { describe, expect, it } from 'vitest';

import { decide, readReport, readRunning, readSoftware } from './api.ts';

const good = { who: 'operator', method: 'POST', path: '/valve', body: '{"position": 40}' };

describe('decide', () => {
  it('lets the operator set the valve', () => {
    expect(decide(good)).toEqual({ kind: 'set', position: 40 });
  });

  it.each([
    ['somebody without a certificate', { who: undefined }, 403],
    ['a device', { who: 'valve' }, 403],
    ['a canary', { who: 'canary-a' }, 403],
    ['another path', { path: '/valve/../admin' }, 404],
    ['another method', { method: 'DELETE' }, 405],
    ['a canary that reads the log', { who: 'canary-a', method: 'GET', path: '/audit' }, 403],
    ['no JSON', { body: 'position=40' }, 400],
    ['no number', { body: '{"position": "40"}' }, 400],
    ['more than open', { body: '{"position": 101}' }, 400],
    ['less than shut', { body: '{"position": -1}' }, 400],
    ['nothing', { body: 'null' }, 400],
  ])('refuses %s', (_what, change, status) => {
    expect(decide({ ...good, ...change })).toMatchObject({ kind: 'refused', status });
  });

  it('lets an operator read the position and the log', () => {
    expect(decide({ ...good, method: 'GET', body: '' })).toEqual({ kind: 'position' });
    expect(decide({ ...good, method: 'GET', path: '/audit', body: '' })).toEqual({ kind: 'audit' });
  });

  it('weakened, takes the word of a device, but of nobody without a certificate', () => {
    expect(decide({ ...good, who: 'canary-a' }, true)).toEqual({ kind: 'set', position: 40 });
    expect(decide({ ...good, who: undefined }, true)).toMatchObject({ status: 403 });
  });

  it('tells a stranger nothing about what there is', () => {
    expect(decide({ ...good, who: 'valve', path: '/nothing' })).toMatchObject({ status: 403 });
  });
});

describe('decide on a configuration', () => {
  const text = '{"device":"valve","version":3,"travelSeconds":600}';
  const sent = { who: 'operator', method: 'POST', path: '/configuration', body: text };

  it('passes on what has the form of one, as it came: bounds and signature are for the valve', () => {
    expect(decide(sent)).toEqual({ kind: 'configure', text, version: 3 });
    expect(decide({ ...sent, method: 'GET', body: '' })).toEqual({ kind: 'configuration' });
  });

  it.each([
    ['of a device', { who: 'valve' }, 403],
    ['for another device', { body: text.replace('valve', 'pump') }, 400],
    ['without a number', { body: '{"device":"valve","travelSeconds":6}' }, 400],
    ['with half a number', { body: text.replace('3', '3.5') }, 400],
    ['that is none', { body: 'null' }, 400],
  ])('refuses one %s', (_what, change, status) => {
    expect(decide({ ...sent, ...change })).toMatchObject({ kind: 'refused', status });
  });

  it('reads what the valve says that it runs, and nothing out of anything else', () => {
    const running = { version: 3, travelSeconds: 12, digest: 'aa' };
    expect(readRunning(JSON.stringify({ position: 1, configuration: running }))).toEqual(running);
    for (const other of ['null', '{}', '{"configuration":null}', '{"configuration":{"version":"3"}}'])
      expect(readRunning(other)).toBeUndefined();
  });
});

describe('decide on software', () => {
  const sent = { who: 'operator', method: 'POST', path: '/software', body: 'any bytes' };

  it('passes it on as it came: all of it is for the valve to look at', () => {
    expect(decide(sent)).toEqual({ kind: 'update', text: 'any bytes' });
    expect(decide({ ...sent, method: 'GET', body: '' })).toEqual({ kind: 'software' });
  });

  it('takes none from a device', () => {
    expect(decide({ ...sent, who: 'valve' })).toMatchObject({ kind: 'refused', status: 403 });
  });

  it('reads what the valve says that it runs, and nothing out of anything else', () => {
    const software = { version: 3, digest: 'aa', failed: '4 at noon' };
    expect(readSoftware(JSON.stringify({ software: { ...software, everySeconds: 2 } }))).toEqual(software);
    for (const other of ['null', '{}', '{"software":null}', '{"software":{"version":"3","digest":"aa"}}'])
      expect(readSoftware(other)).toBeUndefined();
  });
});

describe('readReport', () => {
  it('reads what the valve reports on a command', () => {
    expect(readReport('{"command":"x","position":60,"at":"now"}')).toEqual({ command: 'x', position: 60 });
  });

  it.each([
    '{"position":60}',
    '{"command":"x"}',
    'null',
    '[]',
    'open',
    '{"command":{},"position":"60"}',
    '{"command":"x","position":600}',
  ])('makes nothing of %s', (text) => {
    expect(readReport(text)).toBeUndefined();
  });
});
