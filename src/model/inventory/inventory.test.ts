import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { model } from '../index.ts';
import { testCatalogue } from '../testing/catalogue.ts';
import { VALVE_LINE } from '../testing/valve-line.ts';
import { fleetPlaced, readInventory, readUnits } from './index.ts';

const CATALOGUE = testCatalogue();
const { value: SYSTEM } = model({ file: 'system.yaml', text: VALVE_LINE }, CATALOGUE);

function read(text: string, file = 'inventory.yaml') {
  if (!SYSTEM) throw new Error('no system');
  const { value, problems } = readInventory({ file, text }, SYSTEM, CATALOGUE);
  return {
    value,
    told: problems.map(({ code, where, message }) => `${code} ${where?.line ?? 0} ${message}`),
  };
}
const yaml = (...units: string[]): string =>
  ['bestride: 1', 'units:', ...units.map((one) => `  - ${one}`)].join('\n');
const csv = (...rows: string[]): string => rows.join('\n');
const codes = (text: string, file?: string): string[] =>
  read(text, file).told.map((one) => one.slice(0, 7).trim());

describe('an inventory', () => {
  it('places units by their cohort, or by what their cohort alone has', () => {
    const { value } = read(
      yaml(
        '{ id: valve-1, element: valve, cohort: b2 }',
        '{ id: valve-2, element: valve, properties: { firmware: 2.1.0 } }',
        '{ id: valve-3, element: valve, properties: { keyStore: tpm }, thumbprint: "sha256:' +
          'AB:'.repeat(31) +
          'AB" }',
        '{ id: gate-1, element: gateway }',
      ),
    );
    expect([...(value?.units.values() ?? [])]).toEqual([
      { id: 'valve-1', element: 'valve', cohort: 'b2' },
      { id: 'valve-2', element: 'valve', cohort: 'b1' },
      { id: 'valve-3', element: 'valve', cohort: 'b2', thumbprint: 'ab'.repeat(32) },
      { id: 'gate-1', element: 'gateway' },
    ]);
    expect(value?.placements.get('valve')).toMatchObject({
      of: 1200,
      listed: 3,
      placed: 3,
      withThumbprint: 1,
    });
    expect(value?.placements.get('valve')?.cohorts.get('b2')).toEqual({ placed: 2, withThumbprint: 1 });
    expect(value?.placements.get('smoke')).toMatchObject({ of: 8000, listed: 0, placed: 0 });
    expect(value && fleetPlaced(value)).toEqual({ of: 9240, listed: 4, placed: 4, withThumbprint: 1 });
  });

  it('says the same in JSON and in CSV', () => {
    const units = [
      { id: 'valve-1', element: 'valve', cohort: 'b2', thumbprint: 'ab'.repeat(20) },
      { id: 'valve-2', element: 'valve', properties: { firmware: '2.1.0', updateable: false } },
    ];
    const json = read(JSON.stringify({ bestride: 1, units }), 'inventory.json').value;
    for (const mark of [',', ';']) {
      const rows = csv(
        'id,element,cohort,thumbprint,firmware,updateable',
        `valve-1,valve,b2,${'ab'.repeat(20)},,`,
        '"valve-2",valve,,,2.1.0,false',
      ).replaceAll(',', mark);
      const { value } = read(rows, 'inventory.csv');
      expect([...(value?.units ?? [])]).toEqual([...(json?.units ?? [])]);
      expect(value?.units.size).toBe(2);
    }
  });

  it('refuses elements and cohorts that the model does not have, and units twice', () => {
    expect(read(yaml('{ id: a, element: valv, cohort: b2 }', '{ id: b, element: valv }')).told).toEqual([
      'INV01 3 there is no element "valv" (and 1 more units like it)',
    ]);
    expect(read(yaml('{ id: a, element: valve, cohort: b3 }')).told).toEqual([
      'INV01 3 "valve" has no cohort "b3"',
    ]);
    expect(read(yaml('{ id: a, element: gateway, cohort: b3 }')).told).toEqual([
      'INV01 3 "gateway" has no cohort "b3"',
    ]);
    const twice = read(csv('id,element,cohort', 'a,valve,b2', 'a,valve,b1'), 'inventory.csv');
    expect(twice.told).toEqual(['INV02 3 the unit "a" is listed twice']);
    expect(twice.value).toBeUndefined();
  });

  it('leaves unplaced what no one cohort fits, once for all alike', () => {
    const { value, told } = read(
      yaml(
        '{ id: a, element: valve }',
        '{ id: b, element: valve }',
        '{ id: c, element: valve, properties: { firmware: 9.9.9 } }',
        '{ id: d, element: valve, properties: { keyStore: tpm, firmware: 2.1.0 } }',
        '{ id: e, element: valve, cohort: b2, properties: { keyStore: file } }',
      ),
    );
    expect(told.filter((one) => one.startsWith('INV04'))).toEqual([
      'INV04 3 nothing says of which cohort of "valve" it is (and 1 more units like it)',
      'INV04 5 no cohort of "valve" has firmware "9.9.9"',
      'INV04 6 no cohort of "valve" has keyStore "tpm", firmware "2.1.0"',
      'INV04 7 keyStore is "file", which is not what the cohort "b2" has',
    ]);
    expect(value?.placements.get('valve')?.placed).toBe(0);
  });

  it('says where it and the model count differently', () => {
    const gateways = Array.from({ length: 40 }, (_, index) => `g-${index},gateway`);
    expect(codes(csv('id,element', ...gateways), 'inventory.csv')).toEqual([]);
    expect(read(csv('id,element', ...gateways.slice(1)), 'inventory.csv').told).toEqual([
      'INV03 1 39 units of "gateway" are listed, the model counts 40',
    ]);
    const valves = Array.from(
      { length: 1200 },
      (_, index) => `v-${index},valve,${index < 899 ? 'b2' : 'b1'}`,
    );
    expect(read(csv('id,element,cohort', ...valves), 'inventory.csv').told).toEqual([
      'INV03 1 899 units of the cohort "b2" of "valve" are listed, the model counts 900',
      'INV03 1 301 units of the cohort "b1" of "valve" are listed, the model counts 300',
    ]);
  });

  it.each([
    ['TXT08', 'units: []', 'inventory.yaml'],
    ['TXT09', 'bestride: 1\nunits: [{ id: a, element: valve, cohrt: b2 }]', 'inventory.yaml'],
    ['TXT10', 'bestride: 1\nunits: [{ id: a, element: valve, thumbprint: hello }]', 'inventory.yaml'],
    ['TXT09', 'id,element,cohrt\na,valve,b2', 'inventory.csv'],
    ['TXT11', 'unit,element\na,valve', 'inventory.csv'],
    ['TXT07', 'id,element,id\na,valve,b', 'inventory.csv'],
    ['TXT10', 'id,element\na', 'inventory.csv'],
    ['TXT10', 'id,element\na,valve,b2', 'inventory.csv'],
    ['TXT10', 'id,element,thumbprint\na,valve,-----BEGIN', 'inventory.csv'],
    ['TXT04', 'id,element\n"a,valve', 'inventory.csv'],
  ])('refuses with %s: %s', (code, text, file) => {
    const { value, told } = read(text, file);
    expect(value).toBeUndefined();
    expect(told[0]?.slice(0, 5)).toBe(code);
  });

  it('comes to units or to placed problems, whatever the text', () => {
    const cell = fc.oneof(fc.constantFrom('id', 'element', 'valve', 'b2', '"', '\n', ',', ';'), fc.string());
    const text = fc.array(cell).map((cells) => cells.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom('i.csv', 'i.yaml', 'i.json'), (body, file) => {
        const head = file === 'i.csv' ? 'id,element\n' : '';
        const { value, problems } = readUnits({ file, text: head + body });
        expect(value !== undefined || problems.some(({ severity }) => severity === 'error')).toBe(true);
        for (const { where } of problems) expect(where?.line).toBeGreaterThan(0);
      }),
    );
  });
});
