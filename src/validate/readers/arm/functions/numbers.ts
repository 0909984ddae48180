/** Arithmetic on whole numbers, and comparisons. */
import { type Value, isList } from '../value.ts';
import { type Functions, whole } from './compute.ts';

export const NUMBERS: Functions = {
  loose: {},
  strict: {
    add: ([a, b]) => numbers(a, b, (x, y) => whole(x + y)),
    sub: ([a, b]) => numbers(a, b, (x, y) => whole(x - y)),
    mul: ([a, b]) => numbers(a, b, (x, y) => whole(x * y)),
    div: ([a, b]) => numbers(a, b, (x, y) => (y === 0 ? undefined : whole(Math.trunc(x / y) + 0))),
    mod: ([a, b]) => numbers(a, b, (x, y) => (y === 0 ? undefined : whole((x % y) + 0))),
    int: ([one]) => toInt(one),
    float: ([one]) => toFloat(one),
    max: (args) => most(args, Math.max),
    min: (args) => most(args, Math.min),
    less: ([a, b]) => compared(a, b, (order) => order < 0),
    lessorequals: ([a, b]) => compared(a, b, (order) => order <= 0),
    greater: ([a, b]) => compared(a, b, (order) => order > 0),
    greaterorequals: ([a, b]) => compared(a, b, (order) => order >= 0),
  },
};

function numbers(
  a: Value | undefined,
  b: Value | undefined,
  how: (a: number, b: number) => Value | undefined,
): Value | undefined {
  return typeof a === 'number' && typeof b === 'number' ? how(a, b) : undefined;
}

function toInt(one: Value | undefined): number | undefined {
  if (typeof one === 'number') return whole(one);
  return typeof one === 'string' && /^-?\d{1,15}$/.test(one) ? whole(Number(one) + 0) : undefined;
}

function toFloat(one: Value | undefined): number | undefined {
  if (typeof one === 'number') return one;
  return typeof one === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(one) ? Number(one) : undefined;
}

/** Of numbers one by one, or of one list of them. */
function most(args: readonly Value[], how: (...all: number[]) => number): number | undefined {
  const [first] = args;
  const all = args.length === 1 && isList(first) ? first : args;
  const found = all.filter((one) => typeof one === 'number');
  return found.length > 0 && found.length === all.length
    ? found.reduce((one, other) => how(one, other))
    : undefined;
}

/** Texts are left alone where letters beyond ASCII, or their case, might decide. */
function compared(
  a: Value | undefined,
  b: Value | undefined,
  how: (order: number) => boolean,
): boolean | undefined {
  if (typeof a === 'number' && typeof b === 'number') return how(a - b);
  if (typeof a !== 'string' || typeof b !== 'string' || !/^[a-z0-9]*$/.test(a + b)) return undefined;
  return how(a < b ? -1 : a === b ? 0 : 1);
}
