import { describe, expect, it } from 'vitest';

import { ExampleRuns } from '../../enumerate/test-catalogue/example-runs.ts';
import { builtinCatalogue } from '../testing/builtin.ts';

const catalogue = builtinCatalogue();
const rules = [...catalogue.rules.values()];
const mitigations = [...catalogue.mitigations.values()];
const runs = new ExampleRuns(catalogue);

describe('examples come out as they say', () => {
  for (const rule of rules) {
    describe(`${rule.id} ${rule.title}`, () => {
      for (const [i, example] of rule.examples.entries()) {
        it(`example ${i + 1} is ${example.says}${example.why ? `: ${example.why}` : ''}`, () => {
          expect(runs.deviations(rule, example)).toEqual([]);
        });
      }
    });
  }
});

describe('examples say enough', () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s: some example notices each change of "applies" and of "answered", and each kind has one',
    (_, rule) => {
      expect(runs.mutationsOfRule(rule).gaps).toEqual([]);
    },
  );

  it.each(mitigations.map((mitigation) => [mitigation.id, mitigation] as const))(
    '%s: some example notices each change of "statedBy"',
    (_, mitigation) => {
      expect(runs.mutationsOfMitigation(mitigation).gaps).toEqual([]);
    },
  );
});
