/**
 * Which column everything stands in. Zones are lanes from the field (left) to the cloud (right); a zone inside
 * another is a lane inside it; zones of the same rank share a lane, one above the other; a long lane has several
 * columns. Columns are numbered across the whole drawing, from the left.
 */
import type { Element, System, Zone } from '../../model/system.ts';
import type { ZoneType } from '../../catalogue/schema.ts';
import type { Wire } from './scene.ts';

/** An element in a column. `order` is its height in the drawing, from 0 (top) to 1; ordering moves it. */
export interface Cell {
  readonly element: Element;
  readonly own: OwnBlock;
  column: number;
  order: number;
}

/** The elements that lie directly in one zone, by column. */
export interface OwnBlock {
  readonly kind: 'own';
  readonly parent: ZoneBlock;
  readonly cells: Cell[];
  columns: Cell[][];
  /** It talks more to the right than to the left, so it stands at the right of its lane. */
  leansRight: boolean;
  /** Number of the lane in the order left to right; lanes above one another share it. */
  place: number;
}

/** A zone with what is in it; the root has no zone. `depth`: 0 for the root, 1 for outermost zones. */
export interface ZoneBlock {
  readonly kind: 'zone';
  readonly zone: Zone | undefined;
  readonly parent: ZoneBlock | undefined;
  readonly depth: number;
  readonly lanes: Lane[];
}

export type Block = OwnBlock | ZoneBlock;

/** Blocks above one another. `start` is the first of its `width` columns. */
export interface Lane {
  readonly rank: number;
  blocks: Block[];
  start: number;
  width: number;
}

/** From the field to the cloud. People stand at the end where they are. */
const RANK: Readonly<Record<ZoneType, number>> = {
  'local-user': 0,
  device: 1,
  'field-gateway': 2,
  'cloud-gateway': 3,
  cloud: 4,
  services: 5,
  'remote-user': 6,
};

/** A lane is never more columns than this, however long it gets: a wire passes every column on its way. */
const MOST_COLUMNS = 4;

export interface Lanes {
  readonly root: ZoneBlock;
  readonly cells: ReadonlyMap<string, Cell>;
  readonly columns: number;
}

/** Puts every zone in a lane and every element in a column. */
export function layLanes(system: System, wires: readonly Wire[]): Lanes {
  const root: ZoneBlock = { kind: 'zone', zone: undefined, parent: undefined, depth: 0, lanes: [] };
  const zones = new Map<string, ZoneBlock>();
  const blockOf = (id: string | undefined, seen: readonly string[]): ZoneBlock => {
    const zone = id === undefined || seen.includes(id) ? undefined : system.zones.get(id);
    if (!zone) return root;
    const known = zones.get(zone.id);
    if (known) return known;
    const parent = blockOf(zone.parent, [...seen, zone.id]);
    const made: ZoneBlock = { kind: 'zone', zone, parent, depth: parent.depth + 1, lanes: [] };
    zones.set(zone.id, made);
    return made;
  };
  for (const zone of system.zones.values()) blockOf(zone.id, []);

  const owns = new Map<ZoneBlock, OwnBlock>();
  const cells = new Map<string, Cell>();
  for (const element of system.elements.values()) {
    const parent = zones.get(element.zone) ?? root;
    const own: OwnBlock = owns.get(parent) ?? {
      kind: 'own',
      parent,
      cells: [],
      columns: [],
      leansRight: false,
      place: 0,
    };
    owns.set(parent, own);
    const cell: Cell = { element, own, column: 0, order: 0 };
    own.cells.push(cell);
    cells.set(element.id, cell);
  }

  fillLanes([root, ...zones.values()], owns);
  numberPlaces(root, 0);
  const rows = Math.max(10, Math.ceil(2.5 * Math.sqrt(system.elements.size)));
  const links = linksOf(cells, wires);
  for (const own of owns.values()) spread(own, links, rows);
  const columns = widthOf(root);
  numberColumns(root, 0, columns);
  return { root, cells, columns };
}

function fillLanes(blocks: readonly ZoneBlock[], owns: ReadonlyMap<ZoneBlock, OwnBlock>): void {
  const children = new Map<ZoneBlock, Block[]>();
  const add = (parent: ZoneBlock, block: Block): void => {
    const known = children.get(parent);
    if (known) known.push(block);
    else children.set(parent, [block]);
  };
  for (const block of blocks) {
    const own = owns.get(block);
    if (own) add(block, own);
  }
  for (const block of blocks) if (block.parent) add(block.parent, block);
  const rank = (block: Block): number =>
    block.kind === 'own' || block.zone?.type !== 'cloud'
      ? ownRank(block.kind === 'own' ? block.parent : block)
      : Math.min(...(children.get(block) ?? []).map(rank), RANK.cloud);
  for (const [parent, inside] of children) {
    for (const block of inside) {
      const at = rank(block);
      const lane = parent.lanes.find((candidate) => candidate.rank === at);
      if (lane) lane.blocks.push(block);
      else parent.lanes.push({ rank: at, blocks: [block], start: 0, width: 1 });
    }
    parent.lanes.sort((a, b) => a.rank - b.rank);
  }
}

