/** Evaluates what a template says, in one of its scopes: its own, or that of a deployment nested in it. */
import { expressionIn, type Expression, parseExpression, plainText } from './expression.ts';
import { call } from './functions.ts';
import { type Obj, Unknown, type Value, entry, formOf, isList, isObject, sameForm } from './value.ts';

/** What all scopes of one reading share. */
export interface Reading {
  /** Told of each expression that is none, with the fault. */
  fault(text: string, why: string): void;
  /** Steps that are left; a template that takes more is out to harm, and what remains of it is unknown. */
  steps: number;
}

/** Copies of a resource or a property that are made; of more, none is looked at by itself. */
export const MAX_COPIES = 50;

/** How many definitions may lead from one to the next. */
const MAX_CHAIN = 100;

/** The index of each copy loop one stands in; the innermost under ''. */
export type Loops = ReadonlyMap<string, number | Unknown>;

export class Scope {
  readonly #reading: Reading;
  readonly #label: string;
  readonly #parameters: ReadonlyMap<string, Value>;
  readonly #defaults: Obj;
  readonly #variables: Obj;
  readonly #known = new Map<string, Value>();
  readonly #underWay = new Set<string>();

  /** `given`: values from outside, of those parameters that get any. `label` tells scopes apart. */
  constructor(reading: Reading, template: Obj, given: ReadonlyMap<string, Value>, label: string) {
    this.#reading = reading;
    this.#label = label;
    this.#parameters = new Map([...given].map(([name, value]) => [name.toLowerCase(), value]));
    this.#defaults = objectAt(template, 'parameters');
    this.#variables = objectAt(template, 'variables');
  }

