/**
 * The functions of template expressions that are computed here. All others are unknown, as is whatever depends
 * on the subscription, the time or a running resource: `reference`, `listKeys`, `uniqueString`, `guid` …
 */
import { type Value, Unknown, entry, formOf, isList, isObject, sameForm, unknownIn } from './value.ts';

type Compute = (args: readonly Value[]) => Value | undefined;

/** Longest text and list that is computed; a template that makes longer ones is out to harm. */
const MAX_LENGTH = 20_000;

/** Longest spelling of what an unknown value is computed from. */
const MAX_FORM = 4000;

/** Computes a call. What it cannot tell is unknown; arguments of a wrong kind make it unknown, too. */
export function call(name: string, args: readonly Value[]): Value {
  const form = `{${name}(${args.map(formOf).join(',')})}`;
  const loose = LOOSE.get(name);
  if (loose) {
    const found = loose(args);
    return found === undefined ? lost(name, args, form) : found;
  }
  const unknown = args.map(unknownIn).find((one) => one !== undefined);
  if (unknown) return new Unknown(unknown.why, bounded(form));
  const strict = STRICT.get(name);
  const found = strict?.(args);
  return found === undefined ? lost(name, args, form) : found;
}

function lost(name: string, args: readonly Value[], form: string): Unknown {
  const unknown = args.map(unknownIn).find((one) => one !== undefined);
  return new Unknown(unknown?.why ?? `what ${name}(…) gives is known at the deployment only`, bounded(form));
}

function bounded(form: string): string {
  return form.length > MAX_FORM ? `${form.slice(0, MAX_FORM)}…` : form;
}

/** Three-valued: these can tell something although an argument is unknown. */
const LOOSE: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ['and', (args) => kleene(args, false)],
  ['or', (args) => kleene(args, true)],
  ['not', ([one]) => (typeof one === 'boolean' ? !one : undefined)],
  ['equals', ([a, b]) => (a === undefined || b === undefined ? undefined : same(a, b))],
  ['empty', ([one]) => isEmpty(one)],
  ['concat', joined],
  ['createarray', (args) => args],
  ['createobject', objectOf],
  ['union', united],
  ['coalesce', firstPresent],
  ['tryget', (args) => tryGet(args)],
  ['length', ([one]) => lengthOf(one)],
  [
    'first',
    ([one]) => (isList(one) ? (one[0] ?? null) : typeof one === 'string' ? one.slice(0, 1) : undefined),
  ],
  [
    'last',
    ([one]) => (isList(one) ? (one.at(-1) ?? null) : typeof one === 'string' ? one.slice(-1) : undefined),
  ],
  ['tolower', ([one]) => cased(one, (text) => text.toLowerCase())],
  ['toupper', ([one]) => cased(one, (text) => text.toUpperCase())],
  ['format', formatted],
  ['resourceid', resourceId],
  ['subscriptionresourceid', resourceId],
  ['extensionresourceid', ([of, ...rest]) => under(of, rest)],
]);

const STRICT: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ['true', () => true],
  ['false', () => false],
  ['null', () => null],
  ['bool', ([one]) => toBool(one)],
  ['string', ([one]) => (one === undefined || isObject(one) || isList(one) ? undefined : formOf(one))],
  ['int', ([one]) => whole(one)],
  ['json', ([one]) => fromJson(one)],
  ['contains', ([where, what]) => contains(where, what)],
  [
    'startswith',
    ([text, start]) => texts(text, start, (a, b) => a.toLowerCase().startsWith(b.toLowerCase())),
  ],
  ['endswith', ([text, end]) => texts(text, end, (a, b) => a.toLowerCase().endsWith(b.toLowerCase()))],
  ['trim', ([text]) => (typeof text === 'string' ? text.trim() : undefined)],
  ['replace', ([text, old, by]) => replaced(text, old, by)],
  ['split', ([text, by]) => texts(text, by, (a, b) => (b === '' ? undefined : a.split(b)))],
  [
    'join',
    ([list, by]) => (isList(list) && typeof by === 'string' ? short(list.map(formOf).join(by)) : undefined),
  ],
  ['take', ([of, count]) => slice(of, count, (many) => [0, many])],
  ['skip', ([of, count]) => slice(of, count, (many) => [many, undefined])],
  ['substring', ([text, from, many]) => substring(text, from, many)],
  ['add', ([a, b]) => numbers(a, b, (x, y) => x + y)],
  ['sub', ([a, b]) => numbers(a, b, (x, y) => x - y)],
  ['mul', ([a, b]) => numbers(a, b, (x, y) => x * y)],
  ['less', ([a, b]) => numbers(a, b, (x, y) => x < y)],
  ['lessorequals', ([a, b]) => numbers(a, b, (x, y) => x <= y)],
  ['greater', ([a, b]) => numbers(a, b, (x, y) => x > y)],
  ['greaterorequals', ([a, b]) => numbers(a, b, (x, y) => x >= y)],
]);

