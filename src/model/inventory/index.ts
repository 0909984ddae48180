/**
 * The inventory: which units there are in the field, and of which cohort each is. It is what lets a check on one
 * unit speak for the units that are like it (design section 5, law 5): without it a unit speaks for itself.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { quote } from '../../text/frame.ts';
import { byPlace, hasErrors, type Outcome, type Problem, type ProblemSeverity } from '../../text/problem.ts';
import type { ProblemCode } from '../../text/codes.ts';
import type { Source } from '../../text/source.ts';
import { suggestion } from '../../text/suggest.ts';
import type { Cohort, Element, System } from '../system.ts';
import { type ListedUnit, readUnits, unknownProperties } from './file.ts';

export { InventoryFile, type ListedUnit, readUnits } from './file.ts';

/** The names the file may have in a project, the first that is there counting. */
export const INVENTORY_FILES = ['inventory.yaml', 'inventory.json', 'inventory.csv'] as const;

/** How many units of an element are listed, and how many of those are placed. */
export interface Placement {
  readonly element: string;
  /** The model's count. */
  readonly of: number;
  readonly listed: number;
  /** Those whose cohort is known; of an element without cohorts, all that are listed. */
  readonly placed: number;
  /** Those listed with the thumbprint of a credential. */
  readonly withThumbprint: number;
  /** By cohort. */
  readonly cohorts: ReadonlyMap<string, { readonly placed: number; readonly withThumbprint: number }>;
}

export interface Inventory {
  readonly file: string;
  readonly units: ReadonlyMap<string, Unit>;
  /** By element: every one that has more than one unit, and every one that has units listed. */
  readonly placements: ReadonlyMap<string, Placement>;
}

export interface Unit {
  readonly id: string;
  readonly element: string;
  /** Absent where nothing tells it, or where the element has none. */
  readonly cohort?: string;
  readonly thumbprint?: string;
}

/**
 * Reads an inventory against the system it is of. Problems: those of {@link readUnits}; TXT09 (a property that the
 * catalogue does not have), INV01 (no such element or cohort) and INV02 (a unit twice) as errors; INV03 (not as many
 * as the model counts) and INV04 (a unit that no one cohort fits) as warnings, once for all units alike.
 */
export function readInventory(source: Source, system: System, catalogue: Catalogue): Outcome<Inventory> {
  const { value: listed, problems: found } = readUnits(source);
  if (!listed) return { problems: found };
  const names = [...catalogue.properties.values()].flatMap(({ name, on }) =>
    on.includes('element') ? name : [],
  );
  const unknown = unknownProperties(listed, names);
  // Nothing that follows from a misspelt heading is worth reading beside it.
  if (unknown.length > 0) return { problems: [...found, ...unknown].toSorted(byPlace) };
  const told = new Told();
  const units = new Map<string, Unit>();
  for (const unit of listed) {
    const element = system.elements.get(unit.element);
    if (!element) {
      const hint = suggestion(unit.element, [...system.elements.keys()]);
      told.add('INV01', 'error', unit, `there is no element ${quote(unit.element)}`, hint);
      continue;
    }
    if (units.has(unit.id)) {
      told.add('INV02', 'error', unit, `the unit ${quote(unit.id)} is listed twice`, 'Keep one of them.');
      continue;
    }
    const cohort = cohortOf(unit, element, told);
    units.set(unit.id, {
      id: unit.id,
      element: element.id,
      ...(cohort !== undefined && { cohort }),
      ...(unit.thumbprint !== undefined && { thumbprint: unit.thumbprint }),
    });
  }
  const problems = [...found, ...told.problems()];
  if (hasErrors(problems)) return { problems: problems.toSorted(byPlace) };
  const placements = place(units, system);
  problems.push(...disagreements(placements, system, source.file));
  return { value: { file: source.file, units, placements }, problems: problems.toSorted(byPlace) };
}

/** How much of the fleet is placed: the units of all elements that have more than one. */
export function fleetPlaced({ placements }: Inventory): Omit<Placement, 'element' | 'cohorts'> {
  const sum = { of: 0, listed: 0, placed: 0, withThumbprint: 0 };
  for (const { of, listed, placed, withThumbprint } of placements.values()) {
    sum.of += of;
    // More than the model has cannot make up for what is missing elsewhere.
    sum.listed += Math.min(listed, of);
    sum.placed += Math.min(placed, of);
    sum.withThumbprint += Math.min(withThumbprint, of);
  }
  return sum;
}

