/** Functions on texts. Comparisons are made where letters beyond ASCII do not decide. */
import { Unknown, type Value, formOf, isList, isObject } from '../value.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { type Functions, MAX_LENGTH, short } from './compute.ts';
import { bounded } from './lost.ts';

/** Deepest nesting of what `json` reads. */
const MAX_NESTING = 100;

export const TEXTS: Functions = {
  loose: {
    format: formatted,
    tolower: ([one]) => cased(one, (text) => text.toLowerCase()),
    toupper: ([one]) => cased(one, (text) => text.toUpperCase()),
    uri: ([base, rest]) => joinedUri(base, rest),
  },
  strict: {
    base64: ([text]) => only(text, toBase64),
    base64tojson: ([text]) => only(text, (one) => fromJson(fromBase64(one))),
    base64tostring: ([text]) => only(text, fromBase64),
    datauri: ([text]) => only(text, (one) => `data:text/plain;charset=utf8;base64,${toBase64(one)}`),
    datauritostring: ([text]) => only(text, fromDataUri),
    endswith: ([text, end]) => folded(text, end, (a, b) => a.endsWith(b)),
    join: ([list, by]) => joined(list, by),
    json: ([text]) => only(text, fromJson),
    padleft: ([text, width, by]) => padded(text, width, by),
    replace: ([text, old, by]) => replaced(text, old, by),
    split: ([text, by]) => parts(text, by),
    startswith: ([text, start]) => folded(text, start, (a, b) => a.startsWith(b)),
    string: ([one]) => asText(one),
    substring: ([text, from, many]) => substring(text, from, many),
    trim: ([text]) => only(text, (one) => one.trim()),
    uricomponent: ([text]) => only(text, component),
    uricomponenttostring: ([text]) => only(text, fromComponent),
  },
};

/** Known and unknown pieces in a row. */
export function joinedText(pieces: readonly Value[]): Value | undefined {
  if (pieces.some((one) => isList(one) || isObject(one) || one === null || typeof one === 'boolean'))
    return undefined;
  const form = pieces.map(formOf).join('');
  if (form.length > MAX_LENGTH) return undefined;
  const unknown = pieces.find((one) => one instanceof Unknown);
  if (!(unknown instanceof Unknown)) return form;
  const present = pieces.some((one) => (one instanceof Unknown ? one.present : one !== ''));
  return new Unknown(unknown.why, form, present);
}

/** In whichever case; -1 where it is not there. */
export function indexInText(where: string, what: Value, last: boolean): number | undefined {
  const found = folded(where, what, (a, b) => (last ? a.lastIndexOf(b) : a.indexOf(b)));
  return typeof found === 'number' ? found : undefined;
}

/** `{0}` and `{{`; how a number or a date is to be spelled (`{0:N}`, `{0,5}`) is not followed. */
function formatted([pattern, ...args]: readonly Value[]): Value | undefined {
  if (typeof pattern !== 'string') return undefined;
  const pieces = pattern.split(/(\{\{|\}\}|\{\d+\})/);
  if (pieces.some((piece, place) => place % 2 === 0 && /[{}]/.test(piece))) return undefined;
  const values: Value[] = [];
  for (const piece of pieces) {
    const number = /^\{(\d+)\}$/.exec(piece);
    const value = number ? args[Number(number[1])] : piece.replace(/^(\{\{|\}\})$/, piece.slice(0, 1));
    if (value === undefined || value === null) return undefined;
    values.push(typeof value === 'boolean' ? capital(value) : value);
  }
  return joinedText(values);
}

function cased(one: Value | undefined, how: (text: string) => string): Value | undefined {
  if (typeof one === 'string') return how(one);
  return one instanceof Unknown ? new Unknown(one.why, how(one.form), one.present) : undefined;
}

/** A relative address against another; where the other is not known, the form says what is added to what. */
function joinedUri(base: Value | undefined, rest: Value | undefined): Value | undefined {
  if (base === undefined || rest === undefined) return undefined;
  if (typeof base === 'string' && typeof rest === 'string') {
    try {
      return new URL(rest, base).href;
    } catch {
      return undefined;
    }
  }
  const unknown = [base, rest].find((one) => one instanceof Unknown);
  if (!(unknown instanceof Unknown)) return undefined;
  return new Unknown(unknown.why, bounded(`{uri(${formOf(base)},${formOf(rest)})}`), true);
}

