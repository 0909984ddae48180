/** Which facts of the model a result relies on: if one changes, the result no longer speaks for the system. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Condition } from '../catalogue/condition.ts';
import type { CheckInfo, Mitigation } from '../catalogue/schema.ts';
import type { Subject } from '../enumerate/threat.ts';
import type { System } from '../model/system.ts';
import type { Target } from './targets/targets.ts';

export interface ReliedFact {
  /** Whose: the id of an element, connection, zone or the system, or `element/cohort`. */
  readonly of: string;
  readonly property: string;
  /** `of.property`. */
  readonly ref: string;
}

/**
 * At one enforcement point: who the ends of the connection are and what they speak, what the check expects, and
 * what states the mitigation for the subject. Derived properties are left out; they follow from others.
 */
export function relied(
  system: System,
  catalogue: Catalogue,
  subject: Subject,
  mitigation: Mitigation,
  check: CheckInfo,
  point: string,
  target: Target,
): readonly ReliedFact[] {
  const connection = system.connections.get(point);
  const cohort = system.elements.get(point)?.cohorts.find((one) => one.id === target.unit?.cohort);
  const itself = cohort ? `${point}/${cohort.id}` : point;
  const stating = mitigation.statedBy?.[subject.kind];
  const ways: readonly Way[] = [
    ...(connection ? ['from', 'to', 'protocol'] : []).map((path) => ({ of: point, path })),
    ...Object.values(check.expects).map((path) => ({ of: itself, path })),
    ...(stating === undefined ? [] : readIn(stating, subject.id === point ? itself : subject.id, point)),
  ];
  return ways.flatMap((way) => {
    const fact = follow(system, way);
    const derived = fact !== undefined && catalogue.properties.get(fact.property)?.derived === true;
    return fact === undefined || (derived && fact.property !== 'type') ? [] : [fact];
  });
}

/** A property path and whose it is read from. */
interface Way {
  readonly of: string;
  readonly path: string;
}

/** Every property a condition reads. Behind a relation it is read from the point, a neighbour of the subject. */
function readIn(condition: Condition, of: string, point: string): Way[] {
  if (typeof condition === 'boolean') return [];
  if ('property' in condition) return [{ of, path: condition.property }];
  if ('all' in condition) return condition.all.flatMap((one) => readIn(one, of, point));
  if ('any' in condition) return condition.any.flatMap((one) => readIn(one, of, point));
  if ('not' in condition) return readIn(condition.not, of, point);
  const inner = [
    ...('that' in condition ? [condition.that] : []),
    ...(condition.where === undefined ? [] : [condition.where]),
  ];
  return inner.flatMap((one) => readIn(one, point, point));
}

/** Follows the hops at the start of a path (`to.zone.type`). Undefined where one leads nowhere. */
function follow(system: System, { of, path }: Way): ReliedFact | undefined {
  let holder = of;
  let property = path;
  for (let dot = property.indexOf('.'); dot > 0; dot = property.indexOf('.')) {
    const hop = property.slice(0, dot);
    if (!HOPS.has(hop)) break;
    const next = neighbour(system, holder, hop);
    if (next === undefined) return undefined;
    holder = next;
    property = property.slice(dot + 1);
  }
  return { of: holder, property, ref: `${holder}.${property}` };
}

const HOPS: ReadonlySet<string> = new Set(['from', 'to', 'over', 'zone', 'system']);

function neighbour(system: System, id: string, hop: string): string | undefined {
  const element = id.split('/')[0] ?? id;
  if (hop === 'system') return system.id;
  if (hop === 'zone') return system.elements.get(element)?.zone;
  if (hop === 'over') return system.flows.get(id)?.over;
  const ends = system.connections.get(id) ?? system.flows.get(id);
  return hop === 'from' ? ends?.from : ends?.to;
}
