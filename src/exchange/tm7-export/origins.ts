/** By which GUIDs a drawing knows a thing of a system. */
import type { Origin } from '../../model/system.ts';

/** In lower case, the first one in front; none for what is from no drawing. */
export function guidsOn(origin: Origin | undefined): readonly string[] {
  if (origin?.format !== 'tm7') return [];
  return [origin.id, ...(origin.also ?? [])].map((guid) => guid.toLowerCase());
}
