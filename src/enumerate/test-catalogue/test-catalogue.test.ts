import { describe, expect, it } from 'vitest';

import { extend } from '../../catalogue/extend.ts';
import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import { type CatalogueTest, testCatalogue } from './test-catalogue.ts';

const builtin = builtinCatalogue();

const FILES = {
  'properties.yaml': `
properties:
  - { name: flammable, role: fact, on: [element], value: boolean, help: '' }
  - { name: fuse, role: control, on: [element], value: boolean, help: '' }
`,
  'mitigations/fuse.yaml': `
id: fuse
title: A fuse
does: cuts the current
notAgainst: a lighter
implementation: [a fuse]
owner: manufacturer
statedBy: { element: { property: fuse, is: true } }
enforcedAt: self
leastStrength: document
`,
  'rules/LMP-01.yaml': `
id: LMP-01
title: A lamp is set on fire
stride: [T]
subject: element
types: [device]
applies:
  all:
    - { property: flammable, is: true }
    - { property: moves, is: true }
answered: [[fuse]]
attacker: { does: dims it a thousand times, why: mischief, position: insider }
access: digital
row: { component: Lamp, threat: T, mitigation: m, risk: r, implementation: i }
severity: { likelihood: 1, impact: 5, rationale: it burns }
trace: [a workshop]
examples:
  - says: unstated
    subject: lamp
    system: { zones: &field { field: { type: device } }, elements: { lamp: { type: actuator, zone: field, flammable: true } } }
  - says: stated-bad
    subject: lamp
    system: { zones: *field, elements: { lamp: { type: actuator, zone: field, flammable: true, fuse: false } } }
  - says: stated
    subject: lamp
    mitigations: { fuse: true }
    system: { zones: *field, elements: { lamp: { type: actuator, zone: field, flammable: true, fuse: true } } }
  - says: absent
    why: it does not burn
    subject: lamp
    system: { zones: *field, elements: { lamp: { type: actuator, zone: field, flammable: false } } }
  - says: absent
    why: nothing to dim
    subject: lamp
    system: { zones: *field, elements: { lamp: { type: sensor, zone: field, flammable: true } } }
`,
};

/** Tests the catalogue in which, in the rule's file or the one named, one text was replaced by another. */
function tested(text = '', by = '', file: keyof typeof FILES = 'rules/LMP-01.yaml'): CatalogueTest {
  expect(FILES[file]).toContain(text);
  const files: Record<string, string> = { ...FILES, [file]: FILES[file].replace(text, by) };
  const { value, problems } = extend(
    builtin,
    Object.entries(files).map(([name, content]) => ({ file: `mine/${name}`, text: content })),
    undefined,
    'mine',
  );
  if (!value) throw new Error(JSON.stringify(problems));
  return testCatalogue(value);
}

function lines({ problems }: CatalogueTest): string[] {
  return problems.map(({ code, message, where }) => `${code} ${where?.file}:${where?.line} ${message}`);
}

/** Tests the catalogue with a standard of its own that has these points, to one of which the rule refers. */
function testedWith(points: string): CatalogueTest {
  const files = {
    ...FILES,
    'rules/LMP-01.yaml': FILES['rules/LMP-01.yaml'].replace(
      'trace:',
      "references: [{ standard: PLANT, id: P-1 }, { standard: CWE, id: '9999' }]\ntrace:",
    ),
    'standards/plant.yaml': `
id: plant
name: Plant rules
cites: [PLANT]
notice: ours
points: ${points}
`,
  };
  const sources = Object.entries(files).map(([name, text]) => ({ file: `mine/${name}`, text }));
  const { value, problems } = extend(builtin, sources, undefined, 'mine');
  if (!value) throw new Error(JSON.stringify(problems));
  return testCatalogue(value);
}

