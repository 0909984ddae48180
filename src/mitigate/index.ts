/** Step 3, mitigate: what is done about each threat, how far that is shown, and the risk that is left. */
export { makeBaseline, readBaseline } from './baseline.ts';
export { type ChainStanding, type StepStanding, standChains } from './views/chains.ts';
export { type Decisions, DecisionsFile, NO_DECISIONS, readDecisions } from './decisions/decisions.ts';
export { type Evidence, type EvidenceTarget, HUMAN_STATEMENT, NO_EVIDENCE } from './standing/evidence.ts';
export { type MitigationStory, type Story, type TriedCheck, explain } from './views/explain.ts';
export { type GateOptions, type GateReason, type GateResult, type ReasonKind, gate } from './gate.ts';
export { mitigate } from './mitigate.ts';
export { type EnforcementPoint, type EnforcementPoints, enforcementPoints } from './standing/points.ts';
export type { Review, Reviews } from './reviews.ts';
export type {
  EvidenceState,
  MitigationEvidence,
  PointEvidence,
  Register,
  RegisterEntry,
  Risk,
  Status,
  Unmodelled,
} from './register.ts';
export { byResidualRisk } from './risk.ts';
export {
  type ByStandard,
  POINT_STATES,
  type PointRow,
  type PointState,
  type StandardPoint,
  groupByStandard,
} from './views/standards.ts';
