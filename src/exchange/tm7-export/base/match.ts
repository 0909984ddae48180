/** Which things of a system are which things of a drawing, by their GUIDs. */
import type { System } from '../../../model/system.ts';
import type { Line, Shape, Surface, Tm7 } from '../../tmt/tm7.ts';
import { guidsOn } from '../origins.ts';

/** Where something is drawn. */
export interface Place<T> {
  readonly surface: Surface;
  readonly drawn: T;
}

/** The places of each thing, by its id here; the one that names it first. What is not drawn is absent. */
export interface Match {
  readonly elements: ReadonlyMap<string, readonly Place<Shape>[]>;
  readonly zones: ReadonlyMap<string, readonly Place<Shape>[]>;
  readonly flows: ReadonlyMap<string, readonly Place<Line>[]>;
  readonly boundaries: ReadonlyMap<string, readonly Place<Line>[]>;
  readonly views: ReadonlyMap<string, readonly Surface[]>;
  /** By GUID: the id here of what is drawn under it. */
  readonly owner: ReadonlyMap<string, string>;
}

/** What an export drew itself, or draws on: the id here by GUID. */
export type Drawn = ReadonlyMap<string, string>;

/** Finds the things of a system on a drawing; `drawn` are those whose origin does not say so. */
export function matchDrawing(system: System, { surfaces }: Tm7, drawn: Drawn = new Map()): Match {
  const shapes = placesOf(surfaces, ({ shapes: all }) => all);
  const lines = placesOf(surfaces, ({ lines: all }) => all);
  const owner = new Map<string, string>();
  const drawnAs = new Map<string, string[]>();
  for (const [guid, id] of drawn) drawnAs.set(id, [...(drawnAs.get(id) ?? []), guid]);
  const find = <T>(
    things: ReadonlyMap<string, { readonly id: string; readonly origin?: Parameters<typeof guidsOn>[0] }>,
    places: ReadonlyMap<string, T>,
  ): ReadonlyMap<string, readonly T[]> => {
    const found = new Map<string, readonly T[]>();
    for (const { id, origin } of things.values()) {
      const guids = [...guidsOn(origin), ...(drawnAs.get(id) ?? [])];
      const its = [...new Set(guids)].flatMap((guid) => {
        const place = owner.has(guid) ? undefined : places.get(guid);
        if (place === undefined) return [];
        owner.set(guid, id);
        return [place];
      });
      if (its.length > 0) found.set(id, its);
    }
    return found;
  };
  return {
    elements: find(
      system.elements,
      only(shapes, (place) => !isBox(place)),
    ),
    zones: find(system.zones, only(shapes, isBox)),
    flows: find(system.flows, only(lines, isFlow)),
    boundaries: find(
      system.boundaries,
      only(lines, (place) => !isFlow(place)),
    ),
    views: find(system.views, new Map(surfaces.map((surface) => [surface.guid, surface]))),
    owner,
  };
}

function placesOf<T extends { readonly guid: string }>(
  surfaces: readonly Surface[],
  all: (surface: Surface) => readonly T[],
): ReadonlyMap<string, Place<T>> {
  return new Map(
    surfaces.flatMap((surface) => all(surface).map((drawn) => [drawn.guid, { surface, drawn }] as const)),
  );
}

function isBox({ drawn: { form } }: Place<Shape>): boolean {
  return form === 'border-boundary';
}

function isFlow({ drawn: { form } }: Place<Line>): boolean {
  return form === 'flow';
}

function only<T>(places: ReadonlyMap<string, T>, isWanted: (place: T) => boolean): ReadonlyMap<string, T> {
  return new Map([...places].filter(([, place]) => isWanted(place)));
}
