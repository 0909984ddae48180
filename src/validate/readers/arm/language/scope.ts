/** Evaluates what a template says, in one of its scopes: its own, or that of a deployment nested in it. */
import { call } from '../functions/call.ts';
import { memberOf } from '../functions/ids.ts';
import { callWithLambda, type Locals } from '../functions/lambdas.ts';
import { bounded } from '../functions/lost.ts';
import { type Obj, Unknown, type Value, entry, formOf, isList, isObject, sameForm } from '../value.ts';
import { declarationOf, isSecret, withoutSecrets } from './definitions.ts';
import { expressionIn, type Expression, parseExpression, plainText } from './expression.ts';
import { functionsIn, type OwnFunction } from './own-functions.ts';

/** What all scopes of one file share. */
export interface Reading {
  /** Told of each expression that is none, with the fault. */
  fault(text: string, why: string): void;
  readonly budget: Budget;
}

export interface Budget {
  /** Steps that are left; a template that takes more is out to harm, and what remains of it is unknown. */
  steps: number;
  /** How deep the evaluation stands in itself. */
  depth: number;
}

/** Copies of a resource or a property that are made; of more, none is looked at by itself. */
export const MAX_COPIES = 50;

/** How many definitions may lead from one to the next. */
const MAX_CHAIN = 100;

/** How deep values, expressions and definitions may stand in one another, taken together. */
const MAX_DEPTH = 700;

const NONE: Locals = new Map();

/** The index of each copy loop one stands in; the innermost under ''. */
export type Loops = ReadonlyMap<string, number | Unknown>;

export class Scope {
  readonly #reading: Reading;
  readonly #label: string;
  readonly #parameters: ReadonlyMap<string, Value>;
  readonly #defaults: Obj;
  readonly #definitions: Obj;
  readonly #variables: Obj;
  readonly #functions: ReadonlyMap<string, OwnFunction>;
  readonly #known = new Map<string, Value>();
  readonly #underWay = new Set<string>();

  /** `given`: values from outside, of those parameters that get any. `label` tells scopes apart. */
  constructor(reading: Reading, template: Obj, given: ReadonlyMap<string, Value>, label: string) {
    this.#reading = reading;
    this.#label = label;
    this.#parameters = new Map([...given].map(([name, value]) => [name.toLowerCase(), value]));
    this.#defaults = objectAt(template, 'parameters');
    this.#definitions = objectAt(template, 'definitions');
    this.#variables = objectAt(template, 'variables');
    this.#functions = functionsIn(template);
  }

  /** The value with every expression in it evaluated, as far as that is possible. */
  evaluate(value: Value, loops: Loops = new Map()): Value {
    return this.#within(() => this.#value(value, loops));
  }

