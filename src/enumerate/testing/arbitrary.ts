/** Arbitrary systems and rules for property tests, over any catalogue. */
import fc from 'fast-check';

import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Condition, Relation, Value } from '../../catalogue/condition.ts';
import { type Hop, type Place, neighboursOf, placeOfSubject } from '../../catalogue/paths.ts';
import type { Bearer, Mitigation, Property, Rule, SubjectKind } from '../../catalogue/schema.ts';
import type { Entry, Section, SystemFile } from './files.ts';
import { PROPERTIES, mitigationOf, ruleOf } from './vocabulary.ts';

type Role = Property['role'];

/** A file that reads without problems: up to five elements with cohorts, zones in zones, flows over connections. */
export function arbitraryFile(catalogue: Catalogue): fc.Arbitrary<SystemFile> {
  const stated = (bearer: Bearer, type?: string) =>
    arbitraryProperties(catalogue, bearer, ['fact', 'control'], type);
  const zones = fc.record({
    field: fc.tuple(stated('zone')).map(([own]) => ({ type: 'device', ...own })),
    plant: fc.tuple(stated('zone')).map(([own]) => ({ type: 'field-gateway', parent: 'field', ...own })),
    backend: fc.tuple(stated('zone')).map(([own]) => ({ type: 'services', ...own })),
  });
  const element = fc
    .tuple(fc.constantFrom(...catalogue.types.keys()), fc.constantFrom('field', 'plant', 'backend'))
    .chain(([type, zone]) =>
      fc
        .tuple(
          stated('element', type),
          fc.option(fc.array(stated('element', type), { minLength: 1, maxLength: 3 }), { freq: 3 }),
          fc.constantFrom(1, 1, 7),
          fc.boolean(),
        )
        .map(([own, cohorts, count, actuates]): Entry => ({
          type,
          zone,
          ...own,
          ...(actuates && { actuates: ['position'] }),
          ...(cohorts
            ? {
                cohorts: Object.fromEntries(
                  cohorts.map((properties, i) => [`c${i}`, { count: i + 1, ...properties }]),
                ),
              }
            : { count }),
        })),
    );
  return fc
    .tuple(
      zones,
      fc.array(element, { minLength: 2, maxLength: 5 }),
      stated('system'),
      fc.constantFrom('design', 'development', 'fielded'),
    )
    .chain(([places, list, own, stage]) => {
      const elements = section('e', list);
      const end = fc.constantFrom(...Object.keys(elements));
      const connection = fc
        .tuple(end, end, stated('connection'))
        .map(([from, to, more]): Entry => ({ from, to, ...more }));
      return fc.array(connection, { maxLength: 5 }).chain((lines) =>
        fc.array(arbitraryFlow(lines, end, stated), { maxLength: 5 }).map((flows) => ({
          system: { stage, ...own },
          zones: places,
          elements,
          connections: section('l', lines),
          flows: section('f', flows),
          assets: { reading: { kind: 'data' }, position: { kind: 'physical', safety: 'high' } },
        })),
      );
    });
}

/** The same file, with other controls stated and everything else kept. */
export function withOtherControls(catalogue: Catalogue, file: SystemFile): fc.Arbitrary<SystemFile> {
  const controlsFor = (entry: Entry, bearers: readonly Bearer[]) =>
    fc
      .tuple(
        ...bearers.map((bearer) =>
          arbitraryProperties(catalogue, bearer, ['control'], entry['type'] as string | undefined),
        ),
      )
      .map((sets): Entry =>
        onePerKey({ ...withoutControls(catalogue, entry), ...Object.assign({}, ...sets) }),
      );
  const all = (entries: Section, bearersOf: (entry: Entry) => readonly Bearer[]) =>
    fc.record(
      Object.fromEntries(
        Object.entries(entries).map(([id, entry]) => [id, controlsFor(entry, bearersOf(entry))]),
      ),
    );
  const elements = all(file.elements, () => ['element']).chain((changed) =>
    fc.record(
      Object.fromEntries(
        Object.entries(changed).map(([id, element]) => {
          const cohorts = element['cohorts'] as Section | undefined;
          if (!cohorts) return [id, fc.constant(element)];
          const of = (entry: Entry) => ({ ...entry, type: element['type'] });
          return [
            id,
            all(Object.fromEntries(Object.entries(cohorts).map(([name, entry]) => [name, of(entry)])), () => [
              'element',
            ]).map((others) => ({
              ...element,
              cohorts: Object.fromEntries(
                Object.entries(others).map(([name, { type: _, ...entry }]) => [name, entry]),
              ),
            })),
          ];
        }),
      ),
    ),
  );
  return fc
    .tuple(
      elements,
      all(file.connections ?? {}, () => ['connection']),
      all(file.flows ?? {}, (flow) => (flow['over'] === undefined ? ['connection', 'flow'] : ['flow'])),
      controlsFor(file.system ?? {}, ['system']),
    )
    .map(([changed, connections, flows, system]) => ({
      ...file,
      elements: changed,
      connections,
      flows,
      system,
    }));
}

