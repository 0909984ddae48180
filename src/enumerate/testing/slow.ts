/**
 * The semantics of conditions once more, as plainly as they can be said: straight from the System by ids, with
 * true, false and null, no compiling, no classes. What the engine must agree with.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Condition, Value } from '../../catalogue/condition.ts';
import type { SubjectKind } from '../../catalogue/schema.ts';
import type { Cohort, Connection, Element, Flow, System, Zone } from '../../model/system.ts';

type Truth = boolean | null;
type Looked =
  | { is: 'element'; element: Element; cohort?: Cohort }
  | { is: 'connection'; connection: Connection }
  | { is: 'flow'; flow: Flow }
  | { is: 'zone'; zone: Zone }
  | { is: 'system' };

interface Setting {
  readonly system: System;
  readonly catalogue: Catalogue;
  /** Whether a quantifier over nobody says nothing (a mitigation) or what logic says (a rule). */
  readonly emptySaysNothing: boolean;
  /** Controls read as unstated. */
  readonly factsOnly: boolean;
}

/** Every threat's id with its certainty. */
export function slowThreats(system: System, catalogue: Catalogue): Map<string, string> {
  const found = new Map<string, string>();
  for (const rule of catalogue.rules.values()) {
    for (const [id, variants] of subjects(system, rule.subject)) {
      const certainties = variants.flatMap((at) => {
        if (rule.types && at.is === 'element') {
          const lineage = catalogue.types.get(at.element.type)?.lineage ?? [];
          if (!rule.types.some((type) => lineage.includes(type))) return [];
        }
        const logic = { system, catalogue, emptySaysNothing: false, factsOnly: false };
        if (holds(rule.applies, at, logic) === false) return [];
        return slowCertainty(rule.answered, rule.subject, at, system, catalogue);
      });
      const worst = ['stated-bad', 'unstated', 'stated'].find((certainty) => certainties.includes(certainty));
      if (worst !== undefined) found.set(`${rule.id}@${id}`, worst);
    }
  }
  return found;
}

function slowCertainty(
  groups: readonly (readonly string[])[],
  kind: SubjectKind,
  at: Looked,
  system: System,
  catalogue: Catalogue,
): string {
  const judge = (group: readonly string[], factsOnly: boolean): Truth =>
    every(
      group.map((id) => {
        const condition = catalogue.mitigations.get(id)?.statedBy?.[kind];
        return condition === undefined
          ? null
          : holds(condition, at, { system, catalogue, emptySaysNothing: true, factsOnly });
      }),
    );
  if (groups.some((group) => judge(group, false) === true)) return 'stated';
  const denied = groups.filter((group) => judge(group, false) === false);
  if (denied.some((group) => judge(group, true) !== false)) return 'stated-bad';
  return denied.length === groups.length ? 'stated-bad' : 'unstated';
}

function subjects(system: System, kind: SubjectKind): [string, Looked[]][] {
  const elements = [...system.elements.values()];
  const flows = [...system.flows.values()];
  switch (kind) {
    case 'element':
      return elements.map(ofElement);
    case 'fleet':
      return elements.filter(({ count }) => count > 1).map(ofElement);
    case 'connection':
      return [...system.connections.values()].map((connection) => [
        connection.id,
        [{ is: 'connection', connection }],
      ]);
    case 'flow':
      return flows.map((flow) => [flow.id, [{ is: 'flow', flow }]]);
    case 'crossing':
      return flows
        .filter(({ crosses }) => crosses.length > 0)
        .map((flow) => [flow.id, [{ is: 'flow', flow }]]);
    case 'system':
    default:
      return [[system.id, [{ is: 'system' }]]];
  }
}

function ofElement(element: Element): [string, Looked[]] {
  const { id, cohorts } = element;
  return [
    id,
    cohorts.length === 0
      ? [{ is: 'element', element }]
      : cohorts.map((cohort) => ({ is: 'element', element, cohort })),
  ];
}

function holds(condition: Condition, at: Looked, setting: Setting): Truth {
  if (typeof condition === 'boolean') return condition;
  if ('all' in condition) return every(condition.all.map((part) => holds(part, at, setting)));
  if ('any' in condition) return some(condition.any.map((part) => holds(part, at, setting)));
  if ('not' in condition) return negate(holds(condition.not, at, setting));
  if ('property' in condition) return passes(condition, at, setting);
  const relation =
    'every' in condition ? condition.every : 'some' in condition ? condition.some : condition.count;
  const { where = true } = condition;
  const meant = related(relation, at, setting.system)
    .map((neighbour) => ({
      neighbour,
      isMeant: holds(where, neighbour, { ...setting, emptySaysNothing: false }),
    }))
    .filter(({ isMeant }) => isMeant !== false);
  if (meant.length === 0 && setting.emptySaysNothing) return null;
  if ('every' in condition) {
    return every(
      meant.map(({ neighbour, isMeant }) =>
        some([negate(isMeant), holds(condition.that, neighbour, setting)]),
      ),
    );
  }
  if ('some' in condition) {
    return some(
      meant.map(({ neighbour, isMeant }) => every([isMeant, holds(condition.that, neighbour, setting)])),
    );
  }
  if (meant.filter(({ isMeant }) => isMeant === true).length >= condition.atLeast) return true;
  return meant.length >= condition.atLeast ? null : false;
}

