/** Inherent and residual risk; docs/risk.md explains the numbers and shows examples. */
import { levelOf } from '../enumerate/severity.ts';
import type { Threat } from '../enumerate/threat.ts';
import type { Element, System } from '../model/system.ts';
import type { RegisterEntry, Risk, Status } from './register.ts';

/** What is left of the inherent risk, by status. A claim alone is worth little: nobody has tried to break it. */
export const RESIDUAL_FACTORS: Readonly<Record<Exclude<Status, 'partly-validated'>, number>> = {
  open: 1,
  planned: 1,
  'needs-investigation': 1,
  accepted: 1,
  transferred: 1,
  implemented: 0.75,
  validated: 0.1,
  avoided: 0,
  'not-applicable': 0,
};

/** Mending what is out in the field takes visits, recalls and patience (S-05). */
const RETROFIT_WEIGHTS = { inTheField: 1.25, neverUpdated: 1.5 } as const;

const MOST = 25;

/**
 * Likelihood × impact (`score`, 1 to 25, exposure included) times the retrofit weight of the subject, at most
 * 25, with one decimal.
 */
export function inherentRisk(
  system: System,
  threat: Pick<Threat, 'subject' | 'zone' | 'cohorts'>,
  score: number,
): Risk {
  return riskOf(score * retrofitWeight(system, threat));
}

/** The inherent risk times the factor of the status. `share` is the validated part of a `partly-validated` one. */
export function residualRisk(inherent: Risk, status: Status, share: number): Risk {
  const { implemented, validated } = RESIDUAL_FACTORS;
  const factor =
    status === 'partly-validated'
      ? implemented - (implemented - validated) * share
      : RESIDUAL_FACTORS[status];
  return riskOf(inherent.score * factor);
}

/** The order of reports: the highest residual risk first, then the highest inherent one, then by id. */
export function byResidualRisk(a: RegisterEntry, b: RegisterEntry): number {
  return (
    b.residual.score - a.residual.score ||
    b.inherent.score - a.inherent.score ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function retrofitWeight(
  system: System,
  { subject, zone, cohorts }: Pick<Threat, 'subject' | 'zone' | 'cohorts'>,
): number {
  const type = system.zones.get(zone)?.type;
  if (type !== 'device' && type !== 'field-gateway') return 1;
  const ends = system.connections.get(subject.id) ?? system.flows.get(subject.id);
  const ids = ends ? [ends.from, ends.to] : [subject.id];
  const concerned = ids
    .flatMap((id) => system.elements.get(id) ?? [])
    .filter((element) => isInTheField(system, element));
  const fixed = concerned.some((element) => isNeverUpdated(element, ends ? undefined : cohorts));
  return fixed ? RETROFIT_WEIGHTS.neverUpdated : RETROFIT_WEIGHTS.inTheField;
}

function isInTheField(system: System, element: Element): boolean {
  const type = system.zones.get(element.zone)?.type;
  return type === 'device' || type === 'field-gateway';
}

/** True when some units concerned cannot be updated; where nobody says, they are taken to be updateable. */
function isNeverUpdated({ cohorts, properties }: Element, only: readonly string[] | undefined): boolean {
  const concerned = only ? cohorts.filter(({ id }) => only.includes(id)) : cohorts;
  const stated = concerned.map((cohort) => cohort.properties['updateable'] ?? properties['updateable']);
  return (concerned.length > 0 ? stated : [properties['updateable']]).includes(false);
}

function riskOf(score: number): Risk {
  const rounded = Math.round(Math.min(MOST, score) * 10) / 10;
  return { score: rounded, level: levelOf(rounded) };
}
