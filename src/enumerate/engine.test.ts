import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { builtinCatalogue } from '../catalogue/testing/builtin.ts';
import { enumerate } from './index.ts';
import { arbitraryFile, arbitraryRules, withOtherControls } from './testing/arbitrary.ts';
import { readSystem } from './testing/files.ts';
import { slowThreats } from './testing/slow.ts';
import { catalogueOf } from './testing/vocabulary.ts';
import type { Threats } from './threat.ts';

const plain = catalogueOf();
const builtin = builtinCatalogue();

describe('the engine', () => {
  it('finds what a slow and obvious interpreter finds, over arbitrary rules', () => {
    fc.assert(
      fc.property(
        arbitraryRules(),
        fc.array(arbitraryFile(plain), { minLength: 1, maxLength: 3 }),
        ({ rules, mitigations }, files) => {
          const catalogue = catalogueOf(rules, mitigations);
          for (const file of files) {
            const system = readSystem(file, plain);
            expect(certainties(enumerate(system, catalogue))).toEqual(slowThreats(system, catalogue));
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('finds the same over the rules we ship', () => {
    fc.assert(
      fc.property(arbitraryFile(builtin), (file) => {
        const system = readSystem(file, builtin);
        expect(certainties(enumerate(system, builtin))).toEqual(slowThreats(system, builtin));
      }),
      { numRuns: 150 },
    );
  });
});

describe('nothing written in control properties removes or adds a threat', () => {
  it.each([
    ['arbitrary rules', arbitraryRules(), 1000],
    ['the rules we ship', fc.constant(undefined), 150],
  ])('over %s', (_, rules, numRuns) => {
    const catalogueFor = (made: Made | undefined) =>
      made ? catalogueOf(made.rules, made.mitigations) : builtin;
    fc.assert(
      fc.property(
        fc
          .oneof(rules)
          .chain((made) => fc.tuple(fc.constant(made), arbitraryFile(words(made))))
          .chain(([made, file]) =>
            fc.tuple(fc.constant(made), fc.constant(file), withOtherControls(words(made), file)),
          ),
        ([made, file, other]) => {
          const catalogue = made ? catalogueOf(made.rules, made.mitigations) : builtin;
          const before = certainties(enumerate(readSystem(file, words(made)), catalogue));
          const after = certainties(enumerate(readSystem(other, words(made)), catalogue));
          expect([...after.keys()]).toEqual([...before.keys()]);
        },
      ),
      { numRuns },
    );
  });
});

type Made = Parameters<Parameters<ReturnType<typeof arbitraryRules>['map']>[0]>[0];

function certainties(threats: Threats): Map<string, string> {
  return new Map(Array.from({ length: threats.length }, (_, i) => [threats.id(i), threats.certainty(i)]));
}
