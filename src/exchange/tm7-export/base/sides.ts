/**
 * What can be compared of a thing, on three sides: as the system has it (`ours`), as the file has it (`drawn`), and
 * as the last import noted it (`noted`). All under the ids of the system.
 */
import type { Plain } from '../../../model/writing/change.ts';
import type { System } from '../../../model/system.ts';
import { guidsOf, mapping, type PlainMap, textAt } from '../../into-project/earlier.ts';
import { nameOf, scopeOf } from '../../tm7-import/drawing/elements.ts';
import { innermostBoxes } from '../../tm7-import/drawing/places.ts';
import { curveOf, curvesMeet } from '../../tmt/generation/geometry.ts';
import type { Line, Shape, Surface, Tm7 } from '../../tmt/tm7.ts';
import { givenReason } from '../texts.ts';
import type { Match, Place } from './match.ts';

export type Part = 'elements' | 'zones' | 'flows' | 'boundaries' | 'views';
export const PARTS: readonly Part[] = ['zones', 'elements', 'flows', 'boundaries', 'views'];

/** Absent keys are not said on that side. */
export interface Said {
  /** Absent: the thing has no name but its id. */
  readonly name?: string;
  /** The reason why it is out of scope. */
  readonly scope?: string;
  /** The zone that an element or zone lies in; absent: in none that is drawn. */
  readonly zone?: string;
  readonly from?: string;
  readonly to?: string;
  /** Flows that cross a boundary, elements that a view shows; sorted. */
  readonly of?: readonly string[];
}

export type Side = Readonly<Record<Part, ReadonlyMap<string, Said>>>;

/** Zones that an import made for what lies in no box: nothing on a drawing. */
export type Fictions = ReadonlySet<string>;

const OUTSIDE = / outside every boundary drawn$|^Outside every boundary drawn$/;

export function fictionsOf({ zones }: System, noted: PlainMap | undefined): Fictions {
  const before = mapping(noted?.zones);
  const isFiction = (id: string, name: string): boolean =>
    noted ? Object.hasOwn(before, id) && guidsOf(mapping(before[id])).length === 0 : OUTSIDE.test(name);
  return new Set(
    [...zones.values()]
      .filter(({ id, name, origin }) => origin?.format !== 'tm7' && isFiction(id, name))
      .map(({ id }) => id),
  );
}

/** The zone itself or the nearest around it that can be drawn. */
export function drawnZone({ zones }: System, fictions: Fictions, id: string | undefined): string | undefined {
  let at = id;
  while (at !== undefined && fictions.has(at)) at = zones.get(at)?.parent;
  return at;
}

export function oursOf(system: System, fictions: Fictions): Side {
  const inside = (zone: string | undefined): Said => {
    const drawn = drawnZone(system, fictions, zone);
    return drawn === undefined ? {} : { zone: drawn };
  };
  return {
    zones: mapOf(system.zones, (zone) => ({ ...heldBy(zone), ...inside(zone.parent) })),
    elements: mapOf(system.elements, (element) => ({ ...heldBy(element), ...inside(element.zone) })),
    flows: mapOf(system.flows, (flow) => ({ ...heldBy(flow), from: flow.from, to: flow.to })),
    boundaries: mapOf(new Map([...system.boundaries].filter(([, { derived }]) => !derived)), (boundary) => ({
      ...heldBy(boundary),
      of: boundary.crossedBy.toSorted(),
    })),
    views: mapOf(system.views, (view) => ({ ...heldBy(view), of: view.elements.toSorted() })),
  };
}

function heldBy({ id, name, outOfScope }: { id: string; name: string; outOfScope?: string }): Said {
  return {
    ...(name !== id && { name }),
    ...(outOfScope !== undefined && { scope: givenReason(outOfScope) }),
  };
}