  /** The value with every expression in it evaluated, as far as that is possible. */
  evaluate(value: Value, loops: Loops = new Map()): Value {
    if (--this.#reading.steps < 0) return new Unknown('the template is too intricate to be followed', '{…}');
    if (typeof value === 'string') return this.#text(value, loops);
    if (isList(value)) return value.map((one) => this.evaluate(one, loops));
    if (!isObject(value)) return value;
    const pairs: [string, Value][] = [];
    for (const [key, one] of Object.entries(value)) {
      const copies = key.toLowerCase() === 'copy' && isList(one) ? one : undefined;
      if (!copies) pairs.push([key, this.evaluate(one, loops)]);
      for (const copy of copies ?? []) {
        const name = entry(isObject(copy) ? copy : {}, 'name');
        if (isObject(copy) && typeof name === 'string') pairs.push([name, this.#copies(name, copy, loops)]);
      }
    }
    return Object.fromEntries(pairs);
  }

  #copies(name: string, copy: Obj, loops: Loops): Value {
    const count = this.evaluate(entry(copy, 'count') ?? null, loops);
    if (typeof count !== 'number' || count < 0 || count > MAX_COPIES) {
      const why = count instanceof Unknown ? count.why : `"${name}" is copied too often to be followed`;
      return new Unknown(why, `{copy:${this.#label}:${name}}`);
    }
    const input = entry(copy, 'input') ?? null;
    return Array.from({ length: count }, (_, index) =>
      this.evaluate(input, new Map([...loops, ['', index], [name.toLowerCase(), index]])),
    );
  }

  #text(text: string, loops: Loops): Value {
    const inside = expressionIn(text);
    if (inside === undefined) return plainText(text);
    const tree = parseExpression(inside);
    if ('fault' in tree) {
      this.#reading.fault(text, tree.fault);
      return new Unknown(`an expression is not understood (${tree.fault})`, text);
    }
    return this.#tree(tree, loops);
  }

  #tree(tree: Expression, loops: Loops): Value {
    if (--this.#reading.steps < 0) return new Unknown('the template is too intricate to be followed', '{…}');
    if (tree.is === 'literal') return tree.value;
    if (tree.is === 'access') return accessed(this.#tree(tree.of, loops), this.#tree(tree.key, loops));
    const { name, args } = tree;
    if (name === 'if') return this.#choice(args, loops);
    const values = args.map((one) => this.#tree(one, loops));
    const [first] = values;
    if (name === 'parameters' && typeof first === 'string') return this.#parameter(first);
    if (name === 'variables' && typeof first === 'string') return this.#variable(first);
    if (name === 'copyindex') return copyIndex(values, loops);
    return call(name, values);
  }

  #choice([condition, yes, no]: readonly Expression[], loops: Loops): Value {
    if (!condition || !yes || !no) return new Unknown('an if without its three parts', '{if}');
    const is = this.#tree(condition, loops);
    if (is === true) return this.#tree(yes, loops);
    if (is === false) return this.#tree(no, loops);
    const [a, b] = [this.#tree(yes, loops), this.#tree(no, loops)];
    if (sameForm(a, b) === true) return a;
    const why = is instanceof Unknown ? is.why : 'a condition is neither true nor false';
    return new Unknown(
      why,
      `{if(${[is, a, b].map(formOf).join(',').slice(0, 4000)})}`,
      certain(a) && certain(b),
    );
  }

  #parameter(name: string): Value {
    const declared = entry(this.#defaults, name);
    const form = `{parameters:${this.#label}:${name.toLowerCase()}}`;
    const { type } = isObject(declared) ? declared : {};
    // A secret is never read, so that it cannot get into anything that is said.
    if (typeof type === 'string' && type.toLowerCase().startsWith('secure'))
      return new Unknown(`parameter "${name}" is a secret`, form);
    const given = this.#parameters.get(name.toLowerCase());
    if (given !== undefined) return given;
    if (!isObject(declared)) return new Unknown(`there is no parameter "${name}"`, form);
    const standard = entry(declared, 'defaultValue');
    if (standard !== undefined) return this.#once(form, standard);
    return declared['nullable'] === true
      ? null
      : new Unknown(
          `parameter "${name}" has no value here: name the parameters file of the deployment`,
          form,
        );
  }

  #variable(name: string): Value {
    const form = `{variables:${this.#label}:${name.toLowerCase()}}`;
    const declared = entry(this.#variables, name) ?? copyNamed(this.#variables, name);
    return declared === undefined
      ? new Unknown(`there is no variable "${name}"`, form)
      : isObject(declared) && declared === copyNamed(this.#variables, name)
        ? this.#copies(name, declared, new Map())
        : this.#once(form, declared);
  }

  /** Evaluates a definition the first time; one that leads back to itself is unknown. */
  #once(form: string, declared: Value): Value {
    const known = this.#known.get(form);
    if (known !== undefined) return known;
    if (this.#underWay.has(form)) return new Unknown('a definition leads back to itself', form);
    if (this.#underWay.size >= MAX_CHAIN) return new Unknown('definitions lead on and on', form);
    this.#underWay.add(form);
    const value = this.evaluate(declared);
    this.#underWay.delete(form);
    this.#known.set(form, value);
    return value;
  }
}

function objectAt(template: Obj, name: string): Obj {
  const found = entry(template, name);
  return isObject(found) ? found : {};
}

function copyNamed(variables: Obj, name: string): Obj | undefined {
  const copies = entry(variables, 'copy');
  const found = (isList(copies) ? copies : []).find(
    (one) => isObject(one) && formOf(entry(one, 'name') ?? null).toLowerCase() === name.toLowerCase(),
  );
  return isObject(found) ? found : undefined;
}

function certain(value: Value): boolean {
  return value instanceof Unknown ? value.present : value !== null && value !== '';
}

function accessed(of: Value, key: Value): Value {
  const form = `${formOf(of)}.${formOf(key)}`;
  if (of instanceof Unknown) return new Unknown(of.why, form);
  if (key instanceof Unknown) return new Unknown(key.why, form);
  const found =
    isList(of) && typeof key === 'number'
      ? of[key]
      : isObject(of) && typeof key === 'string'
        ? entry(of, key)
        : undefined;
  return found === undefined ? new Unknown(`there is no "${formOf(key)}" in a value`, form) : found;
}

function copyIndex(values: readonly Value[], loops: Loops): Value {
  const [first, second] = values;
  const name = typeof first === 'string' ? first.toLowerCase() : '';
  const offset = typeof first === 'number' ? first : typeof second === 'number' ? second : 0;
  const index = loops.get(name);
  if (typeof index === 'number') return index + offset;
  return index ?? new Unknown('a copy index outside a copy loop', `{copyindex:${name}}`);
}
