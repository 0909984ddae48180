/** Systems on templates: which stencil, which values, which boundaries crossed, and what is told. */
import { assert, property, subarray } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import { model } from '../../model/index.ts';
import type { System } from '../../model/system.ts';
import { generate } from '../tmt/generation/generate.ts';
import { placeOnTemplate } from './index.ts';
import { GENERIC } from './tables.ts';
import { IOT_TEMPLATE, templateOf } from './testing/iot-template.ts';

const catalogue = builtinCatalogue();
const template = templateOf();

function systemOf(text: string): System {
  const { value, problems } = model({ file: 'system.yaml', text: `bestride: 1\n${text}` }, catalogue);
  if (!value) throw new Error(problems.map(({ message }) => message).join('\n'));
  return value;
}

/** `TH38@reading` for each threat that the template raises. */
const raised = (on: System): string[] =>
  generate(placeOnTemplate(on, template, catalogue).interactions, template).map(
    ({ type, interaction }) => `${type.id}@${interaction.flow.id}`,
  );

/** Two things, the first of which was drawn with a stencil; `more` goes into its zone. */
const drawn = (type: string, element = 'service', more = ''): System =>
  systemOf(`
system: { id: old, stage: design }
zones: { a: { type: services${more} }, b: { type: services } }
elements:
  one: { type: ${element}, zone: a, origin: { format: tm7, file: old.tm7, id: g1, type: ${type} } }
  two: { type: service, zone: b }
connections: { line: { from: one, to: two } }
flows: { send: { from: one, to: two, over: line, kind: data } }`);

const stencilOf = (system: System) =>
  placeOnTemplate(system, template, catalogue).elements.get('one')?.stencil.id;

/** A stencil of a template's own, that nothing else is. */
const generic = (id: string, representation: string) => ({ id, parent: 'ROOT', representation });

const PLANT = `
system: { id: plant, stage: design }
zones:
  field: { type: device }
  site: { type: field-gateway }
  azure: { type: cloud }
  hubs: { type: cloud-gateway, parent: azure }
  backend: { type: services, parent: azure }
  home: { type: remote-user }
elements:
  probe: { type: sensor, zone: field }
  gateway: { type: field-gateway, zone: site }
  hub: { type: iot-hub, zone: hubs }
  rules: { type: rule-engine, zone: backend }
  journal: { type: log, zone: backend }
  sql: { type: database, zone: backend }
  person: { type: operator, zone: home }
connections:
  sense: { from: probe, to: gateway, protocol: ble }
  up: { from: gateway, to: hub, protocol: mqtt, tls: { min: "1.2" }, client: x509, server: { verified: [chain, name] } }
  read: { from: rules, to: hub, protocol: amqp }
  store: { from: rules, to: sql, protocol: custom, tls: { min: none }, client: none }
  page: { from: person, to: rules, protocol: http, tls: { min: "1.2" } }
flows:
  reading: { from: probe, to: gateway, over: sense, kind: data }
  bundle: { from: gateway, to: hub, over: up, kind: data }
  order: { from: hub, to: gateway, over: up, kind: control }
  events: { from: hub, to: rules, over: read, kind: data }
  result: { from: rules, to: sql, over: store, kind: data }
  view: { from: rules, to: person, over: page, kind: data }
boundaries:
  net: { name: Internet Boundary, crossedBy: [bundle] }
`;

