/** Declarations of parameters: their definitions (`$ref`), what may be null, and what is a secret. */
import { type Obj, Unknown, type Value, entry, isList, isObject } from '../value.ts';

/** How many definitions may lead from one to the next, and how deep secrets are looked for. */
const MAX_STEPS = 20;

/** A declaration with the definitions that it refers to; what stands in the declaration itself goes first. */
export function declarationOf(declared: Obj, definitions: Obj): Obj {
  let here: Obj = declared;
  for (let step = 0; step < MAX_STEPS; step++) {
    const ref = entry(here, '$ref');
    const name = typeof ref === 'string' ? /^#\/definitions\/(.+)$/.exec(ref)?.[1] : undefined;
    const next = name === undefined ? undefined : entry(definitions, decoded(name));
    if (!isObject(next)) return here;
    const { $ref: _, ...own } = here;
    here = { ...next, ...own };
  }
  return here;
}

export function isSecret(declared: Obj): boolean {
  const type = entry(declared, 'type');
  return typeof type === 'string' && type.toLowerCase().startsWith('secure');
}

/** The same value with whatever is declared a secret within it left unknown, so that it gets into nothing said. */
export function withoutSecrets(
  value: Value,
  declared: Obj,
  definitions: Obj,
  form: string,
  depth = 0,
): Value {
  const whole = declarationOf(declared, definitions);
  if (isSecret(whole)) return new Unknown('a part of a parameter is a secret', form);
  if (depth > MAX_STEPS) return value;
  if (isList(value)) {
    const [items, first] = [entry(whole, 'items'), entry(whole, 'prefixItems')];
    return value.map((one, at) => {
      const is = (isList(first) ? first[at] : undefined) ?? items;
      return isObject(is) ? withoutSecrets(one, is, definitions, `${form}.${at}`, depth + 1) : one;
    });
  }
  if (!isObject(value)) return value;
  const [properties, others] = [entry(whole, 'properties'), entry(whole, 'additionalProperties')];
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const is = (isObject(properties) ? entry(properties, key) : undefined) ?? others;
      return [key, isObject(is) ? withoutSecrets(one, is, definitions, `${form}.${key}`, depth + 1) : one];
    }),
  );
}

function decoded(pointer: string): string {
  return pointer.replaceAll('~1', '/').replaceAll('~0', '~');
}
