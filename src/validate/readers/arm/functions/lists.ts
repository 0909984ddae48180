/** Functions on lists, those that take texts as well among them. */
import { Unknown, type Value, entry, formOf, isList, isObject, unknownIn } from '../value.ts';
import { type Functions, listed, MAX_LENGTH, same } from './compute.ts';
import { mergedObjects } from './objects.ts';
import { indexInText, joinedText } from './texts.ts';

/** `range` gives no more than this, as documented. */
const MAX_RANGE = 10_000;

export const LISTS: Functions = {
  loose: {
    array: ([one]) => (one === undefined || one instanceof Unknown ? undefined : isList(one) ? one : [one]),
    concat: (args) => (args.length > 0 && args.every(isList) ? listed(args.flat()) : joinedText(args)),
    contains: ([where, what]) => contains(where, what),
    createarray: (args) => args,
    empty: ([one]) => isEmpty(one),
    first: ([one]) => at(one, 0),
    flatten: ([lists]) =>
      isList(lists) && lists.every(isList) ? listed(lists.flat().map((one) => one)) : undefined,
    indexfromend: ([of, count]) => (typeof count === 'number' && count > 0 ? at(of, -count) : undefined),
    indexof: ([where, what]) => index(where, what, false),
    last: ([one]) => at(one, -1),
    lastindexof: ([where, what]) => index(where, what, true),
    length: ([one]) => lengthOf(one),
    skip: ([of, count]) => slice(of, count, (many) => [many, undefined]),
    take: ([of, count]) => slice(of, count, (many) => [0, many]),
    tryget: tryGet,
    tryindexfromend: ([of, count]) =>
      typeof count !== 'number' || count <= 0 || !isList(of) ? undefined : (of.at(-count) ?? null),
    union: (args) => (args.every(isList) ? unitedLists(args) : mergedObjects(args)),
  },
  strict: {
    intersection: (args) => (args.every(isList) ? commonElements(args) : commonProperties(args)),
    range: ([start, count]) => range(start, count),
  },
};

function at(of: Value | undefined, place: number): Value | undefined {
  if (isList(of)) return of.length === 0 ? null : of.at(place);
  return typeof of === 'string' ? (of.at(place) ?? '') : undefined;
}

/** Of an object, a key, in whichever case; of a list, an equal element; of a text, a part, to the letter. */
function contains(where: Value | undefined, what: Value | undefined): boolean | undefined {
  if (what === undefined || what instanceof Unknown) return undefined;
  if (typeof where === 'string')
    return typeof what === 'string' || typeof what === 'number' ? where.includes(formOf(what)) : undefined;
  if (isList(where)) {
    const found = where.map((one) => same(one, what));
    return found.includes(true) ? true : found.includes(undefined) ? undefined : false;
  }
  return isObject(where) && typeof what === 'string' ? entry(where, what) !== undefined : undefined;
}

function isEmpty(one: Value | undefined): boolean | undefined {
  if (one instanceof Unknown) return one.present ? false : undefined;
  if (one === null || one === '') return true;
  if (isList(one)) return one.length === 0;
  if (isObject(one)) return Object.keys(one).length === 0;
  return typeof one === 'string' ? false : undefined;
}

function index(where: Value | undefined, what: Value | undefined, last: boolean): number | undefined {
  if (what === undefined || what instanceof Unknown) return undefined;
  if (typeof where === 'string') return indexInText(where, what, last);
  if (!isList(where)) return undefined;
  const found = where.map((one) => same(one, what));
  const place = last ? found.lastIndexOf(true) : found.indexOf(true);
  const beside = last ? found.slice(place + 1) : found.slice(0, place < 0 ? undefined : place);
  return beside.includes(undefined) ? undefined : place;
}

function lengthOf(one: Value | undefined): number | undefined {
  if (typeof one === 'string' || isList(one)) return one.length;
  return isObject(one) ? Object.keys(one).length : undefined;
}

function slice(
  of: Value | undefined,
  count: Value | undefined,
  part: (many: number) => [number, number | undefined],
): Value | undefined {
  if (typeof count !== 'number' || (typeof of !== 'string' && !isList(of))) return undefined;
  return of.slice(...part(Math.max(0, count)));
}

function tryGet([of, ...keys]: readonly Value[]): Value | undefined {
  let here: Value | undefined = of;
  for (const key of keys) {
    if (here === null) return null;
    if (typeof key === 'string' && isObject(here)) here = entry(here, key) ?? null;
    else if (typeof key === 'number' && isList(here)) here = here[key] ?? null;
    else return undefined;
  }
  return here;
}

/** Each element once, in the order of the lists. Unknown ones may be equal to others: then nobody can tell. */
function unitedLists(lists: readonly (readonly Value[])[]): Value | undefined {
  const all = new Map(lists.flat().map((one) => [`${typeof one} ${formOf(one)}`, one]));
  const some = [...all.values()];
  return some.length > 1 && some.some(unknownIn) ? undefined : listed(some);
}

/** What all lists have, once each, in the order of the first. */
function commonElements([first = [], ...others]: readonly (readonly Value[])[]): Value | undefined {
  if (first.length * others.flat().length > MAX_LENGTH) return undefined;
  const common = first.filter((one) => others.every((list) => list.some((other) => same(one, other))));
  return common.filter((one, place) => common.findIndex((other) => same(one, other)) === place);
}

function commonProperties(args: readonly Value[]): Value | undefined {
  const [first, ...others] = args;
  if (!isObject(first) || !others.every(isObject)) return undefined;
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) =>
      others.every((other) => {
        const there = entry(other, key);
        return there !== undefined && same(value, there) === true;
      }),
    ),
  );
}

function range(start: Value | undefined, count: Value | undefined): Value | undefined {
  if (typeof start !== 'number' || typeof count !== 'number') return undefined;
  if (count < 0 || count > MAX_RANGE || start + count > 2_147_483_647) return undefined;
  return Array.from({ length: count }, (_, place) => start + place);
}
