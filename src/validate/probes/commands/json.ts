/** JSON of a target, which may be anything. */

/** What stands at the pointer (RFC 6901) in a JSON text; undefined where there is none, or no JSON. */
function at(text: string, pointer: string): unknown {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return undefined;
  }
  for (const step of pointer.slice(1).split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = Object.entries(found).find(([key]) => key === name)?.[1];
  }
  return found;
}

/** The number there. */
export function numberAt(text: string, pointer: string): number | undefined {
  const found = at(text, pointer);
  return typeof found === 'number' ? found : undefined;
}

/** The text or the number there, as a text; empty where there is none. */
export function wordAt(text: string, pointer: string): string {
  const found = at(text, pointer);
  return typeof found === 'number' ? String(found) : typeof found === 'string' ? found : '';
}

/** The text there; empty where there is none. */
export function textAt(text: string, pointer: string): string {
  const found = at(text, pointer);
  return typeof found === 'string' ? found : '';
}
