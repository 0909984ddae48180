/** Messages that come late: whoever goes by the age in them refuses one though nothing newer came before it. */

/** So much over the limit, in milliseconds: clocks differ. */
const MARGIN = 5000;
const DAY = 24 * 3_600_000;
/** The longest limit that is waited for, in seconds: a broker drops who is silent for much longer. */
const LONGEST = 60;

/** How long to hold a message back until its time is over; undefined: for too long. */
export function heldBackMillis(expireSeconds: number): number | undefined {
  return expireSeconds > LONGEST ? undefined : expireSeconds * 1000 + MARGIN;
}

/** Why a refusal shows nothing then: of an old time it may only be said that newer ones came before. */
export function tooLongToHold(expireSeconds: number): string {
  return `what has the time of the day before is refused, though perhaps only because newer came before it: no message was held back for ${expireSeconds} seconds, more than ${LONGEST} are not waited for`;
}

/** A time that is past the limit by a day. */
export function dayBefore(expireSeconds: number): Date {
  return new Date(Date.now() - expireSeconds * 1000 - DAY);
}
