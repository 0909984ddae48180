/** Arbitrary system files, over any catalogue, for property tests. */
import * as fc from 'fast-check';

import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Value } from '../../catalogue/condition.ts';
import type { Bearer, Property } from '../../catalogue/schema.ts';
import type { Entry, Section, SystemFile } from './files.ts';

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

/** The same file, with other controls stated, other things left out of scope, and all facts kept. */
export function withOtherControls(catalogue: Catalogue, file: SystemFile): fc.Arbitrary<SystemFile> {
  const redraw = (entry: Entry, bearers: readonly Bearer[], type = entry.type): fc.Arbitrary<Entry> =>
    fc
      .tuple(...bearers.map((bearer) => arbitraryProperties(catalogue, bearer, ['control'], type)))
      .map((sets) => onePerKey(Object.assign(withoutControls(catalogue, entry), ...sets)));
  const scoped = (entry: Entry, bearers: readonly Bearer[]): fc.Arbitrary<Entry> =>
    fc
      .tuple(redraw(entry, bearers), fc.boolean())
      .map(([redrawn, out]) => (out ? { ...redrawn, outOfScope: 'run by others' } : redrawn));
  const redrawElement = (element: Entry): fc.Arbitrary<Entry> =>
    element.cohorts === undefined
      ? scoped(element, ['element'])
      : fc
          .tuple(
            scoped(element, ['element']),
            each(element.cohorts, (cohort) => redraw(cohort, ['element'], element.type)),
          )
          .map(([own, cohorts]) => ({ ...own, cohorts }));
  return fc
    .record({
      system: redraw(file.system ?? {}, ['system']),
      elements: each(file.elements, redrawElement),
      connections: each(file.connections ?? {}, (entry) => scoped(entry, ['connection'])),
      flows: each(file.flows ?? {}, (entry) =>
        scoped(entry, entry['over'] === undefined ? ['connection', 'flow'] : ['flow']),
      ),
    })
    .map((changed) => ({ ...file, ...changed }));
}

function each(entries: Section, draw: (entry: Entry) => fc.Arbitrary<Entry>): fc.Arbitrary<Section> {
  return fc.record(Object.fromEntries(Object.entries(entries).map(([id, entry]) => [id, draw(entry)])));
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
    case 'word':
    case 'text':
    case 'ids':
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
