/**
 * The gate: may this go on, at this stage of the product? Each stage asks for all that the one before it does:
 *
 * | finding | design | development | fielded |
 * |---|---|---|---|
 * | `undecided`: open, or needs investigation | fails | fails | fails |
 * | `failed`: a check failed and nothing closes or excuses it | fails | fails | fails |
 * | `expired`: an acceptance past its day | fails | fails | fails |
 * | `untestable`: a claim that no check and no human statement can show | fails | fails | fails |
 * | `overdue`: planned, and past its due date | | fails | fails |
 * | `undated`: planned without a due date | | | fails |
 * | `stale`: evidence that counted once, older than the grace | | | fails |
 * | `orphaned`: a decision or claim about nothing | | | fails |
 * | `unmodelled`: something was seen in the system that the model does not have | | | fails |
 * | `unreviewed`: fewer people stand by the model as it is than trust.yaml asks for | fails | fails | fails |
 * | `problem`: a gap in the chain of runs, any error in what was read | fails | fails | fails |
 *
 * The first seven count for threats at or above `failOn`; the last four have no severity and always count. What is
 * not in the model is the mirror image of an orphan: nobody ever looked for threats to it, so no severity can be told
 * and the register's silence about it means nothing. Before the product is fielded, a system runs ahead of its model
 * every day; reports say so, and the gate lets it pass.
 */
import { SEVERITY_ORDER } from '../enumerate/index.ts';
import type { SeverityLevel } from '../enumerate/threat.ts';
import type { Stage } from '../model/system.ts';
import type { Where } from '../text/problem.ts';
import type { Baseline } from './baseline.ts';
import { DAY, isOver } from './decisions/days.ts';
import type { MitigationEvidence, Register, RegisterEntry, Unmodelled } from './register.ts';
import { failedChecks } from './status.ts';

export type ReasonKind =
  | 'undecided'
  | 'failed'
  | 'expired'
  | 'untestable'
  | 'overdue'
  | 'undated'
  | 'stale'
  | 'orphaned'
  | 'unmodelled'
  | 'unreviewed'
  | 'problem';

/** One thing that keeps the gate shut. */
export interface GateReason {
  readonly kind: ReasonKind;
  /** Absent for what is not about one threat. */
  readonly threat?: string;
  readonly severity?: SeverityLevel;
  /** The check (of `failed`), mitigation (of `untestable`, `overdue`, `undated`, `stale`) or thing (`unmodelled`) concerned. */
  readonly about?: string;
  /** One sentence for a reader. */
  readonly why: string;
  readonly where?: Where;
}

export interface GateOptions {
  /** The least severity that counts; `high` unless stated. */
  readonly failOn?: SeverityLevel;
  /** Findings to tolerate, from a time when the gate was introduced. */
  readonly baseline?: Baseline;
  /** Days for which evidence that grew too old is tolerated; 0 unless stated. A changed fact has no grace. */
  readonly graceDays?: number;
}

export interface GateResult {
  readonly ok: boolean;
  readonly stage: Stage;
  readonly failOn: SeverityLevel;
  /** Why it is shut: in the order of the register, then the problems. */
  readonly reasons: readonly GateReason[];
  /** Findings that the baseline tolerates. */
  readonly tolerated: readonly GateReason[];
  /** Threats at or above `failOn` that rest on a claim nobody has tested yet: open doors, whatever `ok` says. */
  readonly untested: number;
}

/** Judges a register by its stage. */
export function gate(register: Register, options: GateOptions = {}): GateResult {
  const { failOn = 'high', baseline, graceDays = 0 } = options;
  const { stage } = register;
  const counting = register.entries.filter(
    ({ severity }) => SEVERITY_ORDER.indexOf(severity) >= SEVERITY_ORDER.indexOf(failOn),
  );
  const found = [
    ...counting.flatMap((entry) => findingsOf(entry, register, graceDays)),
    ...register.unmodelled.map(unmodelledFinding),
    ...unreviewed(register),
    ...problemsOf(register),
  ];
  const asked = found.filter(({ kind }) => STAGES.indexOf(stage) >= STAGES.indexOf(SINCE[kind]));
  const known = new Set(baseline?.tolerate.map(keyOf));
  const isTolerated = (reason: GateReason): boolean =>
    reason.threat !== undefined && known.has(keyOf({ ...reason, threat: reason.threat }));
  const reasons = asked.filter((reason) => !isTolerated(reason));
  return {
    ok: reasons.length === 0,
    stage,
    failOn,
    reasons,
    tolerated: asked.filter(isTolerated),
    untested: counting.filter(({ status }) => status === 'implemented').length,
  };
}

const STAGES: readonly Stage[] = ['design', 'development', 'fielded'];