function joined(list: Value | undefined, by: Value | undefined): string | undefined {
  if (!isList(list) || typeof by !== 'string') return undefined;
  return list.every((one) => typeof one === 'string' || typeof one === 'number')
    ? short(list.map(formOf).join(by))
    : undefined;
}

function fromDataUri(uri: string): string | undefined {
  const [, base64, text = ''] = /^data:[^,;]*(?:;charset=[\w-]+)?(;base64)?,(.*)$/is.exec(uri) ?? [];
  if (text === '') return undefined;
  return base64 === undefined ? fromComponent(text) : fromBase64(text);
}

function fromJson(text: string | undefined): Value | undefined {
  // Counted on the text, before anything takes it apart by recursion.
  let depth = 0;
  for (const sign of text ?? '') {
    if (sign === '[' || sign === '{') depth++;
    else if (sign === ']' || sign === '}') depth--;
    if (depth > MAX_NESTING) return undefined;
  }
  try {
    const parsed: Value = JSON.parse(text ?? '');
    return parsed;
  } catch {
    return undefined;
  }
}

function padded(
  text: Value | undefined,
  width: Value | undefined,
  by: Value | undefined,
): string | undefined {
  const sign = by ?? ' ';
  if ((typeof text !== 'string' && typeof text !== 'number') || typeof width !== 'number') return undefined;
  if (typeof sign !== 'string' || sign.length !== 1 || width < 0 || width > MAX_LENGTH) return undefined;
  return formOf(text).padStart(width, sign);
}

function replaced(text: Value | undefined, old: Value | undefined, by: Value | undefined): Value | undefined {
  if (typeof text !== 'string' || typeof old !== 'string' || typeof by !== 'string' || old === '')
    return undefined;
  return text.length * (by.length + 1) > MAX_LENGTH * 10 ? undefined : short(text.split(old).join(by));
}

/** At one sign, or at each of several. */
function parts(text: Value | undefined, by: Value | undefined): Value | undefined {
  const signs = isList(by) ? by : [by];
  if (typeof text !== 'string' || signs.some((one) => typeof one !== 'string' || one === ''))
    return undefined;
  return signs.reduce<string[]>((all, sign) => all.flatMap((one) => one.split(formOf(sign ?? ''))), [text]);
}

/** Objects are left alone: in which order their keys would come is not certain. */
function asText(one: Value | undefined): string | undefined {
  if (typeof one === 'boolean') return capital(one);
  if (isList(one))
    return one.every((part) => typeof part === 'string' || typeof part === 'number')
      ? short(JSON.stringify(one))
      : undefined;
  return one === undefined || one === null || isObject(one) ? undefined : formOf(one);
}

function capital(truth: boolean): string {
  return truth ? 'True' : 'False';
}

function substring(
  text: Value | undefined,
  from: Value | undefined,
  many: Value | undefined,
): string | undefined {
  if (typeof text !== 'string' || typeof from !== 'number' || from < 0) return undefined;
  const end = typeof many === 'number' ? from + many : text.length;
  // Beyond the end is an error of the deployment.
  return end > text.length || end < from ? undefined : text.slice(from, end);
}

function component(text: string): string | undefined {
  try {
    return encodeURIComponent(text).replaceAll(
      /[!'()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    return undefined;
  }
}

function fromComponent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function only(text: Value | undefined, how: (text: string) => Value | undefined): Value | undefined {
  const found = typeof text === 'string' ? how(text) : undefined;
  return typeof found === 'string' ? short(found) : found;
}

function folded(
  a: Value | undefined,
  b: Value | undefined,
  how: (a: string, b: string) => Value,
): Value | undefined {
  const ours = typeof a === 'string' && typeof b === 'string' && /^[\0-\x7f]*$/.test(a + b);
  return ours ? how(a.toLowerCase(), b.toLowerCase()) : undefined;
}
