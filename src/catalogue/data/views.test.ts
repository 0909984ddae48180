/** The matrix and the stories as data: what a catalogue that holds together may say in them. */
import { describe, expect, it } from 'vitest';

import { Letter } from '../schema.ts';
import { compileCatalogue } from '../compile.ts';
import { builtinCatalogue, builtinSources } from '../testing/builtin.ts';

const catalogue = builtinCatalogue();
const checks = [...catalogue.checks.values()];

const MATRIX = `matrix:
  - { letters: [R], on: element, types: [device], when: { property: listens, is: true }, applies: false, reason: so }
`;
const CHAIN = `id: one-two
title: One, then two
story: It goes on.
steps:
  - { rules: [DEV-05], does: opens it }
  - { rules: [COM-17], at: [dials], does: goes on }
  - { rules: [DEV-13], at: [from, to.accepts.from], does: ends it }
trace: [S-43]
`;

/** The problems of the built-in catalogue with one more file, as `code line message`. */
function problemsWith(file: string, text: string): string[] {
  const { problems } = compileCatalogue([...builtinSources(), { file: `catalogue/${file}`, text }], checks);
  return problems.map(({ code, message, where }) => `${code} ${where?.line} ${message}`);
}

describe('matrix.yaml', () => {
  it('takes entries, and keeps their order', () => {
    expect(problemsWith('matrix/own.yaml', MATRIX)).toEqual([]);
  });

  it.each([
    ['an unknown type', '[device]', '[devise]', 'CAT02 2 there is no type "devise"'],
    [
      'a control',
      'property: listens',
      'property: keyStore',
      'CAT03 2 "applies" reads "keyStore", which is a control',
    ],
    ['a property that is not there', 'listens', 'lissens', 'CAT03 2 an element has no property "lissens"'],
    [
      'types of a crossing',
      'on: element',
      'on: crossing',
      'CAT03 2 a crossing has no kind and no type of its own',
    ],
    ['a letter that is none', '[R]', '[X]', 'TXT10 2 '],
    ['a missing reason', ', reason: so', '', 'TXT11 2 '],
  ])('finds %s', (_, text, by, expected) => {
    const problems = problemsWith('matrix/own.yaml', MATRIX.replace(text, by));
    expect(problems.some((problem) => problem.startsWith(expected))).toBe(true);
  });

  it('says something of every letter for every kind of element, and for crossings', () => {
    const general = catalogue.matrix.filter(({ types, when, profile }) => !types && !when && !profile);
    const said = (on: 'element' | 'crossing', kind?: 'process' | 'store' | 'external') =>
      Letter.options.filter((letter) =>
        general.some(
          (entry) =>
            entry.on === on &&
            entry.letters.includes(letter) &&
            (!kind || !entry.kinds || entry.kinds.includes(kind)),
        ),
      );
    for (const kind of ['process', 'store', 'external'] as const)
      expect(said('element', kind)).toEqual(Letter.options);
    expect(said('crossing')).toEqual(Letter.options);
  });

  it('rules letters out as STRIDE per element does (O-05)', () => {
    expect(out('process')).toEqual([]);
    // R as well, unless it is a log.
    expect(out('store')).toEqual(['S', 'R', 'E']);
    expect(out('external')).toEqual(['T', 'I', 'E']);
  });
});

describe('chains', () => {
  it('takes a story whose steps lie where the step before leads', () => {
    expect(problemsWith('chains/one-two.yaml', CHAIN)).toEqual([]);
  });

  it.each([
    ['an unknown rule', '[COM-17]', '[COM-99]', 'CAT02 6 there is no rule "COM-99"'],
    ['a path that leads nowhere', '[dials]', '[flows]', 'CAT09 6 "flows" leads nowhere from a element'],
    [
      'a path that leads to something else',
      '[dials]',
      '[same]',
      'CAT09 6 "same" leads from a element to a element; the rules of this step are about a connection',
    ],
    ['a step without its place', ', at: [dials]', '', 'CAT09 6 a step must say where it lies ("at")'],
    [
      'a first step that follows',
      'rules: [DEV-05]',
      'rules: [DEV-05], at: [same]',
      'CAT09 5 the first step follows nothing',
    ],
    ['rules of two kinds', '[COM-17]', '[COM-17, DEV-05]', 'CAT09 6 the rules of a step are about one kind'],
    [
      'another file name',
      'id: one-two',
      'id: two-one',
      'CAT05 1 the file is called "one-two" and holds "two-one"',
    ],
  ])('finds %s', (_, text, by, expected) => {
    expect(problemsWith('chains/one-two.yaml', CHAIN.replace(text, by))).toContainEqual(expected);
  });

  it('hold the source’s own examples', () => {
    const traced = [...catalogue.chains.values()].flatMap(({ trace }) => trace);
    for (const id of ['S-43', 'S-53', 'S-54', 'S-61', 'S-63', 'S-64', 'S-67', 'S-76'])
      expect(traced).toContain(id);
  });
});

/** Letters that a general entry rules out. */
function out(kind: 'process' | 'store' | 'external'): Letter[] {
  return Letter.options.filter((letter) =>
    catalogue.matrix.some(
      (entry) =>
        !entry.applies &&
        !entry.types &&
        entry.on === 'element' &&
        entry.letters.includes(letter) &&
        entry.kinds?.includes(kind),
    ),
  );
}
