/** Times as Azure writes them. */
import { Unknown, type Value } from './value.ts';

/** ISO 8601, days to seconds: `PT1H`, `P7D`; or as the command line prints it: `1:00:00`, `2 days, 0:00:00`. */
export function minutesOf(time: Value | undefined): number | undefined {
  if (time instanceof Unknown || typeof time !== 'string') return undefined;
  const printed = /^(?:(\d{1,6}) days?, )?(\d{1,2}):(\d{2}):(\d{2})$/.exec(time);
  const parts =
    printed ?? /^P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?$/i.exec(time);
  if (!parts || time.length < 3) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((one) => Number(one ?? 0));
  return days * 1440 + hours * 60 + minutes + seconds / 60;
}
