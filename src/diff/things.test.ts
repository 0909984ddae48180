/** Every kind of change of a system, one at a time: what is said, and that nothing else is. */
import { describe, expect, it } from 'vitest';

import { type Diff, diff } from './index.ts';
import { changing, replaced } from './testing/changes.ts';
import { SYSTEM, isEmpty, sideOf } from './testing/sides.ts';

function things({ system }: Diff): string[] {
  return system.map(({ change, kind, id }) => `${change} ${kind} ${id}`);
}

function fields({ system }: Diff, id: string): unknown[] {
  const thing = system.find((one) => one.id === id);
  return thing?.changes.map(({ property, from, to, by }) => [property, from, to, ...(by ? [by] : [])]) ?? [];
}

describe('the system', () => {
  it('the same text is no difference, and neither is another order or another layout', () => {
    expect(isEmpty(diff(sideOf(), sideOf()))).toBe(true);
    const lines = SYSTEM.split('\n');
    const [hub, spare] = [
      lines.findIndex((l) => l.startsWith('  hub:')),
      lines.findIndex((l) => l.startsWith('  spare:')),
    ];
    const swapped = lines
      .map((line, at) => (at === hub ? lines[spare] : at === spare ? lines[hub] : line))
      .join('\n');
    expect(isEmpty(diff(sideOf(), sideOf({ system: swapped })))).toBe(true);
  });

  it('elements added and removed, with what they state', () => {
    const added = replaced('connections:', '  lamp: { type: actuator, zone: field, count: 3 }\nconnections:');
    expect(things(added)).toEqual(['added element lamp']);
    expect(fields(added, 'lamp')).toEqual([
      ['type', null, 'actuator'],
      ['zone', null, 'field'],
      ['count', null, 3],
    ]);
    const removed = changing((text) => text.replace(/ {2}spare:.*\n/, '').replace(/ {2}backup:.*\n/, ''));
    expect(things(removed)).toEqual(['removed element spare', 'removed connection backup']);
  });

  it('a rename by "formerly" is a rename, and what refers to it did not change', () => {
    const found = changing((text) =>
      text.replace('  hub: {', '  hub-one: { formerly: [hub],').replace('to: hub,', 'to: hub-one,'),
    );
    expect(found.system).toEqual([
      expect.objectContaining({
        change: 'changed',
        id: 'hub-one',
        was: 'hub',
        matchedBy: 'formerly',
        changes: [],
      }),
    ]);
    expect(found.threats).toEqual({ opened: [], closed: [], changed: [] });
  });

  it('without "formerly" the same is one removed and one added, and their threats close and open', () => {
    const found = changing((text) =>
      text.replace('  hub: {', '  hub-one: {').replace('to: hub,', 'to: hub-one,'),
    );
    expect(things(found)).toEqual([
      'removed element hub',
      'added element hub-one',
      'changed connection uplink',
    ]);
    expect(fields(found, 'uplink')).toEqual([['to', 'hub', 'hub-one']]);
    expect(found.threats.opened.map(({ id }) => id)).toEqual(['SVC-01@hub-one']);
    expect(found.threats.closed.map(({ id }) => id)).toEqual(['SVC-01@hub']);
  });

  it('a rename by origin', () => {
    const origin = 'origin: { format: tm7, file: a.tm7, id: 4f }';
    const before = SYSTEM.replace('  hub: {', `  hub: { ${origin},`);
    const found = diff(
      sideOf({ system: before }),
      sideOf({ system: before.replace('  hub: {', '  centre: {').replace('to: hub,', 'to: centre,') }),
    );
    expect(found.system).toEqual([
      expect.objectContaining({ id: 'centre', was: 'hub', matchedBy: 'origin' }),
    ]);
  });

  it('a copy is new, whatever it has from the original', () => {
    const origin = 'origin: { format: tm7, file: a.tm7, id: 4f }';
    const before = SYSTEM.replace('  hub: {', `  hub: { ${origin},`);
    const copy = `  hub-2: { ${origin}, type: iot-hub, zone: cloud }\nconnections:`;
    const found = diff(sideOf({ system: before }), sideOf({ system: before.replace('connections:', copy) }));
    expect(things(found)).toEqual(['added element hub-2']);
    expect(found.threats.opened.map(({ id, because }) => [id, because[0]?.text])).toEqual([
      ['SVC-01@hub-2', 'hub-2 is new'],
    ]);
  });

  it('moved to another zone', () => {
    const found = replaced('hub: { type: iot-hub, zone: cloud }', 'hub: { type: iot-hub, zone: field }');
    const hub = found.system.find(({ id }) => id === 'hub');
    expect(hub).toMatchObject({ change: 'changed', moved: { from: 'cloud', to: 'field' } });
    // What the new zone says of it follows from that.
    expect(fields(found, 'hub')).toEqual([['physicalAccess', null, 'supervised', 'zone']]);
  });

  it('properties, with where they are written on either side', () => {
    const found = replaced(
      'uplink: { from: valve, to: hub, protocol: mqtt, tls: { min: "1.2" }',
      'uplink: { from: valve, to: hub, protocol: mqtt, tls: { min: "1.3" }',
    );
    expect(found.system).toEqual([expect.objectContaining({ id: 'uplink', kind: 'connection' })]);
    const [change] = found.system[0]?.changes ?? [];
    expect(change).toMatchObject({ property: 'tls.min', from: '1.2', to: '1.3' });
    expect([change?.fromWhere?.line, change?.toWhere?.line]).toEqual([14, 14]);
  });

  it('a property of a zone is one change, not one of everything in the zone', () => {
    expect(things(replaced('physicalAccess: supervised', 'physicalAccess: public'))).toEqual([
      'changed zone field',
    ]);
  });

  it('what a new type brings is marked', () => {
    const found = replaced('hub: { type: iot-hub,', 'hub: { type: mqtt-broker,');
    expect(fields(found, 'hub')[0]).toEqual(['type', 'iot-hub', 'mqtt-broker']);
    expect(
      fields(found, 'hub')
        .slice(1)
        .every((change) => Array.isArray(change) && change[3] === 'type'),
    ).toBe(true);
  });

  it('cohorts, each for itself', () => {
    const found = replaced('b1: { count: 300 }', 'b1: { count: 200, keyStore: file }');
    expect(fields(found, 'valve')).toEqual([
      ['count', 1200, 1100],
      ['cohorts.b1.count', 300, 200],
      ['cohorts.b1.keyStore', null, 'file'],
    ]);
    expect(fields(replaced(', b1: { count: 300 }', ''), 'valve')).toContainEqual([
      'cohorts',
      ['b2', 'b1'],
      ['b2'],
    ]);
  });

  it('flows, assets, assumptions, views and boundaries', () => {
    const found = changing(
      (text) => `${text}flows:
  reading: { from: valve, to: hub, over: uplink, kind: data, carries: [state] }
assets: { state: { kind: data } }
assumptions: { lan: { text: The network is hostile } }
views: { overview: { elements: [valve, hub] } }
boundaries: { fence: { around: [valve] } }
`,
    );
    expect(things(found)).toEqual([
      'added assumption lan',
      'added flow reading',
      'added asset state',
      'added boundary fence',
      'changed boundary field~cloud',
      'added view overview',
    ]);
    expect(fields(found, 'field~cloud')).toEqual([['crossedBy', null, ['reading']]]);
    expect(fields(found, 'overview')).toEqual([['elements', null, ['valve', 'hub']]]);
  });

  it('a flow that states its own connection is one thing', () => {
    const found = diff(sideOf({ system: withFlow('1.2') }), sideOf({ system: withFlow('1.0') }));
    expect(things(found)).toEqual(['changed flow reading']);
    expect(fields(found, 'reading')).toEqual([['tls.min', '1.2', '1.0']]);
    expect(found.threats.changed).toMatchObject([
      { id: 'COM-02@reading', certainty: { from: 'stated', to: 'stated-bad' } },
    ]);
  });

  it('none is told of surfaces that nobody listed and surfaces that there are none of', () => {
    const found = replaced('hub: { type: iot-hub,', 'hub: { surfaces: {}, type: iot-hub,');
    expect(fields(found, 'hub')).toEqual([['surfaces', null, []]]);
  });

  it('the system itself', () => {
    const found = replaced('stage: fielded', 'stage: design');
    expect(fields(found, 'valve-line')).toEqual([['stage', 'fielded', 'design']]);
  });
});

/** The small system with a flow that states its own connection. */
function withFlow(min: string): string {
  const flow = `{ from: valve, to: hub, kind: data, protocol: mqtt, tls: { min: "${min}" } }`;
  return `${SYSTEM}flows: { reading: ${flow} }\n`;
}
