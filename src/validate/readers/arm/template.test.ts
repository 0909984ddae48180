import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { corpusFiles, hasCorpus } from '../../../text/testing/corpus.ts';
import { type ArmTemplate, readArmTemplate } from './template.ts';
import { Unknown, formOf } from './value.ts';

const text = (resources: unknown, more: object = {}) => JSON.stringify({ ...more, resources });
const read = (body: string, parameters?: object) =>
  readArmTemplate(
    { file: 'main.json', text: body },
    parameters && {
      parameters: { file: 'main.parameters.json', text: JSON.stringify({ parameters }) },
    },
  );

const readAll = (body: string) => read(body).value?.resources.map((one) => one.get('a'));

/** What one expression comes to. */
function valueOf(expression: string, more: object = {}, parameters?: object) {
  const { value } = read(text([{ type: 'A/b', name: 'n', properties: { x: expression } }], more), parameters);
  return value?.resources[0]?.get('properties.x');
}

/** A deployment in a template, with a template of its own. */
const nested = (scope: string) => ({
  type: 'Microsoft.Resources/deployments',
  name: 'd',
  properties: {
    expressionEvaluationOptions: { scope },
    parameters: { p: { value: "[parameters('outer')]" } },
    template: {
      parameters: { p: {}, outer: { defaultValue: 'inside' } },
      resources: [{ type: 'A/b', name: "[concat(parameters('outer'), '-', parameters('p'))]" }],
    },
  },
});

const copies = (inner: object): object => ({ copy: [{ name: 'x', count: 50, input: inner }] });

const resources = ({ value }: { value?: ArmTemplate }) =>
  value?.resources.map(({ type, name, deployed }) => [type, formOf(name), deployed === true]);

