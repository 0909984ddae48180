/**
 * The functions of template expressions that are computed here, as Microsoft documents them (Template functions for
 * ARM templates). All others are unknown, as is whatever depends on the subscription, the time or a running
 * resource: `reference`, `listKeys`, `uniqueString`, `guid` …
 */
import { type Value, unknownIn } from '../value.ts';
import type { Compute } from './compute.ts';
import { IDS } from './ids.ts';
import { LISTS } from './lists.ts';
import { LOGIC } from './logic.ts';
import { lost } from './lost.ts';
import { NUMBERS } from './numbers.ts';
import { OBJECTS } from './objects.ts';
import { TEXTS } from './texts.ts';

const ALL = [LOGIC, LISTS, OBJECTS, TEXTS, NUMBERS, IDS];
const LOOSE = new Map<string, Compute>(ALL.flatMap(({ loose }) => Object.entries(loose)));
const STRICT = new Map<string, Compute>(ALL.flatMap(({ strict }) => Object.entries(strict)));

/** Computes a call. What it cannot tell is unknown; arguments of a wrong kind make it unknown, too. */
export function call(name: string, args: readonly Value[]): Value {
  const loose = LOOSE.get(name);
  const strict = STRICT.get(name);
  const unknown = loose ? undefined : args.map(unknownIn).find((one) => one !== undefined);
  const found = unknown ? undefined : (loose ?? strict)?.(args);
  return found === undefined ? lost(name, args) : found;
}
