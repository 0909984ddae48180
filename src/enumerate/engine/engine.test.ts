import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Condition } from '../../catalogue/condition.ts';
import { builtinCatalogue } from '../../catalogue/testing/builtin.ts';
import { enumerate } from '../index.ts';
import { arbitraryFile, withOtherControls } from '../testing/arbitrary-files.ts';
import { type MadeRules, arbitraryRules } from '../testing/arbitrary-rules.ts';
import { type SystemFile, readSystem, withProperty } from '../testing/files.ts';
import { slowThreats } from '../testing/slow.ts';
import { catalogueOf, mitigationOf, ruleOf } from '../testing/vocabulary.ts';
import type { Threats } from '../threat.ts';

/** Rules drawn anew for each run over the small vocabulary, or none: the rules we ship over theirs. */
const SETTINGS: [string, fc.Arbitrary<MadeRules | undefined>, number][] = [
  ['arbitrary rules', arbitraryRules(), 400],
  ['the rules we ship', fc.constant(undefined), 60],
];
const small = catalogueOf();
const builtin = builtinCatalogue();
const wordsOf = (made: MadeRules | undefined): Catalogue => (made ? small : builtin);
const rulesOf = (made: MadeRules | undefined): Catalogue =>
  made ? catalogueOf(made.rules, made.mitigations) : builtin;

describe('the engine', () => {
  it.each(SETTINGS)('finds what a slow and obvious interpreter finds, over %s', (_, rules, numRuns) => {
    fc.assert(
      fc.property(
        rules.chain((made) => fc.tuple(fc.constant(made), arbitraryFile(wordsOf(made)))),
        ([made, file]) => {
          const catalogue = rulesOf(made);
          const system = readSystem(file, wordsOf(made));
          expect(certainties(enumerate(system, catalogue))).toEqual(slowThreats(system, catalogue));
        },
      ),
      { numRuns },
    );
  });

  it.each(SETTINGS)('loses no threat to a control property, over %s', (_, rules, numRuns) => {
    fc.assert(
      fc.property(
        rules
          .chain((made) => fc.tuple(fc.constant(made), arbitraryFile(wordsOf(made))))
          .chain(([made, file]) =>
            fc.tuple(fc.constant(made), fc.constant(file), withOtherControls(wordsOf(made), file)),
          ),
        ([made, file, other]) => {
          const found = (each: SystemFile) => [
            ...certainties(enumerate(readSystem(each, wordsOf(made)), rulesOf(made))).keys(),
          ];
          expect(found(other)).toEqual(found(file));
        },
      ),
      { numRuns },
    );
  });

  it('asks equal subjects once', () => {
    let asked = 0;
    const catalogue = catalogueOf(
      [ruleOf('TST-01', 'connection', { property: 'from.type', is: 'device' }, [['m']])],
      [mitigationOf('m', {})],
    );
    const count = 500;
    const ids = Array.from({ length: count }, (_, i) => i);
    const system = readSystem(
      {
        zones: { field: { type: 'device' } },
        elements: Object.fromEntries(ids.map((i) => [`e${i}`, { type: 'device', zone: 'field' }])),
        connections: Object.fromEntries(
          ids.map((i) => [`l${i}`, { from: `e${i}`, to: 'e0', protocol: 'mqtt' }]),
        ),
      },
      small,
    );
    const spied = new Proxy(catalogue.types, {
      get(types, key) {
        if (key === 'get') asked++;
        const member: unknown = Reflect.get(types, key);
        return typeof member === 'function' ? member.bind(types) : member;
      },
    });
    expect(enumerate(system, { ...catalogue, types: spied }).length).toBe(count);
    expect(asked).toBeLessThan(20);
  });
});

