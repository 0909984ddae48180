/** Names and places of what threats are about. */
import type { System } from '../../model/system.ts';
import type { Where } from '../../text/problem.ts';

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

/** The three things threat modelling looks at first (S-08..S-10), as a reader says them. */
export const FOCUS = {
  'security-feature': 'security and privacy features',
  'failure-relevant': 'failure is security relevant',
  boundary: 'touches a trust boundary',
  none: 'none of these',
} as const;

/** Which of them a subject is; of a connection or flow those of its ends, and the boundary it passes. */
export function focusOf(system: System, id: string): readonly (keyof typeof FOCUS)[] {
  const link = system.connections.get(id) ?? system.flows.get(id);
  const elements = [id, link?.from, link?.to].flatMap((end) => system.elements.get(end ?? '') ?? []);
  const tags = new Set<keyof typeof FOCUS>(elements.flatMap(({ focus }) => focus));
  const passes = link ? link.crosses.length > 0 : elements.some(({ touchesBoundary }) => touchesBoundary);
  if (passes) tags.add('boundary');
  return tags.size > 0 ? [...tags] : ['none'];
}

/** Where the subject is written; the first line of the model's file where nobody knows. */
export function placeOf(system: System, id: string): Where {
  return system.where(id) ?? { file: system.file, line: 1, column: 1 };
}
