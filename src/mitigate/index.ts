/** Step 3, mitigate: what is done about each threat, how far that is shown, and the risk that is left. */
export { makeBaseline, readBaseline } from './baseline.ts';
export { type ChainStanding, type StepStanding, standChains } from './chains.ts';
export { type Decisions, DecisionsFile, NO_DECISIONS, readDecisions } from './decisions.ts';
export { type Evidence, type EvidenceTarget, HUMAN_STATEMENT, NO_EVIDENCE } from './evidence.ts';
export { type MitigationStory, type Story, type TriedCheck, explain } from './explain.ts';
export { type GateOptions, type GateReason, type GateResult, type ReasonKind, gate } from './gate.ts';
export { mitigate } from './mitigate.ts';
export { type EnforcementPoint, type EnforcementPoints, enforcementPoints } from './points.ts';
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
} from './standards.ts';
