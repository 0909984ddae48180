/** Exports of what runs, in the forms in which they are printed. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readText } from './testing/values.ts';
import { Unknown } from './value.ts';

const ID = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Devices/IotHubs/hub';
const HUB = {
  id: ID,
  name: 'hub',
  type: 'Microsoft.Devices/IotHubs',
  properties: { disableLocalAuth: true },
};

const read = (data: unknown) => readText(JSON.stringify(data, null, 1));

describe('an export', () => {
  it.each([
    ['of one resource', HUB],
    ['of a list', [HUB]],
    ['of REST', { value: [HUB] }],
    ['of a graph query', { count: 1, data: [HUB] }],
  ])('%s is read', (_, data) => {
    const { value, problems } = read(data);
    expect(problems).toEqual([]);
    expect(value).toMatchObject({ is: 'export', unread: [] });
    expect(value?.resources).toMatchObject([
      { type: 'Microsoft.Devices/IotHubs', name: 'hub', deployed: true },
    ]);
    expect(value?.resources[0]?.get('properties.disableLocalAuth')).toBe(true);
  });

  it('takes types and names of children, and what they extend, from their ids', () => {
    const child = { id: `${ID}/certificates/ca`, name: 'ca', properties: { isVerified: false } };
    const log = {
      id: `${ID}/providers/microsoft.insights/diagnosticSettings/audit`,
      logs: [],
      workspaceId: 'w',
    };
    const role = {
      id: '/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/r',
      scope: '/subscriptions/s',
      roleDefinitionId: 'x',
    };
    const found = read([child, log, role]).value?.resources ?? [];
    expect(found.map(({ type, name }) => [type, name])).toEqual([
      ['Microsoft.Devices/IotHubs/certificates', 'hub/ca'],
      ['microsoft.insights/diagnosticSettings', 'audit'],
      ['Microsoft.Authorization/roleAssignments', 'r'],
    ]);
    expect(found[1]?.get('scope')).toBe(ID);
    // Their lists hold no "properties": what would be there stands beside the name.
    expect(found[1]?.get('properties.workspaceId')).toBe('w');
    expect(found[2]?.get('properties.scope')).toBe('/subscriptions/s');
  });

  it('without properties says nothing of them', () => {
    for (const properties of [null, undefined]) {
      const [hub] = read([{ ...HUB, properties }]).value?.resources ?? [];
      expect(hub?.get('properties.disableLocalAuth')).toBeInstanceOf(Unknown);
    }
  });

  it('keeps what looks like an expression as it is', () => {
    const [hub] = read({ ...HUB, properties: { x: "[parameters('y')]" } }).value?.resources ?? [];
    expect(hub?.get('properties.x')).toBe("[parameters('y')]");
  });

  it('that goes on elsewhere is not whole', () => {
    expect(read({ value: [HUB], nextLink: 'https://example.org' }).value?.unread).toHaveLength(1);
  });

  it('of a resource group is a template, also as REST wraps it', () => {
    const template = { parameters: {}, resources: [{ type: 'A/b', name: 'n' }] };
    expect(read({ template, output: null }).value).toMatchObject({ is: 'template', compiled: false });
    const made = { ...template, metadata: { _generator: { name: 'bicep' } } };
    expect(read(made).value).toMatchObject({ is: 'template', compiled: true });
  });

  it.each([[[]], [[1]], [[{ id: 'x' }]], [{ id: 'x', name: 'y' }], [{ value: [] }], [[HUB, {}]]])(
    'is not %j',
    (data) => {
      expect(read(data).problems).toMatchObject([{ code: 'CFG02' }]);
    },
  );

  it('never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (data, id) => {
        const forms = [data, { id: `/providers/a/b/${id}`, properties: data }, [{ id, ...Object(data) }]];
        const all = forms.flatMap((one) => read(one).value?.resources ?? []);
        expect(() => all.map((one) => one.get('properties.a.b'))).not.toThrow();
      }),
    );
  }, 20_000);
});
