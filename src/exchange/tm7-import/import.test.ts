/** Every mapping from a drawing to a project, on drawings of a few words. */
import { describe, expect, it } from 'vitest';

import {
  arc,
  box,
  type DrawingSpec,
  external,
  flow,
  guid,
  note,
  process,
  type ShapeSpec,
  store,
} from '../tmt/testing/drawing.ts';
import { importDrawing } from './testing/project.ts';

const PLANT: DrawingSpec = {
  tabs: [
    {
      name: 'Plant',
      shapes: [
        box('Azure', { at: [600, 0], size: [600, 600], type: 'SE.TB.TMCore.AzureTrustBoundary' }),
        box('hubs', {
          at: [620, 20],
          size: [200, 200],
          label: 'IoT Cloud Gateway Zone',
          type: 'SE.TB.TMCore.IoTCloudGatewayZone',
        }),
        box('field', {
          at: [10, 10],
          size: [300, 300],
          label: 'Device zone',
          type: 'SE.TB.TMCore.IoTDeviceZone',
        }),
        external('valve', { at: [20, 20], label: 'Valve', type: 'SE.EI.TMCore.IoTdevice' }),
        process('hub', { at: [640, 40], label: 'Hub', type: 'SE.GP.TMCore.IoTCloudGateway' }),
        process('edge', { at: [400, 400], label: 'edgeHub' }),
        store('log', { at: [900, 300], label: 'Readings database' }),
        note('legend', { at: [1300, 0], label: 'Drawn in May' }),
      ],
      lines: [
        flow('ask', 'valve', 'hub', { label: 'MQTT reading' }),
        flow('reply', 'hub', 'valve', { label: 'Response' }),
        flow('order', 'edge', 'valve', { label: 'set point' }),
        flow('keep', 'hub', 'log', { label: 'readings', outOfScope: '' }),
        flow('loose', 'hub', undefined, { label: 'nowhere' }),
        arc('wall', [350, 0], [350, 800], { label: 'Internet' }),
      ],
    },
  ],
};

describe('what is drawn', () => {
  const { system, report, files, problems } = importDrawing(PLANT);
  const yaml = files.get('system.yaml') ?? '';

  it('is a system that reads without a word', () => expect(problems).toEqual([]));

  it('boxes are zones, nested as they lie, of the type of their stencil', () => {
    expect([...system.zones.values()].map(({ id, type, parent }) => [id, type, parent])).toEqual([
      ['azure', 'cloud', undefined],
      ['iot-cloud-gateway-zone', 'cloud-gateway', 'azure'],
      ['device-zone', 'device', undefined],
      ['outside-gateways', 'field-gateway', undefined],
    ]);
  });

  it('stencils are elements in the innermost box around their middle', () => {
    expect([...system.elements.values()].map(({ id, type, zone }) => [id, type, zone])).toEqual([
      ['valve', 'device', 'device-zone'],
      ['hub', 'cloud-gateway', 'iot-cloud-gateway-zone'],
      ['edgehub', 'edge-module', 'outside-gateways'],
      ['readings-database', 'database', 'azure'],
    ]);
    expect(system.elements.get('hub')?.origin).toEqual({
      format: 'tm7',
      file: 'model.tm7',
      id: guid('hub'),
      type: 'SE.GP.TMCore.IoTCloudGateway',
    });
  });

  it('what a name decides is a proposal, what an IoT stencil says is none', () => {
    expect(yaml).toContain('type: edge-module # proposed: its name says so: "edgeHub"');
    expect(yaml).toContain('type: device\n');
    expect(report.proposals).toContainEqual({
      of: 'edgehub',
      what: 'type edge-module',
      why: 'its name says so: "edgeHub"',
    });
    expect(report.proposals.filter(({ of }) => of === 'valve')).toEqual([]);
  });

  it('two connectors to and fro share a connection that the request dials', () => {
    expect(system.connections.get('valve-hub')).toMatchObject({
      from: 'valve',
      to: 'hub',
      implicit: false,
      properties: { protocol: 'mqtt' },
    });
    expect(system.flows.get('mqtt-reading')).toMatchObject({ from: 'valve', to: 'hub', over: 'valve-hub' });
    expect(system.flows.get('response')).toMatchObject({ from: 'hub', to: 'valve', over: 'valve-hub' });
  });

  it('an order to a device is a control flow', () => {
    expect(system.flows.get('set-point')).toMatchObject({ kind: 'control', from: 'edgehub' });
  });

  it('a line cuts the flows that its curve meets', () => {
    expect(system.boundaries.get('internet')).toMatchObject({
      crossedBy: ['mqtt-reading', 'response', 'set-point'],
      origin: { id: guid('wall') },
    });
  });

  it('out of scope without a reason is out of scope, and says that the file gives none', () => {
    expect(system.flows.get('readings')?.outOfScope).toBe('model.tm7 leaves it out and gives no reason');
  });

  it('tabs are views', () => {
    expect(system.views.get('plant')).toMatchObject({
      name: 'Plant',
      elements: ['valve', 'hub', 'edgehub', 'readings-database'],
      origin: { id: guid('Plant') },
    });
  });

  it('what is not carried is told: loose flows, annotations', () => {
    const told = report.notCarried.map(({ what }) => what);
    expect(told).toContain('the flow "nowhere"');
    expect(told).toContain('the annotation "Drawn in May"');
  });
});

