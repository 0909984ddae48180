/** What a catalogue says must hold together: ids once, references that lead somewhere, conditions that can be asked. */
import { quote } from '../../text/frame.ts';
import type { Path } from '../../text/parse.ts';
import type { Problem } from '../../text/problem.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Value } from '../condition.ts';
import type { Entries, Entry } from '../entries.ts';
import { placeOfSubject } from '../paths.ts';
import { type CheckInfo, type Property, SubjectKind } from '../schema.ts';
import { verifyChains } from './chains.ts';
import { type Vocabulary, verifyCondition, wordProblem } from './condition.ts';
import { verifyMatrix } from './matrix.ts';
import { grouped, listed, twice, unknown } from './names.ts';
import { verifyOwn } from './own.ts';

/**
 * Problems: CAT01 (an id twice), CAT02 (a reference that leads nowhere), CAT03 (a property where there is none),
 * CAT09 (a step that does not follow).
 * With `base`, the entries are a project's own on top of that catalogue: they may refer to what it has and not use
 * its ids again; CAT06 and CAT07 besides ({@link verifyOwn}).
 */
export function verifyEntries(entries: Entries, checks: readonly CheckInfo[], base?: Catalogue): Problem[] {
  const { properties, types, rules, mitigations, matrix, chains, standards } = entries;
  const words: Vocabulary = {
    properties: new Map([
      ...(base?.properties ?? []),
      ...properties.map(({ value }) => [value.name, value] as const),
    ]),
    types: new Set([...(base?.types.keys() ?? []), ...types.map(({ value }) => value.id)]),
  };
  const mitigationIds = [...(base?.mitigations.keys() ?? []), ...mitigations.map(({ value }) => value.id)];
  const checkIds = checks.map(({ id }) => id);
  return [
    ...twice(properties, 'name', 'property', base?.properties),
    ...twice(types, 'id', 'type', base?.types),
    ...twice(rules, 'id', 'rule', base?.rules),
    ...twice(mitigations, 'id', 'mitigation', base?.mitigations),
    ...twice(chains, 'id', 'story', base?.chains),
    ...twice(standards, 'id', 'standard', base?.standards),
    ...(base ? verifyOwn(entries, base) : []),
    ...properties.flatMap((entry) => verifyProperty(entry, words)),
    ...types.flatMap((entry) => [
      ...unknown(entry, [[['extends'], entry.value.extends]], [...words.types], 'type'),
      ...verifyValues(entry, ['facts'], entry.value.facts, 'fact', words),
    ]),
    ...circles(types),
    ...rules.flatMap((entry) => {
      const { value } = entry;
      const place = placeOfSubject(value.subject);
      return [
        ...unknown(entry, listed(['types'], value.types), [...words.types], 'type'),
        ...(value.types && place !== 'element' ? [misplacedTypes(entry, value.subject)] : []),
        ...unknown(entry, grouped(['answered'], value.answered), mitigationIds, 'mitigation'),
        ...verifyCondition(value.applies, 'applies', place, entry, ['applies'], words),
        ...verifyExamples(entry, mitigationIds),
      ];
    }),
    ...mitigations.flatMap((entry) => {
      const { value } = entry;
      return [
        ...unknown(entry, grouped(['validatedBy'], value.validatedBy), checkIds, 'check'),
        ...unknown(entry, listed(['alsoTestedBy'], value.alsoTestedBy), checkIds, 'check'),
        ...SubjectKind.options.flatMap((kind) => {
          const condition = value.statedBy?.[kind];
          if (condition === undefined) return [];
          return verifyCondition(
            condition,
            'statedBy',
            placeOfSubject(kind),
            entry,
            ['statedBy', kind],
            words,
          );
        }),
      ];
    }),
    ...verifyMatrix(matrix, words),
    ...verifyChains(chains, rules, base),
  ];
}

function circles(types: Entries['types']): Problem[] {
  const parents = new Map(types.map(({ value }) => [value.id, value.extends]));
  return types.flatMap((entry) => {
    const seen = new Set<string>();
    for (let id: string | undefined = entry.value.id; id !== undefined; id = parents.get(id)) {
      if (seen.has(id)) {
        const message = `the type ${quote(entry.value.id)} extends itself, by way of others`;
        return [{ code: 'CAT02', severity: 'error', message, where: entry.where(['extends']) } as const];
      }
      seen.add(id);
    }
    return [];
  });
}

function verifyProperty(entry: Entry<Property>, words: Vocabulary): Problem[] {
  const { value } = entry;
  return [
    ...unknown(entry, listed(['types'], value.types), [...words.types], 'type'),
    ...verifyValues(entry, ['implies'], value.implies, value.role, words),
    ...(value.ordered && !value.values
      ? [
          cat03(
            entry,
            ['ordered'],
            `${quote(value.name)} is ordered and has no values`,
            'List them in ascending order.',
          ),
        ]
      : []),
  ];
}

/** Property values that a type or another property gives: of known properties, in this role, with words they have. */
function verifyValues(
  entry: Entry<unknown>,
  base: Path,
  values: Readonly<Record<string, Value>> | undefined,
  role: Property['role'],
  words: Vocabulary,
): Problem[] {
  return Object.entries(values ?? {}).flatMap(([name, value]) => {
    const property = words.properties.get(name);
    if (!property) return unknown(entry, [[[...base, name], name]], [...words.properties.keys()], 'property');
    if (property.role !== role) {
      return [
        cat03(
          entry,
          [...base, name],
          `${quote(name)} is no ${role}`,
          'A type states facts; controls are for the model to state.',
        ),
      ];
    }
    const on = property.on.find((bearer) => bearer !== 'asset') ?? 'asset';
    return (Array.isArray(value) ? value : [value]).flatMap((word) => {
      const says = wordProblem(word, property, on, words);
      return says ? [cat03(entry, [...base, name], says.message, says.hint)] : [];
    });
  });
}

function misplacedTypes(entry: Entry<unknown>, subject: SubjectKind): Problem {
  return cat03(
    entry,
    ['types'],
    `a rule about a ${subject} has no element types of its own`,
    'Ask for the types of its ends in "applies": from.type, to.type.',
  );
}

function verifyExamples(entry: Entries['rules'][number], known: readonly string[]): Problem[] {
  return entry.value.examples.flatMap(({ mitigations }, i) =>
    unknown(
      entry,
      Object.keys(mitigations ?? {}).map((id) => [['examples', i, 'mitigations', id], id] as const),
      known,
      'mitigation',
    ),
  );
}

function cat03(entry: Entry<unknown>, path: Path, message: string, hint?: string): Problem {
  return { code: 'CAT03', severity: 'error', message, ...(hint && { hint }), where: entry.where(path) };
}
