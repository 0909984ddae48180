/** Step 4: is it really so? `plan` is pure; `run` and `readGrant` are the only parts that touch the world. */
export { type Place, exportPlan, readPlan } from './carried-plan.ts';
export { checks } from './checks/index.ts';
export { type Check, type CheckContext, type CheckOutcome, type Credentials, defineCheck } from './check.ts';
export { describePlan } from './describe.ts';
export { type Grant, readGrant } from './permission/grants.ts';
export { type Plan, type PlannedCheck, type Untestable, plan } from './plan.ts';
export { readTargets } from './targets/read-targets.ts';
export { type RunOptions, run } from './run.ts';
export type { Target, Targets } from './targets/targets.ts';
