/** A scanner of JSON text (RFC 8259): what JSON.parse does not tell. Iterative, so no nesting overflows it. */

/** Something wrong, in words, and the offset where it is. */
interface Fault {
  readonly offset: number;
  readonly message: string;
}

interface JsonScan {
  /** Where the text is not JSON; nothing after it was looked at. */
  readonly fault?: Fault;
  /** Where the nesting passes the limit; nothing after it was looked at. */
  readonly tooDeepAt?: number;
  /** The first key that stands twice in one object, or is `__proto__`. */
  readonly badKey?: { readonly key: string; readonly offset: number; readonly length: number };
}

/**
 * A key no file may have: programs that copy objects lose it or set a prototype by it (zod drops it without a
 * word), so what stands under it would be read by some and not by others.
 */
export const FORBIDDEN_KEY = '__proto__';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** Reads the whole text once. */
export function scanJson(text: string, maxDepth: number): JsonScan {
  // One entry for each open container: the keys seen in an object, or null for a list.
  const open: (Set<string> | null)[] = [];
  let badKey: JsonScan['badKey'];
  let offset = skipSpace(text, 0);
  let expecting: 'value' | 'first item' | 'first key' | 'key' | 'after' = 'value';
  const fault = (message: string, at = offset): JsonScan => ({
    fault: {
      offset: at,
      message: at >= text.length ? `the text ends where ${needed(expecting, open.at(-1))}` : message,
    },
    ...(badKey && { badKey }),
  });

  while (true) {
    const here = text[offset];
    if (expecting === 'after') {
      const inside = open.at(-1);
      if (inside === undefined) {
        return offset >= text.length
          ? { ...(badKey && { badKey }) }
          : fault('text after the end of the JSON value');
      }
      if (here === ',') expecting = inside ? 'key' : 'value';
      else if (here === (inside ? '}' : ']')) open.pop();
      else return fault(`here ${needed(expecting, inside)}`);
      offset = skipSpace(text, offset + 1);
    } else if ((expecting === 'first item' && here === ']') || (expecting === 'first key' && here === '}')) {
      open.pop();
      expecting = 'after';
      offset = skipSpace(text, offset + 1);
    } else if (expecting === 'key' || expecting === 'first key') {
      if (here !== '"') return fault(`here ${needed(expecting, open.at(-1))}`);
      const end = checkedString(text, offset);
      if (typeof end !== 'number') return { fault: end, ...(badKey && { badKey }) };
      const key = stringValue(text, offset, end);
      const keys = open.at(-1);
      if (key === FORBIDDEN_KEY || keys?.has(key)) badKey ??= { key, offset, length: end - offset };
      keys?.add(key);
      const colon = skipSpace(text, end);
      if (text[colon] !== ':') return fault('a colon is missing after the key', colon);
      offset = skipSpace(text, colon + 1);
      expecting = 'value';
    } else if (here === '{' || here === '[') {
      if (open.length >= maxDepth) return { tooDeepAt: offset };
      open.push(here === '{' ? new Set() : null);
      expecting = here === '{' ? 'first key' : 'first item';
      offset = skipSpace(text, offset + 1);
    } else {
      const end = here === '"' ? checkedString(text, offset) : checkedWord(text, offset);
      if (end === undefined) return fault(`here ${needed(expecting, open.at(-1))}`);
      if (typeof end !== 'number') return { fault: end, ...(badKey && { badKey }) };
      expecting = 'after';
      offset = skipSpace(text, end);
    }
  }
}

function needed(expecting: string, inside: Set<string> | null | undefined): string {
  if (expecting === 'after') return inside ? 'a comma or "}" should stand' : 'a comma or "]" should stand';
  return expecting.endsWith('key') ? 'a key in double quotes should stand' : 'a value should stand';
}

/** End of the string that starts at `offset`, or what is wrong with it. */
function checkedString(text: string, offset: number): number | Fault {
  for (let at = offset + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code < 0x20) return { offset: at, message: 'a line break or control character inside a string' };
    if (code === BACKSLASH) {
      at++;
      const escape = text[at] ?? '';
      if (escape === 'u' && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 1, at + 5))) at += 4;
      else if (escape === '' || !'"\\/bfnrt'.includes(escape))
        return { offset: at - 1, message: 'a backslash that starts no escape' };
    }
  }
  return { offset, message: 'a string that does not end' };
}

/** End of the number, `true`, `false` or `null` at `offset`; undefined when there is none. */
function checkedWord(text: string, offset: number): number | undefined {
  const end = wordEnd(text, offset);
  const word = text.slice(offset, Math.min(end, offset + 4096));
  if (word === 'true' || word === 'false' || word === 'null') return end;
  // A number of more digits than that is taken on trust: JSON.parse judges it.
  return end - offset > 4096 || NUMBER.test(word) ? end : undefined;
}

function wordEnd(text: string, offset: number): number {
  let end = offset;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    const digitOrLetter =
      (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
    if (!digitOrLetter && code !== 0x2b && code !== 0x2d && code !== 0x2e) break;
  }
  return end;
}

/** The first offset from `offset` on that holds no white space. */
export function skipSpace(text: string, offset: number): number {
  for (let at = offset; ; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
  }
}

/** One entry of an object or a list; in a list the key is the index and stands where the value stands. */
export interface Member {
  readonly key: string;
  readonly keyOffset: number;
  readonly keyEnd: number;
  readonly offset: number;
  readonly end: number;
}

/** The entries of the container at `offset`, of text that is known to be JSON. None for other values. */
export function* scanMembers(text: string, offset: number): Generator<Member, void> {
  const isObject = text[offset] === '{';
  if (!isObject && text[offset] !== '[') return;
  let at = skipSpace(text, offset + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index++) {
    let key = String(index);
    const keyOffset = at;
    let keyEnd = at;
    if (isObject) {
      keyEnd = stringEnd(text, at);
      key = stringValue(text, at, keyEnd);
      at = skipSpace(text, skipSpace(text, keyEnd) + 1);
    }
    const end = valueEnd(text, at);
    yield { key, keyOffset, keyEnd: isObject ? keyEnd : end, offset: at, end };
    at = skipSpace(text, end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
}

function valueEnd(text: string, offset: number): number {
  let depth = 0;
  for (let at = offset; at < text.length;) {
    const here = text[at];
    if (here === '"') at = stringEnd(text, at);
    else if (here === '{' || here === '[') {
      depth++;
      at++;
    } else if (here === '}' || here === ']') {
      depth--;
      at++;
    } else if (depth === 0) return wordEnd(text, at);
    else at++;
    if (depth === 0) return at;
  }
  return text.length;
}

function stringEnd(text: string, offset: number): number {
  for (let at = offset + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at++;
  }
  return text.length;
}

function stringValue(text: string, offset: number, end: number): string {
  const raw = text.slice(offset + 1, end - 1);
  return raw.includes('\\') ? String(JSON.parse(text.slice(offset, end))) : raw;
}