const KINDS: readonly SubjectKind[] = ['element', 'connection', 'flow', 'crossing', 'fleet', 'system'];

/** Rules over the small vocabulary, about every kind of subject, with mitigations stated in every way. */
export function arbitraryRules(): fc.Arbitrary<{ rules: Rule[]; mitigations: Mitigation[] }> {
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
export function arbitraryCondition(place: Place, roles: readonly Role[], depth = 2): fc.Arbitrary<Condition> {
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
      fc.record({ every: fc.constant(relation), where, that }).map(dropUndefined),
      fc.record({ some: fc.constant(relation), where, that }).map(dropUndefined),
      fc
        .record({ count: fc.constant(relation), where, atLeast: fc.integer({ min: 1, max: 3 }) })
        .map(dropUndefined),
    );
  });
}

function dropUndefined<T extends { where?: Condition | undefined }>({ where, ...rest }: T): Condition {
  return { ...rest, ...(where !== undefined && { where }) } as unknown as Condition;
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

function arbitraryFlow(
  lines: readonly Entry[],
  end: fc.Arbitrary<string>,
  stated: (bearer: Bearer) => fc.Arbitrary<Entry>,
): fc.Arbitrary<Entry> {
  const common = fc.record({
    kind: fc.constantFrom('data', 'control'),
    carries: fc.subarray(['reading', 'position']),
  });
  const own = fc
    .tuple(end, end, common, stated('connection'), stated('flow'))
    .map(([from, to, rest, line, flow]): Entry => ({
      from,
      to,
      protocol: 'mqtt',
      ...rest,
      ...line,
      ...flow,
    }));
  if (lines.length === 0) return own;
  const over = fc
    .tuple(fc.nat(lines.length - 1), fc.boolean(), common, stated('flow'))
    .map(([i, back, rest, flow]): Entry => {
      const { from, to } = lines[i] ?? {};
      return { from: back ? to : from, to: back ? from : to, over: `l${i}`, ...rest, ...flow };
    });
  return fc.oneof(over, over, own);
}

function arbitraryProperties(
  catalogue: Catalogue,
  bearer: Bearer,
  roles: readonly Role[],
  type?: string,
): fc.Arbitrary<Entry> {
  const lineage = type === undefined ? [] : (catalogue.types.get(type)?.lineage ?? []);
  const properties = [...catalogue.properties.values()].filter(
    (property) =>
      property.derived !== true &&
      property.on.includes(bearer) &&
      roles.includes(property.role) &&
      property.value !== 'ids' &&
      (!property.types || property.types.some((of) => lineage.includes(of))),
  );
  // Few of many: a real author states some of them, and unknown is where the mistakes hide.
  const model = Object.fromEntries(
    properties.map((property) => [property.name, fc.option(arbitraryValue(property), { freq: 2 })]),
  );
  return fc
    .record(model)
    .map((drawn) =>
      onePerKey(Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== null))),
    );
}

function arbitraryValue(property: Property): fc.Arbitrary<Value> {
  const names = Object.keys(property.values ?? { x: '' });
  switch (property.value) {
    case 'boolean':
      return fc.boolean();
    case 'number':
      return fc.constantFrom(1, 2, 7);
    case 'words':
      return fc.subarray(names);
    default:
      return fc.constantFrom(...names);
  }
}

/** A file writes `server` or `server.verified`, and tls or dtls, not both. */
function onePerKey(properties: Entry): Entry {
  const names = Object.keys(properties);
  return Object.fromEntries(
    Object.entries(properties).filter(([name]) => {
      const parts = names.some((other) => other.startsWith(`${name}.`));
      return !parts && !(name.startsWith('dtls.') && names.some((other) => other.startsWith('tls.')));
    }),
  );
}

function withoutControls(catalogue: Catalogue, entry: Entry): Entry {
  return Object.fromEntries(
    Object.entries(entry).filter(([name]) => catalogue.properties.get(name)?.role !== 'control'),
  );
}

function section(prefix: string, entries: readonly Entry[]): Section {
  return Object.fromEntries(entries.map((entry, i) => [`${prefix}${i}`, entry]));
}
