/**
 * Where keys and tables of a TOML text stand. The text is known to be well-formed, so this only has to tell keys
 * from values and to step over strings; what it gets wrong would be a place, never a value.
 */

/** From and to, as offsets. */
export type Span = readonly [number, number];

export interface Place {
  readonly key: Span;
  readonly value: Span;
}

/** Places by path, written as JSON. Keys inside of inline tables have none; the table has. */
export function tomlPlaces(text: string): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  const counts = new Map<string, number>();
  let table: readonly (string | number)[] = [];
  let at = 0;
  const put = (path: readonly (string | number)[], key: Span, value: Span): void => {
    const name = JSON.stringify(path);
    if (!found.has(name)) found.set(name, { key, value });
  };
  while (at < text.length) {
    at = skipBlank(text, at);
    if (at >= text.length) break;
    const start = at;
    if (text[at] === '[') {
      const array = text[at + 1] === '[';
      const [names, , bracket] = keys(text, at + (array ? 2 : 1));
      const end = bracket + (array ? 2 : 1);
      table = located(names, counts);
      if (array) {
        const name = JSON.stringify(table);
        const count = counts.get(name) ?? 0;
        counts.set(name, count + 1);
        table = [...table, count];
      }
      put(table, [start, end], [start, end]);
      at = endOfLine(text, end);
      continue;
    }
    const [names, end, equals] = keys(text, at);
    const from = skipSpace(text, equals + 1);
    const to = endOfValue(text, from);
    names.forEach((_, index) => {
      if (index < names.length - 1) put([...table, ...names.slice(0, index + 1)], [start, end], [start, to]);
    });
    put([...table, ...names], [start, end], [from, to]);
    at = Math.max(to, at + 1);
  }
  return found;
}

/** The path of a table in which lists of tables stand: the last of each is meant. */
function located(
  names: readonly string[],
  counts: ReadonlyMap<string, number>,
): readonly (string | number)[] {
  const path: (string | number)[] = [];
  names.forEach((name, index) => {
    path.push(name);
    const count = counts.get(JSON.stringify(path));
    if (count !== undefined && index < names.length - 1) path.push(count - 1);
  });
  return path;
}

/** A dotted key, where it ends, and where its `=` or `]` stands. */
function keys(text: string, from: number): [readonly string[], number, number] {
  const names: string[] = [];
  let end = from;
  let at = skipSpace(text, from);
  while (at < text.length && text[at] !== '=' && text[at] !== ']' && text[at] !== '\n') {
    const char = text[at];
    if (char === '"' || char === "'") {
      end = endOfString(text, at);
      names.push(unquoted(text.slice(at, end)));
      at = end;
    } else if (char === '.' || char === ' ' || char === '\t' || char === '\r') at += 1;
    else {
      const [word = ''] = /^[^\s."'=\]]+/.exec(text.slice(at, at + 1000)) ?? [];
      if (word === '') break;
      names.push(word);
      at += word.length;
      end = at;
    }
  }
  return [names, end, at];
}

function unquoted(quoted: string): string {
  if (quoted.startsWith("'")) return quoted.slice(1, -1);
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === 'string' ? value : quoted;
  } catch {
    return quoted.slice(1, -1);
  }
}

/** The end of a value: of the line, but for strings, lists and tables that go on over several. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  let last = from;
  for (let at = from; at < text.length;) {
    const char = text[at];
    if (char === '"' || char === "'") {
      at = endOfString(text, at);
      last = at;
      continue;
    }
    if (char === '#') {
      at = endOfLine(text, at);
      continue;
    }
    if (char === '\n' && depth === 0) break;
    if (char === '[' || char === '{') depth += 1;
    if (char === ']' || char === '}') depth -= 1;
    at += 1;
    if (char !== undefined && !/\s/.test(char)) last = at;
  }
  return last;
}

function endOfString(text: string, from: number): number {
  const quote = text[from] ?? '"';
  const long = text.startsWith(quote.repeat(3), from);
  const mark = long ? quote.repeat(3) : quote;
  for (let at = from + mark.length; at < text.length; at += 1) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text.startsWith(mark, at)) {
      if (!long) return at + 1;
      // Up to two quotes of its own may stand before the mark.
      let end = at + mark.length;
      while (text[end] === quote) end += 1;
      return end;
    } else if (!long && text[at] === '\n') return at;
  }
  return text.length;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    if (/[\s\uFEFF]/.test(text[at] ?? '')) at += 1;
    else if (text[at] === '#') at = endOfLine(text, at);
    else break;
  }
  return at;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
