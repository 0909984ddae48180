/** The plan: which check runs against which target, for which mitigations, speaking for what. Pure. */
import type { CheckInfo } from '../catalogue/schema.ts';
import type { PlanItem } from '../evidence/run.ts';
import type { Problem } from '../text/problem.ts';
import type { Target } from './targets.ts';

export interface PlannedCheck extends PlanItem {
  readonly info: CheckInfo;
  readonly declaration: Target;
}

export interface Plan {
  readonly system: { readonly id: string; readonly version?: string };
  readonly environment: string;
  readonly items: readonly PlannedCheck[];
  /** Claimed mitigations that no declared target can test, with the reason. */
  readonly untestable: readonly { readonly mitigation: string; readonly subject: string; readonly reason: string }[];
  readonly digest: string;
  readonly problems: readonly Problem[];
}
