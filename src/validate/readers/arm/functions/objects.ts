/** Functions on objects, whose keys are told apart without regard to case. */
import { type Obj, type Value, isList, isObject } from '../value.ts';
import type { Functions } from './compute.ts';

export const OBJECTS: Functions = {
  loose: {
    createobject: objectOf,
    items: ([of]) => itemsOf(of),
    objectkeys: ([of]) => keysOf(of),
    shallowmerge: ([list]) =>
      isList(list) && list.every(isObject)
        ? list.reduce((all, one) => merged(all, one, false), {})
        : undefined,
  },
  strict: {},
};

/** `union` of objects: later ones win, objects within are merged, lists are replaced. */
export function mergedObjects(args: readonly Value[]): Value | undefined {
  return args.every(isObject) ? args.reduce<Obj>((all, one) => merged(all, one, true), {}) : undefined;
}

function merged(a: Obj, b: Obj, deep: boolean): Obj {
  const out = new Map(Object.entries(a).map(([key, value]) => [key.toLowerCase(), [key, value] as const]));
  for (const [key, value] of Object.entries(b)) {
    const [, before] = out.get(key.toLowerCase()) ?? [];
    const both = deep && isObject(before) && isObject(value) ? merged(before, value, deep) : value;
    out.set(key.toLowerCase(), [key, both]);
  }
  return Object.fromEntries(out.values());
}

function objectOf(args: readonly Value[]): Value | undefined {
  const pairs: [string, Value][] = [];
  if (args.length % 2 === 1) return undefined;
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [key, value] = [args[at], args[at + 1]];
    if (typeof key !== 'string' || value === undefined) return undefined;
    pairs.push([key, value]);
  }
  return Object.fromEntries(pairs);
}

/** In the order of the alphabet; where capitals make that doubtful, nobody can tell. */
function itemsOf(of: Value | undefined): Value | undefined {
  if (!isObject(of)) return undefined;
  const keys = Object.keys(of).toSorted();
  const folded = keys.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  if (keys.some((key, place) => key !== folded[place])) return undefined;
  return keys.map((key) => ({ key, value: of[key] ?? null }));
}

/** Their order is not documented. */
function keysOf(of: Value | undefined): Value | undefined {
  const keys = isObject(of) ? Object.keys(of) : [];
  return isObject(of) && keys.length <= 1 ? keys : undefined;
}
