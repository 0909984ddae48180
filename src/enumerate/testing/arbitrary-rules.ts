/** Arbitrary rules, mitigations and conditions over the small vocabulary, for property tests. */
import * as fc from 'fast-check';

import type { Condition, Relation } from '../../catalogue/condition.ts';
import { type Hop, type Place, neighboursOf, placeOfSubject } from '../../catalogue/paths.ts';
import type { Mitigation, Property, Rule, SubjectKind } from '../../catalogue/schema.ts';
import { PROPERTIES, mitigationOf, ruleOf } from './vocabulary.ts';

type Role = Property['role'];

export interface MadeRules {
  readonly rules: Rule[];
  readonly mitigations: Mitigation[];
}

const KINDS: readonly SubjectKind[] = ['element', 'connection', 'flow', 'crossing', 'fleet', 'system'];

/** Rules over the small vocabulary, about every kind of subject, with mitigations stated in every way. */
export function arbitraryRules(): fc.Arbitrary<MadeRules> {
  const mitigation = fc
    .record(
      Object.fromEntries(
        KINDS.map((kind) => [
          kind,
          fc.option(arbitraryCondition(placeOfSubject(kind), ['fact', 'control']), { freq: 4 }),
        ]),
      ),
    )
    .map((byKind) =>
      Object.fromEntries(Object.entries(byKind).filter(([, condition]) => condition !== null)),
    );
  const answered = fc.array(
    fc.uniqueArray(fc.constantFrom('m0', 'm1', 'm2', 'm3'), { minLength: 1, maxLength: 2 }),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  const rule = fc
    .constantFrom(...KINDS)
    .chain((kind) =>
      fc.tuple(
        fc.constant(kind),
        arbitraryCondition(placeOfSubject(kind), ['fact']),
        answered,
        fc.option(fc.constantFrom<string[]>(['device'], ['sensor', 'service'])),
      ),
    );
  return fc
    .tuple(
      fc.tuple(mitigation, mitigation, mitigation, mitigation),
      fc.array(rule, { minLength: 1, maxLength: 6 }),
    )
    .map(([stated, rules]) => ({
      mitigations: stated.map((statedBy, i) => mitigationOf(`m${i}`, statedBy)),
      rules: rules.map(([kind, applies, groups, types], i) =>
        ruleOf(
          `TST-0${i}`,
          kind,
          applies,
          groups,
          types && placeOfSubject(kind) === 'element' ? { types } : {},
        ),
      ),
    }));
}

/** A condition over the small vocabulary that looks from `place`. */
function arbitraryCondition(place: Place, roles: readonly Role[], depth = 2): fc.Arbitrary<Condition> {
  const test = arbitraryTest(place, roles);
  if (depth === 0) return test;
  const inner = arbitraryCondition(place, roles, depth - 1);
  const parts = fc.array(inner, { minLength: 1, maxLength: 3 });
  const forms: fc.Arbitrary<Condition>[] = [
    test,
    test,
    fc.boolean(),
    parts.map((all) => ({ all })),
    parts.map((any) => ({ any })),
    inner.map((not) => ({ not })),
  ];
  const relations = RELATIONS.filter((relation) => neighboursOf(place, relation) !== undefined);
  if (relations.length > 0) forms.push(arbitraryQuantifier(place, relations, roles, depth));
  return fc.oneof(...forms);
}

const RELATIONS: readonly Relation[] = ['dials', 'accepts', 'connections', 'sends', 'receives', 'flows'];

function arbitraryQuantifier(
  place: Place,
  relations: readonly Relation[],
  roles: readonly Role[],
  depth: number,
): fc.Arbitrary<Condition> {
  return fc.constantFrom(...relations).chain((relation) => {
    const of = neighboursOf(place, relation) ?? place;
    const that = arbitraryCondition(of, roles, depth - 1);
    const where = fc.option(arbitraryCondition(of, ['fact'], 0), { nil: undefined });
    return fc.oneof(
      fc.tuple(where, that).map(([meant, so]): Condition => ({
        every: relation,
        ...(meant !== undefined && { where: meant }),
        that: so,
      })),
      fc.tuple(where, that).map(([meant, so]): Condition => ({
        some: relation,
        ...(meant !== undefined && { where: meant }),
        that: so,
      })),
      fc.tuple(where, fc.integer({ min: 1, max: 3 })).map(([meant, atLeast]): Condition => ({
        count: relation,
        ...(meant !== undefined && { where: meant }),
        atLeast,
      })),
    );
  });
}

const PATHS: Readonly<Record<Place, readonly (readonly [Hop[], Place])[]>> = {
  element: [
    [[], 'element'],
    [['zone'], 'zone'],
    [['system'], 'system'],
  ],
  connection: [
    [[], 'connection'],
    [['from'], 'element'],
    [['to'], 'element'],
    [['to', 'zone'], 'zone'],
  ],
  flow: [
    [[], 'flow'],
    [['from'], 'element'],
    [['over'], 'connection'],
    [['over', 'to'], 'element'],
  ],
  zone: [[[], 'zone']],
  system: [[[], 'system']],
};

function arbitraryTest(place: Place, roles: readonly Role[]): fc.Arbitrary<Condition> {
  const readable = PATHS[place].flatMap(([hops, on]) =>
    PROPERTIES.filter((property) => property.on.includes(on) && roles.includes(property.role)).map(
      (property) => ({
        path: [...hops, property.name].join('.'),
        property,
      }),
    ),
  );
  // A mitigation of flows may have no control to read here; what it then says is settled.
  if (readable.length === 0) return fc.boolean();
  return fc.constantFrom(...readable).chain(({ path, property }): fc.Arbitrary<Condition> => {
    const names = wordsOf(property);
    const word = fc.constantFrom(...names);
    switch (property.value) {
      case 'boolean':
        return fc.boolean().map((is) => ({ property: path, is }));
      case 'number':
        return fc.constantFrom(1, 2, 7).map((atLeast) => ({ property: path, atLeast }));
      case 'words':
      case 'ids':
        return fc.oneof(
          fc.uniqueArray(word, { minLength: 1, maxLength: 2 }).map((has) => ({ property: path, has })),
          fc.uniqueArray(word, { maxLength: 2 }).map((is) => ({ property: path, is })),
        );
      case 'word':
      case 'text':
      default: {
        const is = fc
          .oneof(word, fc.uniqueArray(word, { minLength: 1, maxLength: 2 }))
          .map((value) => ({ property: path, is: value }));
        return property.ordered
          ? fc.oneof(
              is,
              word.map((atLeast) => ({ property: path, atLeast })),
            )
          : is;
      }
    }
  });
}

function wordsOf({ name, on, value, values }: Property): string[] {
  if (values) return Object.keys(values);
  if (value === 'ids') return ['reading', 'position'];
  if (name === 'type') return ['device', 'sensor', 'service', 'field-gateway', 'services'];
  return on.includes('flow') ? ['data', 'control', 'process'] : ['x'];
}
