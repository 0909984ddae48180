import { describe, expect, it } from 'vitest';

import { model } from './index.ts';
import { catalogue, problemsOf, small } from './testing/small.ts';

describe('model, problems', () => {
  it('finds nothing wrong with a sound file', () => {
    expect(problemsOf(small())).toEqual([]);
    expect(problemsOf('bestride: 1\nsystem: { id: empty }')).toEqual([]);
  });

  it.each<[string, string, Record<string, string>, [line: number, column: number], string | undefined]>([
    ['MOD01', 'an id with capitals', { assets: 'assets: { Reading: { kind: data } }' }, [7, 11], undefined],
    ['MOD02', 'one id in two sections', { assets: 'assets: { probe: { kind: data } }' }, [7, 11], undefined],
    [
      'MOD02',
      'the id of the system again',
      { assets: 'assets: { small: { kind: data } }' },
      [7, 11],
      undefined,
    ],
    [
      'MOD03',
      'a zone that does not exist',
      { elements: 'elements: { probe: { type: sensor, zone: feild }, hub: { type: iot-hub, zone: cloud } }' },
      [4, 42],
      'Did you mean "field"?',
    ],
    [
      'MOD03',
      'an asset that does not exist',
      {
        flows:
          'flows: { readings: { from: probe, to: hub, over: line, kind: data, carries: [reading, readng] } }',
      },
      [6, 87],
      'Did you mean "reading"?',
    ],
    [
      'MOD04',
      'a zone as the end of a flow',
      { connections: 'connections: { line: { from: field, to: hub } }', flows: 'flows: {}' },
      [5, 30],
      'Known here: probe, hub.',
    ],
    [
      'MOD04',
      'data that is to be moved',
      {
        elements:
          'elements: { probe: { type: sensor, zone: field, actuates: [reading] }, hub: { type: iot-hub, zone: cloud } }',
      },
      [4, 60],
      undefined,
    ],
    [
      'MOD04',
      'a movement that is to be stored',
      {
        elements:
          'elements: { probe: { type: sensor, zone: field, stores: [arm] }, hub: { type: iot-hub, zone: cloud } }',
      },
      [4, 58],
      undefined,
    ],
    [
      'MOD05',
      'an element type nobody knows',
      { elements: 'elements: { probe: { type: senser, zone: field }, hub: { type: iot-hub, zone: cloud } }' },
      [4, 28],
      'Did you mean "sensor"?',
    ],
    [
      'MOD05',
      'a zone type nobody knows',
      { zones: 'zones: { field: { type: devise }, cloud: { type: cloud-gateway } }' },
      [3, 25],
      'Did you mean "device"?',
    ],
    [
      'MOD06',
      'a property the type does not have',
      {
        elements:
          'elements: { probe: { type: sensor, zone: field, isLog: true }, hub: { type: iot-hub, zone: cloud } }',
      },
      [4, 49],
      'It applies to store.',
    ],
    [
      'MOD07',
      'zones in each other',
      {
        zones:
          'zones: { field: { type: device, parent: cloud }, cloud: { type: cloud-gateway, parent: field } }',
      },
      [3, 41],
      'Remove one "parent".',
    ],
    [
      'MOD08',
      'a control flow that does not say how it travels',
      { flows: 'flows: { stop: { from: hub, to: probe, kind: control } }' },
      [6, 10],
      'Add "over" with the connection it goes over, or "protocol" when it has one of its own.',
    ],
    [
      'MOD09',
      'a flow with other ends than its connection',
      { flows: 'flows: { readings: { from: probe, to: probe, over: line, kind: data } }' },
      [6, 52],
      'A flow has the two ends of the connection it goes over.',
    ],
    [
      'MOD10',
      'cohorts that do not add up',
      {
        elements:
          'elements: { probe: { type: sensor, zone: field, count: 5, cohorts: { a: { count: 4 } } }, hub: { type: iot-hub, zone: cloud } }',
      },
      [4, 56],
      'Leave "count" out: it is their sum.',
    ],
    [
      'MOD11',
      'tls and dtls on one connection',
      {
        connections:
          'connections: { line: { from: probe, to: hub, tls: { min: "1.2" }, dtls: { min: "1.2" } } }',
      },
      [5, 67],
      undefined,
    ],
    [
      'MOD11',
      'a protection on a flow that goes over a connection',
      { flows: 'flows: { readings: { from: probe, to: hub, over: line, kind: data, tls: { min: "1.2" } } }' },
      [6, 75],
      'State it on the connection "line".',
    ],
    [
      'MOD12',
      'a former id that still exists',
      { assets: 'assets: { reading: { kind: data, formerly: [hub] } }' },
      [7, 45],
      undefined,
    ],
    [
      'MOD02',
      'a former id claimed twice',
      { assets: 'assets: { a: { kind: data, formerly: [old] }, b: { kind: data, formerly: [old] } }' },
      [7, 75],
      undefined,
    ],
  ])('%s: %s', (code, _what, changes, [line, column], hint) => {
    const problems = problemsOf(small(changes));
    expect(problems).toMatchObject([
      { code, severity: 'error', where: { file: 'system.yaml', line, column } },
    ]);
    expect(problems[0]?.hint ?? '').toContain(hint ?? '');
  });

  it('tells all of them at once, in the order of the file', () => {
    const text = small({
      zones: 'zones: { field: { type: devise } }',
      elements: 'elements: { probe: { type: senser, zone: field }, hub: { type: iot-hub, zone: cloud } }',
    });
    expect(problemsOf(text).map(({ code }) => code)).toEqual(['MOD05', 'MOD05', 'MOD03']);
  });

  it('knows each circle of zones once, and those that only hang on one not at all', () => {
    const zones = `zones: { field: { type: device, parent: a }, cloud: { type: cloud }, a: { type: cloud, parent: b }, b: { type: cloud, parent: a }, c: { type: cloud, parent: c } }`;
    expect(problemsOf(small({ zones })).map(({ code, message }) => [code, message])).toEqual([
      ['MOD07', 'zones lie in a circle: "a" in "b" in "a"'],
      ['MOD07', 'zones lie in a circle: "c" in "c"'],
    ]);
  });

  it('takes flows either way over a connection', () => {
    expect(
      problemsOf(small({ flows: 'flows: { stop: { from: hub, to: probe, over: line, kind: control } }' })),
    ).toEqual([]);
  });

  it('takes tls beside a dtls that is none', () => {
    const connections =
      'connections: { line: { from: probe, to: hub, tls: { min: "1.2" }, dtls: { min: none } } }';
    expect(problemsOf(small({ connections }))).toEqual([]);
  });

  it('names keys and values that the catalogue does not have', () => {
    const connections =
      'connections: { line: { from: probe, to: hub, protocoll: mqtt, client: x5009, tls: { mn: "1.2" } } }';
    expect(problemsOf(small({ connections }))).toMatchObject([
      { code: 'TXT09', hint: 'Did you mean "protocol"?' },
      { code: 'TXT10', hint: expect.stringContaining('Did you mean "x509"?') },
      { code: 'TXT09', hint: 'Did you mean "min"?' },
    ]);
  });

  it('does not let derived properties be written', () => {
    expect(
      problemsOf(small({ connections: 'connections: { line: { from: probe, to: hub, crosses: false } }' })),
    ).toMatchObject([{ code: 'TXT09', message: 'the key "crosses" has no meaning here' }]);
  });

  it('says of another version only that', () => {
    expect(problemsOf('bestride: 7\nnonsense: 1')).toMatchObject([{ code: 'TXT08' }]);
    expect(problemsOf('- 1')).toMatchObject([{ code: 'TXT08' }]);
    expect(problemsOf('{')).toMatchObject([{ code: 'TXT04' }]);
  });
});

describe('data that nobody declared', () => {
  it('is taken as data, and told with its place', () => {
    const { value, problems } = model({ file: 'system.yaml', text: carrying('heat') }, catalogue);
    expect(value?.assets.get('heat')).toMatchObject({ kind: 'data', name: 'heat' });
    expect(value?.flows.get('up')?.carries).toEqual(['heat']);
    expect(problems).toMatchObject([{ code: 'MOD14', severity: 'warning', where: { line: 6, column: 72 } }]);
  });

  it('is still refused where the name belongs to something else', () => {
    const { value, problems } = model({ file: 'system.yaml', text: carrying('probe') }, catalogue);
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'MOD04' }]);
  });
});

/** A system with one flow that carries the named. */
function carrying(id: string): string {
  return `bestride: 1
system: { id: hall }
zones: { field: { type: device }, cloud: { type: cloud-gateway } }
elements: { probe: { type: sensor, zone: field }, hub: { type: iot-hub, zone: cloud } }
connections: { line: { from: probe, to: hub } }
flows: { up: { from: probe, to: hub, over: line, kind: data, carries: [${id}] } }
`;
}
