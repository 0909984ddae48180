/** How lines run between shapes: which sides they leave and reach, and how far they bend. Whole pixels throughout. */
import { centreOf, type Frame } from '../../tmt/generation/geometry.ts';
import type { Point, Shape } from '../../tmt/tm7.ts';
import type { NewEnd, Port } from '../xml/drawn.ts';

/** Something that a line can be attached to. */
export interface Anchor {
  readonly guid: string;
  readonly form: Shape['form'];
  readonly frame: Frame;
}

/** A line to be drawn from one shape to another. */
export interface Wire {
  readonly id: string;
  readonly from: Anchor;
  readonly to: Anchor;
}

export interface Course {
  readonly source: NewEnd;
  readonly target: NewEnd;
  readonly handle: Point;
}

/** How far apart lines between the same two shapes are half way, where their names stand. */
const APART = 40;
/** How far from a shape's frame the tool attaches a line. */
const INSET = 5;

/**
 * The courses of lines that are drawn together, by id. A line that is alone between its two shapes is straight, its
 * handle half way; several bend apart. `taken`: how many lines there are between two shapes already.
 */
export function coursesOf(
  wires: readonly Wire[],
  taken: (a: string, b: string) => number = () => 0,
): ReadonlyMap<string, Course> {
  const groups = new Map<string, Wire[]>();
  for (const wire of wires) {
    const key = [wire.from.guid, wire.to.guid].toSorted().join(' ');
    const group = groups.get(key);
    if (group) group.push(wire);
    else groups.set(key, [wire]);
  }
  const courses = new Map<string, Course>();
  for (const group of groups.values()) {
    group.forEach((wire, index) => {
      const before = taken(wire.from.guid, wire.to.guid);
      const bend = before > 0 ? (before + index) * APART : (index - (group.length - 1) / 2) * APART;
      courses.set(wire.id, courseOf(wire, bend));
    });
  }
  return courses;
}

/** The course of a line that passes `bend` pixels beside the middle between its ends. */
export function courseOf({ from, to }: Wire, bend: number): Course {
  if (from.guid === to.guid) return loopOf(from, bend);
  const [a, b] = [centreOf(from.frame), centreOf(to.frame)];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const isAcross = Math.abs(dx) >= Math.abs(dy);
  const [leave, reach]: [Port, Port] = isAcross
    ? dx >= 0
      ? ['East', 'West']
      : ['West', 'East']
    : dy >= 0
      ? ['South', 'North']
      : ['North', 'South'];
  const source = endOf(from, leave);
  const target = endOf(to, reach);
  // Seen from the same side, whichever way a line goes.
  const side = from.guid < to.guid ? 1 : -1;
  const along = { x: (target.x - source.x) * side, y: (target.y - source.y) * side };
  const length = Math.hypot(along.x, along.y) || 1;
  const handle = {
    x: Math.round((source.x + target.x) / 2 - (along.y / length) * bend),
    y: Math.round((source.y + target.y) / 2 + (along.x / length) * bend),
  };
  return { source, target, handle };
}

/** From a shape back to itself, over its upper right corner. */
function loopOf(anchor: Anchor, bend: number): Course {
  const { left, top, width } = anchor.frame;
  const out = 30 + Math.abs(bend);
  return {
    source: endOf(anchor, 'North'),
    target: endOf(anchor, 'East'),
    handle: { x: left + width + out, y: Math.max(1, top - out) },
  };
}

/** Where a line meets a side of a shape, as the tool has it: a little inside the frame, on a round one's rim. */
function endOf({ guid, form, frame }: Anchor, port: Port): NewEnd {
  const { x, y } = centreOf(frame);
  const [wide, high] = [frame.width / 2 - INSET, frame.height / 2 - INSET];
  const isCorner = port.length > 'North'.length;
  const reach = form === 'ellipse' && isCorner ? Math.SQRT1_2 : 1;
  const across = port.endsWith('East') ? 1 : port.endsWith('West') ? -1 : 0;
  const down = port.startsWith('South') ? 1 : port.startsWith('North') ? -1 : 0;
  return {
    guid,
    port,
    x: Math.round(x + across * wide * reach),
    y: Math.round(y + down * high * reach),
  };
}
