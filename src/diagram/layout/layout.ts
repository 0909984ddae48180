/**
 * The drawing as numbers: where every box, zone, wire and label stands. Deterministic, and made in time that
 * grows with the number of elements and wires (times the few columns a wire passes).
 */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Element, System, Zone } from '../../model/system.ts';
import { BADGE_GAP, LABEL_WIDTH, layCourses, MARK_WIDTH, NAME_SIZE, SMALL_SIZE } from './courses.ts';
import type { Anchor, Course } from './courses.ts';
import { layHeights } from './heights.ts';
import { layLanes } from './lanes.ts';
import { fit, textWidth } from '../measure.ts';
import { orderLanes } from './order.ts';
import { wiresOf } from './scene.ts';
import type { Wire } from './scene.ts';
import { BOX_WIDTH, LABEL_MARGIN, layWidths } from './widths.ts';
import type { Gap, Widths } from './widths.ts';

/** In pixels, from the top left. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedBox extends Rect {
  readonly element: Element;
}

export interface PlacedZone extends Rect {
  readonly zone: Zone;
  readonly depth: number;
}

/** Two lines of text on both sides of a wire: the name above, protocol and protection below. */
interface PlacedLabel extends Rect {
  readonly name: string;
  readonly protection: string;
  /** The height of the wire between the lines. */
  readonly line: number;
  readonly anchor: 'start' | 'end';
  /** Where the marks of hand-drawn boundaries begin, beyond the text. */
  readonly marksAt: number;
  /** Where a badge begins, beside the name. */
  readonly badgeAt: number;
}

export interface PlacedWire {
  readonly wire: Wire;
  /** SVG path data, from the left end to the right one. */
  readonly path: string;
  /** Where the data arrives, and the way it goes there. */
  readonly tip: { readonly x: number; readonly y: number; readonly way: 'left' | 'right' };
  readonly label: PlacedLabel;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  /** Outer zones before those inside them. */
  readonly zones: readonly PlacedZone[];
  readonly wires: readonly PlacedWire[];
}

/** `badge`: width of the badge a wire carries after its name; none by default. */
export function layOut(
  system: System,
  catalogue: Catalogue,
  badge: (wire: Wire) => number = () => 0,
): Layout {
  const wires = wiresOf(system, catalogue);
  const lanes = layLanes(system, wires);
  orderLanes(lanes, wires);
  const courses = layCourses(lanes, wires, badge);
  const heights = layHeights(lanes.root, courses);
  const widths = layWidths(lanes, courses);

  const boxes = [...lanes.cells.values()].flatMap((cell): PlacedBox[] => {
    const item = courses.boxes.get(cell.element.id);
    const x = widths.columns[cell.column];
    if (!item || x === undefined) return [];
    return [{ element: cell.element, x, y: item.y - item.size / 2, width: BOX_WIDTH, height: item.size }];
  });
  const zones = [...heights.zones].flatMap(([block, span]): PlacedZone[] => {
    const sides = widths.zones.get(block);
    if (!block.zone || !sides) return [];
    const size = { width: sides.right - sides.left, height: span.bottom - span.top };
    return [{ zone: block.zone, depth: block.depth, x: sides.left, y: span.top, ...size }];
  });
  return {
    width: widths.width,
    height: heights.height,
    boxes,
    zones: zones.toSorted((a, b) => a.depth - b.depth),
    wires: courses.courses.map((course) => placeWire(course, widths, badge(course.wire))),
  };
}

