import { describe, expect, it } from 'vitest';

import type { System } from '../model/system.ts';
import { placeOfSubject } from './paths.ts';
import { type Example, type Mitigation, type Rule, SubjectKind } from './schema.ts';
import { builtinCatalogue } from './testing/builtin.ts';
import { expectedOf, findingsOf, systemOf } from './testing/examples.ts';
import { mutantsOf } from './testing/mutants.ts';

const catalogue = builtinCatalogue();
const rules = [...catalogue.rules.values()];
const systems = new Map<Example, System>();

/** Modelled once: the mutants below ask every example many times. */
function systemFor(example: Example): System {
  let system = systems.get(example);
  if (!system) systems.set(example, (system = systemOf(example, catalogue)));
  return system;
}

it('every subject of an example exists in its system', () => {
  const missing = rules.flatMap((rule) =>
    rule.examples.flatMap((example, i) => {
      const system = systemFor(example);
      const known = (id: string) => system.elements.has(id) || system.connections.has(id);
      return [example.subject]
        .flat()
        .filter((id) => !known(id))
        .map((id) => `${rule.id} example ${i + 1}: ${id}`);
    }),
  );
  expect(missing).toEqual([]);
});

describe('examples come out as they say', () => {
  for (const rule of rules) {
    describe(`${rule.id} ${rule.title}`, () => {
      for (const [i, example] of rule.examples.entries()) {
        it(`example ${i + 1} is ${example.says}${example.why ? `: ${example.why}` : ''}`, () => {
          const findings = findingsOf(rule, example, systemFor(example), catalogue);
          expect(findings).toEqual(expectedOf(example));
        });
      }
    });
  }
});

describe('examples say enough', () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s has one of each kind that can come out',
    (_, rule) => {
      const says = new Set(rule.examples.map((example) => example.says));
      const byProperty = (id: string): boolean =>
        catalogue.mitigations.get(id)?.statedBy?.[rule.subject] !== undefined;
      const wanted = new Set(['unstated', 'absent']);
      if (rule.answered.some((group) => group.some(byProperty))) wanted.add('stated-bad');
      if (rule.answered.some((group) => group.every(byProperty))) wanted.add('stated');
      expect(says).toEqual(wanted);
    },
  );

  it.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s: some example notices each change of "applies"',
    (_, rule) => {
      const place = placeOfSubject(rule.subject);
      const unnoticed = mutantsOf(rule.applies, place, catalogue.properties).filter(
        ({ condition }) =>
          !rule.examples.some((example) => isNoticed({ ...rule, applies: condition }, example)),
      );
      expect(unnoticed.map(({ what }) => what)).toEqual([]);
    },
  );

  const stated = [...catalogue.mitigations.values()].flatMap((mitigation) =>
    SubjectKind.options.flatMap((kind) => {
      const condition = mitigation.statedBy?.[kind];
      return condition === undefined ? [] : [[mitigation.id, kind, mitigation, condition] as const];
    }),
  );
  it.each(stated)(
    '%s of %s: some example notices each change of "statedBy"',
    (id, kind, mitigation, condition) => {
      const users = rules.filter((rule) => rule.subject === kind && rule.answered.flat().includes(id));
      const unnoticed = mutantsOf(condition, placeOfSubject(kind), catalogue.properties).filter((mutant) => {
        const changed: Mitigation = {
          ...mitigation,
          statedBy: { ...mitigation.statedBy, [kind]: mutant.condition },
        };
        return !users.some((rule) => rule.examples.some((example) => isNoticed(rule, example, changed)));
      });
      expect(unnoticed.map(({ what }) => what)).toEqual([]);
    },
  );

  it.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s: some example notices each mitigation left out',
    (_, rule) => {
      const shortened = rule.answered.flatMap((group, i) => [
        ...(rule.answered.length > 1 ? [rule.answered.filter((other) => other !== group)] : []),
        ...(group.length > 1
          ? group.map((left) => rule.answered.map((g, j) => (j === i ? g.filter((id) => id !== left) : g)))
          : []),
      ]);
      const canBeSeen = (answered: Rule['answered']): boolean => {
        const missing = rule.answered.flat().filter((id) => !answered.flat().includes(id));
        return missing.every((id) => catalogue.mitigations.get(id)?.statedBy?.[rule.subject] !== undefined);
      };
      const unnoticed = shortened.filter(
        (answered) =>
          canBeSeen(answered) && !rule.examples.some((example) => isNoticed({ ...rule, answered }, example)),
      );
      expect(unnoticed).toEqual([]);
    },
  );
});

function isNoticed(rule: Rule, example: Example, changed?: Mitigation): boolean {
  const mitigations = changed
    ? new Map([...catalogue.mitigations, [changed.id, changed] as const])
    : catalogue.mitigations;
  const findings = findingsOf(rule, example, systemFor(example), { ...catalogue, mitigations });
  return JSON.stringify(findings) !== JSON.stringify(expectedOf(example));
}