function kleene(args: readonly Value[], decides: boolean): Value | undefined {
  if (args.includes(decides)) return decides;
  return args.every((one) => one === !decides) ? !decides : undefined;
}

function same(a: Value, b: Value): boolean | undefined {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (one instanceof Unknown && one.present && (other === null || other === '')) return false;
  }
  if (unknownIn(a) ?? unknownIn(b)) return undefined;
  return sameForm(a, b);
}

function isEmpty(one: Value | undefined): boolean | undefined {
  if (one instanceof Unknown) return one.present ? false : undefined;
  if (one === null || one === '') return true;
  if (isList(one)) return one.length === 0;
  if (isObject(one)) return Object.keys(one).length === 0;
  return typeof one === 'string' ? false : undefined;
}

function joined(args: readonly Value[]): Value | undefined {
  if (args.every(isList)) return listed(args.flat());
  if (args.some((one) => isList(one) || isObject(one) || one === null)) return undefined;
  return textOf(args);
}

function listed(list: readonly Value[]): Value | undefined {
  return list.length > MAX_LENGTH ? undefined : list;
}

/** Known and unknown pieces in a row. */
function textOf(pieces: readonly Value[]): Value | undefined {
  const form = pieces.map(formOf).join('');
  if (form.length > MAX_LENGTH) return undefined;
  const unknown = pieces.find((one) => one instanceof Unknown);
  if (!(unknown instanceof Unknown)) return form;
  const present = pieces.some((one) => (one instanceof Unknown ? one.present : one !== ''));
  return new Unknown(unknown.why, form, present);
}

function formatted([pattern, ...args]: readonly Value[]): Value | undefined {
  if (typeof pattern !== 'string' || /\{\d+[:,]/.test(pattern)) return undefined;
  return textOf(
    pattern.split(/(\{\d+\})/).map((piece) => {
      const number = /^\{(\d+)\}$/.exec(piece);
      return number ? (args[Number(number[1])] ?? piece) : piece;
    }),
  );
}

function cased(one: Value | undefined, how: (text: string) => string): Value | undefined {
  if (typeof one === 'string') return how(one);
  return one instanceof Unknown ? new Unknown(one.why, how(one.form), one.present) : undefined;
}

function objectOf(args: readonly Value[]): Value | undefined {
  const pairs: [string, Value][] = [];
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [key, value] = [args[at], args[at + 1]];
    if (typeof key !== 'string' || value === undefined) return undefined;
    pairs.push([key, value]);
  }
  return Object.fromEntries(pairs);
}

function united(args: readonly Value[]): Value | undefined {
  if (args.every(isList)) return listed([...new Map(args.flat().map((one) => [formOf(one), one])).values()]);
  return args.every(isObject) ? args.reduce<Value>((all, one) => merged(all, one), {}) : undefined;
}

function merged(a: Value, b: Value): Value {
  if (!isObject(a) || !isObject(b)) return b;
  const out: Record<string, Value> = Object.fromEntries(Object.entries(a));
  for (const [key, value] of Object.entries(b)) {
    const before = Object.hasOwn(out, key) ? out[key] : undefined;
    out[key] = before === undefined ? value : merged(before, value);
  }
  return out;
}

