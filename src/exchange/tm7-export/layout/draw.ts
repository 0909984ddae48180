/** Draws a system tab by tab: frames from our layout, lines between them, everything with the stencils chosen for it. */
import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { Element, System, Zone } from '../../../model/system.ts';
import type { NotWritten } from '../../exported.ts';
import type { Placed, Placement } from '../../onto-template/index.ts';
import type { Stencil } from '../../tmt/template.ts';
import type { Frame } from '../../tmt/generation/geometry.ts';
import type { Guids } from '../guids.ts';
import { guidsOn } from '../origins.ts';
import type { NewLine, NewShape, NewTab } from '../xml/drawn.ts';
import { framesOf } from './frames.ts';
import { linesOf } from './lines.ts';
import { type Tab, tabsOf } from './tabs.ts';
import type { Wall } from './walls.ts';

export interface DrawnTabs {
  readonly tabs: readonly NewTab[];
  /** The flow drawn under a GUID, by its id here. */
  readonly flowOf: ReadonlyMap<string, string>;
  readonly notDrawn: readonly NotWritten[];
}

/** Draws a whole system. What has no stencil is not drawn, and told. */
export function drawTabs(
  system: System,
  placement: Placement,
  catalogue: Catalogue,
  guids: Guids,
): DrawnTabs {
  const flowOf = new Map<string, string>();
  const notDrawn: NotWritten[] = [];
  const cut = new Set<string>();
  const tabs = tabsOf(system, guids);
  const drawn = tabs.map((tab, index): NewTab => {
    const shapes = shapesOn(tab, system, placement, catalogue, guids);
    const byId = new Map(shapes.map(({ id, shape }) => [id, shape]));
    const anchor = (id: string) => {
      const shape = byId.get(id);
      return shape && { guid: shape.guid, form: shape.form, frame: shape.frame };
    };
    const wires = [...tab.flows].flatMap((id) => {
      const flow = system.flows.get(id);
      const [from, to] = [anchor(flow?.from ?? ''), anchor(flow?.to ?? '')];
      return from && to && placement.flows.has(id) ? [{ id, from, to }] : [];
    });
    const cuts = [...placement.boundaries.keys()].flatMap((id) => {
      const { crossedBy = [] } = system.boundaries.get(id) ?? {};
      const isHere = crossedBy.some((flow) => wires.some((wire) => wire.id === flow));
      // What nothing crosses is drawn all the same, once.
      return isHere || (index === tabs.length - 1 && !cut.has(id)) ? [{ id, crossedBy }] : [];
    });
    for (const { id } of cuts) cut.add(id);
    const { courses, walls, missed } = linesOf(wires, cuts);
    const lines = wires.flatMap(({ id }): NewLine[] => {
      const [flow, placed, course] = [system.flows.get(id), placement.flows.get(id), courses.get(id)];
      if (!flow || !placed || !course) return [];
      const guid = guids.claim(guidsOn(flow.origin), 'flow', id);
      flowOf.set(guid, id);
      return [{ ...common(placed, flow), guid, form: 'flow', ...course }];
    });
    const aside = asideOf(shapes.map(({ shape }) => shape.frame));
    const strokes = cuts.flatMap(({ id }): NewLine[] => {
      const [boundary, placed] = [system.boundaries.get(id), placement.boundaries.get(id)];
      if (!boundary || !placed) return [];
      const pieces = walls.get(id) ?? [];
      if (pieces.length > 1) notDrawn.push(inPieces(boundary.name, pieces.length, tab.name));
      return (pieces.length > 0 ? pieces : [aside()]).map((wall, part) => ({
        ...common(placed, boundary),
        guid: guids.claim(part === 0 ? guidsOn(boundary.origin) : [], 'boundary', id, tab.guid, String(part)),
        form: 'line-boundary',
        source: { ...wall.source, port: 'None' },
        target: { ...wall.target, port: 'None' },
        handle: wall.handle,
      }));
    });
    for (const { boundary, flow } of missed)
      notDrawn.push({
        what: `that the flow "${flow}" crosses the boundary "${boundary}"`,
        why: `on the tab "${tab.name}" there is no place for a line that only this flow crosses`,
      });
    return {
      guid: tab.guid,
      name: tab.name,
      shapes: shapes.map(({ shape }) => shape),
      lines: [...lines, ...strokes],
    };
  });
  notDrawn.push(...withoutStencil(system, placement), ...unscoped(system), ...alike(system, tabs));
  return { tabs: drawn, flowOf, notDrawn };
}