describe('a system on a template', () => {
  const system = systemOf(PLANT);
  const placement = placeOnTemplate(system, template, catalogue);
  const stencils = (part: 'elements' | 'zones' | 'flows' | 'boundaries') =>
    Object.fromEntries([...placement[part].values()].map(({ id, stencil }) => [id, stencil.id]));

  it('elements: the nearest ancestor that the template has a stencil for, by name, else a generic one', () => {
    expect(stencils('elements')).toEqual({
      probe: 'SE.EI.TMCore.IoTdevice',
      gateway: 'SE.GP.TMCore.IoTFieldGateway',
      hub: 'SE.GP.TMCore.IoTCloudGateway',
      rules: 'GE.P',
      journal: 'GE.DS',
      sql: 'SE.DS.TMCore.SQL',
      person: 'SE.EI.TMCore.Browser',
    });
    expect(placement.elements.get('probe')?.why).toBe('its type is "sensor", a kind of "device"');
    expect(placement.problems.map(({ code, message }) => [code, message])).toEqual([
      [
        'TMT11',
        '"Our IoT template" has no stencil of their own for some elements; its rules see "rules" as "Generic Process"; "journal" as "Generic Data Store"',
      ],
    ]);
  });

  it('zones, and the boundaries that flows cross by nesting and by hand', () => {
    expect(stencils('zones')).toEqual({
      field: 'SE.TB.TMCore.IoTDeviceZone',
      site: 'GE.TB.B',
      azure: 'SE.TB.TMCore.AzureTrustBoundary',
      hubs: 'GE.TB.B',
      backend: 'GE.TB.B',
      home: 'GE.TB.B',
    });
    expect(stencils('boundaries')).toEqual({ net: 'SE.TB.L.TMCore.Internet' });
    const crosses = Object.fromEntries(
      placement.interactions.map(({ flow, crosses: types }) => [flow.id, types]),
    );
    expect(crosses).toEqual({
      reading: ['SE.TB.TMCore.IoTDeviceZone', 'GE.TB.B'],
      bundle: ['GE.TB.B', 'SE.TB.TMCore.AzureTrustBoundary', 'SE.TB.L.TMCore.Internet'],
      order: ['GE.TB.B', 'SE.TB.TMCore.AzureTrustBoundary'],
      events: ['GE.TB.B'],
      result: [],
      view: ['GE.TB.B', 'SE.TB.TMCore.AzureTrustBoundary'],
    });
  });

  it('flows: request or response by who dialled; no stencil that fixes what the model does not state', () => {
    expect(stencils('flows')).toEqual({
      reading: 'SE.DF.TMCore.Request',
      bundle: 'SE.DF.TMCore.Request',
      order: 'SE.DF.TMCore.Response',
      events: 'SE.DF.TMCore.Response',
      result: 'SE.DF.TMCore.Request',
      // HTTPS here says that its destination is authenticated, and nothing in the model does.
      view: 'SE.DF.TMCore.Response',
    });
    const stated = systemOf(
      PLANT.replace(
        'page: { from: person, to: rules, protocol: http,',
        'page: { from: person, to: rules, protocol: http, server: { verified: [chain, name] },',
      ).replace('view: { from: rules, to: person', 'view: { from: person, to: rules'),
    );
    const { flows } = placeOnTemplate(stated, template, catalogue);
    expect(flows.get('view')?.stencil.id).toBe('SE.DF.TMCore.HTTPS');
  });

  it('attributes have what the model states, seen from the flow, and nothing else', () => {
    const chosen = (id: string) => Object.fromEntries(placement.flows.get(id)?.chosen ?? []);
    expect(chosen('reading')).toEqual({ channel: 'Bluetooth' });
    const secured = { providesConfidentiality: 'Yes', providesIntegrity: 'Yes' };
    expect(chosen('bundle')).toEqual({
      authenticatesSource: 'Yes',
      authenticatesDestination: 'Yes',
      ...secured,
    });
    expect(chosen('order')).toEqual({
      authenticatesSource: 'Yes',
      authenticatesDestination: 'Yes',
      ...secured,
    });
    expect(chosen('events')).toEqual({});
    expect(chosen('result')).toEqual({
      authenticatesSource: 'No',
      providesConfidentiality: 'No',
      providesIntegrity: 'No',
    });
    expect(Object.fromEntries(placement.elements.get('sql')?.chosen ?? [])).toEqual({ storesLogData: 'No' });
  });

  it('a stated control answers a rule of the template, as it does in the tool', () => {
    expect(raised(system)).not.toContain('TH38@bundle');
    expect(raised(systemOf(PLANT.replace('tls: { min: "1.2" }, client', 'client')))).toContain('TH38@bundle');
    expect(
      raised(systemOf(PLANT.replace('tls: { min: "1.2" }, client', 'tls: { min: none }, client'))),
    ).toContain('TH38@bundle');
  });

  it('what is out of scope, and a connection that nothing goes over, are told', () => {
    const text = PLANT.replace(
      'over: sense, kind: data',
      'over: sense, kind: data, outOfScope: later',
    ).replace(/ {2}view:.*\n/, '');
    const { interactions, problems } = placeOnTemplate(systemOf(text), template, catalogue);
    expect(interactions.map(({ flow }) => flow.id)).not.toContain('reading');
    const told = problems.map(({ message }) => message).join('\n');
    expect(told).toContain('no flow goes over the connection "page"');
    expect(told).toContain('out of scope, and so not asked about: "reading"');
  });
});

