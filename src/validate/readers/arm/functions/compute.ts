/** What the families of functions share. */
import { Unknown, type Value, sameForm, unknownIn } from '../value.ts';

/** Undefined: it cannot be told, or the arguments are of a wrong kind. */
export type Compute = (args: readonly Value[]) => Value | undefined;

export interface Functions {
  /** These can tell something although an argument, or a part of one, is unknown. */
  readonly loose: Readonly<Record<string, Compute>>;
  /** These are asked only where everything is known. */
  readonly strict: Readonly<Record<string, Compute>>;
}

/** Longest text and list that is computed; a template that makes longer ones is out to harm. */
export const MAX_LENGTH = 20_000;

/** Three-valued: undefined where an unknown part decides. */
export function same(a: Value, b: Value): boolean | undefined {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (one instanceof Unknown && one.present && (other === null || other === '')) return false;
  }
  if (unknownIn(a) ?? unknownIn(b)) return undefined;
  return sameForm(a, b);
}

export function listed(list: readonly Value[]): Value | undefined {
  return list.length > MAX_LENGTH ? undefined : list;
}

export function short(text: string): string | undefined {
  return text.length > MAX_LENGTH ? undefined : text;
}

/** Whole numbers that are exact. */
export function whole(number: number): number | undefined {
  return Number.isSafeInteger(number) ? number : undefined;
}
