/** One property of one thing on one side, as rules and reasons name it, and sentences about what became of it. */
import type { Value } from '../catalogue/condition.ts';
import { showValue } from '../enumerate/explain/explain.ts';
import { sameValue } from '../enumerate/conditions/facts.ts';
import { flowsOver, linksOf } from '../model/query.ts';
import type { Properties, System } from '../model/system.ts';
import type { Where } from '../text/problem.ts';
import type { Matching } from './match.ts';

/** Whose property: as a reason has it. */
export interface Spot {
  readonly of: string;
  readonly cohort?: string;
  readonly property: string;
}

/** What the model says there: null where nothing is stated; undefined where the thing (or cohort) is not there. */
export function readSpot(system: System, { of, cohort, property }: Spot): Value | null | undefined {
  const element = system.elements.get(of);
  if (element) {
    const unit = cohort === undefined ? undefined : element.cohorts.find(({ id }) => id === cohort);
    if (cohort !== undefined) {
      return unit ? (unit.properties[property] ?? element.properties[property] ?? null) : undefined;
    }
    const { type, kind, count, zone, actuates } = element;
    const own: Properties = { type, kind, units: count, count, zone, actuates: [...actuates] };
    return own[property] ?? linksBy(system, of, property) ?? agreed(element, property) ?? null;
  }
  const [connection, flow] = [system.connections.get(of), system.flows.get(of)];
  const things = [connection, flow, system.zones.get(of), system.assets.get(of)].filter(
    (thing) => thing !== undefined,
  );
  if (of === system.id && things.length === 0)
    return property === 'stage' ? system.stage : (system.properties[property] ?? null);
  if (things.length === 0) return undefined;
  const flows = connection ? flowsOver(system, of) : [];
  const derived: Record<string, Value | undefined> = {
    type: system.zones.get(of)?.type,
    parent: system.zones.get(of)?.parent,
    from: (connection ?? flow)?.from,
    to: (connection ?? flow)?.to,
    over: flow?.over,
    kind: flow?.kind ?? system.assets.get(of)?.kind,
    crosses: (connection ?? flow) && ((connection ?? flow)?.crosses.length ?? 0) > 0,
    carries: flow ? [...flow.carries] : connection && [...new Set(flows.flatMap(({ carries }) => carries))],
    carriesControl: connection && flows.some(({ kind }) => kind === 'control'),
    flows: connection && flows.map(({ id }) => id),
  };
  const stated = things.map(({ properties }) => properties[property]).find((value) => value !== undefined);
  return stated ?? derived[property] ?? null;
}

/** Properties that hold ids, and so say the same after a rename. */
const REFERRING: ReadonlySet<string> = new Set([
  'from',
  'to',
  'over',
  'zone',
  'parent',
  'carries',
  'actuates',
  'dials',
  'accepts',
  'connections',
  'sends',
  'receives',
  'flows',
]);

/** True when both sides say the same, renames aside. */
export function isSame(
  property: string,
  from: Value | null | undefined,
  to: Value | null | undefined,
  matching: Matching,
): boolean {
  const now = (id: string): string => matching.forwardAny(id) ?? id;
  if (!REFERRING.has(property) || from === null || from === undefined) return sameOrNone(from, to);
  return sameOrNone(Array.isArray(from) ? from.map(now) : typeof from === 'string' ? now(from) : from, to);
}

/** {@link sameValue} for what may not be stated. */
export function sameOrNone(from: Value | null | undefined, to: Value | null | undefined): boolean {
  return sameValue(from ?? undefined, to ?? undefined) && (from === undefined) === (to === undefined);
}

/** Where a spot is written on one side. */
export function placeOfSpot(system: System, { of, cohort, property }: Spot): Where | undefined {
  return system.where(of, cohort === undefined ? property : `cohorts.${cohort}.${property}`);
}

/** `tls.min of uplink was 1.2, is not stated`; null: not stated. */
export function changeText({ of, cohort, property }: Spot, from: Value | null, to: Value | null): string {
  const who = cohort === undefined ? of : `${of} (cohort ${cohort})`;
  if (property === 'crosses')
    return to === true ? `${who} crosses a trust boundary now` : `${who} crosses no trust boundary any more`;
  return `${property} of ${who} was ${said(from)}, is ${said(to)}`;
}

/** A value for a reader. */
export function said(value: Value | null): string {
  return value === null ? 'not stated' : showValue(value);
}

function linksBy(system: System, of: string, property: string): string[] | undefined {
  const { dials, accepts, sends, receives } = linksOf(system, of);
  const lists: Readonly<Record<string, readonly { readonly id: string }[]>> = {
    dials,
    accepts,
    connections: [...dials, ...accepts],
    sends,
    receives,
    flows: [...sends, ...receives],
  };
  return Object.hasOwn(lists, property) ? lists[property]?.map(({ id }) => id) : undefined;
}

/** What all cohorts say alike; nothing where they differ. */
function agreed(
  element: {
    readonly properties: Properties;
    readonly cohorts: readonly { readonly properties: Properties }[];
  },
  property: string,
): Value | undefined {
  const own = element.properties[property];
  const [first, ...others] = element.cohorts.map(({ properties }) => properties[property] ?? own);
  if (element.cohorts.length === 0) return own;
  return others.every((value) => sameValue(first, value)) ? first : undefined;
}