describe('things that were drawn before', () => {
  it('keep a precise stencil, whatever their type; a generic one gives way to what the type says', () => {
    expect(stencilOf(drawn('SE.EI.TMCore.Browser'))).toBe('SE.EI.TMCore.Browser');
    expect(stencilOf(drawn('SE.DS.TMCore.SQL'))).toBe('SE.DS.TMCore.SQL');
    expect(stencilOf(drawn('GE.P', 'sensor'))).toBe('SE.EI.TMCore.IoTdevice');
    expect(stencilOf(drawn('GE.EI'))).toBe('GE.EI');
  });

  it('take another where the template lacks theirs, or it is no shape', () => {
    expect(stencilOf(drawn('SE.P.TMCore.Unheard', 'sensor'))).toBe('SE.EI.TMCore.IoTdevice');
    expect(stencilOf(drawn('SE.TB.TMCore.IoTDeviceZone'))).toBe('GE.P');
  });

  it('so do zones', () => {
    const origin = ', origin: { format: tm7, file: old.tm7, id: z1, type: SE.TB.TMCore.IoTDeviceZone }';
    const { interactions } = placeOnTemplate(drawn('GE.P', 'service', origin), template, catalogue);
    expect(interactions.map(({ crosses }) => crosses)).toEqual([['SE.TB.TMCore.IoTDeviceZone', 'GE.TB.B']]);
  });
});

describe('templates that are otherwise', () => {
  const system = systemOf(PLANT);

  it('reuse an id for two zones: both are that id, as in the tool', () => {
    const twice = templateOf({
      stencils: [
        { id: 'SE.ATB.B.TMCore.IoTFieldGatewayZone', name: 'IoT Cloud Gateway Zone', parent: 'GE.TB.B' },
        { id: 'SE.ATB.B.TMCore.IoTFieldGatewayZone', name: 'IoT Field Gateway Zone', parent: 'GE.TB.B' },
      ],
    });
    const { zones } = placeOnTemplate(system, twice, catalogue);
    expect(zones.get('hubs')?.stencil.id).toBe('SE.ATB.B.TMCore.IoTFieldGatewayZone');
    expect(zones.get('site')?.stencil.id).toBe('SE.ATB.B.TMCore.IoTFieldGatewayZone');
  });

  it('call a data store "Device", or give a known id to something else: names and shapes decide', () => {
    const odd = templateOf({
      stencils: [
        { id: 'SE.DS.TMCore.Device', name: 'Device', parent: 'GE.DS' },
        { id: 'SE.DS.TMCore.Cookie', name: 'HDInsight', parent: 'GE.DS' },
      ],
    });
    expect(placeOnTemplate(system, odd, catalogue).elements.get('probe')?.stencil.id).toBe('GE.P');
  });

  it('have no generic stencil of the usual id: one that looks so stands in; without any, it is told', () => {
    const own = templateOf({ stencils: [generic('X.P', 'Ellipse'), generic('X.F', 'Line')] });
    const without = (ids: readonly string[]) => ({
      ...own,
      stencils: new Map([...own.stencils].filter(([id]) => !ids.includes(id))),
    });
    const { elements, flows } = placeOnTemplate(system, without(['GE.P', 'GE.DF']), catalogue);
    expect([elements.get('rules')?.stencil.id, flows.get('result')?.stencil.id]).toEqual(['X.P', 'X.F']);
    const none = placeOnTemplate(system, without([...own.stencils.keys()]), catalogue);
    expect(none.interactions).toEqual([]);
    expect(
      none.problems.map(({ message }) => message).filter((text) => text.includes('for the')),
    ).toHaveLength(3);
  });

  it('any part of a template: never a crash, and only stencils and values that it has', () => {
    const ids = [...template.stencils.keys()];
    assert(
      property(subarray(ids), (kept) => {
        const part = {
          ...template,
          stencils: new Map([...template.stencils].filter(([id]) => kept.includes(id))),
        };
        const { interactions } = placeOnTemplate(system, part, catalogue);
        for (const { source, target, flow, crosses } of interactions) {
          for (const party of [source, target, flow]) {
            const stencil = part.stencils.get(party.type);
            expect(stencil).toBeDefined();
            for (const [name, value] of party.chosen) {
              expect(stencil?.attributes.get(name)?.values).toContain(value);
            }
          }
          expect(crosses.every((type) => part.stencils.has(type))).toBe(true);
        }
      }),
    );
  });

  it('the generic ids are those of the tool', () => {
    expect(
      Object.values(GENERIC).every((id) => templateOf({ ...IOT_TEMPLATE, stencils: [] }).stencils.has(id)),
    ).toBe(true);
  });
});