describe('testCatalogue', () => {
  it('finds nothing wrong with a rule whose examples say enough', () => {
    const test = tested();
    expect(lines(test)).toEqual([]);
    expect(test).toMatchObject({
      ok: true,
      rules: [{ id: 'LMP-01', unnoticed: [] }],
      mitigations: [{ id: 'fuse' }],
    });
    expect(test.rules[0]?.changes).toBeGreaterThan(4);
  });

  it('looks at what was added and at nothing else', () => {
    expect(tested().rules.map(({ id }) => id)).toEqual(['LMP-01']);
  });

  it.each<[string, string, string, string]>([
    [
      'another certainty',
      'says: stated-bad',
      'says: stated',
      'CAT04 mine/rules/LMP-01.yaml:21 example 2 of "LMP-01" says "stated", and "lamp" came out as "stated-bad"',
    ],
    [
      'a threat that is not there',
      'flammable: true, fuse: false',
      'flammable: false, fuse: false',
      'CAT04 mine/rules/LMP-01.yaml:21 example 2 of "LMP-01" says "stated-bad", and "lamp" came out as "absent"',
    ],
    [
      'a mitigation in another state',
      'mitigations: { fuse: true }',
      'mitigations: { fuse: false }',
      'CAT04 mine/rules/LMP-01.yaml:26 example 3 of "LMP-01" says "stated", and "fuse" came out as true for "lamp"',
    ],
    [
      'a subject that its system does not have, which would be absent for any rule',
      'why: it does not burn\n    subject: lamp',
      'why: it does not burn\n    subject: lmap',
      'CAT04 mine/rules/LMP-01.yaml:30 example 4 of "LMP-01" says "absent", and its system has no element "lmap"',
    ],
    [
      'a system that cannot be read',
      'lamp: { type: sensor, zone: field, flammable: true }',
      'lamp: { type: senser, zone: field, flammable: true }',
      'CAT04 mine/rules/LMP-01.yaml:35 example 5 of "LMP-01" says "absent", and its system cannot be read: there is no element type "senser" (Did you mean "sensor"?)',
    ],
  ])('tells %s', (_, text, by, problem) => {
    const test = tested(text, by);
    expect(lines(test)).toEqual([problem]);
    // Nothing can be said of changes to a rule that is wrong as it is.
    expect(test).toMatchObject({ ok: false, rules: [{ changes: null }], mitigations: [{ changes: null }] });
  });

  it('tells a part of "applies" that no example notices, at its place', () => {
    const found = lines(
      tested(
        'why: nothing to dim\n    subject: lamp\n    system: { zones: *field, elements: { lamp: { type: sensor, zone: field,',
        'subject: lamp\n    system: { zones: *field, elements: { lamp: { type: service, zone: field,',
      ),
    );
    expect(found.filter((line) => line.includes(':10 '))).toContain(
      'CAT08 mine/rules/LMP-01.yaml:10 "LMP-01": no example notices {"property":"moves","is":true} dropped',
    );
  });

  it('tells a part of "statedBy" that no example notices', () => {
    const found = lines(
      tested(
        '{ property: fuse, is: true }',
        '{ all: [{ property: fuse, is: true }, { property: flammable, is: true }] }',
        'mitigations/fuse.yaml',
      ),
    );
    expect(found.join('\n')).toContain(
      'CAT08 mine/mitigations/fuse.yaml:8 "fuse": no example notices {"property":"flammable","is":true} dropped',
    );
  });

  it('tells a way to answer that no example shows', () => {
    const found = lines(tested('answered: [[fuse]]', 'answered: [[fuse], [signed-software]]'));
    expect(found).toContain(
      'CAT08 mine/rules/LMP-01.yaml:11 "LMP-01": no example notices signed-software left out of "answered"',
    );
  });

  it('tells a kind of outcome that has no example', () => {
    expect(
      lines(
        tested(
          'says: unstated\n    subject: lamp\n    system: { zones: &field { field: { type: device } }, elements: { lamp: { type: actuator, zone: field, flammable: true } } }',
          'says: stated-bad\n    subject: lamp\n    system: { zones: &field { field: { type: device } }, elements: { lamp: { type: actuator, zone: field, flammable: true, fuse: false } } }',
        ),
      ),
    ).toContain('CAT08 mine/rules/LMP-01.yaml:18 "LMP-01": no example says "unstated"');
  });

  describe('with a standard of its own', () => {
    it('finds nothing wrong where the standard has what is referred to', () => {
      const test = testedWith('{ P-1: Lamps do not burn, P-2: Lamps do not fall }');
      expect(lines(test)).toEqual([]);
      expect(test.standards).toEqual([{ id: 'plant', name: 'Plant rules', points: 2, missing: [] }]);
    });

    it('tells a reference to a point that it does not have', () => {
      const test = testedWith('{ P-2: Lamps do not fall }');
      expect(lines(test)).toEqual([
        'CAT02 mine/rules/LMP-01.yaml:16 the standard "plant" has no point "P-1", to which "LMP-01" refers',
      ]);
      expect(test.ok).toBe(false);
    });
  });

  it('counts the stories and the reasons of the matrix that were read', () => {
    const { value } = extend(
      builtin,
      [
        {
          file: 'mine/chains/lamp-falls.yaml',
          text: `
id: lamp-falls
title: A lamp falls
story: It is opened, then it falls.
steps:
  - { rules: [DEV-05], does: opens it }
  - { rules: [DEV-09], at: [same], does: changes it }
trace: [a workshop]
`,
        },
        {
          file: 'mine/matrix.yaml',
          text: 'matrix: [{ letters: [S], on: element, types: [sensor], applies: false, reason: r, trace: [t] }]',
        },
      ],
      undefined,
      'mine',
    );
    if (!value) throw new Error('the catalogue does not compile');
    expect(testCatalogue(value)).toMatchObject({
      ok: true,
      chains: ['lamp-falls'],
      matrix: 1,
      standards: [],
    });
  });

  it('tells a mitigation that answers nothing', () => {
    expect(lines(tested('answered: [[fuse]]', 'answered: [[signed-software]]'))).toEqual(
      expect.arrayContaining([
        'CAT04 mine/rules/LMP-01.yaml:21 example 2 of "LMP-01" says "stated-bad", and "lamp" came out as "unstated"',
        'CAT08 mine/mitigations/fuse.yaml:2 "fuse": it answers no rule, so nothing shows what it states',
      ]),
    );
  });
});
