/** Functions of template expressions: what is partly unknown, models of our own, and what is out to harm. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { templateOf, readText, valueOf } from '../testing/values.ts';
import { Unknown, type Value, formOf } from '../value.ts';

/** A function of a template's own, of one text. */
const member = (value: string) => ({
  parameters: [{ name: 'text', type: 'string' }],
  output: { type: 'string', value },
});

/** A list as an expression. */
const list = (all: readonly Value[]): string =>
  `createArray(${all.map((one) => (typeof one === 'number' ? one : `'${formOf(one)}'`)).join(', ')})`;

describe('functions of templates', () => {
  it.each([
    ["[uniqueString('a')]", "[uniqueString('a')]", "[uniqueString('b')]"],
    ["[guid('a', resourceGroup().id)]", "[guid('a', resourceGroup().id)]", "[guid('b', resourceGroup().id)]"],
    ['[resourceGroup().id]', '[resourceGroup().id]', '[subscription().id]'],
    [
      "[concat(resourceGroup().id, '/providers/A/b/c')]",
      "[resourceId('A/b', 'c')]",
      "[resourceId('A/b', 'd')]",
    ],
  ])('knows %s by its form only', (one, equal, other) => {
    const [a, b, c] = [one, equal, other].map((text) => valueOf(text));
    expect(a).toBeInstanceOf(Unknown);
    expect([formOf(a ?? null), a instanceof Unknown && a.present]).toEqual([formOf(b ?? null), true]);
    expect(formOf(a ?? null)).not.toBe(formOf(c ?? null));
    expect(valueOf(`[empty(${one.slice(1, -1)})]`)).toBe(false);
  });

  it.each([
    "[objectKeys(createObject('b', 1, 'a', 2))]",
    "[items(createObject('B', 1, 'a', 2))]",
    "[union(createArray(parameters('p')), createArray('x'))]",
    "[sort(createArray('a', 'b'), lambda('x', 'y', true()))]",
    "[toObject(createArray('a', 'A'), lambda('x', lambdaVariables('x')))]",
    "[filter(createArray(1, 2), lambda('x', parameters('p')))]",
    "[format('{0:N2}', 3)]",
    "[indexOf('straße', 'SS')]",
    '[div(1, 0)]',
    "[less('a', 'B')]",
    "[substring('abc', 1, 9)]",
    "[reference('x').p]",
    "[dateTimeAdd('2020-01-01', 'P1D')]",
    '[environment().suffixes.storage]',
    "[lambdaVariables('x')]",
  ])('does not guess %s', (expression) => {
    expect(valueOf(expression, { parameters: { p: {} } })).toBeInstanceOf(Unknown);
  });

  it('looks through what is partly unknown', () => {
    const more = { parameters: { p: {} } };
    expect(valueOf("[length(createArray(parameters('p'), 'x'))]", more)).toBe(2);
    expect(valueOf("[last(skip(createArray(parameters('p'), 'x'), 1))]", more)).toBe('x');
    expect(valueOf("[contains(createArray(parameters('p'), 'x'), 'x')]", more)).toBe(true);
    expect(valueOf("[contains(createArray(parameters('p'), 'x'), 'y')]", more)).toBeInstanceOf(Unknown);
    expect(valueOf("[map(createArray(parameters('p')), lambda('i', 'a'))]", more)).toEqual(['a']);
    expect(valueOf("[items(createObject('k', parameters('p')))[0].key]", more)).toBe('k');
  });

  it('calls functions of the template’s own, which see their parameters only', () => {
    const members = {
      loud: member("[toUpper(parameters('text'))]"),
      twice: member("[concat(my.loud(parameters('text')), my.loud(parameters('text')))]"),
      round: member("[my.round(parameters('text'))]"),
      nosy: member("[variables('v')]"),
    };
    const more = { functions: [{ namespace: 'my', members }], variables: { v: 'secret place' } };
    expect(valueOf("[my.loud('a')]", more)).toBe('A');
    expect(valueOf("[My.Twice('a')]", more)).toBe('AA');
    expect(valueOf("[my.round('a')]", more)).toBeInstanceOf(Unknown);
    expect(valueOf("[my.nosy('a')]", more)).toBeInstanceOf(Unknown);
  });

  it('follows definitions of parameters, and never a secret in them', () => {
    const more = {
      languageVersion: '2.0',
      definitions: {
        key: { type: 'secureString' },
        maybe: { type: 'string', nullable: true },
        chain: { $ref: '#/definitions/maybe' },
        round: { $ref: '#/definitions/round' },
        box: { type: 'object', properties: { open: { type: 'string' }, key: { $ref: '#/definitions/key' } } },
      },
      parameters: {
        key: { $ref: '#/definitions/key', defaultValue: 'canary-secret' },
        none: { $ref: '#/definitions/chain' },
        round: { $ref: '#/definitions/round' },
        box: { $ref: '#/definitions/box', defaultValue: { open: 'x', key: 'canary-secret' } },
        only: { type: 'bool', allowedValues: [true] },
      },
    };
    expect(valueOf("[parameters('none')]", more)).toBeUndefined();
    expect(valueOf("[parameters('only')]", more)).toBe(true);
    expect(valueOf("[parameters('round')]", more)).toBeInstanceOf(Unknown);
    expect(valueOf("[parameters('box').open]", more)).toBe('x');
    for (const secret of [
      "[parameters('key')]",
      "[parameters('box').key]",
      "[string(createArray(parameters('box').key))]",
    ]) {
      const found = valueOf(secret, more);
      expect(found).toBeInstanceOf(Unknown);
      expect(JSON.stringify(found)).not.toContain('canary-secret');
    }
  });

  it('agrees with models of lists, texts and numbers', () => {
    const word = fc.stringMatching(/^[a-z]{0,4}$/);
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 6 }),
        fc.array(word, { maxLength: 6 }),
        fc.integer({ min: 0, max: 7 }),
        fc.integer({ min: -9, max: 9 }),
        (a, b, n, m) => {
          expect(valueOf(`[take(${list(a)}, ${n})]`)).toEqual(a.filter((_, at) => at < n));
          expect(valueOf(`[skip(${list(a)}, ${n})]`)).toEqual(a.filter((_, at) => at >= n));
          expect(valueOf(`[union(${list(a)}, ${list(b)})]`)).toEqual([...new Set([...a, ...b])]);
          expect(valueOf(`[intersection(${list(a)}, ${list(b)})]`)).toEqual(
            [...new Set(a)].filter((one) => b.includes(one)),
          );
          expect(valueOf(`[flatten(createArray(${list(a)}, ${list(b)}))]`)).toEqual([...a, ...b]);
          expect(valueOf(`[indexOf(${list(a)}, 'a')]`)).toBe(a.indexOf('a'));
          expect(valueOf(`[split(join(${list([...a, 'x'])}, ','), ',')]`)).toEqual([...a, 'x']);
          expect(valueOf(`[base64ToString(base64('${a.join('ü')}'))]`)).toBe(a.join('ü'));
          expect(
            valueOf(`[sort(${list(a)}, lambda('p', 'q', less(lambdaVariables('p'), lambdaVariables('q'))))]`),
          ).toEqual(a.toSorted());
          expect(valueOf(`[length(range(${m}, ${n}))]`)).toBe(n);
          const d = m === 0 ? 1 : m;
          expect(valueOf(`[add(mul(div(${n}, ${d}), ${d}), mod(${n}, ${d}))]`)).toBe(n);
        },
      ),
      { numRuns: 40 },
    );
  }, 30_000);

  it('comes to an end on what is out to harm', () => {
    const began = performance.now();
    for (const expression of [
      "[map(range(0, 10000), lambda('a', map(range(0, 10000), lambda('b', map(range(0, 10000), lambda('c', 1))))))]",
      "[reduce(range(0, 10000), 'x', lambda('a', 'b', concat(lambdaVariables('a'), lambdaVariables('a'))))]",
      "[reduce(range(0, 10000), createArray(), lambda('a', 'b', createArray(lambdaVariables('a'))))]",
      "[sort(range(0, 10000), lambda('a', 'b', less(lambdaVariables('b'), lambdaVariables('a'))))]",
      '[range(0, 10001)]',
      '[range(2147483647, 1)]',
      `[json('${'['.repeat(5000)}')]`,
      `[json('${'['.repeat(5000)}${']'.repeat(5000)}')]`,
      "[padLeft('x', 2147483647)]",
      `[replace('${'a'.repeat(5000)}', 'a', '${'b'.repeat(5000)}')]`,
      `[format('${'{0}'.repeat(3000)}', '${'x'.repeat(3000)}')]`,
      `[uniqueString(${"concat(parameters('p'), ".repeat(150)}'x'${')'.repeat(150)})]`,
    ])
      expect(() => formOf(valueOf(expression, { parameters: { p: {} } }) ?? null)).not.toThrow();
    const members = {
      f: {
        parameters: [{ name: 'x', type: 'string' }],
        output: { value: "[concat(my.f(parameters('x')), my.f(concat('x', parameters('x'))))]" },
      },
    };
    expect(valueOf("[my.f('x')]", { functions: [{ namespace: 'my', members }] })).toBeInstanceOf(Unknown);
    const deep = Object.fromEntries(
      Array.from({ length: 3000 }, (_, at) => [
        `v${at + 1}`,
        `[${'createArray('.repeat(90)}variables('v${at}')${')'.repeat(90)}]`,
      ]),
    );
    const wide = Array.from({ length: 3000 }, (_, at) => ({
      type: 'A/b',
      name: 'n',
      properties: { x: `[variables('v${at}')]`, y: `[equals(variables('v${at}'), variables('v${at}'))]` },
    }));
    expect(() => readText(templateOf(wide, { variables: { v0: 'x', ...deep } }))).not.toThrow();
    expect(performance.now() - began).toBeLessThan(55_000);
  }, 60_000);

  it('never throws, whatever the arguments', () => {
    const names = [
      'array',
      'base64ToJson',
      'contains',
      'createObject',
      'dataUriToString',
      'filter',
      'format',
      'groupBy',
      'indexOf',
      'intersection',
      'items',
      'join',
      'json',
      'lambda',
      'map',
      'max',
      'padLeft',
      'range',
      'reduce',
      'replace',
      'resourceId',
      'shallowMerge',
      'skip',
      'sort',
      'split',
      'string',
      'substring',
      'take',
      'toObject',
      'tryGet',
      'union',
      'uri',
      'uriComponentToString',
    ];
    const leaf = fc.constantFrom(
      "'a'",
      "'{'",
      "'%'",
      '1',
      '-1',
      'null()',
      'true()',
      "parameters('p')",
      "lambda('x', lambdaVariables('x'))",
      'createArray()',
      "createObject('__proto__', 1)",
      '9007199254740991',
    );
    const { call } = fc.letrec<{ call: string; arg: string }>((tie) => ({
      arg: fc.oneof({ depthSize: 'small' }, leaf, tie('call')),
      call: fc
        .tuple(fc.constantFrom(...names), fc.array(tie('arg'), { maxLength: 3 }))
        .map(([name, args]) => `${name}(${args.join(',')})`),
    }));
    fc.assert(
      fc.property(call, (text) => {
        expect(() => valueOf(`[${text}]`, { parameters: { p: {} } })).not.toThrow();
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});
