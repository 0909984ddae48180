/** Whether changes proposed to an author can be written: a hint that the model then refuses would be a bad joke. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Value } from '../../catalogue/condition.ts';
import type { Property } from '../../catalogue/schema.ts';
import type { System } from '../../model/system.ts';
import { type Facts, sameValue } from '../conditions/facts.ts';
import type { Cell } from '../conditions/read.ts';
import { type Change, type ChangeSet, isSameCell } from './solve.ts';

/** What stating a property states along with it. */
export function impliedBy(change: Change, facts: Facts): readonly Change[] {
  const implies = facts.catalogue.properties.get(change.property)?.implies;
  if (!implies) return [];
  return Object.entries(implies).map(([property, to]) => ({ ...change, property, to }));
}

/**
 * False for changes that contradict each other, or what the model goes on saying: a property that is implied
 * otherwise, or TLS and DTLS on one connection (the model's MOD11).
 */
export function isConsistent(changes: ChangeSet, facts: Facts): boolean {
  return changes.every(
    (change) =>
      !isTransportClash(change, changes, facts.system) &&
      !isImpliedOtherwise(change, changes, facts) &&
      !isDeniedByStated(change, changes, facts),
  );
}

/** What is now said at a place: stated, implied or inherited. */
export function statedAt(system: System, { of, property, cohort }: Cell): Value | undefined {
  return bearerOf(system, of, cohort)?.properties[property];
}

function bearerOf(system: System, id: string, cohort: string | undefined) {
  const element = system.elements.get(id);
  if (cohort !== undefined) return element?.cohorts.find((one) => one.id === cohort);
  return element ?? system.connections.get(id) ?? system.flows.get(id) ?? system.zones.get(id) ?? system;
}

function isImpliedOtherwise(change: Change, changes: ChangeSet, facts: Facts): boolean {
  return changes.some((other) =>
    impliedBy(other, facts).some(
      (implied) => isSameCell(implied, change) && !sameValue(implied.to, change.to),
    ),
  );
}

/** Another property of the same thing stays stated and implies something else. */
function isDeniedByStated(change: Change, changes: ChangeSet, { catalogue, system }: Facts): boolean {
  for (const { name, implies } of implyingProperties(catalogue)) {
    const implied = implies?.[change.property];
    if (implied === undefined || sameValue(implied, change.to)) continue;
    const place = { ...change, property: name };
    if (statedAt(system, place) !== undefined && !changes.some((other) => isSameCell(other, place)))
      return true;
  }
  return false;
}

const implying = new WeakMap<Catalogue, readonly Property[]>();

function implyingProperties(catalogue: Catalogue): readonly Property[] {
  let found = implying.get(catalogue);
  if (!found)
    implying.set(catalogue, (found = [...catalogue.properties.values()].filter((one) => one.implies)));
  return found;
}

function isTransportClash(change: Change, changes: ChangeSet, system: System): boolean {
  const clashing = TRANSPORTS.find(([prefix]) => change.property.startsWith(prefix))?.[1];
  if (clashing === undefined || change.to === 'none') return false;
  const said = { ...bearerOf(system, change.of, change.cohort)?.properties };
  for (const { of, property, to } of changes) if (of === change.of) said[property] = to;
  return Object.entries(said).some(([property, value]) => property.startsWith(clashing) && value !== 'none');
}

const TRANSPORTS = [
  ['tls.', 'dtls.'],
  ['dtls.', 'tls.'],
] as const;
