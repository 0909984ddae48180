/**
 * A system as a template of the Threat Modeling Tool would have it drawn: each element, zone and flow on the
 * stencil that means the same, so that the template's rules can be asked about it. What a drawing says by where
 * things lie, a system says by its zones.
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Boundary, Element, Flow, System, Zone } from '../../model/system.ts';
import type { Problem } from '../../text/problem.ts';
import type { Interaction, Party } from '../tmt/generation/interaction.ts';
import type { Stencil, Template } from '../tmt/template.ts';
import { type Choice, stencilOfBoundary, stencilOfElement, stencilOfFlow, stencilOfZone } from './choose.ts';
import { chosenOfElement, chosenOfFlow } from './stated.ts';
import { Stencils } from './stencils.ts';

/** What one thing is drawn with, and why. */
export interface Placed extends Choice {
  readonly id: string;
  /** What is chosen of the stencil's attributes, by their names: only what the model states. */
  readonly chosen: ReadonlyMap<string, string>;
}

export interface Placement {
  /** The flows as the template's rules see them. Those out of scope are not asked about, as in the tool. */
  readonly interactions: readonly Interaction[];
  readonly elements: ReadonlyMap<string, Placed>;
  readonly zones: ReadonlyMap<string, Placed>;
  /** The boundaries drawn by hand; derived ones are what zones say already. */
  readonly boundaries: ReadonlyMap<string, Placed>;
  readonly flows: ReadonlyMap<string, Placed>;
  /** TMT11: what the template has no stencil for, or none of its own. All warnings. */
  readonly problems: readonly Problem[];
}

/** Draws a system with the stencils of a template. Works with any template; what has no stencil is told. */
export function placeOnTemplate(system: System, template: Template, catalogue: Catalogue): Placement {
  const stencils = new Stencils(template);
  const incoming = groupBy(system.connections.values(), ({ to }) => to);
  const dialled = groupBy(system.connections.values(), ({ from }) => from);
  const elements = place(
    system.elements,
    (element) => {
      const its = [...(incoming.get(element.id) ?? []), ...(dialled.get(element.id) ?? [])];
      return stencilOfElement(element, its, stencils, catalogue);
    },
    (element, stencil) =>
      chosenOfElement({ element, incoming: incoming.get(element.id) ?? [] }, stencil, catalogue),
  );
  const zones = place(system.zones, (zone) => stencilOfZone(zone, stencils));
  const drawn = new Map([...system.boundaries].filter(([, { derived }]) => !derived));
  const boundaries = place(drawn, (boundary) => stencilOfBoundary(boundary, stencils));
  const carried = (flow: Flow) => ({ flow, connection: system.connections.get(flow.over) });
  const flows = place(
    system.flows,
    (flow) => stencilOfFlow(carried(flow), stencils, catalogue),
    (flow, stencil) => chosenOfFlow(carried(flow), stencil, catalogue),
  );
  const crossed = crossingsOf(system, zones, boundaries);
  const interactions = [...system.flows.values()].flatMap((flow): Interaction[] => {
    const source = partyOf(system.elements.get(flow.from), elements);
    const target = partyOf(system.elements.get(flow.to), elements);
    const line = partyOf(flow, flows);
    if (flow.outOfScope !== undefined || !source || !target || !line) return [];
    return [{ source, target, flow: line, crosses: crossed(flow) }];
  });
  const placed = { elements, zones, boundaries, flows };
  return { interactions, ...placed, problems: problemsOf(system, template, placed) };
}

function place<T extends { readonly id: string }>(
  things: ReadonlyMap<string, T>,
  choose: (thing: T) => Choice | undefined,
  chosen: (thing: T, stencil: Stencil) => ReadonlyMap<string, string> = () => new Map(),
): ReadonlyMap<string, Placed> {
  const placed = new Map<string, Placed>();
  for (const [id, thing] of things) {
    const choice = choose(thing);
    if (choice) placed.set(id, { ...choice, id, chosen: chosen(thing, choice.stencil) });
  }
  return placed;
}

