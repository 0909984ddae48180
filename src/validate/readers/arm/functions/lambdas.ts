/** Functions that take a `lambda`: `filter`, `map`, `reduce`, `sort`, `toObject`, `groupBy`, `mapValues`. */
import type { Expression } from '../language/expression.ts';
import { type Value, formOf, isList, isObject, sameForm } from '../value.ts';
import { MAX_LENGTH } from './compute.ts';
import { lost } from './lost.ts';

/** Values of lambda variables, by name in lower case. */
export type Locals = ReadonlyMap<string, Value>;

export type Evaluate = (tree: Expression, locals: Locals) => Value;

type Lambda = (...values: readonly Value[]) => Value;

/** Computes a call that has a lambda among its arguments; undefined where it is none of these functions. */
export function callWithLambda(
  name: string,
  args: readonly Expression[],
  locals: Locals,
  evaluate: Evaluate,
): Value | undefined {
  const compute = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!compute) return undefined;
  const lambdas = args.filter(isLambda).map((one) => lambdaOf(one, locals, evaluate));
  const values = args.filter((one) => !isLambda(one)).map((one) => evaluate(one, locals));
  const found = compute(values, lambdas);
  return found === undefined ? lost(name, values, spelled(args.filter(isLambda), locals)) : found;
}

type Compute = (values: readonly Value[], lambdas: readonly Lambda[]) => Value | undefined;

const FUNCTIONS: Readonly<Record<string, Compute>> = {
  filter: ([list], [keep]) => (isList(list) && keep ? filtered(list, keep) : undefined),
  map: ([list], [to]) => (isList(list) && to ? list.map((one, index) => to(one, index)) : undefined),
  reduce: ([list, first], [join]) =>
    isList(list) && first !== undefined && join
      ? list.reduce<Value>((all, one, index) => join(all, one, index), first)
      : undefined,
  sort: ([list], [before]) => (isList(list) && before ? sorted(list, before) : undefined),
  toobject: ([list], [key, value]) => (isList(list) && key ? toObject(list, key, value) : undefined),
  groupby: ([list], [key]) => (isList(list) && key ? grouped(list, key) : undefined),
  mapvalues: ([of], [to]) =>
    isObject(of) && to
      ? Object.fromEntries(Object.entries(of).map(([key, value]) => [key, to(value)]))
      : undefined,
};

function isLambda(one: Expression): one is Extract<Expression, { is: 'call' }> {
  return one.is === 'call' && one.name === 'lambda';
}

function lambdaOf({ args }: Extract<Expression, { is: 'call' }>, locals: Locals, evaluate: Evaluate): Lambda {
  const body = args.at(-1);
  const names = args.slice(0, -1).map((one) => (one.is === 'literal' ? String(one.value).toLowerCase() : ''));
  return (...values) =>
    body
      ? evaluate(body, new Map([...locals, ...names.map((name, at) => [name, values[at] ?? null] as const)]))
      : lost('lambda', values);
}

function filtered(list: readonly Value[], keep: Lambda): Value | undefined {
  const kept = list.map((one, index) => keep(one, index));
  return kept.every((one) => typeof one === 'boolean') ? list.filter((_, index) => kept[index]) : undefined;
}

/** True of the lambda: the first goes before the second. Where neither does, only equal ones have an order. */
function sorted(list: readonly Value[], before: Lambda): Value | undefined {
  if (list.length > MAX_LENGTH / 20) return undefined;
  let sure = true;
  const order = (a: Value, b: Value): number => {
    const [ab, ba] = [before(a, b), before(b, a)];
    if (typeof ab !== 'boolean' || typeof ba !== 'boolean') sure = false;
    if (ab === ba && sameForm(a, b) !== true) sure = false;
    return ab === ba ? 0 : ab === true ? -1 : 1;
  };
  const out = list.toSorted(order);
  return sure ? out : undefined;
}

function toObject(list: readonly Value[], key: Lambda, value: Lambda | undefined): Value | undefined {
  const pairs = list.map((one) => [key(one), value ? value(one) : one] as const);
  const keys = new Set(pairs.map(([name]) => (typeof name === 'string' ? name.toLowerCase() : undefined)));
  if (keys.has(undefined) || keys.size < pairs.length) return undefined;
  return Object.fromEntries(pairs.map(([name, one]) => [formOf(name), one]));
}

function grouped(list: readonly Value[], key: Lambda): Value | undefined {
  const groups = new Map<string, Value[]>();
  for (const one of list) {
    const name = key(one);
    if (typeof name !== 'string') return undefined;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const folded = new Set([...groups.keys()].map((name) => name.toLowerCase()));
  return folded.size < groups.size ? undefined : Object.fromEntries(groups);
}

/** What tells one lambda from another: its text, and the variables that it may use. */
function spelled(lambdas: readonly Expression[], locals: Locals): string {
  const used = [...locals].map(([name, value]) => `${name}=${formOf(value)}`);
  return `,${JSON.stringify(lambdas)};${used.join(';')}`;
}
