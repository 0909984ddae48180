/**
 * For how many units a look at one target speaks. What is read in the repository or stated of a product is the same
 * for all its units. What is found on one unit, or in a file that was taken from it, holds for its cohort if an inventory places that very unit in it, and
 * then for the units that the inventory places there; otherwise it holds for that unit alone.
 */
import { Strength as Strengths } from '../../catalogue/schema.ts';
import type { EvidenceIndex, EvidenceTarget } from './evidence.ts';
import type { EnforcementPoint } from './points.ts';

/** Units by part of the point: ids of cohorts, or {@link WHOLE}. Empty: one unit that nothing places. */
export type Reach = ReadonlyMap<string, number>;

/** The one part of a point whose units no cohort tells apart. */
export const WHOLE = '';

/** The kind of target that is the list of units itself. */
const INVENTORY = 'inventory';

/** The kind of target that lists who is let in; a check of it passes only if all units of the inventory are there. */
const REGISTRY = 'registry-export';

/** The kind of target that is what one host says of itself, of one unit even where nothing vouches for it. */
const HOST = 'host-report';

const NOWHERE: Reach = new Map();

/**
 * The reach at a point of a look of some strength (an index into {@link Strengths}) at a target, which is undefined
 * where it is not declared.
 */
export function reachOfTarget(
  index: EvidenceIndex,
  strength: number,
  point: EnforcementPoint,
  target: EvidenceTarget | undefined,
): Reach {
  const whole = new Map(partsOf(point).map(({ id, units }) => [id, units]));
  if (target?.kind === INVENTORY) return listedIn(index, point, target);
  if (target?.kind === REGISTRY) return registeredIn(index, point, target);
  const isOfAll = strength <= Strengths.options.indexOf('repository-config') && target?.kind !== HOST;
  if (point.units === 1 || isOfAll) return whole;
  if (whyAlone(index, point, target) !== undefined) return NOWHERE;
  const placed = point.cohorts.flatMap(({ id, units }) => {
    const own = placement(index, point)?.cohorts.get(id)?.placed ?? 0;
    return id === target?.cohort ? [[id, Math.min(own, units)] as const] : [];
  });
  return new Map(placed);
}

/** Why passes on these targets do not speak for all units of the point: one sentence without a full stop. */
export function whyNotWhole(
  index: EvidenceIndex,
  point: EnforcementPoint,
  looked: readonly { readonly name: string; readonly target: EvidenceTarget | undefined }[],
  covered: Reach,
): string {
  const list = looked.find(({ target }) => target?.kind === INVENTORY);
  if (list?.target && !isOwn(index, list.target.file))
    return `"${list.name}" is not the inventory of the project`;
  if (list) {
    const listed = [...covered.values()].reduce((sum, units) => sum + units, 0);
    return `the inventory gives the thumbprints of ${listed} of ${point.units} units of "${point.id}"`;
  }
  const registry = looked.find(({ target }) => target?.kind === REGISTRY);
  if (registry?.target) {
    return isCompared(index, point, registry.target)
      ? `the inventory, which "${registry.name}" was compared with, does not place all ${point.units} units of "${point.id}"`
      : `"${registry.name}" is not compared with the inventory of the project (registry.inventory)`;
  }
  if (point.cohorts.length === 0)
    return `one of ${point.units} units of "${point.id}" was tried, and no cohort says which others are like it`;
  const alone = looked.flatMap(({ name, target }) => {
    const why = target?.cohort === undefined ? undefined : whyAlone(index, point, target);
    return why === undefined ? [] : [`"${name}" speaks for one unit only: ${why}`];
  });
  if (alone.length > 0) return alone.join('; ');
  const without = point.cohorts.filter(({ id }) => !covered.has(id)).map(({ id }) => `"${id}"`);
  if (without.length > 0) return `no target of "${point.id}" is a unit of the cohort ${without.join(', ')}`;
  const short = point.cohorts.filter(({ id, units }) => (covered.get(id) ?? 0) < units);
  const said = short.map(
    ({ id, units }) => `${covered.get(id) ?? 0} of ${units} units of the cohort "${id}"`,
  );
  return `the inventory places ${said.join(', ')}`;
}

/** Why a unit speaks for itself alone; undefined: it speaks for its cohort. */
function whyAlone(
  { evidence: { inventory } }: EvidenceIndex,
  { element }: EnforcementPoint,
  target: EvidenceTarget | undefined,
): string | undefined {
  if (target?.cohort === undefined) return 'the target does not say of which cohort it is';
  if (target.unit === undefined) return 'the target does not say which unit it is (unit.id)';
  if (!inventory) return 'there is no inventory that places it';
  const unit = inventory.units.get(target.unit);
  if (!unit || unit.element !== element)
    return `the inventory has no unit "${target.unit}" of "${element ?? ''}"`;
  if (unit.cohort === undefined) return `the inventory does not place the unit "${target.unit}"`;
  return unit.cohort === target.cohort
    ? undefined
    : `the inventory places the unit "${target.unit}" in "${unit.cohort}", not in "${target.cohort}"`;
}

/** A list of units speaks for those that it lists with what is compared, and only if it is the project's own. */
function listedIn(index: EvidenceIndex, point: EnforcementPoint, target: EvidenceTarget): Reach {
  const listed = isOwn(index, target.file) ? placement(index, point) : undefined;
  if (!listed) return NOWHERE;
  return new Map(
    partsOf(point).flatMap(({ id, units }) => {
      const given = id === WHOLE ? listed.withThumbprint : (listed.cohorts.get(id)?.withThumbprint ?? 0);
      return given === 0 ? [] : [[id, Math.min(given, units)] as const];
    }),
  );
}

/** An export speaks for the units that the inventory lists, if it was laid beside that very inventory. */
function registeredIn(index: EvidenceIndex, point: EnforcementPoint, target: EvidenceTarget): Reach {
  const listed = isCompared(index, point, target) ? placement(index, point) : undefined;
  if (!listed) return NOWHERE;
  return new Map(
    partsOf(point).flatMap(({ id, units }) => {
      const given = id === WHOLE ? listed.listed : (listed.cohorts.get(id)?.placed ?? 0);
      return given === 0 ? [] : [[id, Math.min(given, units)] as const];
    }),
  );
}

function isCompared(
  index: EvidenceIndex,
  { element }: EnforcementPoint,
  { comparedWith }: EvidenceTarget,
): boolean {
  const meant = comparedWith?.element;
  return isOwn(index, comparedWith?.inventory) && (meant === undefined || meant === element);
}

/** The inventory lies in the project folder, but was named as the user sees it from elsewhere. */
function isOwn({ evidence: { inventory } }: EvidenceIndex, file: string | undefined): boolean {
  return file !== undefined && file === inventory?.file.split(/[\\/]/).at(-1);
}

function placement({ evidence: { inventory } }: EvidenceIndex, { element }: EnforcementPoint) {
  return inventory?.placements.get(element ?? '');
}

function partsOf({ cohorts, units }: EnforcementPoint): EnforcementPoint['cohorts'] {
  return cohorts.length > 0 ? cohorts : [{ id: WHOLE, units }];
}