  /** One step further in; whoever goes too far gets nowhere. */
  #within(how: () => Value): Value {
    const { budget } = this.#reading;
    if (--budget.steps < 0 || budget.depth >= MAX_DEPTH)
      return new Unknown('the template is too intricate to be followed', '{…}');
    budget.depth++;
    const found = how();
    budget.depth--;
    return found;
  }

  #value(value: Value, loops: Loops): Value {
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

  #tree(tree: Expression, loops: Loops, locals: Locals = NONE): Value {
    return this.#within(() => this.#node(tree, loops, locals));
  }

  #node(tree: Expression, loops: Loops, locals: Locals): Value {
    if (tree.is === 'literal') return tree.value;
    if (tree.is === 'access')
      return accessed(this.#tree(tree.of, loops, locals), this.#tree(tree.key, loops, locals));
    const { name, args } = tree;
    if (name === 'if') return this.#choice(args, loops, locals);
    const mapped = callWithLambda(name, args, locals, (one, more) => this.#tree(one, loops, more));
    if (mapped !== undefined) return mapped;
    const values = args.map((one) => this.#tree(one, loops, locals));
    this.#reading.budget.steps -= values.reduce<number>((sum, one) => sum + weight(one), 0);
    const [first] = values;
    if (name === 'parameters' && typeof first === 'string') return this.#parameter(first);
    if (name === 'variables' && typeof first === 'string') return this.#variable(first);
    if (name === 'lambdavariables' && typeof first === 'string')
      return (
        locals.get(first.toLowerCase()) ?? new Unknown('a lambda variable outside its lambda', '{lambda}')
      );
    if (name === 'copyindex') return copyIndex(values, loops);
    const own = this.#functions.get(name);
    return own ? this.#own(own, values) : call(name, values);
  }

  /** A function of the template's own sees its parameters, and nothing else of the template but other functions. */
  #own({ name, parameters, value, template }: OwnFunction, values: readonly Value[]): Value {
    const given = new Map(parameters.map((one, at) => [one, values[at] ?? null]));
    const label = bounded(`${this.#label}/${name}(${values.map(formOf).join(',')})`);
    return new Scope(this.#reading, template, given, label).evaluate(value);
  }

  #choice([condition, yes, no]: readonly Expression[], loops: Loops, locals: Locals): Value {
    if (!condition || !yes || !no) return new Unknown('an if without its three parts', '{if}');
    const is = this.#tree(condition, loops, locals);
    if (is === true) return this.#tree(yes, loops, locals);
    if (is === false) return this.#tree(no, loops, locals);
    const [a, b] = [this.#tree(yes, loops, locals), this.#tree(no, loops, locals)];
    if (sameForm(a, b) === true) return a;
    const why = is instanceof Unknown ? is.why : 'a condition is neither true nor false';
    return new Unknown(why, bounded(`{if(${[is, a, b].map(formOf).join(',')})}`), certain(a) && certain(b));
  }

  #parameter(name: string): Value {
    const found = entry(this.#defaults, name);
    const form = `{parameters:${this.#label}:${name.toLowerCase()}}`;
    const declared = isObject(found) ? declarationOf(found, this.#definitions) : undefined;
    // A secret is never read, so that it cannot get into anything that is said.
    if (declared && isSecret(declared)) return new Unknown(`parameter "${name}" is a secret`, form);
    const given = this.#parameters.get(name.toLowerCase());
    if (!declared) return given === undefined ? new Unknown(`there is no parameter "${name}"`, form) : given;
    if (given !== undefined) return this.#open(given, declared, form);
    const standard = entry(declared, 'defaultValue');
    if (standard !== undefined) return this.#open(this.#once(form, standard), declared, form);
    if (entry(declared, 'nullable') === true) return null;
    const allowed = entry(declared, 'allowedValues');
    // Where one value is allowed, any other is refused.
    if (isList(allowed) && allowed.length === 1) return allowed[0] ?? null;
    return new Unknown(
      `parameter "${name}" has no value here: name the parameters file of the deployment`,
      form,
    );
  }

  #open(value: Value, declared: Obj, form: string): Value {
    return withoutSecrets(value, declared, this.#definitions, `${form}.secret`);
  }

  #variable(name: string): Value {
    const form = `{variables:${this.#label}:${name.toLowerCase()}}`;
    const copy = copyNamed(this.#variables, name);
    const declared = entry(this.#variables, name);
    if (declared !== undefined) return this.#once(form, declared);
    if (!copy) return new Unknown(`there is no variable "${name}"`, form);
    return this.#known.get(form) ?? this.#keep(form, () => this.#copies(name, copy, new Map()));
  }

  /** Evaluates a definition the first time; one that leads back to itself is unknown. */
  #once(form: string, declared: Value): Value {
    return this.#known.get(form) ?? this.#keep(form, () => this.evaluate(declared));
  }

  #keep(form: string, how: () => Value): Value {
    if (this.#underWay.has(form)) return new Unknown('a definition leads back to itself', form);
    if (this.#underWay.size >= MAX_CHAIN) return new Unknown('definitions lead on and on', form);
    this.#underWay.add(form);
    const value = how();
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
  if (of instanceof Unknown) return memberOf(of, formOf(key));
  const form = bounded(`${formOf(of)}.${formOf(key)}`);
  if (key instanceof Unknown) return new Unknown(key.why, form);
  const found =
    isList(of) && typeof key === 'number'
      ? of[key]
      : isObject(of) && typeof key === 'string'
        ? entry(of, key)
        : undefined;
  return found === undefined ? new Unknown(`there is no "${formOf(key)}" in a value`, form) : found;
}

/** What it takes to go through an argument. */
function weight(value: Value): number {
  if (isList(value)) return value.length >> 3;
  return (value instanceof Unknown ? value.form : typeof value === 'string' ? value : '').length >> 9;
}

function copyIndex(values: readonly Value[], loops: Loops): Value {
  const [first, second] = values;
  const name = typeof first === 'string' ? first.toLowerCase() : '';
  const offset = typeof first === 'number' ? first : typeof second === 'number' ? second : 0;
  const index = loops.get(name);
  if (typeof index === 'number') return index + offset;
  return index ?? new Unknown('a copy index outside a copy loop', `{copyindex:${name}}`);
}