function placeWire(course: Course, widths: Widths, badge: number): PlacedWire {
  const heights = course.anchors.map((anchor) => anchor.item.y + anchor.offset);
  const first = heights[0] ?? 0;
  const last = heights.at(-1) ?? 0;
  const left = (widths.columns[course.low] ?? 0) + BOX_WIDTH - inset(course.anchors[0], first);
  const lastAnchor = course.anchors.at(-1);
  const turning = course.low === course.high;
  const right = turning
    ? (widths.columns[course.high] ?? 0) + BOX_WIDTH - inset(lastAnchor, last)
    : (widths.columns[course.high] ?? 0) + inset(lastAnchor, last);
  const gap = turning
    ? widths.turn(course)
    : widths.gaps[course.labelAt === 0 ? course.low : course.high - 1];
  const path = turning
    ? turningPath(left, right, first, last, gap)
    : crossingPath(course, heights, left, right, widths);
  const tip = course.forward
    ? { x: right, y: last, way: turning ? ('left' as const) : ('right' as const) }
    : { x: left, y: first, way: 'left' as const };
  return {
    wire: course.wire,
    path,
    tip,
    label: placeLabel(course, gap, course.labelAt === 0 ? first : last, badge),
  };
}

function crossingPath(
  course: Course,
  heights: readonly number[],
  left: number,
  right: number,
  widths: Widths,
): string {
  let path = `M${px(left)} ${px(heights[0] ?? 0)}`;
  for (let column = course.low; column < course.high; column += 1) {
    const from = heights[column - course.low] ?? 0;
    const to = heights[column - course.low + 1] ?? 0;
    const gap = widths.gaps[column];
    if (!gap || Math.abs(from - to) < 0.5) continue;
    const bend = (gap.weaveEnd - gap.weaveStart) * 0.55;
    path += `H${px(gap.weaveStart)}C${px(gap.weaveStart + bend)} ${px(from)} ${px(gap.weaveEnd - bend)} ${px(to)} ${px(gap.weaveEnd)} ${px(to)}`;
  }
  return `${path}H${px(right)}`;
}

function turningPath(left: number, right: number, first: number, last: number, gap: Gap | undefined): string {
  const start = gap?.weaveStart ?? left;
  const bulge = start + ((gap?.weaveEnd ?? left) - start) * 1.2;
  return `M${px(left)} ${px(first)}H${px(start)}C${px(bulge)} ${px(first)} ${px(bulge)} ${px(last)} ${px(start)} ${px(last)}H${px(right)}`;
}

function placeLabel(course: Course, gap: Gap | undefined, line: number, badge: number): PlacedLabel {
  const atLeft = course.labelAt === 0 || course.low === course.high;
  const width = course.labelWidth;
  const x = atLeft ? (gap?.left ?? 0) : (gap?.right ?? 0) - LABEL_MARGIN - width;
  const name = fit(course.wire.name, NAME_SIZE, LABEL_WIDTH - (badge === 0 ? 0 : badge + BADGE_GAP), true);
  const nameWidth = textWidth(name, NAME_SIZE, true) + BADGE_GAP;
  const marks = course.wire.marks.length * MARK_WIDTH;
  return {
    x,
    y: line - 15,
    width,
    height: 30,
    line,
    name,
    protection: fit(course.wire.protection, SMALL_SIZE, LABEL_WIDTH),
    anchor: atLeft ? 'start' : 'end',
    marksAt: atLeft ? x + width - marks : x,
    badgeAt: atLeft ? x + nameWidth : x + width - nameWidth - badge,
  };
}

/** Radius of a process's corners: a short one is a stadium, which is as round as a box of text gets. */
export const PROCESS_RADIUS = 30;

/** How far a wire must go on to touch a round box at this height. */
function inset(anchor: Anchor | undefined, y: number): number {
  const cell = anchor?.item.cell;
  if (!anchor || cell?.element.kind !== 'process') return 0;
  const fromEdge = Math.min(
    y - (anchor.item.y - anchor.item.size / 2),
    anchor.item.y + anchor.item.size / 2 - y,
  );
  const reach = PROCESS_RADIUS - Math.max(0, Math.min(PROCESS_RADIUS, fromEdge));
  return PROCESS_RADIUS - Math.sqrt(PROCESS_RADIUS ** 2 - reach ** 2);
}

/** Tenths of a pixel are enough. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
