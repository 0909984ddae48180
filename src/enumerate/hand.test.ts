import { describe, expect, it } from 'vitest';

import { enumerate, readThreats } from './index.ts';
import { readSystem } from './testing/files.ts';
import { catalogueOf, mitigationOf, ruleOf } from './testing/vocabulary.ts';

const catalogue = catalogueOf(
  [ruleOf('TST-01', 'element', true, [['keys']])],
  [mitigationOf('keys', { element: { property: 'keyStore', atLeast: 'se' } }), mitigationOf('guard')],
);
const system = readSystem(
  {
    zones: { hall: { type: 'device', outOfScope: 'next year' }, field: { type: 'device' } },
    elements: {
      smoke: { type: 'sensor', zone: 'hall', formerly: ['fire-alarm'] },
      pump: { type: 'device', zone: 'field', keyStore: 'tpm' },
    },
    flows: { alarm: { from: 'smoke', to: 'pump', kind: 'data' } },
    assets: { reading: { kind: 'data' } },
  },
  catalogue,
);
const read = (text: string) => readThreats({ file: 'threats.yaml', text }, system, catalogue);

describe('threats.yaml', () => {
  it('holds threats that stand beside those of the rules, out of scope or not', () => {
    const { value, problems } = read(`threats:
  lighter: { title: Someone holds a lighter under the sensor, stride: [T], subject: smoke, attacker: visitor, why: empties the hall }
  stolen: { title: The pump is carried away, stride: [D], subject: pump, severity: critical, mitigations: [[keys]] }
  watched: { title: Somebody watches, stride: [I], subject: pump, mitigations: [[guard]], row: { risk: Theft } }
`);
    expect(problems).toEqual([]);
    const threats = enumerate(system, catalogue, { handWritten: value ?? [] });
    expect([...threats].map(({ id, certainty, severity }) => `${id} ${certainty} ${severity}`)).toEqual([
      'TST-01@smoke unstated high',
      'lighter@smoke unstated medium',
      'TST-01@pump stated high',
      'stolen@pump stated critical',
      'watched@pump unstated medium',
    ]);
    expect(threats.at(1)).toMatchObject({
      rule: 'lighter',
      title: 'Someone holds a lighter under the sensor',
      subject: { kind: 'element', id: 'smoke' },
      zone: 'hall',
      why: [
        { of: 'smoke', property: 'why', text: 'empties the hall', where: { file: 'threats.yaml', line: 2 } },
      ],
      answeredBy: [],
      sufficient: [],
      byHand: { attacker: 'visitor' },
    });
    expect(threats.at(4)).toMatchObject({ sufficient: [['guard']], byHand: { row: { risk: 'Theft' } } });
    expect(threats.at(4).answeredBy).toEqual([expect.objectContaining({ claim: ['guard@pump'] })]);
    expect(threats.find('stolen@pump')).toBe(3);
    expect(threats.find('lighter@fire-alarm')).toBe(1);
  });

  it('go by the rule of another tool that raised them, once for a rule and a subject', () => {
    const { value, problems } = read(`threats:
  first: { title: A, rule: tm7/TH35, stride: [S], subject: pump, columns: { Mitigator: adopter } }
  second: { title: A, rule: tm7/TH35, stride: [], subject: smoke, suggestion: authenticate it,
            origin: { format: tm7, file: a.tm7, id: TH35-x } }
`);
    expect(problems).toEqual([]);
    const threats = enumerate(system, catalogue, { handWritten: value ?? [] });
    expect(threats.at(1)).toMatchObject({ id: 'tm7/TH35@smoke', rule: 'tm7/TH35', stride: [] });
    expect(threats.find('tm7/TH35@pump')).toBe(3);
    expect(threats.find('tm7/TH35@fire-alarm')).toBe(1);
    expect(threats.find('first@pump')).toBeUndefined();
    expect(
      read(`threats:
  first: { title: A, rule: tm7/TH35, stride: [S], subject: pump }
  second: { title: A, rule: tm7/TH35, stride: [S], subject: pump }
`).problems,
    ).toMatchObject([{ code: 'THR03', where: { line: 3 } }]);
    expect(
      read('threats: { a: { title: A, rule: XYZ-01, stride: [S], subject: pump } }').problems,
    ).toMatchObject([{ code: 'TXT10' }]);
  });

  it('may be about a flow or the system', () => {
    const { value } = read(
      `threats: { a: { title: A, stride: [S], subject: alarm }, b: { title: B, stride: [S], subject: tested } }`,
    );
    expect(value?.map(({ subject }) => subject)).toEqual([
      { kind: 'flow', id: 'alarm' },
      { kind: 'system', id: 'tested' },
    ]);
  });

  it.each([
    ['smoek', 'there is no "smoek" in the system', 'Did you mean "smoke"?'],
    ['fire-alarm', 'there is no "fire-alarm" in the system', 'It is called "smoke" now.'],
    [
      'hall',
      '"hall" is a zone, and no subject of a threat',
      'A threat is about an element, a connection, a flow or the whole system.',
    ],
    [
      'reading',
      '"reading" is an asset, and no subject of a threat',
      'A threat is about an element, a connection, a flow or the whole system.',
    ],
  ])('is refused with a subject %s', (subject, message, hint) => {
    const { value, problems } = read(`threats:\n  a: { title: A, stride: [S], subject: ${subject} }\n`);
    expect(value).toBeUndefined();
    expect(problems).toEqual([
      {
        code: 'THR01',
        severity: 'error',
        message,
        hint,
        where: { file: 'threats.yaml', line: 2, column: 40, length: subject.length },
      },
    ]);
  });

  it('is refused with a mitigation that the catalogue lacks', () => {
    const { value, problems } = read(
      `threats:\n  a: { title: A, stride: [S], subject: pump, mitigations: [[guard], [keyz]] }\n`,
    );
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([
      { code: 'THR02', hint: 'Did you mean "keys"?', where: { line: 2, column: 70 } },
    ]);
  });

  it.each([
    ['no letter', 'threats: { a: { title: A, stride: [], subject: pump } }', 'TXT10'],
    ['a letter that is none', 'threats: { a: { title: A, stride: [X], subject: pump } }', 'TXT10'],
    ['an unknown key', 'threats: { a: { title: A, stride: [S], subject: pump, attackr: me } }', 'TXT09'],
    ['no title', 'threats: { a: { stride: [S], subject: pump } }', 'TXT11'],
    ['an id of a rule', 'threats: { DEV-01: { title: A, stride: [S], subject: pump } }', 'TXT10'],
    ['__proto__ for an id', 'threats: { __proto__: { title: A, stride: [S], subject: pump } }', 'TXT09'],
    ['constructor for a subject', 'threats: { a: { title: A, stride: [S], subject: constructor } }', 'THR01'],
    ['no mapping', '[]', 'TXT10'],
    ['no YAML', 'threats: [', 'TXT04'],
    ['nothing', '', 'TXT10'],
  ])('is refused with %s', (_, text, code) => {
    const { value, problems } = read(text);
    expect(value).toBeUndefined();
    expect(problems[0]?.code).toBe(code);
  });
});
