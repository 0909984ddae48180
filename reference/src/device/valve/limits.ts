/** The valve's local limits: they hold whatever anybody commands, however well they prove who they are. */

/** Percent open. Above this the line behind the valve would be harmed. */
export const LIMITS = { least: 0, most: 60 } as const;

export interface SetPoint {
  readonly id: string;
  /** Percent open, as asked for; anything finite. */
  readonly position: number;
}

/** The position to move to for what was asked: itself, or the nearest that the limits allow. */
export function clamp(
  asked: number,
  limits: { readonly least: number; readonly most: number } = LIMITS,
): number {
  return Math.min(Math.max(asked, limits.least), limits.most);
}

/** Reads a command. Undefined: it is no set-point, and nothing moves. */
export function readSetPoint(payload: Buffer): SetPoint | undefined {
  if (payload.length > 256) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof data !== 'object' || data === null || !('id' in data) || !('position' in data)) return undefined;
  const { id, position } = data;
  if (typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) return undefined;
  if (typeof position !== 'number' || !Number.isFinite(position)) return undefined;
  return { id, position };
}
