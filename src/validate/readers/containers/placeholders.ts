/** Places in a configuration that are filled in later: by variables, by a pipeline, by hand. */

/** A text after its variables were filled in, as far as their values are known. */
export interface Filled {
  /** Variables without a known value are left as `${NAME}`. */
  readonly text: string;
  /** Names of those. */
  readonly open: readonly string[];
  /** Names of variables for which the default that the text gives was taken. */
  readonly assumed: readonly string[];
  /** Names of variables whose value is filled in, which stands elsewhere. */
  readonly taken?: readonly string[];
}

/** How deep defaults may lie in defaults: `${A:-${B:-c}}` is two. */
const DEEPEST = 8;

/**
 * Fills in `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:+other}`, `${NAME:?message}` and `$NAME`, as
 * Compose does; `$$` is a dollar sign. `kept` are names that mean something else (`$upstream` of IoT Edge).
 */
export function fill(
  text: string,
  variables: ReadonlyMap<string, string>,
  kept: ReadonlySet<string> = new Set(),
): Filled {
  const open: string[] = [];
  const assumed: string[] = [];
  const taken: string[] = [];
  const filled = expand(text, 0, { variables, kept, open, assumed, taken });
  return {
    text: filled,
    open: [...new Set(open)],
    assumed: [...new Set(assumed)],
    ...(taken.length > 0 && { taken: [...new Set(taken)] }),
  };
}

interface Filling {
  readonly variables: ReadonlyMap<string, string>;
  readonly kept: ReadonlySet<string>;
  readonly open: string[];
  readonly assumed: string[];
  readonly taken: string[];
}

function expand(text: string, depth: number, filling: Filling): string {
  let out = '';
  for (let at = 0; at < text.length;) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) return out + text.slice(at);
    out += text.slice(at, dollar);
    const [said, end] = variableAt(text, dollar, depth, filling);
    out += said;
    at = end;
  }
  return out;
}

/** What stands for the variable that begins at the dollar sign, and where the text goes on. */
function variableAt(text: string, dollar: number, depth: number, filling: Filling): [string, number] {
  if (text[dollar + 1] === '$') return ['$', dollar + 2];
  const [bare] = /^[A-Za-z_][A-Za-z0-9_.]*/.exec(text.slice(dollar + 1, dollar + 200)) ?? [];
  if (bare !== undefined) {
    // A dot ends a bare name; only braces may hold one, as IoT Edge templates have it.
    const name = bare.split('.')[0] ?? bare;
    const end = dollar + 1 + name.length;
    return filling.kept.has(name) ? [text.slice(dollar, end), end] : [valueOf(name, filling), end];
  }
  const end = text[dollar + 1] === '{' ? closing(text, dollar + 1) : undefined;
  if (end === undefined) return ['$', dollar + 1];
  const inside = text.slice(dollar + 2, end);
  const [, name, rest = ''] = /^([A-Za-z_][A-Za-z0-9_.-]*?)((?::?[-+?]).*)?$/s.exec(inside) ?? [];
  if (name === undefined || depth >= DEEPEST) {
    filling.open.push(inside.slice(0, 64));
    return [text.slice(dollar, end + 1), end + 1];
  }
  return [withOperator(name, rest, depth, filling), end + 1];
}

function withOperator(name: string, rest: string, depth: number, filling: Filling): string {
  const [, colon, operator, word = ''] = /^(:?)([-+?])(.*)$/s.exec(rest) ?? [];
  const known = filling.variables.get(name);
  const set = known !== undefined && (colon === undefined || colon === '' || known !== '');
  if (operator === '-' && !set) {
    filling.assumed.push(name);
    return expand(word, depth + 1, filling);
  }
  if (operator === '+') {
    if (!set) filling.assumed.push(name);
    return set ? expand(word, depth + 1, filling) : '';
  }
  return valueOf(name, filling);
}

function valueOf(name: string, { variables, open, taken }: Filling): string {
  const known = variables.get(name);
  if (known !== undefined) {
    taken.push(name);
    return known;
  }
  open.push(name);
  return `\${${name}}`;
}

/** The brace that closes the one at `from`; undefined where none does. */
function closing(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}' && (depth -= 1) === 0) return at;
  }
  return undefined;
}

const BLANKS = [
  /<[^<>\n]{1,100}>/,
  /\{\{[^\n]{0,100}\}\}/,
  /#\{[^\n]{1,100}\}#?/,
  /(^|[^A-Za-z0-9_])__[A-Z][A-Z0-9_]*__($|[^A-Za-z0-9_])/,
  /^\{[A-Za-z][^{}:"]*\}$/,
  /^(replace[-_ ]?me|your[-_ ].*|x{3,}|\.\.\.|todo|tbd)$/i,
];

/** True where a person or a pipeline is to put something in: `<Container_Registry>`, `__KEY__`, `REPLACE_ME`. */
export function hasBlank(text: string): boolean {
  return BLANKS.some((blank) => blank.test(text.trim()));
}

/** The variables of a file of `NAME=value` lines, as Compose and the tools of IoT Edge read `.env`. */
export function variablesIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, raw = ''] =
      /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*[=:](.*)$/.exec(line.replace(/\r$/, '')) ?? [];
    if (name === undefined) continue;
    const value = raw.trim();
    const quoted = /^(["'])(.*)\1(\s+#.*)?$/.exec(value);
    found.set(name, quoted?.[2] ?? value.replace(/\s+#.*$/, ''));
  }
  return found;
}
