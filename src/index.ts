/**
 * Bestride as a library: the four steps. Everything here but {@link run} is pure and runs in a browser too.
 *
 * ```ts
 * const system = model(source, catalogue).value;
 * const threats = enumerate(system, catalogue);
 * const register = mitigate(threats, NO_DECISIONS, NO_EVIDENCE, catalogue, new Date());
 * ```
 */
export { loadBuiltinCatalogue } from './catalogue/builtin.ts';
export type { Catalogue } from './catalogue/catalogue.ts';
export { extendCatalogue } from './catalogue/extend.ts';
export type { Condition, Value } from './catalogue/condition.ts';
export type { CheckInfo, ElementType, Mitigation, Property, Rule } from './catalogue/schema.ts';
export { drawSystem } from './diagram/index.ts';
export { type Matrix, enumerate, matrixOf, readThreats } from './enumerate/index.ts';
export type { Answer, Certainty, Reason, Threat, Threats } from './enumerate/threat.ts';
export { appendRun, createKey, importKey, openRuns, readTrust } from './evidence/index.ts';
export type { Attempt, Fact, Result, Run, VerifiedRun } from './evidence/run.ts';
export {
  type Evidence,
  NO_DECISIONS,
  NO_EVIDENCE,
  explain,
  gate,
  groupByStandard,
  mitigate,
  readDecisions,
  standChains,
} from './mitigate/index.ts';
export type { Register, RegisterEntry, Status } from './mitigate/register.ts';
export { type Inventory, model, readInventory } from './model/index.ts';
export type { System } from './model/system.ts';
export type { Outcome, Problem, Where } from './text/problem.ts';
export { type Source, decodeSource } from './text/source.ts';
export { type Check, checks, defineCheck, plan, readTargets, run } from './validate/index.ts';
