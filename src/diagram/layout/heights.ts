/**
 * How high everything stands. Lanes are as tall as the tallest; inside its zone every box moves towards what it
 * talks to, as far as order and distance allow (isotonic regression), so that wires run straight where they can.
 */
import type { Block, Lane, OwnBlock, ZoneBlock } from './lanes.ts';
import type { Anchor, Courses, Item, Port } from './courses.ts';

const ZONE_HEADER = 50;
const ZONE_FOOT = 16;
const ZONE_GAP = 18;
const BOX_GAP = 20;
const CHANNEL = 14;
const CHANNEL_MARGIN = 10;
const EMPTY_ZONE = 40;
const SWEEPS = 12;

interface Span {
  readonly top: number;
  readonly bottom: number;
}

export interface Heights {
  /** Of zones, by block. */
  readonly zones: ReadonlyMap<ZoneBlock, Span>;
  readonly height: number;
}

/** Sets `y` of every item and `offset` of every port. The drawing begins at y = 0. */
export function layHeights(root: ZoneBlock, courses: Courses): Heights {
  const needs = new Map<Block, number>();
  const height = need(root, courses, needs);
  const zones = new Map<ZoneBlock, Span>();
  const owns = new Map<OwnBlock, Span>();
  assign(root, { top: 0, bottom: height }, { courses, needs, zones, owns });
  settle(courses, owns);
  return { zones, height };
}

function need(block: Block, courses: Courses, needs: Map<Block, number>): number {
  let height: number;
  if (block.kind === 'own') {
    const columns = courses.stacks.get(block) ?? [];
    height = Math.max(0, ...columns.map((column) => stackHeight(column)));
  } else {
    const lanes = block.lanes.map(
      (lane) =>
        lane.blocks.reduce((sum, inside) => sum + need(inside, courses, needs), 0) +
        channelHeights(lane, courses).reduce((sum, each) => sum + each, 0),
    );
    height = Math.max(block.zone ? EMPTY_ZONE : 0, ...lanes) + (block.zone ? ZONE_HEADER + ZONE_FOOT : 0);
  }
  needs.set(block, height);
  return height;
}

function stackHeight(items: readonly Item[]): number {
  return items.reduce(
    (sum, item, index) => sum + item.size + (index === 0 ? 0 : gapBetween(items[index - 1], item)),
    0,
  );
}

/** Slots stand closer to one another than to boxes. */
function gapBetween(above: Item | undefined, below: Item): number {
  return above?.cell || below.cell ? BOX_GAP : CHANNEL - below.size;
}

/** Heights of the gaps before, between and after the blocks of a lane. */
function channelHeights(lane: Lane, courses: Courses): number[] {
  const gaps = courses.channels.get(lane);
  return Array.from({ length: lane.blocks.length + 1 }, (_, index) => {
    const slots = gaps?.[index]?.length ?? 0;
    const outer = index === 0 || index === lane.blocks.length;
    return slots > 0 ? slots * CHANNEL + CHANNEL_MARGIN * (outer ? 1 : 2) : outer ? 0 : ZONE_GAP;
  });
}

interface Assignment {
  readonly courses: Courses;
  readonly needs: ReadonlyMap<Block, number>;
  readonly zones: Map<ZoneBlock, Span>;
  readonly owns: Map<OwnBlock, Span>;
}

function assign(block: Block, span: Span, at: Assignment): void {
  if (block.kind === 'own') {
    at.owns.set(block, span);
    return;
  }
  if (block.zone) at.zones.set(block, span);
  const top = span.top + (block.zone ? ZONE_HEADER : 0);
  const bottom = span.bottom - (block.zone ? ZONE_FOOT : 0);
  for (const lane of block.lanes) {
    const gaps = channelHeights(lane, at.courses);
    const wanted = lane.blocks.map((inside) => at.needs.get(inside) ?? 0);
    const least = [...gaps, ...wanted].reduce((sum, each) => sum + each, 0);
    const extra = Math.max(0, bottom - top - least);
    const total = wanted.reduce((sum, each) => sum + each, 0) || 1;
    let y = top;
    gaps.forEach((gap, index) => {
      const margin = index === 0 ? 0 : CHANNEL_MARGIN;
      at.courses.channels.get(lane)?.[index]?.forEach((slot, place) => {
        slot.y = y + margin + (place + 0.5) * CHANNEL;
      });
      y += gap;
      const inside = lane.blocks[index];
      if (!inside) return;
      const height = (wanted[index] ?? 0) * (1 + extra / total);
      assign(inside, { top: y, bottom: y + height }, at);
      y += height;
    });
  }
}

interface Pull {
  readonly mine: Anchor;
  readonly other: Anchor;
}

