/** Any catalogue entry as text: its keys as a person would read them. */

/** Renders plain data as indented text, longer texts wrapped by the terminal. */
export function describeEntry(entry: object): string {
  return `${lines(entry, '').join('\n')}\n`;
}

function lines(value: object, indent: string): string[] {
  return Object.entries(value).flatMap(([key, held]: [string, unknown]) => {
    if (key === 'examples' || held === undefined) return [];
    const label = `${indent}${words(key)}:`;
    const short = inline(held);
    if (short !== undefined) return [`${label} ${short}`];
    if (Array.isArray(held)) {
      return [
        label,
        ...held.flatMap((item: unknown) => [`${indent}  - ${inline(item) ?? JSON.stringify(item)}`]),
      ];
    }
    return isObject(held) ? [label, ...lines(held, `${indent}  `)] : [];
  });
}

/** A value that fits on the line of its key. */
function inline(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' && String(item).length < 24)) {
    return value.join(', ');
  }
  if (Array.isArray(value) && value.every((item) => Array.isArray(item))) {
    return value.map((group: unknown[]) => group.join(' + ')).join('  or  ');
  }
  if (!Array.isArray(value) && 'standard' in value && 'id' in value)
    return `${String(value.standard)} ${String(value.id)}`;
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** `notAgainst` → `not against`. */
function words(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
