/**
 * Enforcement points: the places where a mitigation takes effect, each of which evidence must speak for. The
 * planner looks for targets that cover them, the evidence view counts those that are covered; both use this.
 */
import type { Enforcement } from '../../catalogue/schema.ts';
import type { Subject } from '../../enumerate/threat.ts';
import type { Connection, System } from '../../model/system.ts';

/** One place, and the units that enforce the mitigation there. */
export interface EnforcementPoint {
  /** What a target or a result must name in `covers`: a connection, an element or the system. */
  readonly id: string;
  /** The element whose units enforce it; absent where none does. */
  readonly element?: string;
  /** How many units enforce it: those of the accepting or the dialling element, or of the element itself; at least 1. */
  readonly units: number;
  /** The cohorts the units fall into; empty where the model does not place them. */
  readonly cohorts: readonly { readonly id: string; readonly units: number }[];
  /** Cohorts of the same element in which the threat does not apply: what is found there says nothing here. */
  readonly elsewhere: readonly string[];
}

/** Finds enforcement points; made once per system. */
export interface EnforcementPoints {
  /**
   * `connections`, `accepted` and `dialling` give connections (a flow's or crossing's is the one it goes over),
   * `self` the subject itself (again the connection of a flow). `cohorts` are those in which the threat applies, as on
   * a threat; they narrow the units where the subject itself enforces or dials. Empty where there is none.
   */
  of(subject: Subject, enforcedAt: Enforcement, cohorts?: readonly string[]): readonly EnforcementPoint[];
}

/** Indexes the connections of a system by their ends. */
export function enforcementPoints(system: System): EnforcementPoints {
  const dialled = new Map<string, Connection[]>();
  const accepted = new Map<string, Connection[]>();
  for (const connection of system.connections.values()) {
    add(dialled, connection.from, connection);
    add(accepted, connection.to, connection);
  }
  const atConnection = (connection: Connection, cohorts?: readonly string[]): EnforcementPoint =>
    pointAt(system, connection.id, connection.to, cohorts);
  const atDialler = (connection: Connection, cohorts?: readonly string[]): EnforcementPoint =>
    pointAt(system, connection.id, connection.from, cohorts);

  return {
    of({ kind, id }, enforcedAt, cohorts) {
      if (kind === 'system') {
        if (enforcedAt === 'self') return [{ id, ...ONE }];
        const at = enforcedAt === 'dialling' ? atDialler : atConnection;
        return [...system.connections.values()].map((connection) => at(connection));
      }
      if (kind === 'element' || kind === 'fleet') {
        if (enforcedAt === 'self') return [pointAt(system, id, id, cohorts)];
        if (enforcedAt === 'accepted')
          return (accepted.get(id) ?? []).map((one) => atConnection(one, cohorts));
        if (enforcedAt === 'dialling') return (dialled.get(id) ?? []).map((one) => atDialler(one, cohorts));
        return (dialled.get(id) ?? []).map((one) => atConnection(one));
      }
      const connection = system.connections.get(
        kind === 'connection' ? id : (system.flows.get(id)?.over ?? ''),
      );
      if (!connection) return [];
      // What is done to the messages themselves has no listener whose units could be counted.
      if (enforcedAt === 'self') return [{ id: connection.id, ...ONE }];
      return [enforcedAt === 'dialling' ? atDialler(connection) : atConnection(connection)];
    },
  };
}

const ONE = { units: 1, cohorts: [], elsewhere: [] } as const;

function pointAt(system: System, id: string, elementId: string, only?: readonly string[]): EnforcementPoint {
  const element = system.elements.get(elementId);
  const all = (element?.cohorts ?? []).map((cohort) => ({ id: cohort.id, units: cohort.count }));
  const cohorts = only === undefined ? all : all.filter((cohort) => only.includes(cohort.id));
  const units =
    cohorts.length > 0 ? cohorts.reduce((sum, cohort) => sum + cohort.units, 0) : (element?.count ?? 1);
  const elsewhere = all.filter((cohort) => !cohorts.includes(cohort)).map((cohort) => cohort.id);
  return { id, element: elementId, units: Math.max(1, units), cohorts, elsewhere };
}

function add(index: Map<string, Connection[]>, key: string, connection: Connection): void {
  const list = index.get(key);
  if (list) list.push(connection);
  else index.set(key, [connection]);
}
