/**
 * What a file says of the thing that runs. A file does not say by itself that it was read from the machine where
 * it takes effect, so the target does: `taken: 2026-11-20` ("this is an export of what runs, taken then").
 *
 * A check that reads configuration has the strength `live-config`. It need not know any of this: whatever its
 * outcome, the runner ({@link dated}, called by {@link ../execute.ts}) makes of it
 * - without `taken`: the strength `repository-config`, for as long as the check's lifetime;
 * - with it: `live-config`, "as exported on …", for seven days from then on; `inconclusive` if it is older already,
 *   or of the future.
 * A check whose file holds its date itself (a report of a collector) gives it as `taken` of its outcome. One that
 * was given a file of what is wanted, which nobody need have carried out, lowers the `strength` of its outcome.
 */
import type { CheckInfo, Strength } from '../../catalogue/schema.ts';
import { Strength as Strengths } from '../../catalogue/schema.ts';
import type { CheckOutcome } from '../check.ts';
import type { Target } from '../targets/targets.ts';
import { inconclusive } from '../verdict.ts';

const HOUR = 3_600_000;

/** How long an export counts, in milliseconds. */
const LIFETIME = 7 * 24 * HOUR;

/** The outcome of a check that read configuration, with the strength and the end that follow from its date. */
export function dated(outcome: CheckOutcome, info: CheckInfo, target: Target, now: Date): CheckOutcome {
  if (info.strength !== 'live-config') return outcome;
  const taken = outcome.taken ?? target.taken;
  if (taken === undefined) return { ...outcome, strength: weaker('repository-config', outcome.strength) };
  const strength = weaker(info.strength, outcome.strength);
  if (strength !== info.strength) return { ...outcome, strength };
  const old = ageProblem(taken, now);
  if (old !== undefined) {
    // What was there then says nothing of what there is.
    const { seen: _, validUntil: __, ...rest } = outcome;
    return inconclusive(old, { ...rest, strength });
  }
  const end = Math.min(Date.parse(taken) + LIFETIME, outcome.validUntil?.getTime() ?? Infinity);
  const isSaid = outcome.taken !== undefined || outcome.control?.outcome !== 'seen';
  const reason = isSaid ? outcome.reason : `${outcome.reason} (as exported on ${taken})`;
  return { ...outcome, strength, reason, validUntil: new Date(end) };
}

/** The weaker of two strengths; the first where there is no second. */
export function weaker(one: Strength, other: Strength | undefined): Strength {
  if (other === undefined) return one;
  return Strengths.options.indexOf(other) < Strengths.options.indexOf(one) ? other : one;
}

/**
 * Why what was taken then does not count any more, or not yet; undefined: it counts. A day without an hour began up to
 * fourteen hours earlier elsewhere; other clocks may be five minutes ahead.
 */
export function ageProblem(taken: string, now: Date): string | undefined {
  const age = now.getTime() - Date.parse(taken);
  if (age > LIFETIME) return `what was read is too old: it was taken on ${taken}`;
  const ahead = taken.includes('T') ? HOUR / 12 : 14 * HOUR;
  return age < -ahead
    ? `what was read is from the future (${taken}): a clock or the date is wrong`
    : undefined;
}
