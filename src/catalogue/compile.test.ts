import { describe, expect, it } from 'vitest';
import { assert, constantFrom, property, string } from 'fast-check';

import type { Source } from '../text/source.ts';
import { openCatalogue } from './catalogue.ts';
import { compileCatalogue } from './compile.ts';
import type { CheckInfo } from './schema.ts';
import { builtinCatalogue, builtinSources } from './testing/builtin.ts';

const check: CheckInfo = {
  id: 'lamp-test',
  title: 'Does the lamp refuse strangers?',
  targets: ['lamp'],
  control: 'the owner switches it',
  attack: 'a stranger switches it',
  effect: 'active',
  budget: { connections: 1, seconds: 1, bytes: 1 },
  strength: 'probe',
  lifetimeHours: 1,
  expects: {},
};

const PROPERTIES = `
properties:
  - { name: type, role: fact, on: [element], value: word, derived: true, help: '' }
  - { name: listens, role: fact, on: [element], value: boolean, help: '' }
  - { name: level, role: control, on: [element, connection], value: word, ordered: true, values: { low: '', high: '' }, help: '' }
  - { name: checked, role: control, on: [connection], value: words, values: { name: '', chain: '' }, help: '' }
`;
const TYPES = `
types:
  - { id: thing, title: Thing, kind: process, help: '' }
  - { id: lamp, title: Lamp, extends: thing, facts: { listens: true }, help: '' }
`;
const RULE = `
id: LMP-01
title: A stranger switches the lamp
stride: [S]
subject: element
types: [lamp]
applies: { property: listens, is: true }
answered: [[guard]]
attacker: { does: switches it, why: mischief, position: local-network }
access: digital
row: { component: Lamp, threat: S, mitigation: m, risk: r, implementation: i }
severity: { likelihood: 1, impact: 1, rationale: r }
trace: [S-51]
examples:
  - { says: unstated, subject: a, system: {} }
  - { says: absent, subject: a, system: {} }
`;
const GUARD = `
id: guard
title: The lamp has a guard
does: refuses strangers
notAgainst: its owner
implementation: [a guard]
owner: developer
statedBy:
  element: { property: level, atLeast: high }
enforcedAt: self
validatedBy: [[lamp-test]]
leastStrength: probe
`;

const GOOD = {
  'my/properties.yaml': PROPERTIES,
  'my/types.yaml': TYPES,
  'my/rules/lamps/LMP-01.yaml': RULE,
  'my/mitigations/guard.yaml': GUARD,
};

function compile(changes: Readonly<Record<string, string>> = {}) {
  const files: Record<string, string> = { ...GOOD, ...changes };
  return compileCatalogue(
    Object.entries(files).map(([file, text]): Source => ({ file, text })),
    [check],
  );
}

/** The problems of a catalogue in which one text was replaced by another, as `code file:line message`. */
function problemsWith(file: keyof typeof GOOD, text: string, by: string): string[] {
  expect(GOOD[file]).toContain(text);
  return compile({ [file]: GOOD[file].replace(text, by) }).problems.map(
    ({ code, message, where }) => `${code} ${where?.file}:${where?.line} ${message}`,
  );
}

