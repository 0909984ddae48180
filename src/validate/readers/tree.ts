/** Reading plain data of unknown shape: what a parser of other people's configuration has in hand. */

/** A mapping; keys may be anything, `constructor` too. */
export type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The value at a key of a mapping's own; undefined where there is none, or no mapping. */
export function at(value: unknown, key: string): unknown {
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The value at a way through mappings. */
export function through(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(at, value);
}

/** The pairs of a mapping; none for anything else. */
export function pairs(value: unknown): readonly (readonly [string, unknown])[] {
  return isMapping(value) ? Object.entries(value) : [];
}

/** The items of a list; none for anything else. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What stands there as text: a string, or a number or truth value as it is written. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : undefined;
}

/**
 * True and false as programs take them from configuration: `"true"` and `yes` too. Undefined for anything else,
 * which is then not understood.
 */
export function truthOf(value: unknown): boolean | undefined {
  const text = textOf(value)?.trim().toLowerCase();
  if (text === undefined) return undefined;
  if (['true', 'yes', 'on', '1'].includes(text)) return true;
  return ['false', 'no', 'off', '0', ''].includes(text) ? false : undefined;
}