/** From which stage on a finding keeps the gate shut. */
const SINCE: Readonly<Record<ReasonKind, Stage>> = {
  undecided: 'design',
  failed: 'design',
  expired: 'design',
  untestable: 'design',
  overdue: 'development',
  undated: 'fielded',
  stale: 'fielded',
  orphaned: 'fielded',
  unmodelled: 'fielded',
  unreviewed: 'design',
  problem: 'design',
};

function keyOf({
  threat,
  kind,
  about,
}: {
  threat: string;
  kind: ReasonKind;
  about?: string | undefined;
}): string {
  return JSON.stringify([threat, kind, about ?? null]);
}

function findingsOf(entry: RegisterEntry, register: Register, graceDays: number): GateReason[] {
  const { now, catalogue } = register;
  const of = (kind: ReasonKind, why: string, about?: string): GateReason => ({
    kind,
    threat: entry.id,
    severity: entry.severity,
    why,
    ...(about !== undefined && { about }),
  });
  switch (entry.status) {
    case 'open':
      return openFindings(entry, now, of);
    case 'needs-investigation':
      return [of('undecided', entry.statusReason)];
    case 'planned':
      return entry.evidence.flatMap(({ mitigation, planned }) => {
        if (!planned) return [];
        if (planned.due === undefined)
          return [of('undated', `"${mitigation}" is planned without a due date`, mitigation)];
        return isOver(planned.due, now)
          ? [of('overdue', `"${mitigation}" was due on ${planned.due}`, mitigation)]
          : [];
      });
    case 'implemented':
    case 'partly-validated': {
      const claimed = entry.evidence.filter((one) => one.claimed);
      const untestable = claimed.filter(
        ({ mitigation }) => !catalogue.mitigations.get(mitigation)?.validatedBy?.length,
      );
      const stale = claimed.filter((one) => isStale(one, now, graceDays));
      return [
        ...untestable.map(({ mitigation, reason }) =>
          of('untestable', `"${mitigation}" is claimed, but ${reason}`, mitigation),
        ),
        ...stale.map(({ mitigation, reason }) => of('stale', `"${mitigation}": ${reason}`, mitigation)),
      ];
    }
    case 'accepted':
    case 'transferred':
    case 'avoided':
    case 'not-applicable':
    case 'validated':
      break;
  }
  return [];
}

type MakeReason = (kind: ReasonKind, why: string, about?: string) => GateReason;

function openFindings(entry: RegisterEntry, now: Date, of: MakeReason): GateReason[] {
  const { decision, evidence, statusReason } = entry;
  const acceptance = decision?.status === 'accepted' ? decision : undefined;
  const expired = acceptance !== undefined && isOver(acceptance.until, now);
  const canExcuse = !expired && (decision?.status === 'accepted' || decision?.status === 'transferred');
  const despite = canExcuse ? (decision.despite ?? []) : [];
  const failed = evidence.flatMap((one) => failedChecks(one).map((check) => ({ check, reason: one.reason })));
  const reasons = new Map(
    failed.filter(({ check }) => !despite.includes(check)).map(({ check, reason }) => [check, reason]),
  );
  const findings = [...reasons].map(([check, reason]) => of('failed', reason, check));
  if (expired)
    findings.push(
      of('expired', `its acceptance by ${acceptance.owner} ran out on ${acceptance.until}`, acceptance.until),
    );
  return findings.length > 0 ? findings : [of('undecided', statusReason)];
}

function isStale({ state, staleSince }: MitigationEvidence, now: Date, graceDays: number): boolean {
  if (state !== 'stale') return false;
  return staleSince === undefined || now.getTime() - Date.parse(staleSince) > graceDays * DAY;
}

function unmodelledFinding({ kind, name, target, observedAt }: Unmodelled): GateReason {
  const why = `the ${kind} "${name}", seen on "${target}" on ${observedAt.slice(0, 10)}, is not in the model`;
  return { kind: 'unmodelled', about: name, why };
}

function unreviewed({ reviews: { asked, people, given } }: Register): GateReason[] {
  if (people >= asked) return [];
  const lapsed = given.flatMap(({ by, lapsed: why }) =>
    why === undefined ? [] : [`the word of ${by} does not count: ${why}`],
  );
  const wanted = asked === 1 ? 'one person has' : `${asked} people have`;
  const have = `${people} ${people === 1 ? 'has' : 'have'}`;
  const told = [`trust.yaml asks that ${wanted} read the model as it is; ${have}`, ...lapsed].join('; ');
  return [{ kind: 'unreviewed', why: told }];
}

function problemsOf({ problems }: Register): GateReason[] {
  return problems.flatMap(({ code, severity, message, where }): GateReason[] => {
    const rest = { why: `${code}: ${message}`, ...(where && { where }) };
    if (severity === 'error' || code === 'EVI04') return [{ kind: 'problem', ...rest }];
    return code === 'DEC01' || code === 'DEC02' ? [{ kind: 'orphaned', ...rest }] : [];
  });
}
