/**
 * The register seen through a standard: which of its points the threats and mitigations of this system refer to, and
 * how those stand. Nothing here says that a standard is met: it says what was claimed, tried and left open.
 */
import type { Mitigation, Rule } from '../../catalogue/schema.ts';
import type { Standard } from '../../catalogue/standard.ts';
import type { MitigationEvidence, Register, RegisterEntry, Status } from '../register.ts';

/** How far something is settled. `unused`: a mitigation nobody claims, against threats answered in other ways. */
export type PointState = 'open' | 'claimed' | 'validated' | 'decided' | 'unused' | 'untouched';

/** A line under a point: a threat whose rule refers to it, or a mitigation on a subject that does. */
export interface PointRow {
  /** The threat's id, or `mitigation@subject`. */
  readonly id: string;
  readonly kind: 'threat' | 'mitigation';
  readonly title: string;
  readonly state: Exclude<PointState, 'untouched'>;
}

export interface StandardPoint {
  readonly id: string;
  /** Our own words; absent where the catalogue has no title for the id. */
  readonly title?: string;
  /** The worst of its rows; `untouched` without any. */
  readonly state: PointState;
  readonly rows: readonly PointRow[];
}

/** The published JSON shape of `--by`. */
export interface ByStandard {
  readonly standard: string;
  readonly name: string;
  readonly notice: string;
  readonly points: readonly StandardPoint[];
  /** Threats under no point: neither their rules nor their mitigations refer to one. */
  readonly unmapped: readonly PointRow[];
  readonly counts: {
    /** All threats of the register, each once. */
    readonly threats: number;
    /** Those under at least one point, by their rule or by a mitigation. */
    readonly mapped: number;
    /** Lines under the points: a threat counts once for each of its points. */
    readonly threatLines: number;
    readonly mitigationLines: number;
    readonly points: Readonly<Record<PointState, number>>;
  };
}

/** Groups a register by a standard of its catalogue; undefined when the catalogue has none of that id. */
export function groupByStandard(register: Register, standardId: string): ByStandard | undefined {
  const { catalogue, entries } = register;
  const standard = catalogue.standards.get(standardId);
  if (!standard) return undefined;
  const rows = new Map<string, Map<string, PointRow>>(
    Object.keys(standard.points).map((id) => [id, new Map()]),
  );
  const add = (point: string, row: PointRow): void => {
    const known = rows.get(point) ?? new Map<string, PointRow>();
    rows.set(point, known);
    const before = known.get(row.id);
    known.set(row.id, before && worst([before.state, row.state]) === before.state ? before : row);
  };
  const unmapped: PointRow[] = [];
  for (const entry of entries) {
    const row: PointRow = {
      id: entry.id,
      kind: 'threat',
      title: entry.title,
      state: STATE_OF[entry.status],
    };
    const points = pointsOf(catalogue.rules.get(entry.rule), standard);
    for (const point of points) add(point, row);
    let isMapped = points.length > 0;
    for (const evidence of entry.evidence) {
      const mitigation = catalogue.mitigations.get(evidence.mitigation);
      for (const point of pointsOf(mitigation, standard)) {
        isMapped = true;
        add(point, {
          id: `${evidence.mitigation}@${entry.subject.id}`,
          kind: 'mitigation',
          title: mitigation?.title ?? evidence.mitigation,
          state: mitigationState(evidence, entry),
        });
      }
    }
    if (!isMapped) unmapped.push(row);
  }
  const points = [...rows].map(([id, under]) => pointOf(id, standard, [...under.values()])).toSorted(byId);
  return {
    standard: standard.id,
    name: standard.name,
    notice: standard.notice,
    points,
    unmapped,
    counts: countsOf(points, entries.length, unmapped.length),
  };
}

/** Most urgent first. */
export const POINT_STATES: readonly PointState[] = [
  'open',
  'claimed',
  'validated',
  'decided',
  'unused',
  'untouched',
];

const STATE_OF: Readonly<Record<Status, PointRow['state']>> = {
  open: 'open',
  'needs-investigation': 'open',
  planned: 'claimed',
  implemented: 'claimed',
  'partly-validated': 'claimed',
  validated: 'validated',
  accepted: 'decided',
  transferred: 'decided',
  avoided: 'decided',
  'not-applicable': 'decided',
};

/** A mitigation that is not claimed is missing only where the threat has no other answer. */
function mitigationState(
  { claimed, planned, state }: MitigationEvidence,
  { status }: RegisterEntry,
): PointRow['state'] {
  if (state === 'fail') return 'open';
  if (claimed) return state === 'pass' ? 'validated' : 'claimed';
  if (planned) return 'claimed';
  return STATE_OF[status] === 'open' ? 'open' : 'unused';
}

function pointsOf(entry: Rule | Mitigation | undefined, { cites }: Standard): string[] {
  const ids = entry?.references?.flatMap(({ standard, id }) => (cites.includes(standard) ? [id] : [])) ?? [];
  return [...new Set(ids)];
}

function pointOf(id: string, { points }: Standard, rows: readonly PointRow[]): StandardPoint {
  const title = points[id];
  return { id, ...(title !== undefined && { title }), state: stateOf(rows), rows };
}

/** One validated threat among decided ones must not make the whole look validated. */
function stateOf(rows: readonly PointRow[]): PointState {
  if (rows.length === 0) return 'untouched';
  const states = rows.map(({ state }) => state);
  const isMixed = states.includes('validated') && states.includes('decided');
  const found = worst(states);
  return isMixed && found === 'validated' ? 'decided' : found;
}

function worst<S extends PointState>(states: readonly S[]): S | 'unused' {
  return states.toSorted((a, b) => POINT_STATES.indexOf(a) - POINT_STATES.indexOf(b))[0] ?? 'unused';
}

function countsOf(points: readonly StandardPoint[], threats: number, unmapped: number): ByStandard['counts'] {
  const lines = (kind: PointRow['kind']): number =>
    points.reduce((sum, { rows }) => sum + rows.filter((row) => row.kind === kind).length, 0);
  const inState = (state: PointState): number => points.filter((point) => point.state === state).length;
  return {
    threats,
    mapped: threats - unmapped,
    threatLines: lines('threat'),
    mitigationLines: lines('mitigation'),
    points: {
      open: inState('open'),
      claimed: inState('claimed'),
      validated: inState('validated'),
      decided: inState('decided'),
      unused: inState('unused'),
      untouched: inState('untouched'),
    },
  };
}

/** `5.5-1` before `5.10-1`, `CR 1.9` before `CR 1.13`. */
function byId(a: StandardPoint, b: StandardPoint): number {
  return a.id.localeCompare(b.id, 'en', { numeric: true });
}