/** The cohort it says, or the only one whose properties are those it states. */
function cohortOf(unit: ListedUnit, element: Element, told: Told): string | undefined {
  const { cohorts } = element;
  const said = cohorts.find(({ id }) => id === unit.cohort);
  if (unit.cohort !== undefined && !said) {
    const known = cohorts.map(({ id }) => id);
    const hint = suggestion(unit.cohort, known) ?? `${quote(element.id)} has no cohorts.`;
    told.add('INV01', 'error', unit, `${quote(element.id)} has no cohort ${quote(unit.cohort)}`, hint);
    return undefined;
  }
  const stated = Object.entries(unit.properties);
  if (said) {
    const other = stated.find(([name, value]) => (valueIn(said, element, name) ?? value) !== value);
    if (!other) return said.id;
    const [name, value] = other;
    const message = `${name} is ${quote(value)}, which is not what the cohort ${quote(said.id)} has`;
    told.add('INV04', 'warning', unit, message, 'Until one of them is mended, the unit is not placed.');
    return undefined;
  }
  if (cohorts.length === 0) return undefined;
  const fitting = cohorts.filter((cohort) =>
    stated.every(([name, value]) => valueIn(cohort, element, name) === value),
  );
  if (stated.length > 0 && fitting.length === 1) return fitting[0]?.id;
  const what = stated.map(([name, value]) => `${name} ${quote(value)}`).join(', ');
  const message =
    stated.length === 0
      ? `nothing says of which cohort of ${quote(element.id)} it is`
      : `${fitting.length === 0 ? 'no' : 'more than one'} cohort of ${quote(element.id)} has ${what}`;
  told.add(
    'INV04',
    'warning',
    unit,
    message,
    'Say its cohort, or the properties that tell the cohorts apart.',
  );
  return undefined;
}

function valueIn(cohort: Cohort, element: Element, name: string): string | undefined {
  const value = cohort.properties[name] ?? element.properties[name];
  return value === undefined ? undefined : String(value);
}

function place(units: ReadonlyMap<string, Unit>, { elements }: System): Map<string, Placement> {
  const byElement = new Map<string, Unit[]>();
  for (const unit of units.values()) {
    const list = byElement.get(unit.element);
    if (list) list.push(unit);
    else byElement.set(unit.element, [unit]);
  }
  const placements = new Map<string, Placement>();
  for (const element of elements.values()) {
    const own = byElement.get(element.id) ?? [];
    if (own.length === 0 && element.count === 1) continue;
    const counted = (of: readonly Unit[]) => ({
      placed: of.length,
      withThumbprint: of.filter(({ thumbprint }) => thumbprint !== undefined).length,
    });
    const cohorts = new Map(
      element.cohorts.map(({ id }) => [id, counted(own.filter(({ cohort }) => cohort === id))]),
    );
    placements.set(element.id, {
      element: element.id,
      of: element.count,
      listed: own.length,
      placed: cohorts.size === 0 ? own.length : own.filter(({ cohort }) => cohort !== undefined).length,
      withThumbprint: counted(own).withThumbprint,
      cohorts,
    });
  }
  return placements;
}

function disagreements(
  placements: ReadonlyMap<string, Placement>,
  { elements }: System,
  file: string,
): Problem[] {
  const where = { file, line: 1, column: 1 };
  const differs = (what: string, listed: number, of: number): Problem => ({
    code: 'INV03',
    severity: 'warning',
    message: `${listed} units of ${what} are listed, the model counts ${of}`,
    hint: 'Mend whichever is behind; until then evidence on units speaks for those that both have.',
    where,
  });
  return [...placements.values()].flatMap(({ element, of, listed, placed, cohorts }) => {
    if (listed === 0) return [];
    if (listed !== of) return [differs(quote(element), listed, of)];
    if (placed < listed) return [];
    return (elements.get(element)?.cohorts ?? []).flatMap(({ id, count }) => {
      const own = cohorts.get(id)?.placed ?? 0;
      return own === count ? [] : [differs(`the cohort ${quote(id)} of ${quote(element)}`, own, count)];
    });
  });
}

/** Problems of units, told once for all that have the same. */
class Told {
  readonly #found = new Map<string, { problem: Problem; more: number }>();

  add(code: ProblemCode, severity: ProblemSeverity, unit: ListedUnit, message: string, hint?: string): void {
    const known = this.#found.get(message);
    if (known) known.more++;
    else {
      const problem = { code, severity, message, ...(hint !== undefined && { hint }), where: unit.where };
      this.#found.set(message, { problem, more: 0 });
    }
  }

  problems(): Problem[] {
    return [...this.#found.values()].map(({ problem, more }) =>
      more === 0 ? problem : { ...problem, message: `${problem.message} (and ${more} more units like it)` },
    );
  }
}
