/** Functions of template expressions, by what Microsoft documents of each. */
import { describe, expect, it } from 'vitest';

import { valueOf } from '../testing/values.ts';

const DOGS = {
  variables: {
    dogs: [
      { name: 'Evie', age: 5 },
      { name: 'Casper', age: 3 },
      { name: 'Indy', age: 2 },
      { name: 'Kira', age: 8 },
    ],
    entities: { item002: { number: 200 }, item001: { number: 300 } },
  },
};

/** As the pages "Template functions" have them: the call, and what comes of it. */
const DOCUMENTED: readonly (readonly [string, unknown])[] = [
  ["[array('efgh')]", ['efgh']],
  ["[array(createObject('a', 'b'))]", [{ a: 'b' }]],
  ["[concat(createArray('1-1'), createArray('2-1', '2-2'))]", ['1-1', '2-1', '2-2']],
  ["[contains('OneTwoThree', 'z')]", false],
  ["[contains(createObject('one', 'a'), 'ONE')]", true],
  ["[contains(createArray('one', 'two'), 'two')]", true],
  ['[empty(createObject())]', true],
  ["[first('One Two Three')]", 'O'],
  ["[flatten(createArray(createArray('one', 'two'), createArray('three')))]", ['one', 'two', 'three']],
  ["[indexOf(createArray('one', 'two', 'three'), 'two')]", 1],
  ["[lastIndexOf(createArray('one', 'two', 'one'), 'one')]", 2],
  ["[indexOf('abcdef', 'CD')]", 2],
  ["[lastIndexOf('test', 'T')]", 3],
  ["[indexOf('abcdef', 'z')]", -1],
  ["[intersection(createArray('one', 'two', 'three'), createArray('two', 'three'))]", ['two', 'three']],
  [
    "[intersection(createObject('one', 'a', 'two', 'b', 'three', 'c'), createObject('one', 'a', 'two', 'z', 'three', 'c'))]",
    { one: 'a', three: 'c' },
  ],
  ["[items(variables('entities'))[0].key]", 'item001'],
  ["[last(createArray('one', 'two', 'three'))]", 'three'],
  ['[max(createArray(0, 3, 2, 5, 4))]', 5],
  ['[min(0, 3, 2, 5, 4)]', 0],
  ['[range(5, 3)]', [5, 6, 7]],
  ["[skip('one two three', 4)]", 'two three'],
  ["[take('one two three', 2)]", 'on'],
  ["[union(createArray('one', 'two'), createArray('two', 'four'))]", ['one', 'two', 'four']],
  [
    "[union(createObject('p', createObject('one', 'a', 'three', 'c1'), 'l', createArray(1)), createObject('p', createObject('three', 'c2'), 'l', createArray(3)))]",
    { p: { one: 'a', three: 'c2' }, l: [3] },
  ],
  [
    "[shallowMerge(createArray(createObject('p', createObject('a', 1)), createObject('p', createObject('b', 2))))]",
    { p: { b: 2 } },
  ],
  [
    "[map(variables('dogs'), lambda('dog', format('Hello {0}!', lambdaVariables('dog').name)))][0]",
    'Hello Evie!',
  ],
  [
    "[map(filter(variables('dogs'), lambda('dog', greaterOrEquals(lambdaVariables('dog').age, 5))), lambda('d', lambdaVariables('d').name))]",
    ['Evie', 'Kira'],
  ],
  ["[filter(range(0, 10), lambda('i', equals(0, mod(lambdaVariables('i'), 2))))]", [0, 2, 4, 6, 8]],
  [
    "[reduce(map(variables('dogs'), lambda('d', lambdaVariables('d').age)), 1, lambda('cur', 'next', add(lambdaVariables('cur'), lambdaVariables('next'))))]",
    19,
  ],
  [
    "[map(sort(variables('dogs'), lambda('a', 'b', less(lambdaVariables('a').age, lambdaVariables('b').age))), lambda('d', lambdaVariables('d').name))]",
    ['Indy', 'Casper', 'Evie', 'Kira'],
  ],
  [
    "[toObject(variables('dogs'), lambda('e', lambdaVariables('e').name), lambda('e', lambdaVariables('e').age))]",
    { Evie: 5, Casper: 3, Indy: 2, Kira: 8 },
  ],
  [
    "[groupBy(createArray('ab', 'ac', 'b'), lambda('x', take(lambdaVariables('x'), 1)))]",
    { a: ['ab', 'ac'], b: ['b'] },
  ],
  ["[mapValues(createObject('a', 1), lambda('v', add(lambdaVariables('v'), 1)))]", { a: 2 }],
  [
    "[map(createArray('a', 'b'), lambda('x', map(createArray(1), lambda('y', concat(lambdaVariables('x'), lambdaVariables('y'))))))]",
    [['a1'], ['b1']],
  ],
  ["[base64('one, two, three')]", 'b25lLCB0d28sIHRocmVl'],
  ["[base64ToString('b25lLCB0d28sIHRocmVl')]", 'one, two, three'],
  ['[base64ToJson(base64(\'{"one": "a"}\')).one]', 'a'],
  ["[dataUri('Hello')]", 'data:text/plain;charset=utf8;base64,SGVsbG8='],
  ["[dataUriToString('data:;base64,SGVsbG8sIFdvcmxkIQ==')]", 'Hello, World!'],
  ["[endsWith('abcdef', 'EF')]", true],
  ["[format('{0}, {1}. Formatted', 'Hello', 'User')]", 'Hello, User. Formatted'],
  ["[format('{{{0}}}', 1)]", '{1}'],
  ["[join(createArray('one', 'two'), ';')]", 'one;two'],
  ["[padLeft('123', 10, '0')]", '0000000123'],
  ["[replace('123-123-1234', '-', '')]", '1231231234'],
  ["[split('one;two,three', createArray(',', ';'))]", ['one', 'two', 'three']],
  ['[string(5)]', '5'],
  ["[string(createArray('a', 'b'))]", '["a","b"]'],
  ['[string(true())]', 'True'],
  ["[substring('one two three', 4, 3)]", 'two'],
  [
    "[uri('http://contoso.org/firstpath/azuredeploy.json/', 'myscript.sh')]",
    'http://contoso.org/firstpath/azuredeploy.json/myscript.sh',
  ],
  [
    "[uri('http://contoso.org/firstpath/azuredeploy.json', 'myscript.sh')]",
    'http://contoso.org/firstpath/myscript.sh',
  ],
  [
    "[uriComponent('http://contoso.com/resources/nested/azuredeploy.json')]",
    'http%3A%2F%2Fcontoso.com%2Fresources%2Fnested%2Fazuredeploy.json',
  ],
  ["[uriComponentToString('http%3A%2F%2Fcontoso.com')]", 'http://contoso.com'],
  ['[div(8, 3)]', 2],
  ['[mod(7, 3)]', 1],
  ["[float('3.5')]", 3.5],
  [
    "[tenantResourceId('Microsoft.Authorization/roleDefinitions', 'r')]",
    '/providers/Microsoft.Authorization/roleDefinitions/r',
  ],
  [
    "[extensionResourceId('/subscriptions/s', 'Microsoft.Authorization/locks', 'l')]",
    '/subscriptions/s/providers/Microsoft.Authorization/locks/l',
  ],
  ["[resourceId('s', 'g', 'A/b/c', 'x', 'y')]", '/subscriptions/s/resourceGroups/g/providers/A/b/x/c/y'],
  ['[resourceGroup().type]', 'Microsoft.Resources/resourceGroups'],
];

describe('functions of templates, as documented', () => {
  it.each(DOCUMENTED)('%s', (expression, value) => {
    // A call that goes on after its list of arguments needs the brackets of the expression around all of it.
    const whole = expression.replace(/^\[(.*)\](\[\d+\])$/, '[$1$2]');
    expect(valueOf(whole, DOGS)).toEqual(value);
  });
});
