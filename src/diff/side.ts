/** One of the two states compared: what the steps made of it. */
import type { Threats } from '../enumerate/threat.ts';
import type { Decisions } from '../mitigate/decisions/decisions.ts';
import type { Evidence } from '../mitigate/standing/evidence.ts';
import type { Register } from '../mitigate/register.ts';

/**
 * The register's entries are those of `threats`, in their order; it was made of `decisions` and `evidence`. Both
 * sides have the same time and the same runs, so that every difference comes from what people wrote.
 */
export interface Side {
  /** What the user calls it: a path. */
  readonly name: string;
  readonly threats: Threats;
  readonly register: Register;
  readonly decisions: Decisions;
  readonly evidence: Evidence;
}

/** Code-point order, the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
