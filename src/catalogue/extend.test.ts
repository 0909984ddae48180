import { describe, expect, it } from 'vitest';
import { assert, constantFrom, property, string } from 'fast-check';

import { enumerate } from '../enumerate/index.ts';
import { model } from '../model/index.ts';
import type { Catalogue } from './catalogue.ts';
import { extendCatalogue } from './extend.ts';
import { builtinCatalogue } from './testing/builtin.ts';

const builtin = builtinCatalogue();

const FILES = {
  'catalogue/types/lamps.yaml': `
types:
  - { id: lamp, title: Lamp, extends: actuator, facts: { flammable: true }, help: '' }
`,
  'catalogue/properties/lamps.yaml': `
properties:
  - { name: flammable, role: fact, on: [element], types: [lamp], value: boolean, help: It can burn. }
  - { name: fuse, role: control, on: [element], types: [lamp], value: boolean, help: '' }
`,
  'catalogue/mitigations/fuse.yaml': `
id: fuse
title: A fuse
does: cuts the current
notAgainst: a lighter
implementation: [a fuse]
owner: manufacturer
statedBy: { element: { property: fuse, is: true } }
enforcedAt: self
validatedBy: [[human-statement]]
leastStrength: document
`,
  'catalogue/rules/LMP-01.yaml': `
id: LMP-01
title: A lamp is set on fire
stride: [T]
subject: element
types: [lamp]
applies: { all: [{ property: flammable, is: true }, { property: moves, is: true }] }
answered: [[fuse], [signed-software]]
attacker: { does: dims it a thousand times, why: mischief, position: insider }
access: digital
row: { component: Lamp, threat: T, mitigation: m, risk: r, implementation: i }
severity: { likelihood: 1, impact: 5, rationale: it burns }
trace: [a workshop]
examples:
  - { says: unstated, subject: a, system: {} }
  - { says: absent, subject: a, system: {} }
`,
};

function extendWith(changes: Readonly<Record<string, string>> = {}) {
  const files: Record<string, string> = { ...FILES, ...changes };
  return extendCatalogue(
    builtin,
    Object.entries(files).map(([file, text]) => ({ file, text })),
  );
}

function problemsWith(changes: Readonly<Record<string, string>>): string[] {
  const { value, problems } = extendWith(changes);
  expect(value).toBeUndefined();
  return problems.map(({ code, message, where }) => `${code} ${where?.file}:${where?.line} ${message}`);
}

const SYSTEM = `
bestride: 1
system: { id: hall }
zones: { field: { type: device } }
elements: { ceiling: { type: lamp, zone: field }, shelf: { type: lamp, zone: field, flammable: false } }
`;

function threatsWith(catalogue: Catalogue | undefined): string[] {
  if (!catalogue) throw new Error('the catalogue does not compile');
  const { value, problems } = model({ file: 'system.yaml', text: SYSTEM }, catalogue);
  if (!value) throw new Error(JSON.stringify(problems));
  return [...enumerate(value, catalogue)].map(({ id, severity }) => `${id} ${severity}`);
}

