/** `and` `or` `not` `equals` `coalesce` … : three-valued where that can be. */
import { Unknown, type Value } from '../value.ts';
import { type Functions, same } from './compute.ts';

export const LOGIC: Functions = {
  loose: {
    and: (args) => kleene(args, false),
    or: (args) => kleene(args, true),
    not: ([one]) => (typeof one === 'boolean' ? !one : undefined),
    equals: ([a, b]) => (a === undefined || b === undefined ? undefined : same(a, b)),
    coalesce: firstPresent,
  },
  strict: {
    true: () => true,
    false: () => false,
    null: () => null,
    bool: ([one]) => toBool(one),
  },
};

function kleene(args: readonly Value[], decides: boolean): Value | undefined {
  if (args.includes(decides)) return decides;
  return args.every((one) => one === !decides) ? !decides : undefined;
}

function firstPresent(args: readonly Value[]): Value | undefined {
  for (const one of args) {
    if (one instanceof Unknown && !one.present) return undefined;
    if (one !== null) return one;
  }
  return null;
}

function toBool(one: Value | undefined): boolean | undefined {
  if (typeof one === 'boolean') return one;
  if (typeof one === 'number') return one !== 0;
  const word = typeof one === 'string' ? one.toLowerCase() : '';
  return word === 'true' || word === '1' ? true : word === 'false' || word === '0' ? false : undefined;
}
