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

/** Deepest nesting that is spelled; what is deeper is cut off, as what is too long. */
const MAX_NESTING = 500;

/** A value in one spelling, cut off where it gets too long or too deep; {@link sameForm} tells whether two are equal. */
export function formOf(value: Value): string {
  if (value instanceof Unknown) return value.form;
  if (typeof value === 'string') return value;
  return spelled(value).text;
}

/** True when two values are equal, unknown ones included; undefined when they are too long to tell. */
export function sameForm(a: Value, b: Value): boolean | undefined {
  if (typeof a !== typeof b) return false;
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  const [left, right] = [spelled(a), spelled(b)];
  if (left.text !== right.text) return false;
  return left.cut || right.cut ? undefined : true;
}

interface Spelling {
  readonly text: string;
  /** There is more of it than is spelled. */
  readonly cut: boolean;
}

function spelled(value: Value): Spelling {
  const pieces: string[] = [];
  const room: Room = { left: MAX_FORM, nesting: 0, cut: false };
  spell(value, pieces, room);
  return { text: pieces.join(''), cut: room.cut };
}

interface Room {
  left: number;
  nesting: number;
  cut: boolean;
}

function spell(value: Value, pieces: string[], room: Room): void {
  const put = (piece: string): void => {
    room.left -= piece.length;
    pieces.push(piece);
  };
  if (room.left <= 0 || room.nesting > MAX_NESTING) {
    room.cut = true;
    return;
  }
  room.nesting++;
  if (value instanceof Unknown) put(value.form);
  else if (isList(value)) {
    put('[');
    for (const one of value) {
      if (room.left <= 0) break;
      spell(one, pieces, room);
      put(',');
    }
    put(']');
  } else if (isObject(value)) {
    put('{');
    for (const key of Object.keys(value).toSorted()) {
      if (room.left <= 0) break;
      put(`${key}:`);
      spell(value[key] ?? null, pieces, room);
      put(',');
    }
    put('}');
  } else put(JSON.stringify(value));
  if (room.left <= 0) room.cut = true;
  room.nesting--;
}

const found = new WeakMap<object, Unknown | null>();

/** An unknown in it, however deep; undefined: everything is known. */
export function unknownIn(value: Value): Unknown | undefined {
  if (value instanceof Unknown) return value;
  if (!isList(value) && !isObject(value)) return undefined;
  const known = found.get(value);
  if (known !== undefined) return known ?? undefined;
  // Definitions may share their parts many times over: each is looked through once, and not by recursion.
  const seen = new Set<object>();
  const waiting: Value[] = [value];
  let first: Unknown | undefined;
  for (let one = waiting.pop(); one !== undefined && !first; one = waiting.pop()) {
    if (one instanceof Unknown) first = one;
    else if ((isList(one) || isObject(one)) && !seen.has(one)) {
      seen.add(one);
      const before = found.get(one);
      if (before) first = before;
      else if (before === undefined)
        for (const part of isList(one) ? one : Object.values(one)) waiting.push(part);
    }
  }
  found.set(value, first ?? null);
  return first;
}
