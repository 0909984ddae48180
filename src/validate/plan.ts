/** The plan: which check runs against which target, for which mitigations, speaking for what. Pure. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Value } from '../catalogue/condition.ts';
import type { CheckInfo, Mitigation } from '../catalogue/schema.ts';
import type { Subject } from '../enumerate/threat.ts';
import { dataDigest, modelFact } from '../evidence/facts.ts';
import type { Fact, PlanItem } from '../evidence/run.ts';
import { HUMAN_STATEMENT } from '../mitigate/standing/evidence.ts';
import { type EnforcementPoint, enforcementPoints } from '../mitigate/standing/points.ts';
import type { Register } from '../mitigate/register.ts';
import type { Inventory } from '../model/index.ts';
import type { System } from '../model/system.ts';
import { canonicalJson } from '../text/canonical.ts';
import type { Problem } from '../text/problem.ts';
import { relied } from './relied.ts';
import { type Target, type Targets, environmentOf, targetDigest } from './targets/targets.ts';

export interface PlannedCheck extends PlanItem {
  readonly info: CheckInfo;
  readonly declaration: Target;
}

export interface Untestable {
  readonly mitigation: string;
  /** Id of the threat's subject that claims it. */
  readonly subject: string;
  readonly reason: string;
}

export interface Plan {
  readonly system: { readonly id: string; readonly version?: string };
  readonly environment: string;
  /** When it was made; no part of the digest. */
  readonly plannedAt: Date;
  readonly items: readonly PlannedCheck[];
  /** Claimed mitigations that no declared target can test, with the reason. */
  readonly untestable: readonly Untestable[];
  /** {@link planDigest} of the items. */
  readonly digest: string;
  readonly problems: readonly Problem[];
}

/**
 * Plans a run: for each claimed mitigation, at each of its enforcement points, every check that can test it on
 * every target of the environment that covers the point. Checks with the same target and the same expectations
 * run once, for all the mitigations and points they speak for.
 */
export function plan(register: Register, targets: Targets, environment: string, now: Date): Plan {
  const { system, catalogue } = register;
  const declared = targets.environments.get(environment) ?? new Map<string, Target>();
  const drafts = new Map<string, Draft>();
  const untestable = new Map<string, Untestable>();
  const allPoints = enforcementPoints(system);
  for (const { subject, mitigation, cohorts } of claims(register)) {
    const points = allPoints.of(subject, mitigation.enforcedAt, cohorts);
    for (const check of checksOf(mitigation, catalogue)) {
      for (const [name, target] of declared) {
        if (!check.targets.includes(target.kind)) continue;
        for (const point of points) {
          if (!target.covers.includes(point.id)) continue;
          const expects = expected(system, check, point.id, target);
          const key = canonicalJson([check.id, name, expects]);
          const draft = drafts.get(key) ?? newDraft(check, name, target, expects);
          drafts.set(key, draft);
          draft.mitigations.add(mitigation.id);
          draft.covers.add(point.id);
          for (const one of points) draft.points.set(one.id, one);
          for (const fact of relied(system, catalogue, subject, mitigation, check, point.id, target)) {
            draft.facts.set(fact.ref, modelFact(system, fact.of, fact.property));
          }
        }
      }
    }
    const reason = whyUntestable(mitigation, points, declared, catalogue, environment);
    if (reason !== undefined) {
      untestable.set(`${mitigation.id} ${subject.id}`, {
        mitigation: mitigation.id,
        subject: subject.id,
        reason,
      });
    }
  }
  const items = [...drafts.values()]
    .map((draft) => finish(draft, register.inventory))
    .toSorted(byCheckAndTarget);
  return {
    system: { id: system.id, ...(system.version !== undefined && { version: system.version }) },
    environment,
    plannedAt: now,
    items,
    untestable: [...untestable.values()],
    digest: planDigest(items),
    problems: environmentOf(targets, environment).problems,
  };
}

/** The digest of a plan's items, as a run records it: anybody can work it out again from the run. */
export function planDigest(items: readonly PlanItem[]): string {
  return dataDigest(items.map(planItem));
}

/** A planned check without what only the planner and the runner need. */
export function planItem({
  check,
  target,
  mitigations,
  covers,
  expects,
  facts,
  coverage,
}: PlanItem): PlanItem {
  return { check, target, mitigations, covers, expects, facts, coverage };
}

interface Draft {
  readonly info: CheckInfo;
  readonly target: string;
  readonly declaration: Target;
  readonly expects: Record<string, Value>;
  readonly mitigations: Set<string>;
  readonly covers: Set<string>;
  /** All enforcement points of the claims it bears upon, covered or not, by id. */
  readonly points: Map<string, EnforcementPoint>;
  readonly facts: Map<string, Fact>;
}

function newDraft(
  info: CheckInfo,
  target: string,
  declaration: Target,
  expects: Record<string, Value>,
): Draft {
  const fact: Fact = { kind: 'target', ref: target, digest: targetDigest(declaration) };
  return {
    info,
    target,
    declaration,
    expects,
    mitigations: new Set(),
    covers: new Set(),
    points: new Map(),
    facts: new Map([[`target ${target}`, fact]]),
  };
}

