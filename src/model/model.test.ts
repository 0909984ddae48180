import { describe, expect, it } from 'vitest';

import { hasErrors } from '../text/problem.ts';
import { model } from './index.ts';
import { catalogue, problemsOf, small, systemOf } from './testing/small.ts';
import { testCatalogue } from './testing/catalogue.ts';
import { VALVE_LINE } from './testing/valve-line.ts';

describe('model, the system of the design', () => {
  const system = systemOf(VALVE_LINE);

  it('has what the file says, in its order', () => {
    expect(system).toMatchObject({ id: 'valve-line', name: 'Valve line', version: '2.3', stage: 'fielded' });
    expect([...system.elements.keys()]).toEqual(['valve', 'smoke', 'gateway', 'hub', 'commands']);
    expect(system.elements.get('smoke')).toMatchObject({
      count: 8000,
      kind: 'process',
      name: 'smoke',
      cohorts: [],
    });
    expect(system.assumptions.get('hostile-lan')?.owner).toBe('integrator');
    expect(system.flows.get('set-point')).toMatchObject({
      kind: 'control',
      over: 'act',
      carries: ['position'],
    });
    expect(system.assets.get('position')?.properties).toEqual({ safety: 'high' });
  });

  it('sums cohorts and keeps what differs in them', () => {
    const valve = system.elements.get('valve');
    expect(valve?.count).toBe(1200);
    expect(valve?.cohorts[1]).toEqual({
      id: 'b1',
      count: 300,
      properties: { firmware: '2.1.0', keyStore: 'file', updateable: false },
    });
  });

  it('puts properties together: stated, from the zone, from the type', () => {
    expect(system.elements.get('smoke')?.properties).toMatchObject({
      senses: true,
      physicalAccess: 'public',
      constrained: true,
    });
    expect(system.elements.get('hub')?.properties).toMatchObject({ listens: true });
    expect(system.connections.get('act')?.properties).toEqual({
      protocol: 'mqtt',
      'tls.min': '1.2',
      client: 'x509',
      server: 'certificate',
      'server.verified': ['chain', 'name'],
    });
  });

  it('derives boundaries between zones, named in the order of the zones', () => {
    expect([...system.boundaries.values()]).toEqual([
      {
        id: 'field~plant',
        name: 'field | plant',
        derived: true,
        between: ['field', 'plant'],
        crossedBy: ['alarm', 'set-point'],
      },
      { id: 'plant~hubs', name: 'plant | hubs', derived: true, between: ['plant', 'hubs'], crossedBy: [] },
      {
        id: 'hubs~backend',
        name: 'hubs | backend',
        derived: true,
        between: ['hubs', 'backend'],
        crossedBy: [],
      },
    ]);
    expect(system.flows.get('set-point')?.crosses).toEqual(['field~plant']);
    expect(system.connections.get('app')?.crosses).toEqual(['hubs~backend']);
    expect(system.elements.get('commands')?.touchesBoundary).toBe(true);
  });

  it('knows where things and properties are written', () => {
    expect(system.where('valve')).toEqual({ file: 'system.yaml', line: 13, column: 3, length: 5 });
    expect(system.where('act', 'tls.min')).toMatchObject({ line: 28, column: 70, length: 5 });
    expect(system.where('act', 'server')).toMatchObject({ line: 28 });
    expect(system.where('smoke', 'units')).toMatchObject({ line: 22, column: 49, length: 4 });
    // Its zone says so, and its type.
    expect(system.where('smoke', 'physicalAccess')).toMatchObject({
      line: 7,
      column: 44,
    });
    expect(system.where('smoke', 'senses')).toMatchObject({ line: 22, column: 3 });
    expect(system.where('valve-line', 'stage')).toMatchObject({ line: 3 });
    expect(system.where('nothing')).toBeUndefined();
    expect(system.where('constructor')).toBeUndefined();
  });

  it('is the same from JSON', () => {
    const json = JSON.stringify({
      bestride: 1,
      system: { id: 'a' },
      zones: { z: { type: 'device' } },
      elements: { e: { type: 'sensor', zone: 'z' } },
    });
    const { value } = model({ file: 'system.json', text: json }, catalogue);
    expect(value?.elements.get('e')?.area).toBe('devices-and-data-sources');
    expect(value?.where('e', 'zone')).toMatchObject({ line: 1, length: 3 });
  });
});

