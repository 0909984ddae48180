/**
 * Three-valued logic (Kleene's strong logic). A property that nobody stated is unknown; what follows from the
 * known part alone is known all the same.
 *
 * ```
 *  and │ F U T      or │ F U T      not │
 *  ────┼──────     ────┼──────     ─────┼──
 *   F  │ F F F       F │ F U T        F │ T
 *   U  │ F U U       U │ U U T        U │ U
 *   T  │ F U T       T │ T T T        T │ F
 * ```
 *
 * With F < U < T, `and` is the smaller, `or` the larger of the two, and `not` turns the order round. All three
 * are monotone: learning what was unknown never turns a known answer. So a rule that does not apply while
 * facts are missing would not apply with them either, and a threat is never lost for want of a word.
 *
 * Quantifiers run over a bounded set of neighbours, where `where` says who is meant (absent: everybody):
 * `every` is the conjunction of (not where, or that), `some` the disjunction of (where and that), `count n` is T
 * when `where` holds of n or more, F when it is unknown or true of fewer, U between.
 */
export const FALSE = 0;
export const UNKNOWN = 1;
export const TRUE = 2;

export type Kleene = typeof FALSE | typeof UNKNOWN | typeof TRUE;

export function and(a: Kleene, b: Kleene): Kleene {
  return a < b ? a : b;
}

export function or(a: Kleene, b: Kleene): Kleene {
  return a > b ? a : b;
}

export function not(a: Kleene): Kleene {
  return a === TRUE ? FALSE : a === FALSE ? TRUE : UNKNOWN;
}

export function kleene(value: boolean): Kleene {
  return value ? TRUE : FALSE;
}

/** As the published shapes have it: unknown is null. */
export function toBoolean(value: Kleene): boolean | null {
  return value === TRUE ? true : value === FALSE ? false : null;
}
