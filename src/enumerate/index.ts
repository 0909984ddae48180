/**
 * Step 2, enumerate (S-17): what can go wrong with a system, and why. Pure: no file, no clock.
 *
 * Conditions are compiled once ({@link ./conditions/compile.ts}), a system is laid out in numbered rows ({@link ./conditions/facts.ts}),
 * equal subjects are put into classes and asked once ({@link ./engine/classes.ts}, {@link ./engine/engine.ts}); threats are
 * references until somebody looks at one ({@link ./threats.ts}, {@link ./explain/render.ts}).
 */
export { type HandThreat, ThreatsFile, readThreats } from './hand.ts';
export { type CellState, type Matrix, type MatrixCell, type MatrixRow, matrixOf } from './matrix.ts';
export { type Question, questionsOf } from './questions.ts';
export { SEVERITY_ORDER } from './severity.ts';
export type * from './threat.ts';
export { enumerate } from './threats.ts';