function every(values: readonly Truth[]): Truth {
  return values.includes(false) ? false : values.includes(null) ? null : true;
}

function some(values: readonly Truth[]): Truth {
  return negate(every(values.map(negate)));
}

function negate(value: Truth): Truth {
  return value === null ? null : !value;
}

function related(relation: string, at: Looked, { connections, flows }: System): Looked[] {
  const lines = [...connections.values()];
  const all = [...flows.values()];
  if (at.is === 'connection') return asFlow(all.filter(({ over }) => over === at.connection.id));
  if (at.is !== 'element') return [];
  const { id } = at.element;
  if (relation === 'dials') return asConnection(lines.filter(({ from }) => from === id));
  if (relation === 'accepts') return asConnection(lines.filter(({ to }) => to === id));
  if (relation === 'connections')
    return asConnection(lines.filter(({ from, to }) => from === id || to === id));
  return asFlow(all.filter((flow) => (relation === 'sends' ? flow.from : flow.to) === id));
}

function asConnection(list: readonly Connection[]): Looked[] {
  return list.map((connection) => ({ is: 'connection', connection }));
}

function asFlow(list: readonly Flow[]): Looked[] {
  return list.map((flow) => ({ is: 'flow', flow }));
}

function passes(
  condition: Extract<Condition, { property: string }>,
  start: Looked,
  { system, catalogue, factsOnly }: Setting,
): Truth {
  let at: Looked = start;
  let rest = condition.property;
  while (!catalogue.properties.get(rest)?.on.includes(at.is)) {
    const [hop = '', ...further] = rest.split('.');
    at = step(at, hop, system);
    rest = further.join('.');
  }
  const property = catalogue.properties.get(rest);
  const value = factsOnly && property?.role === 'control' ? undefined : valueOf(at, rest, system);
  if (value === undefined) return null;
  const list = [value].flat();
  if ('has' in condition) return condition.has.every((word) => list.includes(word));
  if ('atLeast' in condition) {
    if (typeof condition.atLeast === 'number') return Number(value) >= condition.atLeast;
    const order = Object.keys(property?.values ?? {});
    return order.indexOf(String(value)) >= order.indexOf(condition.atLeast);
  }
  const wanted = [condition.is].flat();
  if (Array.isArray(value))
    return list.length === wanted.length && list.every((word) => wanted.includes(word));
  if (rest === 'type' && at.is === 'element') {
    return (catalogue.types.get(String(value))?.lineage ?? []).some((type) => wanted.includes(type));
  }
  return wanted.includes(value);
}

function isSame(a: Value | undefined, b: Value | undefined): boolean {
  const [left, right] = [[a].flat(), [b].flat()];
  return left.length === right.length && left.every((word) => right.includes(word));
}

function step(at: Looked, hop: string, system: System): Looked {
  const element = (id: string): Looked => ({ is: 'element', element: must(system.elements.get(id)) });
  if (hop === 'system') return { is: 'system' };
  if (at.is === 'element' && hop === 'zone')
    return { is: 'zone', zone: must(system.zones.get(at.element.zone)) };
  if (at.is === 'connection') return element(hop === 'from' ? at.connection.from : at.connection.to);
  if (at.is === 'flow' && hop === 'over') {
    return { is: 'connection', connection: must(system.connections.get(at.flow.over)) };
  }
  if (at.is === 'flow') return element(hop === 'from' ? at.flow.from : at.flow.to);
  throw new Error(`no ${hop} from ${at.is}`);
}

function valueOf(at: Looked, name: string, system: System): Value | undefined {
  switch (at.is) {
    case 'element': {
      const { element, cohort } = at;
      if (name === 'type') return element.type;
      if (name === 'kind') return element.kind;
      if (name === 'units') return element.count;
      if (name === 'actuates') return [...element.actuates];
      if (cohort) return cohort.properties[name] ?? element.properties[name];
      const values = element.cohorts.map(({ properties }) => properties[name] ?? element.properties[name]);
      const [first = element.properties[name]] = values;
      return values.every((value) => isSame(value, first)) ? first : undefined;
    }
    case 'connection': {
      const over = [...system.flows.values()].filter((flow) => flow.over === at.connection.id);
      if (name === 'crosses') return at.connection.crosses.length > 0;
      if (name === 'carriesControl') return over.some(({ kind }) => kind === 'control');
      if (name === 'carries') return [...new Set(over.flatMap(({ carries }) => carries))];
      return at.connection.properties[name];
    }
    case 'flow':
      if (name === 'crosses') return at.flow.crosses.length > 0;
      if (name === 'kind') return at.flow.kind;
      return name === 'carries' ? [...at.flow.carries] : at.flow.properties[name];
    case 'zone':
      return name === 'type' ? at.zone.type : at.zone.properties[name];
    case 'system':
    default:
      return name === 'stage' ? system.stage : system.properties[name];
  }
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('missing');
  return value;
}
