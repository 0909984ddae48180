/** Small wrong versions of a condition: the examples must tell each of them from the right one. */
import type { Condition } from '../condition.ts';
import type { Property } from '../schema.ts';
import { type Place, followPath, neighboursOf } from '../paths.ts';

export interface Mutant {
  readonly what: string;
  readonly condition: Condition;
}

/**
 * Every version of `condition` with one change: a part of `all` or `any` dropped or the two exchanged, a
 * comparison turned round, a limit moved by one, a `not` or a `where` dropped, `every` and `some` exchanged.
 */
export function mutantsOf(
  condition: Condition,
  place: Place,
  properties: ReadonlyMap<string, Property>,
): Mutant[] {
  if (typeof condition === 'boolean') return [{ what: `${condition} turned round`, condition: !condition }];
  if ('all' in condition) {
    return mutantsOfGroup(
      condition.all,
      (parts) => ({ all: parts }),
      (parts) => ({ any: parts }),
      place,
      properties,
    );
  }
  if ('any' in condition) {
    return mutantsOfGroup(
      condition.any,
      (parts) => ({ any: parts }),
      (parts) => ({ all: parts }),
      place,
      properties,
    );
  }
  if ('not' in condition) {
    const inner = mutantsOf(condition.not, place, properties);
    return [
      { what: `not dropped before ${show(condition.not)}`, condition: condition.not },
      ...inner.map((mutant) => ({ what: mutant.what, condition: { not: mutant.condition } })),
    ];
  }
  if ('property' in condition) {
    return [
      { what: `${show(condition)} turned round`, condition: { not: condition } },
      ...movedLimits(condition, place, properties),
      ...shortened(condition),
    ];
  }
  return mutantsOfQuantifier(condition, place, properties);
}

function mutantsOfGroup(
  parts: readonly Condition[],
  same: (parts: readonly Condition[]) => Condition,
  other: (parts: readonly Condition[]) => Condition,
  place: Place,
  properties: ReadonlyMap<string, Property>,
): Mutant[] {
  const dropped = parts.map((part, i) => ({
    what: `${show(part)} dropped`,
    condition: same(parts.filter((_, j) => j !== i)),
  }));
  const inner = parts.flatMap((part, i) =>
    mutantsOf(part, place, properties).map(({ what, condition }) => ({
      what,
      condition: same(parts.map((kept, j) => (j === i ? condition : kept))),
    })),
  );
  const exchanged = { what: `all and any exchanged in ${show(same(parts))}`, condition: other(parts) };
  return parts.length > 1 ? [...dropped, exchanged, ...inner] : inner;
}

function mutantsOfQuantifier(
  condition: Extract<Condition, { every: unknown } | { some: unknown } | { count: unknown }>,
  place: Place,
  properties: ReadonlyMap<string, Property>,
): Mutant[] {
  const relation =
    'every' in condition ? condition.every : 'some' in condition ? condition.some : condition.count;
  const next = neighboursOf(place, relation) ?? place;
  const { where, ...bare } = condition;
  const mutants: Mutant[] = [];
  if (where !== undefined) {
    mutants.push({ what: `where ${show(where)} dropped`, condition: bare });
    for (const inner of mutantsOf(where, next, properties)) {
      mutants.push({ what: inner.what, condition: { ...condition, where: inner.condition } });
    }
  }
  if ('that' in condition) {
    const { that } = condition;
    const rest = where === undefined ? { that } : { where, that };
    const exchanged: Condition =
      'every' in condition ? { some: relation, ...rest } : { every: relation, ...rest };
    mutants.push({ what: `every and some exchanged in ${show(condition)}`, condition: exchanged });
    for (const inner of mutantsOf(that, next, properties)) {
      mutants.push({ what: inner.what, condition: { ...condition, that: inner.condition } });
    }
  } else {
    mutants.push({ what: 'one more wanted', condition: { ...condition, atLeast: condition.atLeast + 1 } });
  }
  return mutants;
}

function movedLimits(
  condition: Extract<Condition, { property: string }>,
  place: Place,
  properties: ReadonlyMap<string, Property>,
): Mutant[] {
  if (!('atLeast' in condition)) return [];
  const words = Object.keys(followPath(condition.property, place, properties)?.property.values ?? {});
  const at = words.indexOf(String(condition.atLeast));
  return [words[at - 1], words[at + 1]]
    .filter((word) => word !== undefined)
    .map((word) => ({
      what: `${show(condition)} moved to ${word}`,
      condition: { ...condition, atLeast: word },
    }));
}

function shortened(condition: Extract<Condition, { property: string }>): Mutant[] {
  const without = (words: readonly string[], change: (words: string[]) => Condition) =>
    words.length < 2
      ? []
      : words.map((word) => ({
          what: `${word} dropped from ${show(condition)}`,
          condition: change(words.filter((kept) => kept !== word)),
        }));
  if ('has' in condition) return without(condition.has, (has) => ({ ...condition, has }));
  if (!('is' in condition) || !Array.isArray(condition.is)) return [];
  return without(condition.is, (is) => ({ ...condition, is }));
}

function show(condition: Condition): string {
  return JSON.stringify(condition);
}