/** What is drawn of the things of a system. `gone`: GUIDs of what is about to be removed. */
export function drawnOf(tm7: Tm7, match: Match, gone: ReadonlySet<string> = new Set()): Side {
  const { owner } = match;
  const kept = (surface: Surface): Surface => ({
    ...surface,
    shapes: surface.shapes.filter(({ guid }) => !gone.has(guid)),
  });
  const boxes = new Map(tm7.surfaces.flatMap((surface) => [...innermostBoxes(kept(surface))]));
  const inside = (places: readonly Place<Shape>[]): Said => {
    const box = inOrder(places, tm7).flatMap(({ drawn: { guid } }) => boxes.get(guid) ?? [])[0];
    return box === undefined ? {} : { zone: owner.get(box) ?? box };
  };
  const end = (guid: string | undefined): string => owner.get(guid ?? '') ?? guid ?? '';
  return {
    zones: mapOf(match.zones, (places) => ({ ...common(places, tm7), ...inside(places) })),
    elements: mapOf(match.elements, (places) => ({ ...common(places, tm7), ...inside(places) })),
    flows: mapOf(match.flows, (places) => {
      const line = places[0]?.drawn;
      return { ...common(places, tm7), from: end(line?.source.guid), to: end(line?.target.guid) };
    }),
    boundaries: mapOf(match.boundaries, (places) => ({
      ...common(places, tm7),
      of: [...new Set(places.flatMap((place) => crossing(place, match)))].toSorted(),
    })),
    views: mapOf(match.views, (surfaces) => ({
      ...(surfaces[0] && { name: oneLine(surfaces[0].name) }),
      of: [
        ...new Set(
          surfaces.flatMap(({ shapes }) =>
            shapes.flatMap(({ guid, form }) => (form === 'border-boundary' ? [] : (owner.get(guid) ?? []))),
          ),
        ),
      ].toSorted(),
    })),
  };
}

function common(places: readonly Place<Shape | Line>[], tm7: Tm7): Said {
  const [first] = places;
  if (!first) return {};
  const thing = { id: '', first, occurrences: places, redrawn: false };
  const name = nameOf(thing);
  const scope = scopeOf(thing, tm7);
  return { ...(name !== undefined && { name }), ...(scope !== undefined && { scope: givenReason(scope) }) };
}

/** As they come on the drawing: an import asks the first place first where something lies. */
function inOrder(places: readonly Place<Shape>[], { surfaces }: Tm7): readonly Place<Shape>[] {
  const rank = new Map(surfaces.map((surface, index) => [surface, index]));
  return places.toSorted((a, b) => (rank.get(a.surface) ?? 0) - (rank.get(b.surface) ?? 0));
}

function crossing({ surface, drawn }: Place<Line>, { owner }: Match): readonly string[] {
  const curve = curveOf(drawn);
  return surface.lines.flatMap((line) => {
    const id = line.form === 'flow' ? owner.get(line.guid) : undefined;
    return id !== undefined && curvesMeet(curveOf(line), curve) ? [id] : [];
  });
}

/** What the last import wrote, of the things that the system still has. */
export function notedOf(system: System, noted: PlainMap): Side {
  const ids = new Map<string, string>();
  const now = (id: string | undefined): string | undefined => (id === undefined ? undefined : ids.get(id));
  const entries = PARTS.map((part) => {
    const byGuid = new Map(
      [...system[part].values()].flatMap(({ id, origin }) =>
        origin?.format === 'tm7'
          ? [origin.id, ...(origin.also ?? [])].map((guid) => [guid, id] as const)
          : [],
      ),
    );
    const its = Object.entries(mapping(noted[part])).flatMap(([before, value]) => {
      const entry = mapping(value);
      const id = guidsOf(entry).flatMap((guid) => byGuid.get(guid) ?? [])[0];
      if (id === undefined) return [];
      ids.set(before, id);
      return [{ before, id, entry }];
    });
    return [part, its] as const;
  });
  const said = (part: Part, before: string, entry: PlainMap): Said => {
    const name = textAt(entry, 'name');
    const scope = textAt(entry, 'outOfScope');
    const zone = now(textAt(entry, part === 'zones' ? 'parent' : 'zone'));
    const [from, to] = [now(textAt(entry, 'from')), now(textAt(entry, 'to'))];
    const list: Plain | undefined = part === 'views' ? entry.elements : entry.crossedBy;
    const of = Array.isArray(list)
      ? (list as readonly Plain[]).flatMap((id) => (typeof id === 'string' ? (now(id) ?? []) : []))
      : undefined;
    return {
      ...(name !== undefined && name !== before && { name }),
      ...(scope !== undefined && { scope: givenReason(scope) }),
      ...(zone !== undefined && { zone }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(of && { of: of.toSorted() }),
    };
  };
  const sides = new Map(
    entries.map(([part, its]) => [
      part,
      new Map(its.map(({ before, id, entry }) => [id, said(part, before, entry)] as const)),
    ]),
  );
  const side = (part: Part): ReadonlyMap<string, Said> => sides.get(part) ?? new Map();
  return {
    zones: side('zones'),
    elements: side('elements'),
    flows: side('flows'),
    boundaries: side('boundaries'),
    views: side('views'),
  };
}

function mapOf<T, U>(all: ReadonlyMap<string, T>, make: (one: T) => U): ReadonlyMap<string, U> {
  return new Map([...all].map(([id, one]) => [id, make(one)]));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