describe('reading a template', () => {
  it('takes comments, trailing commas, a byte order mark and strings over lines, and keeps places', () => {
    const { value, problems } = read(
      '\uFEFF{ // one\n /* two\n "x" */ "a": "over\ntwo // lines",\n "resources": [\n  { "type": "A/b", "name": "n//o", },\n ],\n}',
    );
    expect(problems).toEqual([]);
    expect(value?.resources[0]).toMatchObject({ name: 'n//o', where: { line: 6, column: 3 } });
  });

  it.each([
    ["[concat('a', 1, 'b')]", 'a1b'],
    ["[format('{0}-{1}', 'a', toUpper('b'))]", 'a-B'],
    ["[if(equals('a', 'a'), 'yes', 'no')]", 'yes'],
    ['[and(true(), not(false()))]', true],
    ['[or(false(), equals(1, 2))]', false],
    ["[union(createObject('a', 1), createObject('b', 2)).B]", 2],
    ["[coalesce(null(), 'x')]", 'x'],
    ["[tryGet(createObject('a', 1), 'b')]", undefined],
    ["[split('a,b', ',')[1]]", 'b'],
    ["[substring(replace('a-b-c', '-', ''), 0, 2)]", 'ab'],
    ["[empty('')]", true],
    ['[length(createArray(1, 2))]', 2],
    ['[json(\'{"a": [true]}\').a[0]]', true],
    ["[startsWith('UsGov', 'usgov')]", true],
    ["['it''s']", "it's"],
    ['[[plain]', '[plain]'],
  ])('computes %s', (expression, value) => {
    expect(valueOf(expression)).toEqual(value);
  });

  it.each([
    '[uniqueString(resourceGroup().id)]',
    "[reference('x').y]",
    "[listKeys('x', 'y').key]",
    "[parameters('p')]",
    "[if(parameters('p'), true(), false())]",
    "[union(createObject('a', 1), parameters('p'))]",
    "[and(true(), parameters('p'))]",
    "[ns.own('x')]",
    '[newGuid()]',
    "[variables('round')]",
    "[parameters('secret')]",
  ])('leaves %s unknown', (expression) => {
    const more = {
      parameters: { p: { type: 'bool' }, secret: { type: 'securestring', defaultValue: 'canary-secret' } },
      variables: { round: "[variables('again')]", again: "[variables('round')]" },
    };
    const value = valueOf(expression, more);
    expect(value).toBeInstanceOf(Unknown);
    expect(JSON.stringify(value)).not.toContain('canary-secret');
  });

  it('is three-valued: what is certain stays certain', () => {
    const more = { parameters: { p: { type: 'bool' } } };
    expect(valueOf("[and(false(), parameters('p'))]", more)).toBe(false);
    expect(valueOf("[or(parameters('p'), true())]", more)).toBe(true);
    expect(valueOf("[if(parameters('p'), 'a', 'a')]", more)).toBe('a');
    expect(valueOf("[empty(resourceId('A/b', 'c'))]", more)).toBe(false);
  });

  it('takes parameters from their file, then from their defaults', () => {
    const more = { parameters: { P: { type: 'string', defaultValue: 'standard' }, n: { nullable: true } } };
    expect(valueOf("[parameters('p')]", more)).toBe('standard');
    expect(valueOf("[parameters('p')]", more, { p: { value: 'given' } })).toBe('given');
    expect(valueOf("[parameters('p')]", more, { p: { reference: {} } })).toBeInstanceOf(Unknown);
    expect(valueOf("[parameters('n')]", more)).toBeUndefined();
  });

  it('finds children, symbolic names, copies and what depends on a condition', () => {
    const account = { type: 'S/a', name: 'x', resources: [{ type: 'c', name: 'y' }] };
    expect(resources(read(text({ one: account })))).toEqual([
      ['S/a', 'x', true],
      ['S/a/c', 'x/y', true],
    ]);
    const copied = { type: 'S/a', name: "[concat('x', copyIndex())]", copy: { name: 'c', count: 2 } };
    expect(resources(read(text([copied])))?.map(([, name]) => name)).toEqual(['x0', 'x1']);
    const often = { ...copied, copy: { name: 'c', count: "[parameters('n')]" } };
    expect(resources(read(text([often], { parameters: { n: {} } })))).toMatchObject([['S/a', {}, false]]);
    const of = (condition: unknown) => read(text([{ ...account, condition }], { parameters: { n: {} } }));
    expect(resources(of(false))).toEqual([]);
    expect(resources(of("[parameters('n')]"))?.map(([, , sure]) => sure)).toEqual([false, false]);
    expect(resources(read(text([{ ...account, existing: true }])))).toEqual([]);
  });

  it('reads what is nested in its own scope or the outer one, and says what is only linked', () => {
    const more = { parameters: { outer: { defaultValue: 'outside' }, p: { defaultValue: 'o' } } };
    expect(resources(read(text([nested('inner')], more)))?.at(-1)?.[1]).toBe('inside-outside');
    expect(resources(read(text([nested('outer')], more)))?.at(-1)?.[1]).toBe('outside-o');
    const linked = { type: 'microsoft.resources/Deployments', name: 'l', properties: { templateLink: {} } };
    expect(read(text([linked])).value?.unread).toMatchObject([{ what: 'a linked template' }]);
  });

  it('copies within properties', () => {
    const properties = { copy: [{ name: 'x', count: 2, input: { n: "[copyIndex('x')]" } }] };
    const { value } = read(text([{ type: 'A/b', name: 'n', properties }]));
    expect(value?.resources[0]?.get('properties.x')).toEqual([{ n: 0 }, { n: 1 }]);
  });

  it('says what is no template, and where an expression is none', () => {
    expect(read('[]').problems).toMatchObject([{ code: 'CFG02' }]);
    expect(read('{"$schema": "x/deploymentParameters.json#", "parameters": {}}').problems).toMatchObject([
      { code: 'CFG02', hint: expect.stringContaining('arm.parameters') },
    ]);
    expect(readArmTemplate({ file: 'hub.bicep', text: '' }).problems[0]?.hint).toContain(
      'bicep build hub.bicep',
    );
    expect(read('{"resources": [\n{"a": }]}').problems).toMatchObject([
      { code: 'TXT04', where: { line: 2 } },
    ]);
    expect(read(text([{ type: 'A/b', name: "[concat('a']" }])).problems).toMatchObject([
      { code: 'CFG01', severity: 'warning' },
    ]);
  });

  it('comes to an end on templates that are out to harm', () => {
    const doubling = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `v${index + 1}`,
        `[concat(variables('v${index}'), variables('v${index}'))]`,
      ]),
    );
    const lists = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `w${index + 1}`,
        `[createArray(variables('w${index}'), variables('w${index}'))]`,
      ]),
    );
    const variables = { v0: 'x', ...doubling, w0: 'x', ...lists };
    expect(valueOf("[variables('v60')]", { variables })).toBeInstanceOf(Unknown);
    expect(valueOf("[equals(variables('w60'), variables('w60'))]", { variables })).toBeInstanceOf(Unknown);
    const chain = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, i) => [`c${i}`, `[variables('c${i + 1}')]`]),
    );
    expect(valueOf("[variables('c0')]", { variables: chain })).toBeInstanceOf(Unknown);
    expect(valueOf(`[${'not('.repeat(5000)}true()${')'.repeat(5000)}]`)).toBeInstanceOf(Unknown);
    const deep = copies(copies(copies(copies({ y: 1 }))));
    expect(read(text([{ type: 'A/b', name: 'n', properties: deep }])).value).toBeDefined();
  }, 20_000);

  it('never throws', () => {
    const bits = fc.constantFrom(
      "'",
      '(',
      ')',
      '[',
      ']',
      '.',
      ',',
      'concat',
      'parameters',
      "'p'",
      ' ',
      '0',
      'x',
    );
    const expressions = fc.array(bits).map((all) => `[${all.join('')}]`);
    fc.assert(
      fc.property(expressions, fc.json(), fc.string(), (expression, json, other) => {
        expect(() => valueOf(expression, { parameters: { p: {} } })).not.toThrow();
        expect(() => readAll(`{"resources": ${json}}`)).not.toThrow();
        expect(() => readAll(other)).not.toThrow();
      }),
    );
  });
});

describe.skipIf(!hasCorpus('arm'))('other people’s templates', () => {
  it.each(corpusFiles('arm').map((source) => [source.file, source] as const))('%s', (file, source) => {
    const { value, problems } = readArmTemplate(source);
    const none = /parameters(\.template)?\.json$/.test(file) || file.includes('SqlDb');
    expect(value === undefined).toBe(none);
    expect(problems.length > 0).toBe(none);
    for (const { where } of problems) expect(where?.file).toBe(file);
  });
});
