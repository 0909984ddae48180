/**
 * The status of a threat: a pure function of what was decided, what is claimed and what the evidence shows. The
 * rows of {@link STATUS_TABLE} are tried from the top; the first that holds gives the status.
 */
import type { Decision } from './decisions/decisions.ts';
import type { MitigationEvidence, Status } from './register.ts';

/** A decision with what became of it. `expired`: an acceptance past its day. */
export interface DecisionStanding {
  readonly decision: Decision;
  readonly expired: boolean;
}

/** Everything the status depends on. */
export interface StatusInput {
  readonly decision?: DecisionStanding;
  /** Of every mitigation the catalogue or the decision names for the threat. */
  readonly evidence: readonly MitigationEvidence[];
  /** Groups of mitigations of which one must hold whole; empty: none is known. */
  readonly sufficient: readonly (readonly string[])[];
  /** Why the model leaves the subject out of scope. */
  readonly outOfScope?: string;
}

export interface StatusOutcome {
  readonly status: Status;
  /** One sentence without a full stop. */
  readonly reason: string;
  /** For `partly-validated`: the validated share of the weakest mitigation, between 0 and 1. */
  readonly share: number;
}

interface Row {
  /** For documentation: when the row holds, and what then. */
  readonly when: string;
  readonly status: Status;
  /** The reason when the row holds, undefined when it does not. */
  readonly reason: (facts: Facts) => string | undefined;
}

/**
 * Failures first: no word of anybody's closes one, except an acceptance or transfer that names the failing check.
 * Then the person's word. Then what is claimed and shown, the best group counting.
 */
export const STATUS_TABLE: readonly Row[] = [
  {
    when: 'a check failed, no later pass closed it, and no valid acceptance or transfer names it in `despite`',
    status: 'open',
    reason: ({ failures }) => failures[0] && failures.map(({ reason }) => reason).join('; '),
  },
  {
    when: 'the acceptance is past its day',
    status: 'open',
    reason: ({ decision, expired }) =>
      decision?.status === 'accepted' && expired
        ? `its acceptance by ${decision.owner} ran out on ${decision.until}`
        : undefined,
  },
  {
    when: 'accepted by somebody, for a reason, until a day',
    status: 'accepted',
    reason: ({ decision, excused }) =>
      decision?.status === 'accepted'
        ? `accepted by ${decision.owner} until ${decision.until}: ${decision.reason}${excused}`
        : undefined,
  },
  {
    when: 'transferred to somebody, with what they must do',
    status: 'transferred',
    reason: ({ decision, excused }) =>
      decision?.status === 'transferred'
        ? `transferred to ${decision.to}, who must: ${decision.requires}${excused}`
        : undefined,
  },
  {
    when: 'decided to be avoided',
    status: 'avoided',
    reason: ({ decision }) => (decision?.status === 'avoided' ? `avoided: ${decision.reason}` : undefined),
  },
  {
    when: 'decided not to apply',
    status: 'not-applicable',
    reason: ({ decision }) =>
      decision?.status === 'not-applicable' ? `does not apply: ${decision.reason}` : undefined,
  },
  {
    when: 'somebody wants to look into it first',
    status: 'needs-investigation',
    reason: ({ decision }) =>
      decision?.status === 'needs-investigation'
        ? `needs investigation${decision.reason ? `: ${decision.reason}` : ''}`
        : undefined,
  },
  {
    when: 'the model leaves the subject out of scope, for a reason',
    status: 'not-applicable',
    reason: ({ outOfScope }) => (outOfScope === undefined ? undefined : `out of scope: ${outOfScope}`),
  },
  {
    when: 'every mitigation of one group is claimed, and checks passed for all of each',
    status: 'validated',
    reason: ({ best }) =>
      best?.level === 'validated'
        ? best.members.map(({ mitigation, reason }) => `${mitigation}: ${reason}`).join('; ')
        : undefined,
  },
  {
    when: 'the same, for a part of each',
    status: 'partly-validated',
    reason: ({ best }) => (best?.level === 'partly-validated' ? shortfalls(best.members) : undefined),
  },
  {
    when: 'every mitigation of one group is claimed',
    status: 'implemented',
    reason: ({ best }) =>
      best?.level === 'implemented' ? `claimed, not shown: ${shortfalls(best.members)}` : undefined,
  },
  {
    when: 'every mitigation of one group is claimed or planned',
    status: 'planned',
    reason: ({ best }) => (best?.level === 'planned' ? plans(best.members) : undefined),
  },
  { when: 'anything else', status: 'open', reason: ({ groups }) => whatIsMissing(groups) },
];