/** Elements outside every zone stand with the devices. */
function ownRank(block: ZoneBlock): number {
  return block.zone ? RANK[block.zone.type] : RANK.device;
}

function numberPlaces(block: Block, from: number): number {
  if (block.kind === 'own') {
    block.place = from;
    return from + 1;
  }
  let next = from;
  for (const lane of block.lanes) next = Math.max(...lane.blocks.map((inside) => numberPlaces(inside, next)));
  return Math.max(next, from + 1);
}

/** In columns. */
function widthOf(block: Block): number {
  if (block.kind === 'own') return block.columns.length;
  for (const lane of block.lanes) lane.width = Math.max(...lane.blocks.map(widthOf));
  return Math.max(
    1,
    block.lanes.reduce((sum, lane) => sum + lane.width, 0),
  );
}

/** Numbers the columns of a block that has `width` of them; what needs fewer is filled up with empty ones. */
function numberColumns(block: Block, start: number, width: number): void {
  if (block.kind === 'own') {
    const empty = Array.from({ length: width - block.columns.length }, (): Cell[] => []);
    block.columns = block.leansRight ? [...empty, ...block.columns] : [...block.columns, ...empty];
    block.columns.forEach((column, index) => {
      for (const cell of column) cell.column = start + index;
    });
    return;
  }
  let next = start;
  block.lanes.forEach((lane, index) => {
    lane.start = next;
    if (index === block.lanes.length - 1) lane.width = start + width - next;
    for (const inside of lane.blocks) numberColumns(inside, lane.start, lane.width);
    next += lane.width;
  });
}

function linksOf(cells: ReadonlyMap<string, Cell>, wires: readonly Wire[]): Map<Cell, Cell[]> {
  const links = new Map<Cell, Cell[]>([...cells.values()].map((cell) => [cell, []]));
  for (const wire of wires) {
    const from = cells.get(wire.from.id);
    const to = cells.get(wire.to.id);
    if (!from || !to || from === to) continue;
    links.get(from)?.push(to);
    links.get(to)?.push(from);
  }
  return links;
}

/**
 * Columns inside one zone: what talks to the busier side of the zone stands there, and the rest by its distance
 * from those. A column of more than `rows` is dealt out over several.
 */
function spread(own: OwnBlock, links: ReadonlyMap<Cell, readonly Cell[]>, rows: number): void {
  const outside = own.cells.flatMap((cell) => links.get(cell)?.filter((other) => other.own !== own) ?? []);
  const left = outside.filter((other) => other.own.place < own.place).length;
  const right = outside.filter((other) => other.own.place > own.place).length;
  own.leansRight = right > left;
  const found = distances(own, links, (place) => (own.leansRight ? place > own.place : place < own.place));
  const groups: Cell[][] = [];
  for (const cell of own.cells) {
    const step = Math.min(found.get(cell) ?? 0, MOST_COLUMNS - 1);
    while (groups.length <= step) groups.push([]);
    groups[step]?.push(cell);
  }
  const columns = groups.flatMap((group) => {
    const parts = Math.min(Math.ceil(group.length / rows), MOST_COLUMNS - groups.length + 1);
    return Array.from({ length: parts }, (_, part) => group.filter((_cell, index) => index % parts === part));
  });
  own.columns = own.leansRight ? columns.toReversed() : columns;
  own.cells.forEach((cell, index) => {
    cell.order = (index + 0.5) / own.cells.length;
  });
}

/** Steps inside the zone to the nearest element with a link to a place that is meant; one more than the farthest for those cut off. */
function distances(
  own: OwnBlock,
  links: ReadonlyMap<Cell, readonly Cell[]>,
  meant: (place: number) => boolean,
): Map<Cell, number> {
  const found = new Map<Cell, number>();
  let ring = own.cells.filter((cell) =>
    links.get(cell)?.some((other) => other.own !== own && meant(other.own.place)),
  );
  if (ring.length === 0) return found;
  let distance = 0;
  while (ring.length > 0) {
    for (const cell of ring) found.set(cell, distance);
    distance += 1;
    const next = ring.flatMap(
      (cell) => links.get(cell)?.filter((other) => other.own === own && !found.has(other)) ?? [],
    );
    ring = [...new Set(next)];
  }
  const linked = own.cells.filter((cell) => !found.has(cell) && (links.get(cell)?.length ?? 0) > 0);
  for (const cell of linked) found.set(cell, distance);
  return found;
}
