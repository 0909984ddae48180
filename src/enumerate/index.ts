/**
 * Step 2, enumerate (S-17): what can go wrong with a system, and why. Pure: no file, no clock.
 *
 * Conditions are compiled once ({@link ./compile.ts}), a system is laid out in numbered rows ({@link ./facts.ts}),
 * equal subjects are put into classes and asked once ({@link ./classes.ts}, {@link ./engine.ts}); threats are
 * references until somebody looks at one ({@link ./threats.ts}, {@link ./render.ts}).
 */
export { compileCondition } from './compile.ts';
export { type HandThreat, HandThreatEntry, ThreatsFile, readThreats } from './hand.ts';
export {
  type Exposure,
  type Score,
  type Scored,
  levelOf,
  scoreOf,
  scoreOfLevel,
  scoreThreat,
} from './severity.ts';
export type * from './threat.ts';
export { type EnumerateOptions, enumerate } from './threats.ts';
