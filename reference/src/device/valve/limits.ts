/** The valve's local limits: they hold whatever anybody commands, however well they prove who they are. */

/** Percent open. Above this the line behind the valve would be harmed. */
export const LIMITS = { least: 0, most: 60 } as const;

/** The position to move to for what was asked: itself, or the nearest that the limits allow. */
export function clamp(
  asked: number,
  limits: { readonly least: number; readonly most: number } = LIMITS,
): number {
  return Math.min(Math.max(asked, limits.least), limits.most);
}
