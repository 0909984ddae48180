/** `source:target:options` and `address:published:inside`, cut at their colons. */

/** The parts between colons; those of a drive letter, in brackets and in `${…}` do not count. */
export function parts(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth = Math.max(0, depth - 1);
    const drive = at === 1 && /^[A-Za-z]:[\\/]/.test(text);
    if (char !== ':' || depth > 0 || drive) continue;
    found.push(text.slice(from, at));
    from = at + 1;
  }
  return [...found, text.slice(from)];
}

/** A mount in one text. Undefined: a volume without a name. */
export function mountIn(text: string): { readonly source: string; readonly readOnly: boolean } | undefined {
  const [source = '', ...rest] = parts(text.trim());
  if (rest.length === 0 || source === '') return undefined;
  return { source, readOnly: rest.at(-1)?.split(',').includes('ro') === true };
}

/** Anything else is the name of a volume. */
export function isHostPath(source: string): boolean {
  return /^([/.~\\]|[A-Za-z]:[\\/]|\$\{)/.test(source);
}
