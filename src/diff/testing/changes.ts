/** Changes of the small system, for tests: one text replaced, and what is said of that. */
import { type Diff, diff } from '../index.ts';
import { SYSTEM, type Texts, sideOf } from './sides.ts';

/** What becomes of the small system when `change` is made in its text. */
export function changing(change: (text: string) => string, rest: Omit<Texts, 'system'> = {}): Diff {
  const system = change(SYSTEM);
  if (system === SYSTEM) throw new Error('nothing was changed');
  return diff(sideOf(rest), sideOf({ ...rest, system }));
}

/** The same, with every occurrence of a text replaced. */
export function replaced(from: string, to: string): Diff {
  return changing((text) => text.replaceAll(from, to));
}
