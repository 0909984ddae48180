/** The words about what the running system shows and the model does not. */
import type { Unmodelled } from '../../mitigate/index.ts';
import { day } from '../writing/words.ts';

export const STRANGERS = 'Seen and not in the model';

/** What a reader should make of it. */
export const STRANGERS_MEAN =
  'Checks came across these in the running system. No rule has looked for threats to them, so that none are listed shows nothing.';

/** `module "filter" on "edge": in deploy/edge.json, 2026-11-22`. */
export function strangerText({ kind, name, target, detail, observedAt }: Unmodelled): string {
  return `${kind} "${name}" on "${target}": ${detail}, ${day(observedAt)}`;
}