describe('extendCatalogue', () => {
  it('adds properties, types, mitigations and rules that use the built-in ones', () => {
    const { value, problems } = extendWith();
    expect(problems).toEqual([]);
    expect(value?.types.get('lamp')).toMatchObject({
      kind: 'process',
      area: 'devices-and-data-sources',
      facts: { flammable: true, moves: true, senses: false },
      lineage: ['lamp', 'actuator', 'device', 'thing'],
    });
    const threats = threatsWith(value);
    expect(threats).toContain('LMP-01@ceiling medium');
    expect(threats.filter((threat) => threat.startsWith('LMP-01@shelf'))).toEqual([]);
    // What the catalogue says of actuators holds of lamps.
    expect(threats.some((threat) => threat.startsWith('DEV-05@ceiling'))).toBe(true);
  });

  it('leaves the built-in catalogue as it was', () => {
    const before = JSON.stringify([...builtin.rules]);
    const { value } = extendWith({
      'catalogue/overrides.yaml': 'severity: { DEV-05: { impact: 1, rationale: r } }',
    });
    expect(JSON.stringify([...builtin.rules])).toBe(before);
    expect(builtin.types.has('lamp')).toBe(false);
    const changed = [...builtin.rules.values()].filter((rule) => value?.rules.get(rule.id) !== rule);
    expect(changed.map(({ id }) => id)).toEqual(['DEV-05']);
    for (const [id, type] of builtin.types) expect(value?.types.get(id)).toEqual(type);
  });

  it('keeps rules in the order of their ids', () => {
    const ids = [...(extendWith().value?.rules.keys() ?? [])];
    expect(ids).toEqual(ids.toSorted());
  });

  it('is the built-in catalogue where nothing is added', () => {
    const { value } = extendCatalogue(builtin, []);
    expect({ ...value, overrides: undefined }).toEqual({ ...builtin, overrides: undefined });
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'a built-in rule again',
      { 'catalogue/rules/DEV-05.yaml': FILES['catalogue/rules/LMP-01.yaml'].replace('LMP-01', 'DEV-05') },
      ['CAT01 catalogue/rules/DEV-05.yaml:2 the built-in catalogue already has a rule "DEV-05"'],
    ],
    [
      'a built-in type again',
      { 'catalogue/types/more.yaml': "types: [{ id: sensor, title: S, kind: external, help: '' }]" },
      ['CAT01 catalogue/types/more.yaml:1 the built-in catalogue already has a type "sensor"'],
    ],
    [
      'a built-in property again',
      {
        'catalogue/properties/more.yaml':
          "properties: [{ name: client, role: fact, on: [connection], value: text, help: '' }]",
      },
      ['CAT01 catalogue/properties/more.yaml:1 the built-in catalogue already has a property "client"'],
    ],
    [
      'a built-in mitigation again',
      {
        'catalogue/mitigations/tls-transport.yaml': FILES['catalogue/mitigations/fuse.yaml'].replace(
          'id: fuse',
          'id: tls-transport',
        ),
      },
      [
        'CAT01 catalogue/mitigations/tls-transport.yaml:2 the built-in catalogue already has a mitigation "tls-transport"',
      ],
    ],
    [
      'a check that there is not',
      {
        'catalogue/mitigations/fuse.yaml': FILES['catalogue/mitigations/fuse.yaml'].replace(
          'human-statement',
          'my-check',
        ),
      },
      ['CAT02 catalogue/mitigations/fuse.yaml:10 there is no check "my-check"'],
    ],
    [
      'a property that would answer for the built-in rules',
      {
        'catalogue/properties/more.yaml':
          "properties: [{ name: from.type, role: fact, on: [connection], value: text, help: '' }]",
      },
      [
        'CAT07 catalogue/properties/more.yaml:1 no property can be called "from.type": "from" means something else already',
      ],
    ],
    [
      'a property named like a key of the file',
      {
        'catalogue/properties/more.yaml':
          "properties: [{ name: cohorts, role: fact, on: [element], value: text, help: '' }]",
      },
      [
        'CAT07 catalogue/properties/more.yaml:1 no property can be called "cohorts": "cohorts" means something else already',
      ],
    ],
    [
      'a property named like what every object has',
      {
        'catalogue/properties/more.yaml':
          "properties: [{ name: constructor, role: fact, on: [element], value: text, help: '' }]",
      },
      [
        'CAT07 catalogue/properties/more.yaml:1 no property can be called "constructor": "constructor" means something else already',
      ],
    ],
    [
      'a property that nothing derives',
      {
        'catalogue/properties/more.yaml':
          "properties: [{ name: heat, role: fact, on: [element], value: number, derived: true, help: '' }]",
      },
      ['CAT07 catalogue/properties/more.yaml:1 nothing derives "heat", so it would never have a value'],
    ],
    [
      'a rule that reads a built-in control',
      {
        'catalogue/rules/LMP-01.yaml': FILES['catalogue/rules/LMP-01.yaml'].replace(
          'property: moves',
          'property: codeSigned',
        ),
      },
      ['CAT03 catalogue/rules/LMP-01.yaml:7 "applies" reads "codeSigned", which is a control'],
    ],
    [
      'a file of another name',
      { 'catalogue/rules/notes.yml': 'a: 1' },
      ['CAT05 catalogue/rules/notes.yml:1 no catalogue file has the name "catalogue/rules/notes.yml"'],
    ],
  ])('refuses %s', (_, changes, expected) => {
    expect(problemsWith(changes)).toEqual(expected);
  });

  it('never throws on hostile text', () => {
    const files = [...Object.keys(FILES), 'catalogue/overrides.yaml'];
    assert(
      property(constantFrom(...files), string(), (file, text) => {
        const { value, problems } = extendWith({ [file]: text });
        expect(value === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
      }),
      { numRuns: 100 },
    );
  });
});

function overriding(text: string): Record<string, string> {
  return { 'catalogue/overrides.yaml': text };
}

describe('overrides.yaml', () => {
  it('changes how severe a built-in rule is, and keeps what the rule said', () => {
    const { value, problems } = extendWith(
      overriding('severity:\n  DEV-05: { likelihood: 1, impact: 1, rationale: it stands in a vault }'),
    );
    expect(problems).toEqual([]);
    expect(value?.rules.get('DEV-05')?.severity).toEqual({
      likelihood: 1,
      impact: 1,
      rationale: 'it stands in a vault',
    });
    expect(value?.overrides?.get('DEV-05')?.before).toEqual(builtin.rules.get('DEV-05')?.severity);
    expect(threatsWith(value)).toContain('DEV-05@ceiling low');
  });

  it.each(['off', 'null', 'false', '{ enabled: false, rationale: r }', '{ skip: true }', '~'])(
    'cannot switch a rule off by %s',
    (word) => {
      const { problems } = extendWith(overriding(`severity:\n  DEV-05: ${word}`));
      expect(problems).toMatchObject([
        {
          code: 'CAT06',
          message: 'the rule "DEV-05" cannot be switched off: nobody types a threat away',
          where: { file: 'catalogue/overrides.yaml', line: 2 },
        },
      ]);
      expect(problems[0]?.hint).toContain('decisions.yaml');
    },
  );

  it.each<[string, string, string[]]>([
    [
      'a rule there is not',
      'severity: { DVE-05: { impact: 1, rationale: r } }',
      ['CAT02 catalogue/overrides.yaml:1 there is no rule "DVE-05"'],
    ],
    [
      'a rule of its own',
      'severity: { LMP-01: { impact: 1, rationale: r } }',
      ['CAT06 catalogue/overrides.yaml:1 the rule "LMP-01" is your own'],
    ],
    [
      'no reason',
      'severity: { DEV-05: { impact: 1 } }',
      ['TXT11 catalogue/overrides.yaml:1 the key "rationale" is missing'],
    ],
    [
      'nothing to say',
      'severity: { DEV-05: { rationale: r } }',
      ['TXT10 catalogue/overrides.yaml:1 "DEV-05" is not allowed as a mapping'],
    ],
    [
      'a score beyond the scale',
      'severity: { DEV-05: { impact: 0, rationale: r } }',
      ['TXT10 catalogue/overrides.yaml:1 "impact" must be at least 1'],
    ],
  ])('refuses %s', (_, text, expected) => {
    expect(problemsWith(overriding(text))).toEqual(expected);
  });
});
