/** Where things stand on a new tab: the lanes of our own diagrams, brought to the size of the tool's canvas. */
import type { Catalogue } from '../../../catalogue/catalogue.ts';
import { layOut, type Rect } from '../../../diagram/layout/layout.ts';
import type { System } from '../../../model/system.ts';
import type { Frame } from '../../tmt/generation/geometry.ts';
import type { Tab } from './tabs.ts';

export interface Frames {
  readonly elements: ReadonlyMap<string, Frame>;
  readonly zones: ReadonlyMap<string, Frame>;
}

/** Nothing stands at the corner of the canvas: the tool takes what does for something not yet placed. */
const MARGIN = 40;
/** How wide and high a drawing should be at most, in pixels … */
const CANVAS = 2000;
/** … as long as that does not make what is drawn smaller than this part of its size. */
const SMALLEST = 0.6;

/** Lays out what a tab shows. A zone has the middles of all that is in it inside, and of nothing else. */
export function framesOf(system: System, tab: Tab, catalogue: Catalogue): Frames {
  const flows = pick(system.flows, tab.flows);
  const connections = new Set([...flows.values()].map(({ over }) => over));
  const shown: System = {
    ...system,
    elements: pick(system.elements, tab.elements),
    zones: pick(system.zones, tab.zones),
    flows,
    connections: pick(system.connections, connections),
    boundaries: new Map(),
  };
  const layout = layOut(shown, catalogue);
  const scale = { x: scaleFor(layout.width), y: scaleFor(layout.height) };
  const frame = ({ x, y, width, height }: Rect): Frame => {
    const [left, right] = [x, x + width].map((at) => MARGIN + Math.round(at * scale.x));
    const [top, bottom] = [y, y + height].map((at) => MARGIN + Math.round(at * scale.y));
    return {
      left: left ?? 0,
      top: top ?? 0,
      width: (right ?? 0) - (left ?? 0),
      height: (bottom ?? 0) - (top ?? 0),
    };
  };
  return {
    elements: new Map(layout.boxes.map((box) => [box.element.id, frame(box)])),
    zones: new Map(layout.zones.map((placed) => [placed.zone.id, frame(placed)])),
  };
}

function scaleFor(size: number): number {
  return Math.max(SMALLEST, Math.min(1, CANVAS / Math.max(1, size)));
}

function pick<T>(all: ReadonlyMap<string, T>, ids: ReadonlySet<string>): ReadonlyMap<string, T> {
  return new Map([...all].filter(([id]) => ids.has(id)));
}
