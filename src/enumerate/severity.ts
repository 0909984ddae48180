/**
 * How bad a threat is before anything is done about it: likelihood × impact, each 1 to 5.
 *
 * A rule states both for an ordinary subject; the subject's exposure moves them by one at a time:
 *
 * - likelihood +1: the subject is a device, or a flow or connection that crosses a trust boundary. Threats most
 *   commonly aim at these two (S-41).
 * - likelihood +1: the attack needs physical access and anybody can touch the subject.
 * - likelihood −1: the attack needs physical access and the place is locked. A lock makes an attack rarer; it
 *   never removes the threat (S-22), so the likelihood stays at 1 or more.
 * - impact +1: the subject moves, or carries, a physical asset whose failure injures somebody (O-14).
 *
 * Both stay within 1 to 5; their product is the score. Levels: low below 6, medium below 12, high below 20,
 * critical from 20.
 */
import type { SeverityLevel } from './threat.ts';

/** What of the subject's surroundings weighs. */
export interface Exposure {
  /** A device element, or a flow or connection that crosses a trust boundary. */
  readonly exposed: boolean;
  /** Of the most accessible place involved; absent where the model does not say. */
  readonly physicalAccess?: 'public' | 'supervised' | 'locked';
  /** It moves or carries an asset with `safety: high`. */
  readonly safetyHigh: boolean;
}

/** What a rule says of itself: `likelihood` and `impact` are 1 to 5. */
export interface Scored {
  readonly access: 'physical' | 'digital';
  readonly severity: { readonly likelihood: number; readonly impact: number };
}

export interface Score {
  readonly likelihood: number;
  readonly impact: number;
  /** likelihood × impact, 1 to 25. */
  readonly score: number;
  readonly level: SeverityLevel;
}

/** The severity of a rule's threat on a subject so exposed. */
export function scoreThreat(rule: Scored, exposure: Exposure): Score {
  let { likelihood, impact } = rule.severity;
  if (exposure.exposed) likelihood++;
  if (rule.access === 'physical' && exposure.physicalAccess === 'public') likelihood++;
  if (rule.access === 'physical' && exposure.physicalAccess === 'locked') likelihood--;
  if (exposure.safetyHigh) impact++;
  return scoreOf(likelihood, impact);
}

/** The score of a likelihood and an impact, each brought into 1 to 5 first. */
export function scoreOf(likelihood: number, impact: number): Score {
  const chance = within(likelihood);
  const harm = within(impact);
  const score = chance * harm;
  return { likelihood: chance, impact: harm, score, level: levelOf(score) };
}

/** Least first. */
export const SEVERITY_ORDER: readonly SeverityLevel[] = ['low', 'medium', 'high', 'critical'];

/** The level of a score on the 1..25 scale; residual scores may lie between whole numbers. */
export function levelOf(score: number): SeverityLevel {
  if (score < 6) return 'low';
  if (score < 12) return 'medium';
  return score < 20 ? 'high' : 'critical';
}

/** A person who writes a threat by hand names a level; a score of that level stands for it. */
export function scoreOfLevel(level: SeverityLevel): Score {
  const side = { low: 2, medium: 3, high: 4, critical: 5 }[level];
  return scoreOf(side, side);
}

function within(value: number): number {
  return Math.min(5, Math.max(1, value));
}