const hub = (id: string, options: Partial<ShapeSpec> = {}): ShapeSpec =>
  process(id, { label: 'Hub', ...options });

describe('one thing on several tabs', () => {
  it('is one element in several views, with all its GUIDs, and a proposal', () => {
    const { system, report } = importDrawing({
      tabs: [
        { name: 'One', shapes: [hub('a'), store('log')] },
        { name: 'Two', shapes: [hub('b')] },
      ],
    });
    expect(system.elements.get('hub')?.origin).toMatchObject({ id: guid('a'), also: [guid('b')] });
    expect([...system.views.values()].map(({ elements }) => elements)).toEqual([['hub', 'log'], ['hub']]);
    expect(report.proposals).toContainEqual({
      of: 'hub',
      what: 'one element for what is drawn 2 times',
      why: 'the same name and stencil on the tabs "One", "Two"',
    });
  });

  it('is several where one tab has two of them, and the report says so', () => {
    const { system, report } = importDrawing({
      tabs: [
        { name: 'One', shapes: [hub('a'), hub('c', { at: [500, 500] })] },
        { name: 'Two', shapes: [hub('b')] },
      ],
    });
    expect([...system.elements.keys()]).toEqual(['hub', 'hub-2', 'hub-3']);
    expect(report.notCarried.map(({ what }) => what).join(' ')).toContain('could be one element');
  });

  it('is several without a name, and with another stencil', () => {
    const { system } = importDrawing({
      tabs: [
        { name: 'One', shapes: [process('a', { label: null }), hub('b')] },
        { name: 'Two', shapes: [process('c', { label: null }), hub('d', { type: 'SE.P.TMCore.WebAPI' })] },
      ],
    });
    expect(system.elements.size).toBe(4);
  });
});

describe('what a flow says of its connection', () => {
  const ends = [process('a', { label: 'one' }), process('b', { label: 'two', at: [500, 0] })];
  const properties = (name: string, options = {}): unknown => {
    const { system } = importDrawing({
      tabs: [{ name: 'T', shapes: ends, lines: [flow('f', 'a', 'b', { label: name, ...options })] }],
    });
    return [...system.connections.values()][0]?.properties;
  };

  it('a protocol from an unmistakable name, and no protection', () => {
    expect(properties('MQTTS uplink')).toEqual({ protocol: 'mqtt' });
    expect(properties('bus (MQTT, NATS)')).toEqual({});
    expect(properties('data', { type: 'SE.DF.TMCore.HTTPS' })).toEqual({ protocol: 'http' });
  });

  it('a TLS version where it is written, not where it is missing or wished for', () => {
    expect(properties('MQTT over TLS 1.2')).toEqual({ protocol: 'mqtt', 'tls.min': '1.2' });
    expect(properties('no TLS 1.2 yet')).toEqual({});
    expect(properties('TLS')).toEqual({});
    const attribute = { name: 'x', displayName: 'TLS Version', options: ['', '1.2', '1 3'], chosen: 2 };
    expect(properties('data', { attributes: [attribute] })).toEqual({ 'tls.min': '1.3' });
  });

  it('a radio link, from the channel', () => {
    const channel = {
      name: 'channel',
      displayName: 'Physical Network',
      options: ['Not Selected', 'Wire', 'Wi-Fi'],
    };
    expect(properties('data', { attributes: [{ ...channel, chosen: 2 }] })).toEqual({ radio: true });
    expect(properties('data', { attributes: [{ ...channel, chosen: 1 }] })).toEqual({ radio: false });
    expect(properties('data', { attributes: [{ ...channel, chosen: 0 }] })).toEqual({});
  });

  it('what it says of its security without saying how is told, and not stated', () => {
    const attribute = {
      name: 'providesConfidentiality',
      displayName: 'Provides Confidentiality',
      options: ['No', 'Yes'],
      chosen: 1,
    };
    expect(properties('data', { attributes: [attribute] })).toEqual({});
    const { report } = importDrawing({
      tabs: [{ name: 'T', shapes: ends, lines: [flow('f', 'a', 'b', { attributes: [attribute] })] }],
    });
    expect(report.notCarried.map(({ what }) => what)).toContain(
      'the attribute "Provides Confidentiality": Yes',
    );
  });
});
