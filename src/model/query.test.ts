import { describe, expect, it } from 'vitest';

import {
  areaCoverage,
  assetsOver,
  assetsReached,
  flowsOver,
  focusLists,
  gaps,
  linksOf,
  model,
  neighbours,
  partsOf,
  zoneChain,
  type System,
} from './index.ts';
import { testCatalogue } from './testing/catalogue.ts';
import { VALVE_LINE } from './testing/valve-line.ts';

const catalogue = testCatalogue();

function systemOf(text: string): System {
  const { value, problems } = model({ file: 'system.yaml', text }, catalogue);
  if (!value) throw new Error(JSON.stringify(problems));
  return value;
}

const ids = (things: readonly { readonly id: string }[]) => things.map(({ id }) => id);

/** Parts, and ids that name nothing. */
function sortedParts(system: System, ...asked: string[]) {
  const { parts, unknown } = partsOf(system, asked);
  return [[...parts].toSorted(), unknown];
}

describe('queries', () => {
  const system = systemOf(VALVE_LINE);

  it('knows what somebody who builds a part looks after (S-01)', () => {
    expect(sortedParts(system, 'smoke')).toEqual([['alarm', 'sense', 'smoke'], []]);
    expect(sortedParts(system, 'uplink')).toEqual([['uplink'], []]);
    expect(sortedParts(system, 'act')).toEqual([['act', 'set-point'], []]);
    expect(sortedParts(system, 'set-point', 'smoke')).toEqual([['alarm', 'sense', 'set-point', 'smoke'], []]);
    expect(sortedParts(system, 'plant')).toEqual(sortedParts(system, 'gateway'));
    expect(sortedParts(system, 'azure')[0]).toEqual(expect.arrayContaining(['hub', 'commands', 'uplink']));
    expect(sortedParts(system, 'nobody', 'constructor')).toEqual([[], ['nobody', 'constructor']]);
  });

  it('knows what meets at an element', () => {
    const { dials, accepts, sends, receives } = linksOf(system, 'gateway');
    expect([dials, accepts, sends, receives].map(ids)).toEqual([
      ['uplink'],
      ['sense', 'act'],
      ['set-point'],
      ['alarm'],
    ]);
    expect(linksOf(system, 'constructor').dials).toEqual([]);
    expect(ids(neighbours(system, 'gateway'))).toEqual(['hub', 'valve', 'smoke']);
  });

  it('knows what goes over a connection', () => {
    expect(ids(flowsOver(system, 'act'))).toEqual(['set-point']);
    expect(assetsOver(system, 'act')).toEqual(['position']);
    expect(assetsOver(system, 'uplink')).toEqual([]);
  });

  it('knows which assets somebody who holds an element comes at', () => {
    expect(ids(assetsReached(system, 'gateway'))).toEqual(['position', 'reading']);
    expect(ids(assetsReached(system, 'valve'))).toEqual(['position']);
    expect(assetsReached(system, 'hub')).toEqual([]);
  });

  it('climbs zones', () => {
    expect(ids(zoneChain(system, 'hubs'))).toEqual(['hubs', 'azure']);
    expect(zoneChain(system, 'nowhere')).toEqual([]);
  });

  it('covers every area in every zone, empty cells included', () => {
    const cells = areaCoverage(system);
    expect(cells).toHaveLength(4 * 5);
    expect(cells[0]).toEqual({ area: 'devices-and-data-sources', zone: 'field', elements: 2, flows: 1 });
    expect(cells.reduce((sum, { elements }) => sum + elements, 0)).toBe(5);
    expect(cells.find(({ area, zone }) => area === 'presentation' && zone === 'hubs')).toMatchObject({
      elements: 0,
    });
  });

  it('shows elements without an area, when there are any', () => {
    const lost = systemOf(
      'bestride: 1\nsystem: { id: s }\nzones: { z: { type: cloud } }\nelements: { a: { type: thing, zone: z } }',
    );
    expect(areaCoverage(lost).at(-1)).toEqual({ area: undefined, zone: 'z', elements: 1, flows: 0 });
  });

  it('sorts elements by focus', () => {
    const tagged = systemOf(`bestride: 1
system: { id: s }
zones: { z: { type: device }, y: { type: cloud } }
elements:
  a: { type: sensor, zone: z, focus: [security-feature, failure-relevant] }
  b: { type: sensor, zone: z }
  c: { type: iot-hub, zone: y }
flows: { f: { from: a, to: c, kind: data } }
`);
    const { securityFeatures, failureRelevant, touchBoundary, untagged } = focusLists(tagged);
    expect([securityFeatures, failureRelevant, touchBoundary, untagged].map(ids)).toEqual([
      ['a'],
      ['a'],
      ['a', 'c'],
      ['b'],
    ]);
  });
});

describe('gaps', () => {
  it('lists what is not said, in the order of the file, with places', () => {
    const system = systemOf(`bestride: 1
system: { id: s }
zones: { z: { type: device }, y: { type: cloud } }
elements:
  a: { type: sensor, zone: z }
  b: { type: sensor, zone: z, surfaces: {} }
  c: { type: iot-hub, zone: y, outOfScope: not ours }
  d: { type: person, zone: y }
flows: { f: { from: a, to: c, kind: data } }
assets: { key: { kind: secret } }
`);
    expect(gaps(system).map(({ kind, subject, where }) => [kind, subject, where?.line])).toEqual([
      ['physical-access-unknown', 'z', 3],
      ['surfaces-undeclared', 'a', 5],
      ['element-unconnected', 'b', 6],
      ['focus-untagged', 'b', 6],
      ['element-unconnected', 'd', 8],
      ['focus-untagged', 'd', 8],
      ['protocol-unknown', 'f', 9],
      ['flow-carries-nothing', 'f', 9],
      ['asset-unused', 'key', 10],
    ]);
  });

  it('is silent where everything is said', () => {
    const system = systemOf(`bestride: 1
system: { id: s }
zones: { hall: { type: device, physicalAccess: locked }, z: { type: device, parent: hall }, y: { type: cloud } }
elements:
  a: { type: sensor, zone: z, surfaces: { air: { kind: radio } } }
  c: { type: iot-hub, zone: y, surfaces: {} }
flows: { f: { from: a, to: c, kind: data, protocol: mqtt, carries: [reading] } }
assets: { reading: { kind: data } }
`);
    expect(gaps(system)).toEqual([]);
  });
});