function shapesOn(
  tab: Tab,
  system: System,
  placement: Placement,
  catalogue: Catalogue,
  guids: Guids,
): readonly { readonly id: string; readonly shape: NewShape }[] {
  const frames = framesOf(system, tab, catalogue);
  const shapes = (
    kind: 'zone' | 'element',
    thing: Zone | Element | undefined,
    placed: Placed | undefined,
    frame: Frame | undefined,
  ): { id: string; shape: NewShape }[] => {
    const form = placed && formOf(placed.stencil);
    if (!thing || !placed || !frame || !form) return [];
    const guid = guids.claim(guidsOn(thing.origin), kind, thing.id, tab.guid);
    return [{ id: thing.id, shape: { ...common(placed, thing), guid, form, frame } }];
  };
  return [
    // Boxes first, outer ones before those inside them: the tool draws in this order.
    ...[...frames.zones].flatMap(([id, frame]) =>
      shapes('zone', system.zones.get(id), placement.zones.get(id), frame),
    ),
    ...[...tab.elements].flatMap((id) =>
      shapes('element', system.elements.get(id), placement.elements.get(id), frames.elements.get(id)),
    ),
  ];
}

function common(
  { stencil, chosen }: Placed,
  { name, outOfScope }: { readonly name: string; readonly outOfScope?: string },
): Pick<NewShape, 'stencil' | 'chosen' | 'name' | 'outOfScope'> {
  return { stencil, chosen, name, ...(outOfScope !== undefined && { outOfScope }) };
}

/** How a shape with this stencil is drawn; undefined for one that is drawn as no shape. */
export function formOf({ representation }: Stencil): NewShape['form'] | undefined {
  switch (representation) {
    case 'Ellipse':
      return 'ellipse';
    case 'Rectangle':
      return 'rectangle';
    case 'ParallelLines':
      return 'parallel-lines';
    case 'BorderBoundary':
      return 'border-boundary';
    case 'Line':
    case 'LineBoundary':
    case 'Annotation':
    case 'None':
    default:
      return undefined;
  }
}

/** Places for boundaries that nothing crosses, below everything. */
function asideOf(frames: readonly Frame[]): () => Wall {
  let y = Math.max(40, ...frames.map(({ top, height }) => top + height));
  return () => {
    y += 40;
    return { source: { x: 40, y }, target: { x: 240, y }, handle: { x: 140, y } };
  };
}

function inPieces(name: string, pieces: number, tab: string): NotWritten {
  return {
    what: `that the ${pieces} lines "${name}" on the tab "${tab}" are one boundary`,
    why: 'no single line crosses just the flows that cross the boundary',
  };
}

function withoutStencil(system: System, placement: Placement): readonly NotWritten[] {
  return (['elements', 'zones', 'flows', 'boundaries'] as const).flatMap((part) =>
    [...system[part].values()]
      .filter((thing) => !placement[part].has(thing.id) && !('derived' in thing && thing.derived))
      .map(({ id }) => ({ what: `${SINGULAR[part]} "${id}"`, why: 'the template has no stencil for it' })),
  );
}

const SINGULAR = { elements: 'element', zones: 'zone', flows: 'flow', boundaries: 'boundary' } as const;

function unscoped({ zones }: System): readonly NotWritten[] {
  return [...zones.values()].flatMap(({ id, outOfScope }) =>
    outOfScope === undefined
      ? []
      : [{ what: `that the zone "${id}" is out of scope`, why: 'the tool knows no boundary out of scope' }],
  );
}

/** Things of one name on different tabs, which a reader of the file takes for one thing drawn several times. */
function alike({ elements }: System, tabs: readonly Tab[]): readonly NotWritten[] {
  const named = new Map<string, string[]>();
  for (const { id, name } of elements.values()) named.set(name, [...(named.get(name) ?? []), id]);
  return [...named.values()]
    .filter((ids) => ids.length > 1 && !tabs.some((tab) => ids.every((id) => tab.elements.has(id))))
    .map((ids) => ({
      what: `that ${ids.map((id) => `"${id}"`).join(' and ')} are not one element`,
      why: 'they have one name and are drawn on different tabs',
    }));
}