describe('compileCatalogue', () => {
  it('compiles the catalogue that ships', () => {
    const { checks } = builtinCatalogue();
    const { value, problems } = compileCatalogue(builtinSources(), [...checks.values()]);
    expect(problems).toEqual([]);
    expect(value?.rules.length).toBeGreaterThan(30);
  });

  it('gives data that opens', () => {
    const { value, problems } = compile();
    expect(problems).toEqual([]);
    const catalogue = value && openCatalogue(value);
    expect(catalogue?.types.get('lamp')).toMatchObject({ kind: 'process', facts: { listens: true } });
    expect(catalogue?.rules.get('LMP-01')?.answered).toEqual([['guard']]);
    expect(catalogue?.checks.get('lamp-test')).toEqual(check);
  });

  it('keeps of a check what is data, not the code that runs it', () => {
    const running = { ...check, run: () => 'never' };
    const { value } = compileCatalogue(
      Object.entries(GOOD).map(([file, text]) => ({ file, text })),
      [running],
    );
    expect(value?.checks).toEqual([check]);
  });

  it('does not depend on the order of the files', () => {
    const sources = builtinSources();
    const checks = [...builtinCatalogue().checks.values()];
    const { value } = compileCatalogue(sources, checks);
    expect(compileCatalogue(sources.toReversed(), checks).value).toEqual(value);
  });

  it.each<[string, keyof typeof GOOD, string, string, string[]]>([
    [
      'an unknown mitigation',
      'my/rules/lamps/LMP-01.yaml',
      '[[guard]]',
      '[[gard]]',
      ['CAT02 my/rules/lamps/LMP-01.yaml:8 there is no mitigation "gard"'],
    ],
    [
      'an unknown type',
      'my/rules/lamps/LMP-01.yaml',
      '[lamp]',
      '[lmap]',
      ['CAT02 my/rules/lamps/LMP-01.yaml:6 there is no type "lmap"'],
    ],
    [
      'an unknown check',
      'my/mitigations/guard.yaml',
      '[[lamp-test]]',
      '[[lamp-tset]]',
      ['CAT02 my/mitigations/guard.yaml:11 there is no check "lamp-tset"'],
    ],
    [
      'an unknown additional check',
      'my/mitigations/guard.yaml',
      'leastStrength',
      'alsoTestedBy: [other]\nleastStrength',
      ['CAT02 my/mitigations/guard.yaml:12 there is no check "other"'],
    ],
    [
      'an unknown parent',
      'my/types.yaml',
      'extends: thing',
      'extends: thng',
      ['CAT02 my/types.yaml:4 there is no type "thng"'],
    ],
    [
      'a circle of types',
      'my/types.yaml',
      'kind: process',
      'extends: lamp',
      [
        'CAT02 my/types.yaml:3 the type "thing" extends itself, by way of others',
        'CAT02 my/types.yaml:4 the type "lamp" extends itself, by way of others',
      ],
    ],
    [
      'a type with an unknown fact',
      'my/types.yaml',
      'listens: true',
      'lisens: true',
      ['CAT02 my/types.yaml:4 there is no property "lisens"'],
    ],
    [
      'a type that claims a control',
      'my/types.yaml',
      'listens: true',
      'level: low',
      ['CAT03 my/types.yaml:4 "level" is no fact'],
    ],
    [
      'a type fact of a wrong value',
      'my/types.yaml',
      'listens: true',
      'listens: often',
      ['CAT03 my/types.yaml:4 "often" is no value of "listens"'],
    ],
    [
      '"applies" that reads a control',
      'my/rules/lamps/LMP-01.yaml',
      'property: listens, is: true',
      'property: level, is: low',
      ['CAT03 my/rules/lamps/LMP-01.yaml:7 "applies" reads "level", which is a control'],
    ],
    [
      'an unknown property',
      'my/rules/lamps/LMP-01.yaml',
      'property: listens',
      'property: lissens',
      ['CAT03 my/rules/lamps/LMP-01.yaml:7 an element has no property "lissens"'],
    ],
    [
      'a property of another bearer',
      'my/rules/lamps/LMP-01.yaml',
      'property: listens, is: true',
      'property: checked, has: [name]',
      ['CAT03 my/rules/lamps/LMP-01.yaml:7 an element has no property "checked"'],
    ],
    [
      'a hop that is not there',
      'my/rules/lamps/LMP-01.yaml',
      'property: listens',
      'property: from.listens',
      ['CAT03 my/rules/lamps/LMP-01.yaml:7 an element has no property "from.listens"'],
    ],
    [
      'a relation that is not there',
      'my/rules/lamps/LMP-01.yaml',
      '{ property: listens, is: true }',
      '{ some: flows, that: true }',
      ['CAT03 my/rules/lamps/LMP-01.yaml:7 an element has no "flows"'],
    ],
    [
      'an unknown type in a condition',
      'my/rules/lamps/LMP-01.yaml',
      'property: listens, is: true',
      'property: type, is: lmp',
      ['CAT03 my/rules/lamps/LMP-01.yaml:7 "lmp" is no value of "type"'],
    ],
    [
      'a boolean compared with a word',
      'my/rules/lamps/LMP-01.yaml',
      'is: true',
      'is: sometimes',
      ['CAT03 my/rules/lamps/LMP-01.yaml:7 "sometimes" is no value of "listens"'],
    ],
    [
      'a word outside the values',
      'my/mitigations/guard.yaml',
      'atLeast: high',
      'is: hihg',
      ['CAT03 my/mitigations/guard.yaml:9 "hihg" is no value of "level"'],
    ],
    [
      'a limit outside the values',
      'my/mitigations/guard.yaml',
      'atLeast: high',
      'atLeast: higher',
      ['CAT03 my/mitigations/guard.yaml:9 "higher" is no value of "level"'],
    ],
    [
      'a limit by a number where words are ordered',
      'my/mitigations/guard.yaml',
      'atLeast: high',
      'atLeast: 2',
      ['CAT03 my/mitigations/guard.yaml:9 "level" cannot be compared by "atLeast" so'],
    ],
    [
      '"has" of what is no list',
      'my/mitigations/guard.yaml',
      'atLeast: high',
      'has: [high]',
      ['CAT03 my/mitigations/guard.yaml:9 "level" is no list, so "has" does not fit'],
    ],
    [
      '"statedBy" that reads only facts',
      'my/mitigations/guard.yaml',
      'property: level, atLeast: high',
      'property: listens, is: false',
      ['CAT03 my/mitigations/guard.yaml:9 "statedBy" reads only facts'],
    ],
    [
      'types on a rule that is not about elements',
      'my/rules/lamps/LMP-01.yaml',
      'subject: element\ntypes: [lamp]\napplies: { property: listens, is: true }',
      'subject: connection\ntypes: [lamp]\napplies: true',
      ['CAT03 my/rules/lamps/LMP-01.yaml:6 a rule about a connection has no element types of its own'],
    ],
    [
      'a file not named after its id',
      'my/rules/lamps/LMP-01.yaml',
      'id: LMP-01',
      'id: LMP-02',
      ['CAT05 my/rules/lamps/LMP-01.yaml:2 the file is called "LMP-01" and holds "LMP-02"'],
    ],
    [
      'a key without meaning',
      'my/rules/lamps/LMP-01.yaml',
      'access: digital',
      'acces: digital',
      ['TXT09 my/rules/lamps/LMP-01.yaml:10 the key "acces" has no meaning here'],
    ],
  ])('finds %s', (_, file, text, by, expected) => {
    expect(problemsWith(file, text, by)).toEqual(expected);
  });

  it('finds the same id in two files and says where the other is', () => {
    const { value, problems } = compile({ 'my/rules/other/LMP-01.yaml': RULE });
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([
      {
        code: 'CAT01',
        message: 'there is already a rule "LMP-01"',
        hint: 'The other one is in my/rules/lamps/LMP-01.yaml, line 2.',
        where: { file: 'my/rules/other/LMP-01.yaml', line: 2 },
      },
    ]);
  });

  it('finds a file that is no catalogue file', () => {
    const { problems } = compile({ 'my/notes.yaml': 'a: 1' });
    expect(problems).toMatchObject([{ code: 'CAT05', where: { file: 'my/notes.yaml' } }]);
  });

  it('follows conditions into every form', () => {
    const bad = '{ property: lissens, is: true }';
    const forms = [
      `{ all: [${bad}] }`,
      `{ any: [true, ${bad}] }`,
      `{ not: ${bad} }`,
      `{ every: dials, that: ${bad} }`,
      `{ some: dials, where: ${bad}, that: true }`,
      `{ count: accepts, where: { not: ${bad} }, atLeast: 2 }`,
    ];
    for (const form of forms) {
      const problems = problemsWith('my/rules/lamps/LMP-01.yaml', '{ property: listens, is: true }', form);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toContain('no property "lissens"');
    }
  });

  it('suggests what was probably meant', () => {
    const { problems } = compile({ 'my/rules/lamps/LMP-01.yaml': RULE.replace('[[guard]]', '[[gard]]') });
    expect(problems[0]?.hint).toBe('Did you mean "guard"?');
  });

  it('never throws on hostile text', () => {
    const files = Object.keys(GOOD);
    assert(
      property(constantFrom(...files), string(), (file, text) => {
        const { value, problems } = compile({ [file]: text });
        expect(value === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
      }),
      { numRuns: 200 },
    );
  });
});