describe('model, particulars', () => {
  it('takes numbers for words that look like numbers', () => {
    const connections = 'connections: { line: { from: probe, to: hub, tls: { min: 1.0 } } }';
    expect(systemOf(small({ connections })).connections.get('line')?.properties).toEqual({
      'tls.min': '1.0',
    });
  });

  it('gives a flow without `over` a connection of its own, dialled by its sender', () => {
    const flows =
      'flows: { f: { from: hub, to: probe, kind: control, protocol: coap, dtls: { min: "1.2" } } }';
    const system = systemOf(small({ flows }));
    expect(system.flows.get('f')).toMatchObject({ over: 'f', properties: {} });
    expect(system.connections.get('f')).toMatchObject({
      from: 'hub',
      to: 'probe',
      implicit: true,
      crosses: ['field~cloud'],
      properties: { protocol: 'coap', 'dtls.min': '1.2' },
    });
    expect(system.where('f', 'protocol')).toMatchObject({ line: 6, column: 62 });
  });

  it('draws boundaries by hand: around zones and elements, or by the flows that cross', () => {
    const system = systemOf(`bestride: 1
system: { id: s }
zones: { site: { type: field-gateway }, room: { type: device, parent: site }, cloud: { type: cloud-gateway } }
elements:
  a: { type: sensor, zone: room }
  b: { type: sensor, zone: room }
  c: { type: field-gateway, zone: site }
  d: { type: iot-hub, zone: cloud }
connections: { bd: { from: b, to: d } }
flows:
  ab: { from: a, to: b, kind: data }
  ac: { from: a, to: c, kind: data }
  bd2: { from: b, to: d, over: bd, kind: data }
boundaries:
  box: { around: [a], name: The box }
  fence: { around: [site] }
  tap: { crossedBy: [bd2] }
`);
    expect(system.flows.get('ab')?.crosses).toEqual(['box']);
    expect(system.flows.get('ac')?.crosses).toEqual(['site~room', 'box']);
    expect(system.flows.get('bd2')?.crosses).toEqual(['room~cloud', 'fence', 'tap']);
    expect(system.connections.get('bd')?.crosses).toEqual(['room~cloud', 'fence', 'tap']);
    expect(system.boundaries.get('box')).toEqual({
      id: 'box',
      name: 'The box',
      derived: false,
      crossedBy: ['ab', 'ac'],
    });
    expect([...system.boundaries.keys()]).toEqual(['site~room', 'room~cloud', 'box', 'fence', 'tap']);
  });

  it('passes what zones say on to what lies in them, the nearest first', () => {
    const system = systemOf(`bestride: 1
system: { id: s }
zones:
  hall: { type: field-gateway, parent: site }
  site: { type: field-gateway, physicalAccess: locked, parent: land }
  land: { type: field-gateway, physicalAccess: public }
elements:
  a: { type: sensor, zone: hall }
  b: { type: sensor, zone: hall, physicalAccess: supervised }
`);
    expect(system.zones.get('hall')?.properties).toEqual({ physicalAccess: 'locked' });
    expect(system.elements.get('a')?.properties['physicalAccess']).toBe('locked');
    expect(system.elements.get('b')?.properties['physicalAccess']).toBe('supervised');
    expect(system.where('a', 'physicalAccess')).toMatchObject({ line: 5 });
  });

  it('reads the rest: surfaces, focus, area, stores, views, origin, scope', () => {
    const system = systemOf(`bestride: 1
system: { id: s, description: A system }
zones: { z: { type: device } }
elements:
  a:
    type: log
    zone: z
    name: The log
    description: Of everything
    area: presentation
    focus: [security-feature]
    surfaces: { jtag: { kind: debug }, air: { kind: radio, name: BLE }, cover: { kind: debug, access: digital } }
    stores: [key]
    origin: { format: tm7, file: old.tm7, id: 1-2 }
    formerly: [older]
    outOfScope: Belongs to the customer
    isLog: true
assets: { key: { kind: secret } }
views: { main: { name: Main, elements: [a] } }
`);
    expect(system.elements.get('a')).toMatchObject({
      name: 'The log',
      kind: 'store',
      area: 'presentation',
      focus: ['security-feature'],
      surfaces: [
        { id: 'jtag', kind: 'debug', access: 'physical' },
        { id: 'air', kind: 'radio', access: 'digital', name: 'BLE' },
        { id: 'cover', kind: 'debug', access: 'digital' },
      ],
      stores: ['key'],
      origin: { format: 'tm7', file: 'old.tm7', id: '1-2' },
      formerly: ['older'],
      outOfScope: 'Belongs to the customer',
      touchesBoundary: false,
    });
    expect(system.views.get('main')).toEqual({ id: 'main', name: 'Main', elements: ['a'] });
  });

  it('takes ids such as constructor', () => {
    const sound = small({ assets: 'assets: { constructor: { kind: data }, valueof: { kind: data } }' });
    expect([...systemOf(sound).assets.keys()]).toEqual(['constructor', 'valueof']);
    expect(systemOf(sound).where('constructor')).toMatchObject({ line: 7, column: 11 });
    const dangling = small({
      flows: 'flows: { f: { from: probe, to: hub, kind: data, carries: [constructor] } }',
    });
    expect(problemsOf(dangling)).toMatchObject([{ code: 'MOD14' }]);
  });

  it.each(['zones', 'elements', 'connections', 'flows', 'assets', 'boundaries', 'views', 'assumptions'])(
    'refuses __proto__ as an id in %s',
    (section) => {
      const text = `{ "bestride": 1, "system": { "id": "s" }, "${section}": { "__proto__": {} } }`;
      expect(problemsOf(text, 'a.json')).toMatchObject([{ code: 'TXT09' }]);
      expect(problemsOf(text, 'a.yaml')).toMatchObject([{ code: 'TXT09' }]);
    },
  );

  it('reads properties that a project adds to the catalogue', () => {
    const own = testCatalogue([
      {
        name: 'ex.zone',
        role: 'fact',
        on: ['element'],
        value: 'word',
        values: { '0': 'always', '1': 'often' },
        help: 'Explosive.',
      },
      { name: 'backups', role: 'control', on: ['system'], value: 'boolean', help: 'Backups are made.' },
      { name: 'guards', role: 'fact', on: ['element'], value: 'ids', help: 'What it guards.' },
    ]);
    const text = small({
      system: 'system: { id: small, backups: true }',
      elements:
        'elements: { probe: { type: sensor, zone: field, ex: { zone: 0 }, guards: [arm] }, hub: { type: iot-hub, zone: cloud } }',
    });
    const { value } = model({ file: 'system.yaml', text }, own);
    expect(value?.properties).toEqual({ backups: true });
    expect(value?.elements.get('probe')?.properties).toMatchObject({ 'ex.zone': '0', guards: ['arm'] });
    const { problems } = model({ file: 'system.yaml', text: text.replace('[arm]', '[leg]') }, own);
    expect(problems).toMatchObject([{ code: 'MOD03', where: { line: 4, column: 75 } }]);
  });

  it('does not throw on a file cut short anywhere', () => {
    for (let length = 0; length < VALVE_LINE.length; length += 7) {
      const { value, problems } = model(
        { file: 'system.yaml', text: VALVE_LINE.slice(0, length) },
        catalogue,
      );
      expect(value === undefined).toBe(hasErrors(problems));
    }
  });

  it('takes zones nested very deep', () => {
    const zones: Record<string, object> = {};
    for (let depth = 0; depth < 20_000; depth++) {
      zones[`z${depth}`] = { type: 'cloud', ...(depth > 0 && { parent: `z${depth - 1}` }) };
    }
    const text = JSON.stringify({
      bestride: 1,
      system: { id: 's' },
      zones,
      elements: { e: { type: 'sensor', zone: 'z19999' } },
      boundaries: { b: { around: ['z0'] } },
    });
    expect(model({ file: 'a.json', text }, catalogue).problems).toEqual([]);
  });
});
