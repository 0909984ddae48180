/**
 * Who stands above whom: barycentre ordering. Every element moves to the mean height of what it talks to, in
 * sweeps from the left and from the right; blocks move as a whole. The best arrangement met is kept.
 */
import type { Block, Cell, Lanes, ZoneBlock } from './lanes.ts';
import type { Wire } from './scene.ts';

const SWEEPS = 10;

/** Sorts columns and lanes in place, and sets `order` of every cell. Deterministic: ties keep the file's order. */
export function orderLanes(lanes: Lanes, wires: readonly Wire[]): void {
  const links = pairs(lanes, wires);
  const neighbours = new Map<Cell, Cell[]>([...lanes.cells.values()].map((cell) => [cell, []]));
  for (const [a, b] of links) {
    neighbours.get(a)?.push(b);
    neighbours.get(b)?.push(a);
  }
  settle(lanes.root);
  let best = snapshot(lanes);
  let least = stretch(links);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const side = sweep % 3;
    const wanted = new Map<Cell, number>();
    for (const [cell, others] of neighbours) {
      const seen = others.filter((other) =>
        side === 0 ? other.column < cell.column : side === 1 ? other.column > cell.column : true,
      );
      const sum = seen.reduce((total, other) => total + other.order, 0);
      wanted.set(cell, seen.length === 0 ? cell.order : sum / seen.length);
    }
    for (const [cell, order] of wanted) cell.order = order;
    settle(lanes.root);
    const now = stretch(links);
    if (now < least - 1e-9) {
      least = now;
      best = snapshot(lanes);
    }
  }
  for (const [cell, order] of best) cell.order = order;
  settle(lanes.root);
}

/** Sorts by the wanted heights, then spaces everything evenly. */
function settle(root: ZoneBlock): void {
  sortBlock(root);
  space(root, 0, 1);
}

/** Returns sum and number of the wanted heights inside, by which blocks are sorted. */
function sortBlock(block: Block): { sum: number; count: number } {
  if (block.kind === 'own') {
    for (const column of block.columns) column.sort((a, b) => a.order - b.order);
    return { sum: block.cells.reduce((total, cell) => total + cell.order, 0), count: block.cells.length };
  }
  const all = { sum: 0, count: 0 };
  for (const lane of block.lanes) {
    const means = new Map<Block, number>();
    for (const inside of lane.blocks) {
      const { sum, count } = sortBlock(inside);
      means.set(inside, count === 0 ? 1 : sum / count);
      all.sum += sum;
      all.count += count;
    }
    lane.blocks = lane.blocks.toSorted((a, b) => (means.get(a) ?? 1) - (means.get(b) ?? 1));
  }
  return all;
}

function space(block: Block, top: number, bottom: number): void {
  if (block.kind === 'own') {
    for (const column of block.columns) {
      column.forEach((cell, index) => {
        cell.order = top + ((index + 0.5) / column.length) * (bottom - top);
      });
    }
    return;
  }
  for (const lane of block.lanes) {
    const weights = lane.blocks.map(weight);
    const total = weights.reduce((sum, each) => sum + each, 0);
    let at = top;
    lane.blocks.forEach((inside, index) => {
      const height = ((weights[index] ?? 0) / total) * (bottom - top);
      space(inside, at, at + height);
      at += height;
    });
  }
}

/** Roughly how tall a block will be, in rows. */
function weight(block: Block): number {
  if (block.kind === 'own') return Math.max(...block.columns.map((column) => column.length));
  const lanes = block.lanes.map((lane) => lane.blocks.reduce((sum, inside) => sum + weight(inside), 0));
  return 1 + Math.max(0, ...lanes);
}

function stretch(links: readonly (readonly [Cell, Cell])[]): number {
  return links.reduce((sum, [a, b]) => sum + Math.abs(a.order - b.order), 0);
}

function snapshot(lanes: Lanes): Map<Cell, number> {
  return new Map([...lanes.cells.values()].map((cell) => [cell, cell.order]));
}

function pairs(lanes: Lanes, wires: readonly Wire[]): [Cell, Cell][] {
  return wires.flatMap((wire): [Cell, Cell][] => {
    const from = lanes.cells.get(wire.from.id);
    const to = lanes.cells.get(wire.to.id);
    return from && to && from !== to ? [[from, to]] : [];
  });
}
