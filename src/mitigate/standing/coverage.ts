/**
 * The evidence on one mitigation: over its enforcement points, over the groups of checks that validate it, and
 * counted in units.
 */
import type { Mitigation } from '../../catalogue/schema.ts';
import type { Subject, Threat } from '../../enumerate/threat.ts';
import type { EvidenceIndex } from './evidence.ts';
import { type EnforcementPoint, type EnforcementPoints, enforcementPoints } from './points.ts';
import type { EvidenceState, MitigationEvidence, PointEvidence } from '../register.ts';
import { WHOLE } from './reach.ts';
import { type CheckStanding, WORST_FIRST, standingOf } from './standing.ts';

/** What evidence says of a mitigation, without what anybody claims of it. */
export type Coverage = Pick<
  MitigationEvidence,
  'state' | 'coverage' | 'points' | 'results' | 'reason' | 'staleSince'
>;

/** Works out coverage; remembers it, since many threats share mitigations, subjects and points. */
export class CoverageFinder {
  readonly #index: EvidenceIndex;
  readonly #points: EnforcementPoints;
  readonly #coverage = new Map<string, Coverage>();
  readonly #sums = new Map<string, PointSum>();

  constructor(index: EvidenceIndex) {
    this.#index = index;
    this.#points = enforcementPoints(index.system);
  }

  /** Of a mitigation of a threat, at all enforcement points it has for the threat's subject. */
  of(mitigation: Mitigation, { subject, cohorts }: Pick<Threat, 'subject' | 'cohorts'>): Coverage {
    const key = [mitigation.id, subject.kind, subject.id, ...(cohorts ?? ['*'])].join(' ');
    const known = this.#coverage.get(key) ?? this.#over(mitigation, subject, cohorts);
    this.#coverage.set(key, known);
    return known;
  }

  #over(mitigation: Mitigation, subject: Subject, cohorts: readonly string[] | undefined): Coverage {
    const points = this.#points
      .of(subject, mitigation.enforcedAt, cohorts)
      .map((point) => this.#sum(mitigation, point));
    const of = points.reduce((sum, { point }) => sum + point.units, 0);
    const covered = points.reduce((sum, { point }) => sum + point.covered, 0);
    const byResult = new Map(
      points.flatMap(({ rests }) => rests.map((judged) => [judged.result, judged.time])),
    );
    const results = [...byResult].toSorted(([, a], [, b]) => b - a).map(([result]) => result);
    const base = { coverage: { of, covered }, points: points.map(({ point }) => point), results };
    if (points.length === 0) {
      return {
        ...base,
        state: 'missing',
        reason: `"${subject.id}" has nothing in the model that enforces it`,
      };
    }
    const state = worst(points.map(({ point }) => point.state));
    const telling = points.filter(({ point }) => point.state === state);
    const ages = telling.map(({ agedAt }) => agedAt ?? '').toSorted();
    const reasons = [...new Set(telling.map(({ point }) => point.reason))];
    const more = reasons.length > SHOWN ? [`and ${reasons.length - SHOWN} more`] : [];
    return {
      ...base,
      state,
      reason: [...reasons.slice(0, SHOWN), ...more].join('; '),
      ...(state === 'stale' && ages[0] ? { staleSince: ages[0] } : {}),
    };
  }

  #sum(mitigation: Mitigation, point: EnforcementPoint): PointSum {
    const key = `${mitigation.id} ${point.id} ${point.cohorts.map(({ id }) => id).join()} ${point.units}`;
    const known = this.#sums.get(key) ?? sumUp(this.#index, mitigation, point);
    this.#sums.set(key, known);
    return known;
  }
}

/** Reasons of different points that a reader is shown at once. */
const SHOWN = 3;

interface PointSum {
  readonly point: PointEvidence;
  readonly rests: CheckStanding['rests'];
  readonly agedAt?: string;
}

function sumUp(index: EvidenceIndex, mitigation: Mitigation, point: EnforcementPoint): PointSum {
  const { validatedBy = [], alsoTestedBy = [], leastStrength, id } = mitigation;
  const standing = (check: string): CheckStanding => standingOf(index, check, id, point, leastStrength);
  const byCheck = new Map([...validatedBy.flat(), ...alsoTestedBy].map((check) => [check, standing(check)]));
  const { id: pointId, units } = point;
  const of = (
    state: EvidenceState,
    covered: number,
    rests: PointSum['rests'],
    reason: string,
    agedAt?: string,
  ): PointSum => ({
    point: { id: pointId, units, covered, state, reason },
    rests,
    ...(agedAt !== undefined && { agedAt }),
  });

  const failed = [...byCheck.values()].filter(({ state }) => state === 'fail');
  if (failed.length > 0) {
    return of(
      'fail',
      0,
      failed.flatMap(({ rests }) => rests),
      failed.map(({ reason }) => reason).join('; '),
    );
  }
  if (validatedBy.length === 0) return of('missing', 0, [], `nothing tests "${mitigation.title}" yet`);
  const groups = validatedBy.map((checks) => {
    const standings = checks.flatMap((check) => byCheck.get(check) ?? []);
    return {
      standings,
      covered: unitsOf(point, standings),
      state: worst(standings.map(({ state }) => state)),
    };
  });
  const best = groups.reduce((a, b) => (isBetter(b, a) ? b : a));
  const telling = best.standings.filter(({ state }) => state === best.state);
  const ages = telling.map(({ agedAt }) => agedAt ?? '').toSorted();
  const rests = best.standings.flatMap((one) => one.rests);
  return of(
    best.state,
    best.covered,
    rests,
    telling.map(({ reason }) => reason).join('; '),
    ages[0] || undefined,
  );
}

interface Group {
  readonly covered: number;
  readonly state: EvidenceState;
}

function isBetter(a: Group, b: Group): boolean {
  if (a.covered !== b.covered) return a.covered > b.covered;
  // Of several ways, one that was looked at tells more than one that nobody took.
  if ((a.state === 'missing') !== (b.state === 'missing')) return b.state === 'missing';
  return WORST_FIRST.indexOf(a.state) > WORST_FIRST.indexOf(b.state);
}

/** Units for which every one of the checks passed. */
function unitsOf(point: EnforcementPoint, standings: readonly CheckStanding[]): number {
  const everywhere = (part: string): number =>
    Math.min(...standings.map(({ covered }) => covered.get(part) ?? 0));
  const parts = point.cohorts.length === 0 ? [WHOLE] : point.cohorts.map(({ id }) => id);
  const placed = parts.reduce((sum, part) => sum + everywhere(part), 0);
  // Units that nothing places may be the same one or different ones: at most one is sure.
  return Math.max(placed, standings.every(({ oneUnit }) => oneUnit) ? 1 : 0);
}

function worst(states: readonly EvidenceState[]): EvidenceState {
  return WORST_FIRST.find((state) => states.includes(state)) ?? 'missing';
}
