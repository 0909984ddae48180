/** Which tab shows what, for a drawing made from nothing: views are tabs. */
import type { System } from '../../../model/system.ts';
import { guidsOn } from '../origins.ts';
import type { Guids } from '../guids.ts';

/** A tab, by the ids of what is drawn on it. */
export interface Tab {
  readonly guid: string;
  readonly name: string;
  readonly elements: ReadonlySet<string>;
  /** With all the zones around them. */
  readonly zones: ReadonlySet<string>;
  readonly flows: ReadonlySet<string>;
}

interface Draft {
  readonly id: string;
  readonly name: string;
  readonly wanted: readonly string[];
  readonly elements: Set<string>;
  readonly zones: Set<string>;
  readonly flows: Set<string>;
}

/**
 * The tabs of a system: one a view, one in all where there are none, and one more for what no view shows. A flow is
 * drawn once, on the first tab with both its ends: drawn twice it would be two flows to the tool.
 */
export function tabsOf(system: System, guids: Guids): readonly Tab[] {
  const drafts = [...system.views.values()].map(({ id, name, elements, origin }) =>
    draft(id, name, elements, guidsOn(origin)),
  );
  const shown = new Set(drafts.flatMap(({ elements }) => [...elements]));
  const rest = draft(
    'rest',
    drafts.length === 0 ? system.name : 'In no view',
    [...system.elements.keys()].filter((id) => !shown.has(id)),
    [],
  );
  for (const { id, from, to } of system.flows.values()) {
    const tab = drafts.find(({ elements }) => elements.has(from) && elements.has(to)) ?? rest;
    tab.elements.add(from).add(to);
    tab.flows.add(id);
  }
  const around = (zone: string | undefined, zones: Set<string>): void => {
    for (
      let at = system.zones.get(zone ?? '');
      at && !zones.has(at.id);
      at = system.zones.get(at.parent ?? '')
    )
      zones.add(at.id);
  };
  for (const { elements, zones } of [...drafts, rest])
    for (const id of elements) around(system.elements.get(id)?.zone, zones);
  const seen = new Set([...drafts, rest].flatMap(({ zones }) => [...zones]));
  for (const zone of system.zones.keys()) if (!seen.has(zone)) around(zone, rest.zones);
  const isNeeded = drafts.length === 0 || rest.elements.size > 0 || rest.zones.size > 0;
  return [...drafts, ...(isNeeded ? [rest] : [])].map(({ id, name, wanted, elements, zones, flows }) => ({
    guid: guids.claim(wanted, 'tab', id),
    name,
    elements,
    zones,
    flows,
  }));
}

function draft(id: string, name: string, elements: Iterable<string>, wanted: readonly string[]): Draft {
  return { id, name, wanted, elements: new Set(elements), zones: new Set(), flows: new Set() };
}