/** Works out the status; total: some row always holds. */
export function statusOf(input: StatusInput): StatusOutcome {
  const facts = gather(input);
  for (const { status, reason } of STATUS_TABLE) {
    const why = reason(facts);
    if (why !== undefined)
      return { status, reason: why, share: status === 'partly-validated' ? (facts.best?.share ?? 0) : 0 };
  }
  return { status: 'open', reason: whatIsMissing(facts.groups), share: 0 };
}

/** Ids of the checks that failed on a mitigation without a later pass. */
export function failedChecks({ results }: MitigationEvidence): readonly string[] {
  return [...new Set(results.filter(({ verdict }) => verdict === 'fail').map(({ check }) => check))];
}

type Level = 'validated' | 'partly-validated' | 'implemented' | 'planned' | 'open';

const BEST_FIRST: readonly Level[] = ['validated', 'partly-validated', 'implemented', 'planned', 'open'];

interface Group {
  readonly level: Level;
  readonly share: number;
  readonly members: readonly MitigationEvidence[];
}

interface Facts {
  readonly decision: Decision | undefined;
  readonly expired: boolean;
  /** Mitigations with a failure that nothing excuses. */
  readonly failures: readonly MitigationEvidence[];
  /** A half-sentence about failures that the decision excuses; empty where there are none. */
  readonly excused: string;
  readonly groups: readonly Group[];
  readonly best: Group | undefined;
  readonly outOfScope: string | undefined;
}

function gather({ decision: standing, evidence, sufficient, outOfScope }: StatusInput): Facts {
  const decision = standing?.decision;
  const expired = standing?.expired ?? false;
  const canExcuse = !expired && (decision?.status === 'accepted' || decision?.status === 'transferred');
  const despite = new Set(canExcuse ? decision.despite : []);
  const failed = evidence.filter((one) => one.state === 'fail' || failedChecks(one).length > 0);
  const isExcused = (one: MitigationEvidence): boolean =>
    failedChecks(one).length > 0 && failedChecks(one).every((check) => despite.has(check));
  const excused = [...new Set(failed.filter(isExcused).flatMap(failedChecks))];
  const groups = sufficient.map((ids) => groupOf(ids, evidence)).toSorted(byLevel);
  return {
    decision,
    expired,
    failures: failed.filter((one) => !isExcused(one)),
    excused:
      excused.length === 0 ? '' : `, although ${excused.map((check) => `"${check}"`).join(' and ')} failed`,
    groups,
    best: groups[0],
    outOfScope,
  };
}

function groupOf(ids: readonly string[], evidence: readonly MitigationEvidence[]): Group {
  const members = ids.flatMap((id) => evidence.filter(({ mitigation }) => mitigation === id));
  const whole = members.length >= ids.length && ids.length > 0;
  if (!whole || !members.every(({ claimed, planned }) => claimed || planned))
    return { level: 'open', share: 0, members };
  if (!members.every(({ claimed }) => claimed)) return { level: 'planned', share: 0, members };
  const share = Math.min(...members.map(shareOf));
  const level = share === 1 ? 'validated' : share > 0 ? 'partly-validated' : 'implemented';
  return { level, share, members };
}

/** Nothing less than a pass for every unit is 1. */
function shareOf({ state, coverage: { of, covered } }: MitigationEvidence): number {
  if (of === 0 || state === 'fail') return 0;
  if (state === 'pass' && covered >= of) return 1;
  return Math.min(covered / of, 1 - Number.EPSILON);
}

function byLevel(a: Group, b: Group): number {
  return BEST_FIRST.indexOf(a.level) - BEST_FIRST.indexOf(b.level) || b.share - a.share;
}

function shortfalls(members: readonly MitigationEvidence[]): string {
  return members
    .filter((one) => shareOf(one) < 1)
    .map(({ mitigation, reason, coverage: { of, covered } }) => {
      const figures = covered > 0 ? `${figure(covered)} of ${figure(of)}; ` : '';
      return `${mitigation}: ${figures}${reason}`;
    })
    .join('; ');
}

function plans(members: readonly MitigationEvidence[]): string {
  return members
    .flatMap(({ mitigation, planned }) => {
      if (!planned) return [];
      const by = planned.owner === undefined ? '' : ` by ${planned.owner}`;
      return [`${mitigation} is planned${by}${planned.due === undefined ? '' : `, due on ${planned.due}`}`];
    })
    .join('; ');
}

function whatIsMissing(groups: readonly Group[]): string {
  if (groups.length === 0) return 'no mitigation is known, and nobody has decided what to do about it';
  const ways = groups.map(({ members }) =>
    members
      .filter(({ claimed, planned }) => !claimed && !planned)
      .map(({ mitigation }) => mitigation)
      .join(' and '),
  );
  const known = ways.filter((way) => way !== '');
  return known.length === 0 ? 'none of its mitigations is complete' : `nothing states ${known.join(', or ')}`;
}

/** 1,200 rather than 1200, in every locale the same. */
function figure(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
