/** The one command there is: a set-point for the valve. The field gateway and the valve each check it. */
import { fieldsOf, isPercent } from './json.ts';
import { partsOf } from './topics.ts';

export interface SetPoint {
  readonly id: string;
  /** Percent open, 0 to 100. */
  readonly position: number;
}

const MOST_BYTES = 256;

/** Reads a command as it came. Undefined: no command that is known, or not of its form and range; nothing moves. */
export function readSetPoint(topic: string, payload: Buffer): SetPoint | undefined {
  const parts = partsOf(topic);
  if (parts?.device !== 'valve' || parts.kind !== 'commands' || parts.what !== 'position') return undefined;
  if (payload.length > MOST_BYTES) return undefined;
  const { id, position } = fieldsOf(payload.toString('utf8'));
  if (typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) return undefined;
  return isPercent(position) ? { id, position } : undefined;
}
