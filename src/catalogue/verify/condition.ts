/** What a condition reads must exist where it looks, and be compared with words the property can have. */
import { quote } from '../../text/frame.ts';
import type { Path } from '../../text/parse.ts';
import type { Problem } from '../../text/problem.ts';
import { suggestion } from '../../text/suggest.ts';
import type { Condition, Value } from '../condition.ts';
import type { Entry } from '../entries.ts';
import { type Place, followPath, neighboursOf, pathsFrom, relationsOf } from '../paths.ts';
import { type Property, ZoneType } from '../schema.ts';

/** What of the catalogue a condition can name. */
export interface Vocabulary {
  readonly properties: ReadonlyMap<string, Property>;
  readonly types: ReadonlySet<string>;
}

/** Whose condition it is: `applies` of a rule may read facts only, `statedBy` of a mitigation anything. */
export type Role = 'applies' | 'statedBy';

/** Checks one condition of an entry, at `path`, that looks from `place`. All problems are CAT03. */
export function verifyCondition(
  condition: Condition,
  role: Role,
  place: Place,
  entry: Entry<unknown>,
  path: Path,
  words: Vocabulary,
): Problem[] {
  const problems: Problem[] = [];
  const complain = (at: Path, message: string, hint?: string) => {
    problems.push({
      code: 'CAT03',
      severity: 'error',
      message,
      ...(hint && { hint }),
      where: entry.where(at),
    });
  };
  let readsControl = false;

  const verifyTest = (test: Extract<Condition, { property: string }>, on: Place, at: Path) => {
    const found = followPath(test.property, on, words.properties);
    if (!found) {
      const hint = suggestion(test.property, pathsFrom(on, words.properties));
      complain([...at, 'property'], `${nounOf(on)} has no property ${quote(test.property)}`, hint);
      return;
    }
    const { property } = found;
    if (property.role === 'control') readsControl = true;
    if (property.role === 'control' && role === 'applies') {
      complain(
        [...at, 'property'],
        `"applies" reads ${quote(property.name)}, which is a control`,
        'Only facts decide whether a threat exists; name the mitigation in "answered" instead.',
      );
    }
    verifyComparison(test, property, found.on, at);
  };

  const verifyComparison = (
    test: Extract<Condition, { property: string }>,
    property: Property,
    on: Place,
    at: Path,
  ) => {
    if ('has' in test) {
      if (property.value !== 'words' && property.value !== 'ids') {
        complain(
          [...at, 'has'],
          `${quote(property.name)} is no list, so "has" does not fit`,
          'Compare it with "is".',
        );
      } else {
        for (const [i, word] of test.has.entries()) verifyWord(word, property, on, [...at, 'has', i]);
      }
    } else if ('atLeast' in test) {
      if (typeof test.atLeast === 'number' ? property.value === 'number' : property.ordered) {
        verifyWord(test.atLeast, property, on, [...at, 'atLeast']);
      } else {
        const hint = property.ordered ? 'Name one of its words.' : 'Compare it with "is".';
        complain([...at, 'atLeast'], `${quote(property.name)} cannot be compared by "atLeast" so`, hint);
      }
    } else {
      const values = Array.isArray(test.is) ? test.is : [test.is];
      for (const [i, value] of values.entries()) {
        verifyWord(value, property, on, Array.isArray(test.is) ? [...at, 'is', i] : [...at, 'is']);
      }
    }
  };

  const verifyWord = (value: Exclude<Value, string[]>, property: Property, on: Place, at: Path) => {
    const says = wordProblem(value, property, on, words);
    if (says) complain(at, says.message, says.hint);
  };

  const walk = (part: Condition, on: Place, at: Path): void => {
    if (typeof part === 'boolean') return;
    if ('all' in part) part.all.forEach((inner, i) => walk(inner, on, [...at, 'all', i]));
    else if ('any' in part) part.any.forEach((inner, i) => walk(inner, on, [...at, 'any', i]));
    else if ('not' in part) walk(part.not, on, [...at, 'not']);
    else if ('property' in part) verifyTest(part, on, at);
    else {
      const [word, relation] =
        'every' in part
          ? (['every', part.every] as const)
          : 'some' in part
            ? (['some', part.some] as const)
            : (['count', part.count] as const);
      const next = neighboursOf(on, relation);
      if (next === undefined) {
        complain(
          [...at, word],
          `${nounOf(on)} has no ${quote(relation)}`,
          suggestion(relation, relationsOf(on)),
        );
        return;
      }
      if (part.where !== undefined) walk(part.where, next, [...at, 'where']);
      if ('that' in part) walk(part.that, next, [...at, 'that']);
    }
  };

  walk(condition, place, path);
  if (role === 'statedBy' && !readsControl && problems.length === 0) {
    complain(
      path,
      '"statedBy" reads only facts',
      'A fact protects nobody: read a control property, or leave the entry out so that it takes a claim.',
    );
  }
  return problems;
}

/** Why a property cannot have this value on such a bearer; undefined when it can. */
export function wordProblem(
  value: Exclude<Value, string[]>,
  property: Property,
  on: Place | 'asset',
  { types }: Vocabulary,
): { message: string; hint?: string } | undefined {
  const shown = quote(String(value));
  const wanted = property.value === 'boolean' || property.value === 'number' ? property.value : 'string';
  if (typeof value !== wanted) {
    return {
      message: `${shown} is no value of ${quote(property.name)}`,
      hint: `It takes a ${property.value}.`,
    };
  }
  const allowed = allowedWords(property, on, types);
  if (allowed === undefined || allowed.includes(String(value))) return undefined;
  const hint = suggestion(String(value), allowed);
  return { message: `${shown} is no value of ${quote(property.name)}`, ...(hint && { hint }) };
}

/** The words a property can have; undefined where any will do. `type` and `kind` take theirs from the model. */
function allowedWords(
  property: Property,
  on: Place | 'asset',
  types: ReadonlySet<string>,
): readonly string[] | undefined {
  if (property.values) return Object.keys(property.values);
  if (property.name === 'type') return on === 'zone' ? ZoneType.options : [...types];
  if (property.name === 'kind') return on === 'flow' ? ['data', 'control'] : ['process', 'store', 'external'];
  return undefined;
}

function nounOf(place: Place): string {
  return place === 'element' ? 'an element' : `a ${place}`;
}
