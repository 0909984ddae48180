/** What became of the system: what was added, removed, renamed, moved, and said otherwise. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Value } from '../catalogue/condition.ts';
import type { System } from '../model/system.ts';
import { type Field, type Fields, fieldsOf, systemFields } from './fields.ts';
import { type Matching, SECTIONS, type Section } from './match.ts';
import { type PropertyChange, type ThingChange, ThingKind } from './schema.ts';
import { byText } from './side.ts';
import { sameOrNone } from './values.ts';

/** One side's system, with the catalogue that its words come from. */
export interface Ground {
  readonly system: System;
  readonly catalogue: Catalogue;
}

/**
 * All changes, by kind and id. What only follows from a change told elsewhere (the type of this thing, its zone) is
 * marked with `by`, and makes no change of its own: a zone that is opened to the public is one change, not one for each
 * of the elements in it.
 */
export function compareThings(from: Ground, to: Ground, matching: Matching): ThingChange[] {
  const changes = ThingKind.options.flatMap((kind) =>
    kind === 'system' ? compareSystems(from, to, matching) : compareSection(kind, from, to, matching),
  );
  const order = new Map(ThingKind.options.map((kind, index) => [kind, index]));
  return changes.toSorted(
    (a, b) =>
      (order.get(a.kind) ?? 0) - (order.get(b.kind) ?? 0) || byText(a.id, b.id) || byText(a.change, b.change),
  );
}

function compareSystems(from: Ground, to: Ground, matching: Matching): ThingChange[] {
  const changes = compareFields(
    { fields: systemFields(from.system), id: from.system.id, system: from.system },
    { fields: systemFields(to.system), id: to.system.id, system: to.system },
    matching,
  );
  if (changes.length === 0) return [];
  const { id, name } = to.system;
  return [{ kind: 'system', change: 'changed', id, name, changes, ...placed(to.system, id) }];
}

function compareSection(kind: Section, from: Ground, to: Ground, matching: Matching): ThingChange[] {
  const ids = ({ system }: Ground): string[] =>
    [...system[SECTIONS[kind]].keys()].filter((id) => !isImplicit(kind, system, id));
  const removed = ids(from).filter((id) => {
    const now = matching.forward(kind, id);
    return now === undefined || isImplicit(kind, to.system, now);
  });
  return [
    ...removed.map((id) => one(kind, 'removed', id, from)),
    ...ids(to).flatMap((id) => {
      const before = matching.back(kind, id);
      if (before === undefined || isImplicit(kind, from.system, before)) return one(kind, 'added', id, to);
      return changed(kind, before, id, from, to, matching) ?? [];
    }),
  ];
}

/** What a flow says of a connection of its own is compared with the flow. */
function isImplicit(kind: Section, system: System, id: string): boolean {
  return kind === 'connection' && system.connections.get(id)?.implicit === true;
}

function one(
  kind: Section,
  change: 'added' | 'removed',
  id: string,
  { system, catalogue }: Ground,
): ThingChange {
  const changes = [...fieldsOf(kind, id, system, catalogue)]
    .filter(([property, { by }]) => by === undefined && property !== 'name')
    .map(([property, { value }]): PropertyChange => {
      const where = system.where(id, property);
      return change === 'added'
        ? { property, from: null, to: value, ...(where && { toWhere: where }) }
        : { property, from: value, to: null, ...(where && { fromWhere: where }) };
    });
  return { kind, change, id, name: nameOf(kind, system, id), changes, ...placed(system, id) };
}

function changed(
  kind: Section,
  before: string,
  id: string,
  from: Ground,
  to: Ground,
  matching: Matching,
): ThingChange | undefined {
  const fields = compareFields(
    { fields: fieldsOf(kind, before, from.system, from.catalogue), id: before, system: from.system },
    { fields: fieldsOf(kind, id, to.system, to.catalogue), id, system: to.system },
    matching,
  );
  const zone = kind === 'element' ? fields.find(({ property }) => property === 'zone') : undefined;
  const changes = fields.filter((field) => field !== zone);
  const by = matching.by(kind, id);
  // The id of a derived boundary is made of those of its zones.
  const renamed = before !== id && by !== 'id';
  if (!renamed && !zone && changes.every((change) => change.by !== undefined)) return undefined;
  return {
    kind,
    change: 'changed',
    id,
    ...(renamed && { was: before }),
    ...(renamed && (by === 'formerly' || by === 'origin') && { matchedBy: by }),
    name: nameOf(kind, to.system, id),
    ...(typeof zone?.from === 'string' &&
      typeof zone.to === 'string' && { moved: { from: zone.from, to: zone.to } }),
    changes,
    ...placed(to.system, id),
  };
}

interface Held {
  readonly fields: Fields;
  readonly id: string;
  readonly system: System;
}

function compareFields(from: Held, to: Held, matching: Matching): PropertyChange[] {
  const names = new Set([...from.fields.keys(), ...to.fields.keys()]);
  const retyped = !sameOrNone(from.fields.get('type')?.value, to.fields.get('type')?.value);
  return [...names].flatMap((property): PropertyChange[] => {
    const [before, after] = [from.fields.get(property), to.fields.get(property)];
    if (sameOrNone(before && translated(before, matching), after?.value)) return [];
    const by = consequence(before, after, retyped);
    const [fromWhere, toWhere] = [from.system.where(from.id, property), to.system.where(to.id, property)];
    return [
      {
        property,
        from: before?.value ?? null,
        to: after?.value ?? null,
        ...(fromWhere && { fromWhere }),
        ...(toWhere && { toWhere }),
        ...(by && { by }),
      },
    ];
  });
}

/** On both sides nobody wrote it here, and what brought it is told elsewhere. */
function consequence(
  before: Field | undefined,
  after: Field | undefined,
  retyped: boolean,
): 'type' | 'zone' | undefined {
  const written = [before, after].some((field) => field && field.by === undefined);
  if (written) return undefined;
  if (before?.by === 'zone' || after?.by === 'zone') return 'zone';
  return retyped ? 'type' : undefined;
}

/** The value as it would be written afterwards; what is gone has no id there, and equals nothing. */
function translated({ value, refers }: Field, matching: Matching): Value {
  if (refers === undefined) return value;
  const now = (id: string): string => matching.forward(refers, id) ?? `was ${id}`;
  return Array.isArray(value) ? value.map(now) : typeof value === 'string' ? now(value) : value;
}

function nameOf(kind: Section, system: System, id: string): string {
  if (kind === 'assumption') return id;
  return system[SECTIONS[kind]].get(id)?.name ?? id;
}

function placed(system: System, id: string): Pick<ThingChange, 'where'> {
  const where = system.where(id);
  return where ? { where } : {};
}
