/** Step 3: puts threats, decisions, claims and evidence together into the register. Pure. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Threat, ThreatMitigation, Threats } from '../enumerate/threat.ts';
import { type Problem, byPlace } from '../text/problem.ts';
import { Claims } from './decisions/claims.ts';
import { type Coverage, CoverageFinder } from './standing/coverage.ts';
import { isOver } from './decisions/days.ts';
import { type Decision, type Decisions, NO_DECISIONS, ThreatId } from './decisions/decisions.ts';
import { type Evidence, EvidenceIndex } from './standing/evidence.ts';
import { Names } from './decisions/names.ts';
import type { MitigationEvidence, Register, RegisterEntry } from './register.ts';
import { reviewsOf } from './reviews.ts';
import { inherentRisk, residualRisk } from './risk.ts';
import { statusOf } from './status.ts';
import { unmodelled } from './unmodelled.ts';
import { Tightening, type Wanted } from './decisions/tighten.ts';

/**
 * The register: one entry a threat, in the order of `threats`. `now` decides what is past its day or too old.
 * Problems: those of `evidence`; DEC01 and DEC02 (orphans), DEC04 (expired), DEC06 (overdue) as warnings; DEC05
 * (a claim where the model has a property) and DEC07 (a decision that loosens what suffices) as errors.
 */
export function mitigate(
  threats: Threats,
  decisions: Decisions = NO_DECISIONS,
  evidence: Evidence,
  catalogue: Catalogue,
  now: Date,
): Register {
  const { system } = threats;
  const names = new Names(system);
  const decided = matchDecisions(threats, decisions, names, now);
  const tightening = new Tightening(threats, wantedBy(decided.byThreat), catalogue);
  const claims = new Claims(decisions, system, catalogue, names, now);
  const index = new EvidenceIndex(evidence, system, catalogue, now);
  const coverage = new CoverageFinder(index);
  const problems: Problem[] = [...evidence.problems, ...decided.problems];

  const entries: RegisterEntry[] = [];
  for (let at = 0; at < threats.length; at++) {
    const threat = threats.at(at);
    const found = decided.byThreat.get(at);
    const { sufficient, mitigations } = tightening.of(at, threat);
    const shown = mitigations.map((one) => evidenceOn(threat, one, claims, coverage, catalogue));
    const decision = found?.decision;
    const { status, reason, share } = statusOf({
      ...(found && { decision: { decision: found.decision, expired: found.expired } }),
      evidence: shown,
      sufficient,
      ...(threat.outOfScope !== undefined && { outOfScope: threat.outOfScope }),
    });
    const inherent = inherentRisk(system, threat, threats.score(at).score);
    entries.push({
      ...threat,
      sufficient,
      status,
      statusReason: reason,
      ...(decision && { decision }),
      evidence: shown,
      inherent,
      residual: residualRisk(inherent, status, share),
    });
  }
  problems.push(...claims.problems());
  problems.push(
    ...tightening.problems.map(({ id, ...problem }) => problemAt(decisions, id, problem, 'sufficient')),
  );
  return {
    system,
    catalogue,
    stage: system.stage,
    ...(evidence.environment !== undefined && { environment: evidence.environment }),
    now,
    entries,
    unmodelled: unmodelled(index),
    reviews: reviewsOf(evidence, now),
    ...(evidence.inventory && { inventory: evidence.inventory }),
    problems: problems.toSorted(byPlace),
  };
}

interface Decided {
  /** As written in the file. */
  readonly id: string;
  readonly decision: Decision;
  readonly expired: boolean;
}

/** Finds the threats that decisions are about, also by ids they had before. */
function matchDecisions(
  threats: Threats,
  decisions: Decisions,
  names: Names,
  now: Date,
): { readonly byThreat: ReadonlyMap<number, Decided>; readonly problems: readonly Problem[] } {
  const byThreat = new Map<number, Decided>();
  const problems: Problem[] = [];
  for (const [id, decision] of decisions.decisions) {
    const index = threats.find(id);
    if (index === undefined) {
      const shape = ThreatId.safeParse(id).success
        ? 'Remove it, or mend its id.'
        : 'A threat id looks like DEV-05@valve.';
      const hint = names.suggest(id, () => likeIds(threats, id)) ?? shape;
      problems.push(
        problemAt(decisions, id, {
          code: 'DEC01',
          severity: 'warning',
          message: `there is no threat "${id}"`,
          hint,
        }),
      );
      continue;
    }
    const known = byThreat.get(index);
    const current = threats.id(index);
    if (known && known.id === current) {
      problems.push(stands(decisions, id, current));
      continue;
    }
    if (known) problems.push(stands(decisions, known.id, id));
    const expired = decision.status === 'accepted' && isOver(decision.until, now);
    if (expired) {
      const message = `the acceptance of "${id}" ran out on ${decision.until}`;
      const hint = `${decision.owner} decides anew, or the threat is treated.`;
      problems.push(problemAt(decisions, id, { code: 'DEC04', severity: 'warning', message, hint }, 'until'));
    }
    byThreat.set(index, { id, decision, expired });
  }
  return { byThreat, problems };
}

function wantedBy(decided: ReadonlyMap<number, Decided>): Wanted {
  return new Map(
    [...decided].flatMap(([index, { id, decision }]) =>
      decision.sufficient ? [[index, { id, groups: decision.sufficient }] as const] : [],
    ),
  );
}

/** Ids worth comparing with a wrong one: the same rule, or the same subject. */
function likeIds(threats: Threats, id: string): string[] {
  const [rule = '', subject = ''] = id.split('@');
  const like: string[] = [];
  for (let index = 0; index < threats.length; index++) {
    const other = threats.id(index);
    if (other.startsWith(`${rule}@`) || other.endsWith(`@${subject}`)) like.push(other);
  }
  return like;
}

function evidenceOn(
  threat: Threat,
  known: ThreatMitigation,
  claims: Claims,
  finder: CoverageFinder,
  catalogue: Catalogue,
): MitigationEvidence {
  const mitigation = catalogue.mitigations.get(known.id);
  const coverage: Coverage = mitigation
    ? finder.of(mitigation, threat)
    : {
        state: 'missing',
        coverage: { of: 0, covered: 0 },
        points: [],
        results: [],
        reason: `the catalogue does not have "${known.id}"`,
      };
  return { mitigation: known.id, ...claims.of(threat, known), ...coverage };
}

function stands(decisions: Decisions, id: string, other: string): Problem {
  const message = `"${id}" and "${other}" are the same threat; the decision on "${other}" stands`;
  return problemAt(decisions, id, {
    code: 'DEC01',
    severity: 'warning',
    message,
    hint: 'Remove the older one.',
  });
}

function problemAt(decisions: Decisions, id: string, problem: Omit<Problem, 'where'>, key?: string): Problem {
  const where = decisions.where('decisions', id, key) ?? decisions.where('decisions', id);
  return { ...problem, ...(where && { where }) };
}