function partyOf(thing: Element | Flow | undefined, placed: ReadonlyMap<string, Placed>): Party | undefined {
  const its = thing && placed.get(thing.id);
  return its && { id: thing.id, name: thing.name, type: its.stencil.id, chosen: its.chosen };
}

/**
 * The types of the boundaries that a flow crosses: of the zones, with all those around them, that have one of its
 * ends in them and not the other, and of the boundaries drawn by hand that it crosses.
 */
function crossingsOf(
  { elements, zones, boundaries }: System,
  placedZones: ReadonlyMap<string, Placed>,
  placedBoundaries: ReadonlyMap<string, Placed>,
): (flow: Flow) => readonly string[] {
  const around = (element: Element | undefined): ReadonlySet<string> => {
    const found = new Set<string>();
    let at: Zone | undefined = zones.get(element?.zone ?? '');
    while (at && !found.has(at.id)) {
      found.add(at.id);
      at = zones.get(at.parent ?? '');
    }
    return found;
  };
  const byHand = [...boundaries.values()].filter(({ derived }) => !derived);
  const cut = byHand.map((boundary: Boundary) => ({
    flows: new Set(boundary.crossedBy),
    type: placedBoundaries.get(boundary.id)?.stencil.id,
  }));
  return ({ id, from, to }) => {
    const [source, target] = [around(elements.get(from)), around(elements.get(to))];
    const left = [...source].filter((zone) => !target.has(zone));
    const entered = [...target].filter((zone) => !source.has(zone));
    const crossed = [
      ...[...left, ...entered].map((zone) => placedZones.get(zone)?.stencil.id),
      ...cut.filter(({ flows }) => flows.has(id)).map(({ type }) => type),
    ];
    return [...new Set(crossed.filter((type) => type !== undefined))];
  };
}

type Parts = Pick<Placement, 'elements' | 'zones' | 'boundaries' | 'flows'>;

/** How many things a sentence names. */
const NAMED = 5;

function problemsOf(system: System, template: Template, placed: Parts): Problem[] {
  const problems: Problem[] = [];
  for (const part of ['elements', 'zones', 'flows'] as const) {
    const missing = [...system[part].keys()].filter((id) => !placed[part].has(id));
    if (missing.length === 0) continue;
    problems.push(
      problem(
        `"${template.name}" has no stencil for the ${part} ${named(missing)}`,
        part === 'zones' ? 'No rule sees them crossed.' : 'Its rules are not asked about their flows.',
      ),
    );
  }
  const standIns = groupBy(
    [...placed.elements.values()].filter(({ isOwn }) => !isOwn),
    ({ stencil }) => stencil,
  );
  if (standIns.size > 0) {
    const seen = [...standIns].map(
      ([stencil, things]) => `${named(things.map(({ id }) => id))} as "${stencil.name.trim()}"`,
    );
    problems.push(
      problem(
        `"${template.name}" has no stencil of their own for some elements; its rules see ${seen.join('; ')}`,
        'Rules about more precise stencils do not fire on them.',
      ),
    );
  }
  const used = new Set([...system.flows.values()].map(({ over }) => over));
  const silent = [...system.connections.keys()].filter((id) => !used.has(id));
  if (silent.length > 0) {
    problems.push(
      problem(
        `no flow goes over ${silent.length === 1 ? 'the connection' : 'the connections'} ${named(silent)}`,
        'Rules of templates see flows alone; model what is sent.',
      ),
    );
  }
  const left = [...system.flows.values()].filter(({ outOfScope }) => outOfScope !== undefined);
  if (left.length > 0) {
    problems.push(
      problem(
        `out of scope, and so not asked about: ${named(left.map(({ id }) => id))}`,
        'The Threat Modeling Tool does the same; rules of the catalogue ask all the same.',
      ),
    );
  }
  return problems;
}

function problem(message: string, hint: string): Problem {
  return { code: 'TMT11', severity: 'warning', message, hint };
}

function named(ids: readonly string[]): string {
  const shown = ids.slice(0, NAMED).map((id) => `"${id}"`);
  const more = ids.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
