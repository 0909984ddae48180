/** Small wrong versions of a condition: the examples must tell each of them from the right one. */
import type { Path } from '../text/parse.ts';
import type { Condition } from './condition.ts';
import { type Place, followPath, neighboursOf } from './paths.ts';
import type { Property } from './schema.ts';

export interface Mutant {
  /** What was changed, as the end of "nothing notices …". */
  readonly what: string;
  /** The part of the condition that was changed. */
  readonly at: Path;
  /** The whole condition, changed. */
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
  if (typeof condition === 'boolean') {
    return [{ what: `${condition} turned round`, at: [], condition: !condition }];
  }
  if ('all' in condition) return mutantsOfGroup(condition.all, 'all', place, properties);
  if ('any' in condition) return mutantsOfGroup(condition.any, 'any', place, properties);
  if ('not' in condition) {
    const dropped = `not dropped before ${show(condition.not)}`;
    return [
      { what: dropped, at: [], condition: condition.not },
      ...inside(mutantsOf(condition.not, place, properties), ['not'], (not) => ({ not })),
    ];
  }
  if ('property' in condition) {
    const changes: Omit<Mutant, 'at'>[] = [
      { what: `${show(condition)} turned round`, condition: { not: condition } },
      ...movedLimits(condition, place, properties),
      ...shortened(condition),
    ];
    return changes.map((change) => ({ ...change, at: [] }));
  }
  return mutantsOfQuantifier(condition, place, properties);
}

/** The mutants of a part, put back into the whole. */
function inside(mutants: readonly Mutant[], path: Path, whole: (part: Condition) => Condition): Mutant[] {
  return mutants.map(({ what, at, condition }) => ({
    what,
    at: [...path, ...at],
    condition: whole(condition),
  }));
}

function mutantsOfGroup(
  parts: readonly Condition[],
  word: 'all' | 'any',
  place: Place,
  properties: ReadonlyMap<string, Property>,
): Mutant[] {
  const same = (members: readonly Condition[]): Condition =>
    word === 'all' ? { all: members } : { any: members };
  const inner = parts.flatMap((part, i) =>
    inside(mutantsOf(part, place, properties), [word, i], (changed) =>
      same(parts.map((kept, j) => (j === i ? changed : kept))),
    ),
  );
  if (parts.length < 2) return inner;
  const dropped = parts.map((part, i) => ({
    what: `${show(part)} dropped`,
    at: [word, i],
    condition: same(parts.filter((_, j) => j !== i)),
  }));
  const exchanged = {
    what: `all and any exchanged in ${show(same(parts))}`,
    at: [word],
    condition: word === 'all' ? { any: parts } : { all: parts },
  };
  return [...dropped, exchanged, ...inner];
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
    mutants.push(
      { what: `where ${show(where)} dropped`, at: ['where'], condition: bare },
      ...inside(mutantsOf(where, next, properties), ['where'], (changed) => ({
        ...condition,
        where: changed,
      })),
    );
  }
  if ('that' in condition) {
    const { that } = condition;
    const rest = where === undefined ? { that } : { where, that };
    const exchanged: Condition =
      'every' in condition ? { some: relation, ...rest } : { every: relation, ...rest };
    mutants.push(
      { what: `every and some exchanged in ${show(condition)}`, at: [], condition: exchanged },
      ...inside(mutantsOf(that, next, properties), ['that'], (changed) => ({ ...condition, that: changed })),
    );
  } else {
    const more = { ...condition, atLeast: condition.atLeast + 1 };
    mutants.push({ what: 'one more wanted', at: ['atLeast'], condition: more });
  }
  return mutants;
}

function movedLimits(
  condition: Extract<Condition, { property: string }>,
  place: Place,
  properties: ReadonlyMap<string, Property>,
): Omit<Mutant, 'at'>[] {
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

function shortened(condition: Extract<Condition, { property: string }>): Omit<Mutant, 'at'>[] {
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
