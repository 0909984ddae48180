/** Templates that link to others: which files they are, how far they are followed, and where that ends. */
import { describe, expect, it } from 'vitest';

import type { Source } from '../../../text/source.ts';
import { FILE, readText, templateOf } from './testing/values.ts';
import { formOf } from './value.ts';

const link = (templateLink: object, more: object = {}) => ({
  type: 'Microsoft.Resources/deployments',
  name: 'l',
  properties: { templateLink, ...more },
});
const store = (name: string) => ({ type: 'S/a', name });

function files(all: Readonly<Record<string, unknown>>): ReadonlyMap<string, Source> {
  return new Map(Object.entries(all).map(([file, one]) => [file, { file, text: JSON.stringify(one) }]));
}

function readLinked(
  resources: unknown,
  linked: Readonly<Record<string, unknown>>,
  includes: string[] = [],
  more = {},
) {
  const { value } = readText(templateOf(resources, more), { linked: files(linked), includes });
  return {
    names: value?.resources.filter(({ type }) => type === 'S/a').map(({ name }) => formOf(name)),
    unread: value?.unread.map(({ what }) => what),
    wanted: value?.wanted,
  };
}

describe('linked templates', () => {
  it('are files beside the template, by a relative path or an address relative to its own', () => {
    const linked = {
      'deploy/nested/a.json': { resources: [store('a')] },
      'b.json': { resources: [store('b')] },
    };
    const found = readLinked(
      [
        link({ relativePath: 'nested/a.json' }),
        link({ uri: "[uri(deployment().properties.templateLink.uri, '../b.json')]" }),
        link({ uri: "[uri(parameters('_artifactsLocation'), concat('nested/a.json', parameters('_sas')))]" }),
      ],
      linked,
      [],
      {
        parameters: {
          _artifactsLocation: { type: 'string', defaultValue: '[deployment().properties.templateLink.uri]' },
          _sas: { type: 'secureString', defaultValue: '' },
        },
      },
    );
    expect(found).toEqual({ names: ['a', 'b', 'a'], unread: [], wanted: [] });
  });

  it('are asked for where they were not given, once', () => {
    const found = readLinked([link({ relativePath: './x.json' }), link({ relativePath: 'x.json' })], {});
    expect(found.wanted).toEqual(['deploy/x.json']);
    expect(found.unread).toEqual(Array(2).fill('a linked template that could not be read (deploy/x.json)'));
  });

  it('by any other address are what a person named for it', () => {
    const linked = { 'Templates/hub.json': { resources: [store('hub')] } };
    const includes = ['Templates/hub.json', 'Templates/store.json', 'other/hub.json'];
    const of = (uri: string) =>
      readLinked([link({ uri })], linked, includes, { parameters: { base: { type: 'string' } } });
    expect(of("[concat(parameters('base'), '/main/Templates/hub.json')]").names).toEqual(['hub']);
    expect(of('https://example.org/main/Templates/hub.json?sv=1').names).toEqual(['hub']);
    expect(of('https://example.org/hub.json').unread?.[0]).toContain('several');
    expect(of("[parameters('base')]").unread?.[0]).toContain('"includes"');
    expect(of("[concat(parameters('base'), '/vault.json')]").unread).toHaveLength(1);
  });

  it('get their parameters from the deployment, and have a scope of their own', () => {
    const inner = {
      parameters: { n: { defaultValue: 'standard' }, outer: { defaultValue: 'inside' } },
      resources: [store("[concat(parameters('n'), '-', parameters('outer'))]")],
    };
    const linked = { 'deploy/a.json': inner };
    const more = { parameters: { outer: { defaultValue: 'outside' } } };
    const of = (properties: object) =>
      readLinked([link({ relativePath: 'a.json' }, properties)], linked, [], more).names;
    expect(of({ parameters: { n: { value: "[parameters('outer')]" } } })).toEqual(['outside-inside']);
    expect(of({ parametersLink: { uri: 'https://example.org/p.json' } })?.[0]).toContain('{given:n}');
  });

  it('are never followed out of the project, round and round, or on and on', () => {
    const out = ['../../etc/passwd', '/etc/passwd', 'C:\\x.json', 'https://example.org/x.json'];
    for (const relativePath of out) {
      const found = readLinked([link({ relativePath })], {});
      expect(found.wanted).toEqual([]);
      expect(found.unread?.[0]).toContain('outside of the project');
    }
    const round = { resources: [link({ relativePath: 'main.json' })] };
    expect(
      readLinked([link({ relativePath: 'a.json' })], { 'deploy/a.json': round, [FILE]: round }).unread,
    ).toEqual([`a linked template that leads back or on and on (${FILE})`]);
    const chain = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [
        `deploy/${at}.json`,
        { resources: [store(`s${at}`), link({ relativePath: `${at + 1}.json` })] },
      ]),
    );
    const found = readLinked([link({ relativePath: '0.json' })], chain);
    expect(found.names?.length).toBeLessThan(15);
    expect(found.unread?.[0]).toContain('on and on');
    const many = Array.from({ length: 200 }, (_, at) => link({ relativePath: `${at}.json` }));
    expect(readLinked(many, {}).wanted?.length).toBe(50);
  });

  it('that are none, and template specs, stay unread', () => {
    const linked = { 'deploy/a.json': { parameters: {} } };
    expect(readLinked([link({ relativePath: 'a.json' })], linked).unread?.[0]).toContain('could not be read');
    expect(readLinked([link({ id: '/subscriptions/s/providers/t' })], {}).unread).toEqual([
      'a template spec',
    ]);
  });
});