function settle(courses: Courses, owns: ReadonlyMap<OwnBlock, Span>): void {
  const pulls = pullsOf(courses);
  const sides = sidesOf(courses);
  const columns = [...owns].flatMap(([own, span]) =>
    (courses.stacks.get(own) ?? []).map((items) => ({ items, span })),
  );
  for (const { items, span } of columns) spreadEvenly(items, span);
  for (const ports of sides) sortPorts(ports);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const { items, span } of sweep % 2 === 0 ? columns : columns.toReversed()) pull(items, span, pulls);
    for (const ports of sides) sortPorts(ports);
  }
}

function pullsOf(courses: Courses): Map<Item, Pull[]> {
  const pulls = new Map<Item, Pull[]>();
  const add = (mine: Anchor, other: Anchor): void => {
    const known = pulls.get(mine.item);
    if (known) known.push({ mine, other });
    else pulls.set(mine.item, [{ mine, other }]);
  };
  for (const { anchors, low, high } of courses.courses) {
    if (low === high) continue;
    anchors.forEach((anchor, index) => {
      const next = anchors[index + 1];
      if (!next || next.item === anchor.item) return;
      add(anchor, next);
      add(next, anchor);
    });
  }
  return pulls;
}

function spreadEvenly(items: readonly Item[], span: Span): void {
  const free = span.bottom - span.top - stackHeight(items);
  let y = span.top + free / 2;
  items.forEach((item, index) => {
    if (index > 0) y += gapBetween(items[index - 1], item);
    item.y = y + item.size / 2;
    y += item.size;
  });
}

/** Moves the items of a column to where they are pulled, keeping order, distances and the span. */
function pull(items: readonly Item[], span: Span, pulls: ReadonlyMap<Item, readonly Pull[]>): void {
  const pools: { sum: number; weight: number; items: number }[] = [];
  const shifts: number[] = [];
  let shift = 0;
  items.forEach((item, index) => {
    if (index > 0) shift += gapBetween(items[index - 1], item) + (items[index - 1]?.size ?? 0);
    shifts.push(shift);
    const wishes = pulls.get(item);
    let sum = 0;
    for (const { mine, other } of wishes ?? []) sum += other.item.y + other.offset - mine.offset;
    const weight = wishes?.length ?? 0.01;
    const wanted = (wishes ? sum / weight : item.y) - item.size / 2 - shift;
    pools.push({ sum: wanted * weight, weight, items: 1 });
    for (;;) {
      const last = pools.at(-1);
      const before = pools.at(-2);
      if (!last || !before || before.sum / before.weight <= last.sum / last.weight) break;
      pools.pop();
      before.sum += last.sum;
      before.weight += last.weight;
      before.items += last.items;
    }
  });
  const highest = span.top;
  const lowest = span.bottom - stackHeight(items);
  let index = 0;
  for (const pool of pools) {
    const top = Math.min(Math.max(pool.sum / pool.weight, highest), lowest);
    for (let inside = 0; inside < pool.items; inside += 1, index += 1) {
      const item = items[index];
      if (item) item.y = top + (shifts[index] ?? 0) + item.size / 2;
    }
  }
}

interface SidePort {
  readonly port: Port;
  readonly next: Anchor;
  readonly inColumn: boolean;
  readonly index: number;
  /** Where in the order it stands, worked out anew in every sweep. */
  key: number;
}

function sidesOf(courses: Courses): SidePort[][] {
  const sides = new Map<Item, { left: SidePort[]; right: SidePort[] }>();
  courses.courses.forEach((course, index) => {
    course.ports.forEach((port, end) => {
      const next = course.anchors[end === 0 ? 1 : course.anchors.length - 2];
      if (!next) return;
      const both = sides.get(port.item) ?? { left: [], right: [] };
      sides.set(port.item, both);
      both[port.side].push({ port, next, inColumn: course.low === course.high, index, key: 0 });
    });
  });
  return [...sides.values()].flatMap(({ left, right }) => [left, right]);
}

/** Orders the ports on one side of a box by where their wires go, and gives each its room. */
function sortPorts(ports: SidePort[]): void {
  let total = 0;
  for (const side of ports) {
    side.key = portKey(side);
    total += side.port.room;
  }
  ports.sort((a, b) => a.key - b.key || (goesUp(a) ? b.index - a.index : a.index - b.index));
  let y = -total / 2;
  for (const { port } of ports) {
    port.offset = y + port.room / 2;
    y += port.room;
  }
}

/** Wires inside a column nest: the farther the other box, the farther inside its port. */
function portKey(side: SidePort): number {
  const y = side.next.item.y + side.next.offset;
  if (!side.inColumn) return y;
  const far = 1e7;
  return goesUp(side) ? -far - y : far - y;
}

function goesUp({ port, next, inColumn }: SidePort): boolean {
  return inColumn && next.item.y < port.item.y;
}
