/** Days as decisions have them. A day ends at midnight UTC, so that everybody's register says the same. */

/** True once the day itself (YYYY-MM-DD) is over. */
export function isOver(day: string, now: Date): boolean {
  return now.getTime() >= Date.parse(`${day}T00:00:00Z`) + DAY;
}

/** One day in milliseconds. */
export const DAY = 24 * 60 * 60 * 1000;