function finish(draft: Draft, inventory: Inventory | undefined): PlannedCheck {
  const { info, target, declaration, expects, points } = draft;
  const all = [...points.values()];
  const covered = all.filter((point) => draft.covers.has(point.id));
  return {
    check: info.id,
    target,
    mitigations: [...draft.mitigations].toSorted(),
    covers: [...draft.covers].toSorted(),
    expects,
    facts: [...draft.facts].toSorted(([a], [b]) => compare(a, b)).map(([, fact]) => fact),
    coverage: {
      of: all.reduce((sum, point) => sum + point.units, 0),
      covered: covered.reduce((sum, point) => sum + unitsShown(point, declaration, inventory), 0),
    },
    info,
    declaration,
  };
}

/** Of many units, a look at one shows those that the inventory places with it in its cohort; itself without that. */
function unitsShown(
  { element, cohorts }: EnforcementPoint,
  { unit }: Target,
  inventory: Inventory | undefined,
): number {
  const cohort = cohorts.find(({ id }) => id === unit?.cohort);
  const listed = inventory?.units.get(unit?.id ?? '');
  if (!cohort || !listed || listed.element !== element || listed.cohort !== cohort.id) return 1;
  const placed = inventory?.placements.get(element)?.cohorts.get(cohort.id)?.placed ?? 1;
  return Math.min(placed, cohort.units);
}

interface ClaimedMitigation {
  readonly subject: Subject;
  readonly mitigation: Mitigation;
  /** Those in which the threat applies, when not in all. */
  readonly cohorts: readonly string[] | undefined;
}

/**
 * Claimed mitigations, once for each subject and set of cohorts; and those a check has failed on, claimed or
 * not, since only a later pass closes a failure.
 */
function claims(register: Register): ClaimedMitigation[] {
  const found = new Map<string, ClaimedMitigation>();
  for (const { subject, evidence, cohorts } of register.entries) {
    for (const one of evidence) {
      const mitigation = register.catalogue.mitigations.get(one.mitigation);
      if (!mitigation || (!one.claimed && one.state !== 'fail')) continue;
      found.set([mitigation.id, subject.kind, subject.id, ...(cohorts ?? [])].join(' '), {
        subject,
        mitigation,
        cohorts,
      });
    }
  }
  return [...found.values()];
}

/** Every check that tests it and can be executed: what people state is recorded by themselves. */
function checksOf(mitigation: Mitigation, catalogue: Catalogue): CheckInfo[] {
  const ids = new Set([...(mitigation.validatedBy ?? []).flat(), ...(mitigation.alsoTestedBy ?? [])]);
  ids.delete(HUMAN_STATEMENT);
  return [...ids].flatMap((id) => catalogue.checks.get(id) ?? []);
}

/** What the model says at the point, by the check's names. What it does not say is left out. */
function expected(system: System, check: CheckInfo, point: string, target: Target): Record<string, Value> {
  const element = system.elements.get(point);
  const cohort = element?.cohorts.find((one) => one.id === target.unit?.cohort);
  const stated = {
    ...element?.properties,
    ...cohort?.properties,
    ...system.connections.get(point)?.properties,
  };
  const found: Record<string, Value> = {};
  for (const [name, property] of Object.entries(check.expects)) {
    const value = stated[property];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** Why nothing planned could show the mitigation at every one of its points; undefined: something could. */
function whyUntestable(
  mitigation: Mitigation,
  points: readonly EnforcementPoint[],
  declared: ReadonlyMap<string, Target>,
  catalogue: Catalogue,
  environment: string,
): string | undefined {
  const stated = mitigation.validatedBy ?? [];
  if (stated.length === 0) {
    const refuting = mitigation.alsoTestedBy ?? [];
    return refuting.length === 0
      ? `no check tests "${mitigation.id}" yet`
      : `checks can refute "${mitigation.id}" (${refuting.join(', ')}), and none can show it yet`;
  }
  const groups = stated.filter((checks) => !checks.includes(HUMAN_STATEMENT));
  if (groups.length === 0) return 'a run cannot show it: a person has to state it and sign';
  if (points.length === 0) return 'the model has no place where it takes effect: no connection there';
  for (const { id: point } of points) {
    const covering = [...declared].filter(([, target]) => target.covers.includes(point));
    if (covering.length === 0) return `no target of "${environment}" covers "${point}"`;
    const missing = groups.map((checks) =>
      checks.filter(
        (id) => !covering.some(([, { kind }]) => catalogue.checks.get(id)?.targets.includes(kind)),
      ),
    );
    if (missing.some((checks) => checks.length === 0)) continue;
    const least = missing.toSorted((a, b) => a.length - b.length)[0] ?? [];
    const wanted = least.map((id) => `${id} (a target of kind ${kindsOf(id, catalogue)})`);
    const have = covering.map(([name, { kind }]) => `"${name}" (${kind})`);
    return `"${point}" is covered by ${have.join(', ')}, which cannot be looked at by ${wanted.join(', ')}`;
  }
  return undefined;
}

function kindsOf(check: string, catalogue: Catalogue): string {
  return catalogue.checks.get(check)?.targets.join(' or ') ?? 'its own, which this version does not have';
}

function byCheckAndTarget(a: PlannedCheck, b: PlannedCheck): number {
  return (
    compare(a.target, b.target) ||
    compare(a.check, b.check) ||
    compare(canonicalJson(a.expects), canonicalJson(b.expects))
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
