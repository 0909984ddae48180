/** Values of a template: what is known, and what cannot be known before the deployment. */

/**
 * A value that the template alone does not give. Never guessed: whatever depends on it is unknown as well, and
 * a check that depends on it is inconclusive.
 */
export class Unknown {
  /** Why, for a person: `parameter "sku" has no value here`. */
  readonly why: string;
  /**
   * What it would be computed from, in one spelling: two unknown values of one form are equal, whatever they
   * are, which tells that a setting belongs to a resource whose name is made up at the deployment.
   */
  readonly form: string;
  /** It is known not to be empty and not to be null. */
  readonly present: boolean;

  constructor(why: string, form: string, present = false) {
    this.why = why;
    this.form = form;
    this.present = present;
  }
}

export type Value =
  | null
  | boolean
  | number
  | string
  | Unknown
  | readonly Value[]
  | { readonly [key: string]: Value };

export type Obj = { readonly [key: string]: Value };

export function isObject(value: Value | undefined): value is Obj {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Names in templates are told apart without regard to case. Null and what is not there are both undefined. */
export function get(value: Value | undefined, path: string): Value | undefined {
  let here: Value | undefined = value;
  for (const step of path.split('.')) {
    if (here instanceof Unknown) return here;
    if (!isObject(here)) return undefined;
    here = entry(here, step);
    if (here === null) return undefined;
  }
  return here;
}

/** The entry of that name, in whichever case. */
export function entry(value: Obj, name: string): Value | undefined {
  if (Object.hasOwn(value, name)) return value[name];
  const wanted = name.toLowerCase();
  return Object.entries(value).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/** Longest spelling of a value; definitions that build upon each other can make one of any length. */
const MAX_FORM = 20_000;

/** A value in one spelling, cut off where it gets too long; {@link sameForm} tells whether two are equal. */
export function formOf(value: Value): string {
  if (value instanceof Unknown) return value.form;
  if (typeof value === 'string') return value;
  const pieces: string[] = [];
  spell(value, pieces, { left: MAX_FORM });
  return pieces.join('');
}

/** True when two values are equal, unknown ones included; undefined when they are too long to tell. */
export function sameForm(a: Value, b: Value): boolean | undefined {
  if (typeof a !== typeof b) return false;
  const [left, right] = [formOf(a), formOf(b)];
  if (left !== right) return false;
  return left.length < MAX_FORM || typeof a === 'string' ? true : undefined;
}

function spell(value: Value, pieces: string[], room: { left: number }): void {
  const put = (piece: string): void => {
    room.left -= piece.length;
    pieces.push(piece);
  };
  if (room.left <= 0) return;
  if (value instanceof Unknown) put(value.form.slice(0, MAX_FORM));
  else if (isList(value)) {
    put('[');
    for (const one of value) {
      if (room.left <= 0) return;
      spell(one, pieces, room);
      put(',');
    }
    put(']');
  } else if (isObject(value)) {
    put('{');
    for (const key of Object.keys(value).toSorted()) {
      if (room.left <= 0) return;
      put(`${key}:`);
      spell(value[key] ?? null, pieces, room);
      put(',');
    }
    put('}');
  } else put(JSON.stringify(value));
}

const found = new WeakMap<object, Unknown | null>();

/** The first unknown in it, however deep; undefined: everything is known. */
export function unknownIn(value: Value): Unknown | undefined {
  if (value instanceof Unknown) return value;
  if (!isList(value) && !isObject(value)) return undefined;
  // Definitions may share their parts many times over: each is looked through once.
  const known = found.get(value);
  if (known !== undefined) return known ?? undefined;
  let first: Unknown | undefined;
  for (const one of isList(value) ? value : Object.values(value)) {
    first = unknownIn(one);
    if (first) break;
  }
  found.set(value, first ?? null);
  return first;
}