function firstPresent(args: readonly Value[]): Value | undefined {
  for (const one of args) {
    if (one instanceof Unknown && !one.present) return undefined;
    if (one !== null) return one;
  }
  return null;
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

function lengthOf(one: Value | undefined): number | undefined {
  if (typeof one === 'string' || isList(one)) return one.length;
  return isObject(one) ? Object.keys(one).length : undefined;
}

/** An id whose subscription is not known, in a form that ends in type and names as ids do. */
function resourceId(args: readonly Value[]): Value | undefined {
  const at = args.findIndex((one) => typeof one === 'string' && one.includes('/'));
  const type = args[at];
  if (typeof type !== 'string') return undefined;
  const [provider = '', ...kinds] = type.split('/');
  const names = args.slice(at + 1);
  const ways = kinds.map((kind, index) => `${kind}/${formOf(names[index] ?? '')}`);
  return new Unknown('the subscription is not known', `/providers/${[provider, ...ways].join('/')}`, true);
}

function under(of: Value | undefined, rest: readonly Value[]): Value | undefined {
  const id = resourceId(rest);
  return of !== undefined && id instanceof Unknown
    ? new Unknown(id.why, formOf(of) + id.form, true)
    : undefined;
}

function toBool(one: Value | undefined): boolean | undefined {
  if (typeof one === 'boolean') return one;
  if (typeof one === 'number') return one !== 0;
  const word = typeof one === 'string' ? one.toLowerCase() : '';
  return word === 'true' || word === '1' ? true : word === 'false' || word === '0' ? false : undefined;
}

function whole(one: Value | undefined): number | undefined {
  if (typeof one === 'number') return one;
  return typeof one === 'string' && /^-?\d{1,15}$/.test(one) ? Number(one) : undefined;
}

function fromJson(one: Value | undefined): Value | undefined {
  if (typeof one !== 'string') return undefined;
  try {
    const parsed: Value = JSON.parse(one);
    return parsed;
  } catch {
    return undefined;
  }
}

function contains(where: Value | undefined, what: Value | undefined): boolean | undefined {
  if (what === undefined) return undefined;
  if (typeof where === 'string') return where.includes(formOf(what));
  if (isList(where)) return where.some((one) => same(one, what) === true);
  return isObject(where) && typeof what === 'string' ? entry(where, what) !== undefined : undefined;
}

function texts(
  a: Value | undefined,
  b: Value | undefined,
  how: (a: string, b: string) => Value | undefined,
): Value | undefined {
  return typeof a === 'string' && typeof b === 'string' ? how(a, b) : undefined;
}

function numbers(
  a: Value | undefined,
  b: Value | undefined,
  how: (a: number, b: number) => Value,
): Value | undefined {
  return typeof a === 'number' && typeof b === 'number' ? how(a, b) : undefined;
}

function short(text: string): string | undefined {
  return text.length > MAX_LENGTH ? undefined : text;
}

function replaced(text: Value | undefined, old: Value | undefined, by: Value | undefined): Value | undefined {
  if (typeof text !== 'string' || typeof old !== 'string' || typeof by !== 'string' || old === '')
    return undefined;
  return text.length * (by.length + 1) > MAX_LENGTH ? undefined : text.split(old).join(by);
}

function slice(
  of: Value | undefined,
  count: Value | undefined,
  range: (many: number) => [number, number | undefined],
): Value | undefined {
  if (typeof count !== 'number' || (typeof of !== 'string' && !isList(of))) return undefined;
  return of.slice(...range(Math.max(0, count)));
}

function substring(
  text: Value | undefined,
  from: Value | undefined,
  many: Value | undefined,
): string | undefined {
  if (typeof text !== 'string' || typeof from !== 'number') return undefined;
  return text.slice(from, typeof many === 'number' ? from + many : undefined);
}
