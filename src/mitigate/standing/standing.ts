/**
 * What all results of one check say about one enforcement point.
 *
 * A failure is closed only by a later pass of the same check on the same point: by the same target while that is
 * declared to cover the point, by any targets that cover all of it afterwards. This is stricter than "the latest
 * result counts": otherwise stopping the server after a failure would close the finding, since the newest result
 * would be inconclusive; so would waiting until the failure is old, or deleting its target.
 *
 * A pass counts while it is not too old and nothing it rests on has changed; a later inconclusive result takes
 * that away again (we looked and could not tell). Where several declared targets are the same point, the worst
 * of them counts.
 */
import { type Strength, Strength as Strengths } from '../../catalogue/schema.ts';
import { type EvidenceIndex, type EvidenceTarget, HUMAN_STATEMENT, type Judged, day } from './evidence.ts';
import { type Reach, WHOLE, reachOfTarget, whyNotWhole } from './reach.ts';
import type { EnforcementPoint } from './points.ts';
import type { EvidenceState } from '../register.ts';

/** The sum of a check's results at a point. */
export interface CheckStanding {
  readonly check: string;
  readonly state: EvidenceState;
  /** The parts of the point that a pass speaks for (ids of cohorts, or {@link WHOLE}), and for how many units of each. */
  readonly covered: ReadonlyMap<string, number>;
  /** True when a pass speaks for one unit that no cohort places. */
  readonly oneUnit: boolean;
  readonly reason: string;
  /** What it rests on, failures that no later pass closed first. */
  readonly rests: readonly Judged[];
  readonly agedAt?: string;
}

/** Worst first: what is shown when results differ. */
export const WORST_FIRST: readonly EvidenceState[] = [
  'fail',
  'stale',
  'inconclusive',
  'too-weak',
  'missing',
  'pass',
];

/** Adds up the results of `check` at `point`, for a mitigation that asks for the strength `least`. */
export function standingOf(
  index: EvidenceIndex,
  check: string,
  mitigation: string,
  point: EnforcementPoint,
  least: Strength,
): CheckStanding {
  const parts = point.cohorts.length > 0 ? point.cohorts.map(({ id }) => id) : [WHOLE];
  const targets = targetsFor(index, check, point);
  const byTarget = new Map<string, Judged[]>();
  for (const result of index.at(check, mitigation, point.id)) {
    if (isElsewhere(index, index.evidence.targets.get(result.target), point)) continue;
    // A person speaks of the point itself; a new statement stands in for the old one.
    const name = check === HUMAN_STATEMENT ? point.id : result.target;
    const list = byTarget.get(name);
    const judged = index.judge(result, least);
    if (list) list.push(judged);
    else byTarget.set(name, [judged]);
  }
  if (check === HUMAN_STATEMENT && byTarget.size > 0) targets.set(point.id, undefined);
  const info = index.catalogue.checks.get(check);
  const usual = Strengths.options.indexOf(info?.strength ?? 'probe');
  // What a look speaks for depends on its own strength: one file is of the repository, another of one unit.
  const reachOf = (name: string, look: Judged | undefined): Reach =>
    reachOfTarget(index, look?.strength ?? usual, point, targets.get(name));

  const failures: Judged[] = [];
  let healedUntil = -Infinity;
  for (const [name, judged] of byTarget) {
    const failed = judged.filter(({ standing }) => standing === 'fail');
    const newest = newestOf(failed);
    if (!newest) continue;
    const declared = targets.has(name);
    // A pass that looked less closely (without its observer) closes nothing.
    const needed = Math.max(...failed.map(({ strength }) => strength));
    const later = (other: Judged): boolean =>
      other.passed && other.time > newest.time && other.strength >= needed;
    if (declared ? judged.some(later) : isPassedWhole(byTarget, parts, reachOf, later)) {
      // What passed before a failure was refuted by it.
      healedUntil = declared ? healedUntil : Math.max(healedUntil, newest.time);
    } else failures.push(newest);
  }
  if (failures.length > 0) return failedStanding(check, failures);

  const standings = [...targets.keys()].map((name) => {
    const standing = targetStanding(name, byTarget.get(name) ?? [], healedUntil);
    return { name, reach: reachOf(name, standing.rests), ...standing };
  });
  return addUp(
    index,
    check,
    point,
    parts,
    standings,
    [...byTarget].filter(([name]) => !targets.has(name)).flatMap(([, judged]) => judged),
  );
}

interface TargetStanding {
  readonly state: EvidenceState;
  readonly reason: string;
  readonly rests?: Judged;
}

type Placed = TargetStanding & { readonly name: string; readonly reach: Reach };

/** The declared targets that are this point and that the check can look at. */
function targetsFor(
  index: EvidenceIndex,
  check: string,
  point: EnforcementPoint,
): Map<string, EvidenceTarget | undefined> {
  const kinds = index.catalogue.checks.get(check)?.targets;
  const found = new Map<string, EvidenceTarget | undefined>();
  // Nothing declared has to be looked at for a person to make a statement.
  if (check === HUMAN_STATEMENT) return found;
  for (const name of index.targetsAt(point.id)) {
    const target = index.evidence.targets.get(name);
    if (target && (!kinds || kinds.includes(target.kind)) && !isElsewhere(index, target, point))
      found.set(name, target);
  }
  return found;
}

