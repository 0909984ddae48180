import { describe, expect, it } from 'vitest';

import { readTemplate } from './read-template.ts';
import { bytesOf, drawing } from './testing/drawing.ts';
import { tb7, type TemplateSpec } from './testing/template.ts';
import type { Template } from './template.ts';

const FILE = 'ours.tb7';

const SPEC: TemplateSpec = {
  name: 'Ours & yours',
  id: 'aaaaaaaa-0000-4000-8000-000000000002',
  version: '1.2.3.4',
  author: 'Ann',
  stencils: [
    {
      id: 'GE.DEVICE',
      name: 'Device',
      parent: 'ROOT',
      representation: 'Rectangle',
      attributes: [
        { name: 'os', displayName: 'Operating system', values: ['Select', ' Linux ', 'None'] },
        { name: 'radio', values: ['No', 'Yes'] },
      ],
    },
    {
      id: 'SE.SENSOR',
      name: 'Sensor',
      parent: 'GE.DEVICE',
      attributes: [{ name: 'os', values: ['None'], fixed: true }],
    },
    { id: 'SE.SMOKE', parent: 'SE.SENSOR', representation: 'Ellipse' },
  ],
  rules: [
    {
      id: 'TH1',
      include: "source is 'SE.SENSOR' and target.radio is 'Yes'",
      exclude: "target.os is 'None'",
      title: '{source.Name} lies to {target.name}',
      category: 'S',
      description: 'It says what is not so.',
      metadata: { Priority: 'High', PossibleMitigations: 'Sign <b>everything</b>.' },
    },
    { id: 'SU', include: "source is 'ROOT'", category: 'S' },
    { id: 'NO', include: ' ', category: 'T' },
  ],
  columns: [{ name: 'bbbbbbbb-0000-4000-8000-000000000001', label: 'Owner', values: ['Ann', 'Bob'] }],
};

function read(text: string, file = FILE): Template {
  const { value, problems } = readTemplate(bytesOf(text), file);
  expect(problems).toEqual([]);
  if (!value) throw new Error('no template');
  return value;
}

function gist(template: Template): unknown {
  return JSON.parse(
    JSON.stringify(template, (key, value: unknown) =>
      key === 'where' || key === 'file' ? undefined : value instanceof Map ? [...value] : value,
    ),
  );
}

describe('readTemplate', () => {
  it('reads stencils, generic ones first, with what they inherit', () => {
    const { stencils, name, id, version, author } = read(tb7(SPEC));
    expect({ name, id, version, author }).toEqual({
      name: 'Ours & yours',
      id: SPEC.id,
      version: '1.2.3.4',
      author: 'Ann',
    });
    expect([...stencils.keys()].slice(-3)).toEqual(['GE.DEVICE', 'SE.SENSOR', 'SE.SMOKE']);
    expect(stencils.get('GE.TB.B')).toMatchObject({
      generic: true,
      parent: 'ROOT',
      representation: 'BorderBoundary',
    });
    expect(stencils.get('SE.SENSOR')).toMatchObject({
      generic: false,
      hidden: false,
      representation: 'Rectangle',
    });
    const smoke = stencils.get('SE.SMOKE');
    expect(smoke).toMatchObject({ representation: 'Ellipse', parent: 'SE.SENSOR' });
    expect([...(smoke?.attributes.values() ?? [])]).toEqual([
      { name: 'os', displayName: 'os', values: ['None'], mode: 'Static' },
      { name: 'radio', displayName: 'radio', values: ['No', 'Yes'], mode: 'Dynamic' },
    ]);
    expect(stencils.get('GE.DEVICE')?.attributes.get('os')?.values).toEqual(['Select', 'Linux', 'None']);
  });

  it('reads rules, categories and columns', () => {
    const { threatTypes, categories, columns } = read(tb7(SPEC));
    const [first, second, third] = threatTypes;
    expect(first).toMatchObject({
      id: 'TH1',
      title: '{source.Name} lies to {target.name}',
      category: 'S',
      description: 'It says what is not so.',
      include: { op: 'and' },
      exclude: { op: 'attribute', of: 'target', name: 'os', is: 'None' },
    });
    expect(first?.metadata.get('PossibleMitigations')).toBe('Sign <b>everything</b>.');
    expect(second?.include).toEqual({ op: 'type', of: 'source', is: 'ROOT' });
    expect([second?.exclude, third?.include]).toEqual([undefined, undefined]);
    expect(categories.map(({ id }) => id).join('')).toBe('STRIDE');
    expect(columns.at(-1)).toEqual({
      name: 'bbbbbbbb-0000-4000-8000-000000000001',
      label: 'Owner',
      hidden: false,
      values: ['Ann', 'Bob'],
    });
    expect(columns.find(({ name }) => name === 'UserThreatShortDescription')).toMatchObject({
      hidden: true,
      values: [],
    });
  });

  it('reads the same from both spellings', () => {
    const embedded = read(drawing({ template: SPEC }), 'plant.tm7');
    expect(gist(embedded)).toEqual(gist(read(tb7(SPEC))));
  });

  it.each([
    ['a model without one', drawing({}), 'TMT01', /carries no template/],
    ['something else', '<svg/>', 'TMT01', /"svg"/],
    ['half of one', tb7(SPEC).slice(0, 2000), 'XML01', /well-formed/],
    ['a ZIP', 'PK\u{3}\u{4}', 'TMT01', /ZIP/],
  ])('refuses %s', (_, text, code, message) => {
    const { value, problems } = readTemplate(bytesOf(text), FILE);
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code, severity: 'error', where: { file: FILE } }]);
    expect(problems[0]?.message).toMatch(message);
  });

  it('leniently reads the whole parts of half of one', () => {
    const text = tb7(SPEC);
    const { value, problems } = readTemplate(bytesOf(text.slice(0, text.indexOf('SE.SMOKE'))), FILE, {
      lenient: true,
    });
    expect(problems).toMatchObject([{ code: 'XML01', severity: 'warning' }]);
    expect([...(value?.stencils.keys() ?? [])].at(-1)).toBe('SE.SENSOR');
    expect(value?.threatTypes).toEqual([]);
  });

  it('has none of a template without any, but for attributes that no rule reads', () => {
    expect(read(tb7(SPEC)).quirks).toEqual([]);
    const [unread] = read(
      tb7({ stencils: [{ id: 'SE.A', parent: 'GE.P', attributes: [{ name: 'os', values: ['x'] }] }] }),
    ).quirks;
    expect(unread).toMatchObject({ code: 'TMT10', severity: 'warning' });
    expect(unread?.message).toContain('1 of the 1 attributes');
  });
});
