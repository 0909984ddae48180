/**
 * The way of every wire: from a port of one box, past the columns between, to a port of another. Every column it
 * passes has a slot for it: between the boxes of a zone that one of its ends lies in, else outside the zones it
 * has nothing to do with. So no wire runs through a box, or through a zone that its data does not enter.
 */
import { textWidth } from '../measure.ts';
import type { Block, Cell, Lane, Lanes, OwnBlock, ZoneBlock } from './lanes.ts';
import type { Wire } from './scene.ts';

/** Something with a height in the drawing: `y` is its centre, in pixels; `size` its height. */
export interface Item {
  readonly cell: Cell | undefined;
  readonly order: number;
  y: number;
  size: number;
}

/** A point on an item where a wire passes or ends. */
export interface Anchor {
  readonly item: Item;
  offset: number;
}

/** An end of a wire at a box. */
export interface Port extends Anchor {
  readonly course: Course;
  readonly side: 'left' | 'right';
  /** Room it takes on the side of the box. */
  room: number;
}

export interface Course {
  readonly wire: Wire;
  /** Columns of its ends: `low` is the left one. Equal for a wire inside a column, which leaves and enters on the right. */
  readonly low: number;
  readonly high: number;
  /** Whether the data goes from the `low` end to the `high` one. */
  readonly forward: boolean;
  /** One per column from `low` to `high`; two for a wire inside a column. */
  readonly anchors: Anchor[];
  readonly ports: Port[];
  /** Which port the label is at. */
  labelAt: 0 | 1;
  readonly labelWidth: number;
}

export interface Courses {
  readonly courses: readonly Course[];
  /** Boxes, by element id. */
  readonly boxes: ReadonlyMap<string, Item>;
  /** What stands in each column of a zone's own block, boxes and slots, from the top. */
  readonly stacks: ReadonlyMap<OwnBlock, readonly Item[][]>;
  /** Slots in a lane outside its blocks: before the first, between, and after the last. */
  readonly channels: ReadonlyMap<Lane, readonly Item[][]>;
}

export const NAME_SIZE = 11;
export const SMALL_SIZE = 10;
export const LABEL_WIDTH = 196;
export const MARK_WIDTH = 30;
export const BADGE_GAP = 6;

const BOX_HEIGHT = 60;
const SLOT_HEIGHT = 6;
/** Sides of a box: room of a port with a label (two lines of text) and without. */
const LABELLED = 34;
const BARE = 12;
/** So many wires may all be labelled at one side of a box. */
const FEW = 4;

/** `badge`: the width of the badge that a wire carries after its name, 0 for none. */
export function layCourses(lanes: Lanes, wires: readonly Wire[], badge: (wire: Wire) => number): Courses {
  const boxes = new Map<string, Item>();
  for (const cell of lanes.cells.values()) {
    boxes.set(cell.element.id, { cell, order: cell.order, y: 0, size: BOX_HEIGHT });
  }
  const courses = wires.flatMap((wire) => courseOf(wire, lanes, boxes, badge(wire)) ?? []);
  const ports = chooseLabelEnds(courses, boxes);
  const stacks = new Map<OwnBlock, Item[][]>();
  for (const cell of lanes.cells.values()) {
    if (stacks.has(cell.own)) continue;
    const columns = cell.own.columns.map((column) =>
      column.flatMap((inside) => boxes.get(inside.element.id) ?? []),
    );
    stacks.set(cell.own, columns);
  }
  const channels = new Map<Lane, Item[][]>();
  for (const course of courses) thread(course, lanes, stacks, channels);
  for (const columns of stacks.values())
    for (const column of columns) column.sort((a, b) => a.order - b.order);
  for (const gaps of channels.values()) for (const gap of gaps) gap.sort((a, b) => a.order - b.order);
  for (const [item, sides] of ports) {
    const needed = [sides.left, sides.right].map(
      (side) => side.reduce((sum, port) => sum + port.room, 0) + 10,
    );
    item.size = Math.max(BOX_HEIGHT, ...needed);
  }
  return { courses, boxes, stacks, channels };
}

function courseOf(
  wire: Wire,
  lanes: Lanes,
  boxes: ReadonlyMap<string, Item>,
  badge: number,
): Course | undefined {
  const from = lanes.cells.get(wire.from.id);
  const to = lanes.cells.get(wire.to.id);
  const fromBox = boxes.get(wire.from.id);
  const toBox = boxes.get(wire.to.id);
  if (!from || !to || !fromBox || !toBox) return undefined;
  const forward = from.column <= to.column;
  const nameWidth = textWidth(wire.name, NAME_SIZE, true) + (badge === 0 ? 0 : badge + BADGE_GAP);
  const text = Math.max(
    Math.min(nameWidth, LABEL_WIDTH),
    Math.min(textWidth(wire.protection, SMALL_SIZE), LABEL_WIDTH),
  );
  const course: Course = {
    wire,
    low: Math.min(from.column, to.column),
    high: Math.max(from.column, to.column),
    forward,
    anchors: [],
    ports: [],
    labelAt: 0,
    labelWidth: text + wire.marks.length * MARK_WIDTH,
  };
  const inside = from.column === to.column;
  const [low, high] = forward ? [fromBox, toBox] : [toBox, fromBox];
  course.ports.push(
    { item: low, offset: 0, course, side: 'right', room: BARE },
    { item: high, offset: 0, course, side: inside ? 'right' : 'left', room: BARE },
  );
  return course;
}