/** True for a unit of a cohort in which the threat does not apply, by the inventory or else by its declaration. */
function isElsewhere(
  { evidence: { inventory } }: EvidenceIndex,
  target: EvidenceTarget | undefined,
  point: EnforcementPoint,
): boolean {
  const cohort = inventory?.units.get(target?.unit ?? '')?.cohort ?? target?.cohort;
  return cohort !== undefined && point.elsewhere.includes(cohort);
}

function isPassedWhole(
  byTarget: ReadonlyMap<string, readonly Judged[]>,
  parts: readonly string[],
  reachOf: (name: string, look: Judged) => Reach,
  counts: (judged: Judged) => boolean,
): boolean {
  const passing = [...byTarget].flatMap(([name, judged]) =>
    judged.filter(counts).map((look) => [name, look] as const),
  );
  if (parts.length === 1) return passing.length > 0;
  const reached = new Set(passing.flatMap(([name, look]) => [...reachOf(name, look).keys()]));
  return parts.every((part) => reached.has(part));
}

function failedStanding(check: string, failures: readonly Judged[]): CheckStanding {
  const rests = failures.toSorted((a, b) => b.time - a.time);
  const said = rests.map(
    ({ result, reason }) => `"${check}" failed on "${result.target}" on ${day(result.observedAt)}: ${reason}`,
  );
  return { check, state: 'fail', covered: new Map(), oneUnit: false, reason: said.join('; '), rests };
}

/** One declared target; `after` is the time of the newest failure that another target's pass closed. */
function targetStanding(name: string, judged: readonly Judged[], after: number): TargetStanding {
  const newest = newestOf(judged.filter(({ standing }) => standing !== 'fail'));
  if (!newest) return { state: 'missing', reason: `the target "${name}" was not looked at` };
  const refuted = Math.max(
    after,
    ...judged.filter(({ standing }) => standing === 'fail').map(({ time }) => time),
  );
  const unclear = newestOf(judged.filter(({ standing }) => standing === 'inconclusive'));
  const pass = newestOf(judged.filter(({ standing, time }) => standing === 'pass' && time > refuted));
  if (pass && pass.time > (unclear?.time ?? -Infinity))
    return { state: 'pass', reason: pass.reason, rests: pass };
  if (newest.standing === 'pass') {
    return {
      state: 'missing',
      reason: `the target "${name}" was not looked at again after a failure`,
      rests: newest,
    };
  }
  return {
    state: newest.standing,
    reason: `${newest.standing} on "${name}": ${newest.reason}`,
    rests: newest,
  };
}

function addUp(
  index: EvidenceIndex,
  check: string,
  point: EnforcementPoint,
  parts: readonly string[],
  targets: readonly Placed[],
  undeclared: readonly Judged[],
): CheckStanding {
  const loose = targets.filter((target) => target.reach.size === 0);
  const covered = new Map(
    parts.flatMap((part) => {
      const speaking = targets.filter((target) => target.reach.has(part));
      const passed = speaking.length > 0 && [...speaking, ...loose].every(({ state }) => state === 'pass');
      const units = Math.max(0, ...speaking.map((target) => target.reach.get(part) ?? 0));
      return passed && units > 0 ? [[part, units] as const] : [];
    }),
  );
  const oneUnit = loose.length > 0 && loose.every(({ state }) => state === 'pass');
  const rests = targets.flatMap((target) => target.rests ?? []);
  const sum = { check, covered, oneUnit, rests };
  const isWhole = (part: string): boolean =>
    (covered.get(part) ?? 0) >= (point.cohorts.find(({ id }) => id === part)?.units ?? point.units);
  if (parts.every(isWhole)) return { ...sum, state: 'pass', reason: `"${check}" passed` };

  const worst = WORST_FIRST.flatMap(
    (state) => targets.find((target) => target.state === state && state !== 'pass') ?? [],
  )[0];
  if (worst) {
    const agedAt = worst.state === 'stale' ? oldestAge(rests) : undefined;
    return { ...sum, state: worst.state, reason: worst.reason, ...(agedAt !== undefined && { agedAt }) };
  }
  if (targets.length > 0) {
    const looked = targets.map(({ name }) => ({ name, target: index.evidence.targets.get(name) }));
    return { ...sum, state: 'missing', reason: whyNotWhole(index, point, looked, covered) };
  }
  const old = newestOf(undeclared);
  if (old)
    return {
      ...sum,
      rests: [old],
      state: old.standing === 'pass' ? 'stale' : old.standing,
      reason: `${old.standing}: ${old.reason}`,
    };
  const what =
    check === HUMAN_STATEMENT
      ? 'nobody has signed a statement about'
      : `no declared target lets "${check}" look at`;
  return { ...sum, state: 'missing', reason: `${what} "${point.id}"` };
}

/** The first time something grew old; undefined when something stale did not grow old but changed. */
function oldestAge(rests: readonly Judged[]): string | undefined {
  const stale = rests.filter(({ standing }) => standing === 'stale');
  if (stale.some(({ agedAt }) => agedAt === undefined)) return undefined;
  return stale.map(({ agedAt }) => agedAt ?? '').toSorted()[0];
}

function newestOf(judged: readonly Judged[]): Judged | undefined {
  return judged.reduce<Judged | undefined>(
    (newest, one) => (newest && newest.time >= one.time ? newest : one),
    undefined,
  );
}
