/** Names and places of what threats are about. */
import type { System } from '../model/system.ts';
import type { Where } from '../text/problem.ts';

/** The display name of anything in the system; the id where there is none. */
export function nameOf(system: System, id: string): string {
  if (id === system.id) return system.name;
  const found =
    system.elements.get(id) ??
    system.connections.get(id) ??
    system.flows.get(id) ??
    system.zones.get(id) ??
    system.assets.get(id);
  return found?.name ?? id;
}

/** Where the subject is written; the first line of the model's file where nobody knows. */
export function placeOf(system: System, id: string): Where {
  return system.where(id) ?? { file: system.file, line: 1, column: 1 };
}