describe('what is stated of a mitigation', () => {
  const zones = { field: { type: 'device' }, backend: { type: 'services' } };
  const elements = {
    pump: { type: 'device', zone: 'field' },
    hub: { type: 'service', zone: 'backend' },
  };
  const line = { from: 'pump', to: 'hub', protocol: 'mqtt' };
  const everyLine = mitigationOf('tls', {
    element: { every: 'dials', that: { property: 'tls.min', atLeast: '1.2' } },
    connection: { property: 'tls.min', atLeast: '1.2' },
  });
  const onPump = ruleOf('TST-01', 'element', true, [['tls']], { types: ['device'] });

  it('is unknown where there is nobody to protect: leaving out the connections states nothing', () => {
    const catalogue = catalogueOf([onPump], [everyLine]);
    const bad: SystemFile = { zones, elements, connections: { line: { ...line, 'tls.min': '1.1' } } };
    const none: SystemFile = { zones, elements };
    expect(certaintyOf(bad, catalogue, 'TST-01@pump')).toBe('stated-bad');
    expect(certaintyOf(none, catalogue, 'TST-01@pump')).toBe('unstated');
    expect(
      certaintyOf(
        withProperty(bad, { of: 'line', property: 'tls.min', to: '1.3' }),
        catalogue,
        'TST-01@pump',
      ),
    ).toBe('stated');
  });

  it.each<[string, Condition]>([
    ['not some', { not: { some: 'dials', that: { property: 'tls.min', is: 'none' } } }],
    ['not count', { not: { count: 'dials', atLeast: 1 } }],
    [
      'every, where nobody is meant',
      {
        every: 'dials',
        where: { property: 'protocol', is: 'coap' },
        that: { property: 'tls.min', atLeast: '1.2' },
      },
    ],
  ])('is unknown where there is nobody to protect: %s', (_, condition) => {
    const catalogue = catalogueOf([onPump], [mitigationOf('tls', { element: condition })]);
    expect(certaintyOf({ zones, elements }, catalogue, 'TST-01@pump')).toBe('unstated');
  });

  it('is bad of a threat when a control denies one way to answer it, whatever is unknown of another', () => {
    const catalogue = catalogueOf(
      [ruleOf('TST-02', 'connection', true, [['tls'], ['by-claim']])],
      [everyLine, mitigationOf('by-claim')],
    );
    const file = (tls: string): SystemFile => ({
      zones,
      elements,
      connections: { line: { ...line, 'tls.min': tls } },
    });
    expect(certaintyOf(file('1.1'), catalogue, 'TST-02@line')).toBe('stated-bad');
    expect(certaintyOf(file('1.2'), catalogue, 'TST-02@line')).toBe('stated');
    expect(certaintyOf({ zones, elements, connections: { line } }, catalogue, 'TST-02@line')).toBe(
      'unstated',
    );
  });

  it('is not bad where facts alone rule out one way, and bad where they rule out every way', () => {
    const onCoap = mitigationOf('coap', {
      connection: {
        all: [
          { property: 'protocol', is: 'coap' },
          { property: 'dtls.min', atLeast: '1.2' },
        ],
      },
    });
    const connections = { line };
    const both = catalogueOf(
      [ruleOf('TST-02', 'connection', true, [['coap'], ['tls']])],
      [everyLine, onCoap],
    );
    const alone = catalogueOf([ruleOf('TST-02', 'connection', true, [['coap']])], [onCoap]);
    expect(certaintyOf({ zones, elements, connections }, both, 'TST-02@line')).toBe('unstated');
    expect(certaintyOf({ zones, elements, connections }, alone, 'TST-02@line')).toBe('stated-bad');
  });

  it('is the worst of the cohorts of a fleet', () => {
    const catalogue = catalogueOf(
      [ruleOf('TST-03', 'element', { not: { property: 'listens', is: false } }, [['keys']])],
      [mitigationOf('keys', { element: { property: 'keyStore', atLeast: 'se' } })],
    );
    const cohorts = {
      b1: { count: 300, keyStore: 'file' },
      b2: { count: 900, keyStore: 'tpm' },
      b3: { count: 1, keyStore: 'file', listens: false },
    };
    const threats = enumerate(
      readSystem({ zones, elements: { pump: { ...elements.pump, cohorts } } }, catalogue),
      catalogue,
    );
    expect(threats.at(0)).toMatchObject({ certainty: 'stated-bad', cohorts: ['b1', 'b2'], worstIn: ['b1'] });
    expect(threats.at(0).mitigations[0]?.why[0]).toMatchObject({ of: 'pump', cohort: 'b1', value: 'file' });
  });
});

describe('what is out of scope', () => {
  it('keeps its threats, each with the reason for leaving it out', () => {
    const catalogue = catalogueOf(
      [ruleOf('TST-01', 'element', true, [['m']]), ruleOf('TST-02', 'connection', true, [['m']])],
      [mitigationOf('m')],
    );
    const threats = enumerate(
      readSystem(
        {
          zones: { field: { type: 'device' }, theirs: { type: 'services', outOfScope: 'run by others' } },
          elements: {
            pump: { type: 'device', zone: 'field' },
            spare: { type: 'device', zone: 'field', outOfScope: 'not installed' },
            cloud: { type: 'service', zone: 'theirs' },
          },
          connections: { in: { from: 'pump', to: 'cloud' }, out: { from: 'spare', to: 'cloud' } },
        },
        catalogue,
      ),
      catalogue,
    );
    expect(Object.fromEntries([...threats].map(({ id, outOfScope }) => [id, outOfScope]))).toEqual({
      'TST-01@pump': undefined,
      'TST-01@spare': 'not installed',
      'TST-01@cloud': 'run by others',
      'TST-02@in': undefined,
      'TST-02@out': 'not installed',
    });
  });
});

function certaintyOf(file: SystemFile, catalogue: Catalogue, id: string): string | undefined {
  const threats = enumerate(readSystem(file, catalogue), catalogue);
  const index = threats.find(id);
  return index === undefined ? undefined : threats.certainty(index);
}

function certainties(threats: Threats): Map<string, string> {
  return new Map(Array.from({ length: threats.length }, (_, i) => [threats.id(i), threats.certainty(i)]));
}