interface Sides {
  readonly left: Port[];
  readonly right: Port[];
}

/**
 * A label stands where its box has fewer wires, so that a hub of many wires stays small; then, where a gutter has
 * labels on both sides, those of the rarer side change over as long as boxes stay small, so that it stays narrow.
 */
function chooseLabelEnds(courses: readonly Course[], boxes: ReadonlyMap<string, Item>): Map<Item, Sides> {
  const ports = new Map<Item, Sides>([...boxes.values()].map((item) => [item, { left: [], right: [] }]));
  for (const course of courses) for (const port of course.ports) ports.get(port.item)?.[port.side].push(port);
  const crowd = (port: Port | undefined): number => (port && ports.get(port.item)?.[port.side].length) ?? 0;
  const balance = new Map<number, number>();
  for (const course of courses) {
    const [low, high] = course.ports;
    course.labelAt = crowd(high) < crowd(low) ? 1 : 0;
    const gutter = course.labelAt === 0 ? course.low : course.high - 1;
    balance.set(gutter, (balance.get(gutter) ?? 0) + (course.labelAt === 0 ? 1 : -1));
  }
  for (const course of courses) {
    if (course.high - course.low === 1) {
      const wanted = (balance.get(course.low) ?? 0) >= 0 ? 0 : 1;
      if (crowd(course.ports[wanted]) <= FEW) course.labelAt = wanted;
    }
    const labelled = course.ports[course.labelAt];
    if (labelled) labelled.room = LABELLED;
  }
  return ports;
}

function thread(
  course: Course,
  lanes: Lanes,
  stacks: Map<OwnBlock, Item[][]>,
  channels: Map<Lane, Item[][]>,
): void {
  const [low, high] = course.ports;
  const lowCell = low?.item.cell;
  const highCell = high?.item.cell;
  if (!low || !high || !lowCell || !highCell) return;
  course.anchors.push(low);
  const homes = new Set([...lineage(lowCell.own), ...lineage(highCell.own)]);
  const lowHomes = new Set(lineage(lowCell.own));
  pass(lanes.root);
  course.anchors.push(high);

  function pass(block: ZoneBlock): void {
    for (const lane of block.lanes) {
      const first = Math.max(lane.start, course.low + 1);
      const last = Math.min(lane.start + lane.width - 1, course.high - 1);
      if (first > last) continue;
      const home =
        lane.blocks.find((inside) => lowHomes.has(inside)) ?? lane.blocks.find((inside) => homes.has(inside));
      if (!home) channel(lane, first, last);
      else if (home.kind === 'zone') pass(home);
      else for (let column = first; column <= last; column += 1) squeeze(home, lane, column);
    }
  }

  function squeeze(own: OwnBlock, lane: Lane, column: number): void {
    const slot = slotAt(column);
    stacks.get(own)?.[column - lane.start]?.push(slot);
    course.anchors.push({ item: slot, offset: 0 });
  }

  function channel(lane: Lane, first: number, last: number): void {
    const slot = slotAt((first + last) / 2);
    const gaps = channels.get(lane) ?? Array.from({ length: lane.blocks.length + 1 }, (): Item[] => []);
    channels.set(lane, gaps);
    gaps[lane.blocks.filter((block) => meanOrder(block) < slot.order).length]?.push(slot);
    for (let column = first; column <= last; column += 1) course.anchors.push({ item: slot, offset: 0 });
  }

  /** A slot on the straight way between the two ends. */
  function slotAt(column: number): Item {
    const share = (column - course.low) / (course.high - course.low);
    const order = (lowCell?.order ?? 0) * (1 - share) + (highCell?.order ?? 0) * share;
    return { cell: undefined, order, y: 0, size: SLOT_HEIGHT };
  }
}

function lineage(own: OwnBlock): Block[] {
  const chain: Block[] = [own];
  for (let next: ZoneBlock | undefined = own.parent; next; next = next.parent) chain.push(next);
  return chain;
}

const orders = new WeakMap<Block, number>();

/** Mean height of what stands in a block. Asked once ordering is done, so it is worked out once. */
function meanOrder(block: Block): number {
  const known = orders.get(block);
  if (known !== undefined) return known;
  const inside =
    block.kind === 'own'
      ? block.cells.map((cell) => cell.order)
      : block.lanes.flatMap((lane) => lane.blocks.map(meanOrder));
  const mean = inside.length === 0 ? 1 : inside.reduce((sum, each) => sum + each, 0) / inside.length;
  orders.set(block, mean);
  return mean;
}
