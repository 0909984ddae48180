import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../catalogue/testing/builtin.ts';
import { enumerate } from './index.ts';
import { arbitraryFile } from './testing/arbitrary-files.ts';
import { type Section, type SystemFile, readSystem } from './testing/files.ts';
import { catalogueOf, mitigationOf, ruleOf } from './testing/vocabulary.ts';
import type { Threats } from './threat.ts';

const builtin = builtinCatalogue();

describe('the identity of a threat', () => {
  it('does not depend on the order of the file', () => {
    fc.assert(
      fc.property(
        arbitraryFile(builtin).chain((file) => fc.tuple(fc.constant(file), shuffled(file))),
        ([file, other]) => {
          const [before, after] = [file, other].map((each) =>
            known(enumerate(readSystem(each, builtin), builtin)),
          );
          expect(after).toEqual(before);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('survives renaming: the old id finds the threat', () => {
    fc.assert(
      fc.property(arbitraryFile(builtin), (file) => {
        const before = enumerate(readSystem(file, builtin), builtin);
        const after = enumerate(readSystem(renamed(file), builtin), builtin);
        expect(after.length).toBe(before.length);
        for (let i = 0; i < before.length; i++) {
          const [rule, subject] = before.id(i).split('@');
          const index = after.find(`${rule}@${subject}`) ?? -1;
          expect(after.id(index)).toBe(subject === 'tested' ? before.id(i) : `${rule}@new-${subject}`);
          expect(after.certainty(index)).toBe(before.certainty(i));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is found again by itself, and by no other id', () => {
    fc.assert(
      fc.property(arbitraryFile(builtin), (file) => {
        const threats = enumerate(readSystem(file, builtin), builtin);
        const ids = Array.from({ length: threats.length }, (_, i) => threats.id(i));
        expect(ids.map((id) => threats.find(id))).toEqual(ids.map((_, i) => i));
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ['DEV-01', 'DEV-01@nobody', 'XXX-99@e0', '@e0', '']) {
          expect(threats.find(id)).toBeUndefined();
        }
      }),
      { numRuns: 30 },
    );
  });

  it('prefers who has an id now to who had it before', () => {
    const catalogue = catalogueOf([ruleOf('TST-01', 'element', true, [['m']])], [mitigationOf('m')]);
    const system = readSystem(
      {
        zones: { field: { type: 'device' } },
        elements: {
          b: { type: 'device', zone: 'field', formerly: ['a'] },
          c: { type: 'device', zone: 'field', formerly: ['old'] },
        },
      },
      catalogue,
    );
    const threats = enumerate(system, catalogue);
    expect(threats.find('TST-01@a')).toBe(0);
    expect(threats.find('TST-01@old')).toBe(1);
  });
});

describe('a list of threats', () => {
  it('is read by index as it is walked', () => {
    fc.assert(
      fc.property(arbitraryFile(builtin), (file) => {
        const threats = enumerate(readSystem(file, builtin), builtin);
        const walked = [...threats];
        expect(walked).toHaveLength(threats.length);
        walked.forEach((threat, i) => {
          expect(threats.at(i)).toEqual(threat);
          expect(threats.id(i)).toBe(threat.id);
          expect(threats.certainty(i)).toBe(threat.certainty);
          expect(threats.score(i).level).toBe(threat.severity);
          expect(JSON.parse(JSON.stringify(threat))).toEqual(threat);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('refuses an index outside it', () => {
    const catalogue = catalogueOf();
    const threats = enumerate(readSystem({ zones: {}, elements: {} }, catalogue), catalogue);
    expect(threats.length).toBe(0);
    expect(() => threats.at(0)).toThrow(RangeError);
    expect(() => threats.id(-1)).toThrow(RangeError);
  });

  it('stands in the order of the file, then of rule ids, a fleet’s among its element’s', () => {
    const catalogue = catalogueOf(
      [
        ruleOf('TST-03', 'element', true, [['m']]),
        ruleOf('TST-01', 'connection', true, [['m']]),
        ruleOf('TST-02', 'fleet', true, [['m']]),
        ruleOf('TST-04', 'crossing', true, [['m']]),
        ruleOf('TST-05', 'system', true, [['m']]),
        ruleOf('TST-06', 'flow', true, [['m']]),
      ],
      [mitigationOf('m')],
    );
    const system = readSystem(
      {
        zones: { field: { type: 'device' }, backend: { type: 'services' } },
        elements: {
          pumps: { type: 'device', zone: 'field', count: 7 },
          hub: { type: 'service', zone: 'backend' },
          log: { type: 'service', zone: 'backend' },
        },
        flows: {
          up: { from: 'pumps', to: 'hub', kind: 'data' },
          on: { from: 'hub', to: 'log', kind: 'data' },
        },
      },
      catalogue,
    );
    const threats = [...enumerate(system, catalogue)];
    expect(threats.map(({ id, subject }) => `${id} ${subject.kind}`)).toEqual([
      'TST-05@tested system',
      'TST-02@pumps fleet',
      'TST-03@pumps element',
      'TST-03@hub element',
      'TST-03@log element',
      'TST-01@up connection',
      'TST-01@on connection',
      'TST-04@up crossing',
      'TST-06@up flow',
      'TST-06@on flow',
    ]);
    expect(threats.find(({ id }) => id === 'TST-01@up')?.zone).toBe('field');
    expect(threats[0]?.zone).toBe('');
  });

  it('has the letters of its profile (S-46)', () => {
    const catalogue = catalogueOf(
      [ruleOf('TST-01', 'element', true, [['m']], { stride: ['T', 'I', 'D'], originals: ['R'] })],
      [mitigationOf('m')],
    );
    const system = readSystem(
      { zones: { field: { type: 'device' } }, elements: { pump: { type: 'device', zone: 'field' } } },
      catalogue,
    );
    expect(enumerate(system, catalogue).at(0).stride).toEqual(['T', 'I', 'D']);
    expect(enumerate(system, catalogue, { profile: 'originals' }).at(0).stride).toEqual(['T', 'R', 'I', 'D']);
  });
});

function known(threats: Threats): Map<string, string> {
  return new Map([...threats].map(({ id, certainty, severity }) => [id, `${certainty} ${severity}`]));
}

function shuffled(file: SystemFile): fc.Arbitrary<SystemFile> {
  return fc
    .record({
      zones: mix(file.zones),
      elements: mix(file.elements),
      connections: mix(file.connections),
      flows: mix(file.flows),
    })
    .map((mixed) => ({ ...file, ...mixed }));
}

function mix(section: Section = {}): fc.Arbitrary<Section> {
  const entries = Object.entries(section);
  return fc
    .shuffledSubarray(entries, { minLength: entries.length })
    .map((mixed): Section => Object.fromEntries(mixed));
}

/** Every element, connection and flow under a new name, with its old one in `formerly`. */
function renamed(file: SystemFile): SystemFile {
  const { elements, connections, flows } = file;
  return { ...file, elements: rename(elements), connections: rename(connections), flows: rename(flows) };
}

function rename(section: Section = {}): Section {
  return Object.fromEntries(
    Object.entries(section).map(([id, entry]) => {
      const references = ['from', 'to', 'over'].filter((key) => typeof entry[key] === 'string');
      const moved = references.map((key) => [key, `new-${String(entry[key])}`]);
      return [`new-${id}`, { ...entry, ...Object.fromEntries(moved), formerly: [id] }];
    }),
  );
}
