/**
 * Where columns, gutters and the borders of zones stand from left to right. A gutter lies right of every column:
 * first the borders of zones that end there (inner ones first, with the wires that turn back inside them), then
 * the main gap, then the borders of zones that begin. In a gap, labels of the left boxes come first, then the
 * room where wires change height, then labels of the right boxes: so no label meets a curve, a box or a label.
 */
import type { Courses, Course } from './courses.ts';
import type { Block, Lanes, OwnBlock, ZoneBlock } from './lanes.ts';

export const BOX_WIDTH = 152;
const BORDER = 16;
export const LABEL_MARGIN = 12;
const BARE_GAP = 22;

/** Room between two columns (or beside one) where wires run, in pixels from the left. */
export interface Gap {
  /** Where labels of the left boxes begin. */
  readonly left: number;
  /** Between these, wires change height. */
  readonly weaveStart: number;
  readonly weaveEnd: number;
  /** Where labels of the right boxes end. */
  readonly right: number;
}

export interface Widths {
  /** Left edges of the columns. */
  readonly columns: readonly number[];
  /** Main gaps; that of column n lies on its right. */
  readonly gaps: readonly Gap[];
  readonly zones: ReadonlyMap<ZoneBlock, { readonly left: number; readonly right: number }>;
  /** The gap where a wire inside a column turns back. */
  turn(course: Course): Gap | undefined;
  readonly width: number;
}

export function layWidths(lanes: Lanes, courses: Courses): Widths {
  const begins: ZoneBlock[][] = Array.from({ length: lanes.columns + 1 }, () => []);
  const ends: ZoneBlock[][] = Array.from({ length: lanes.columns + 1 }, () => []);
  collectZones(lanes.root, 0, lanes.columns, begins, ends);
  const rooms = measureRooms(courses, ends);

  const columns: number[] = [];
  const gaps: Gap[] = [];
  const lefts = new Map<ZoneBlock, number>();
  const rights = new Map<ZoneBlock, number>();
  const turns = new Map<string, Gap>();
  let x = open(0, 0);
  for (let column = 0; column < lanes.columns; column += 1) {
    columns.push(x);
    x += BOX_WIDTH;
    const closing = ends[column] ?? [];
    for (const depth of depthsOf(closing).toReversed()) {
      const room = rooms.get(roomKey(column, depth));
      if (room) {
        const gap = gapAt(x, room);
        turns.set(roomKey(column, depth), gap);
        x = gap.right;
      }
      x += BORDER;
      for (const zone of closing) if (zone.depth === depth) rights.set(zone, x);
    }
    const gap = gapAt(x, rooms.get(roomKey(column, 0)));
    gaps.push(gap);
    x = column === lanes.columns - 1 && !rooms.has(roomKey(column, 0)) ? x : gap.right;
    x = open(column + 1, x);
  }
  const zones = new Map([...lefts].map(([zone, left]) => [zone, { left, right: rights.get(zone) ?? x }]));
  const turn = (course: Course): Gap | undefined =>
    turns.get(roomKey(course.low, turnDepth(course, ends[course.low] ?? []))) ?? gaps[course.low];
  return { columns, gaps, zones, turn, width: x };

  function open(column: number, from: number): number {
    let at = from;
    const opening = begins[column] ?? [];
    for (const depth of depthsOf(opening)) {
      for (const zone of opening) if (zone.depth === depth) lefts.set(zone, at);
      at += BORDER;
    }
    return at;
  }
}

function collectZones(
  block: Block,
  start: number,
  end: number,
  begins: ZoneBlock[][],
  ends: ZoneBlock[][],
): void {
  if (block.kind === 'own') return;
  if (block.zone) {
    begins[start]?.push(block);
    ends[end - 1]?.push(block);
  }
  for (const lane of block.lanes) {
    for (const inside of lane.blocks) collectZones(inside, lane.start, lane.start + lane.width, begins, ends);
  }
}

function depthsOf(zones: readonly ZoneBlock[]): number[] {
  return [...new Set(zones.map((zone) => zone.depth))].toSorted((a, b) => a - b);
}

interface Room {
  left: number;
  right: number;
  /** The greatest change of height. */
  rise: number;
  turns: boolean;
}

/** Rooms are known by their column and the depth of the zone they lie in; 0 stands for the main gap. */
function roomKey(column: number, depth: number): string {
  return `${column}/${depth}`;
}

function measureRooms(courses: Courses, ends: readonly (readonly ZoneBlock[])[]): Map<string, Room> {
  const rooms = new Map<string, Room>();
  const roomAt = (key: string): Room => {
    const room = rooms.get(key) ?? { left: 0, right: 0, rise: 0, turns: false };
    rooms.set(key, room);
    return room;
  };
  for (const course of courses.courses) {
    const heights = course.anchors.map((anchor) => anchor.item.y + anchor.offset);
    if (course.low === course.high) {
      const room = roomAt(roomKey(course.low, turnDepth(course, ends[course.low] ?? [])));
      room.left = Math.max(room.left, course.labelWidth);
      room.rise = Math.max(room.rise, Math.abs((heights[0] ?? 0) - (heights[1] ?? 0)));
      room.turns = true;
      continue;
    }
    for (let column = course.low; column < course.high; column += 1) {
      const index = column - course.low;
      const room = roomAt(roomKey(column, 0));
      room.rise = Math.max(room.rise, Math.abs((heights[index] ?? 0) - (heights[index + 1] ?? 0)));
      if (course.labelAt === 0 && column === course.low) room.left = Math.max(room.left, course.labelWidth);
      if (course.labelAt === 1 && column === course.high - 1)
        room.right = Math.max(room.right, course.labelWidth);
    }
  }
  return rooms;
}

/** Depth of the innermost zone around both ends, when that zone ends in this column; 0, the main gap, otherwise. */
function turnDepth(course: Course, ending: readonly ZoneBlock[]): number {
  const [a, b] = course.ports.map((port) => zonesAround(port.item.cell?.own));
  const common = a?.find((zone) => b?.includes(zone));
  return common && ending.includes(common) ? common.depth : 0;
}

/** Innermost first; without the root. */
function zonesAround(own: OwnBlock | undefined): ZoneBlock[] {
  const chain: ZoneBlock[] = [];
  for (let next: ZoneBlock | undefined = own?.parent; next?.zone; next = next.parent) chain.push(next);
  return chain;
}

function gapAt(x: number, room: Room | undefined): Gap {
  if (!room) return { left: x, weaveStart: x, weaveEnd: x + BARE_GAP, right: x + BARE_GAP };
  const left = x + LABEL_MARGIN;
  const weaveStart = left + (room.left > 0 ? room.left + LABEL_MARGIN : 0);
  const weave = room.rise < 2 ? BARE_GAP : Math.min(112, 38 + room.rise * 0.1);
  const weaveEnd = weaveStart + weave;
  const right = weaveEnd + (room.right > 0 ? room.right + LABEL_MARGIN : 0) + LABEL_MARGIN;
  return { left, weaveStart, weaveEnd, right };
}
