/** What lies in what on a drawing: boxes in boxes, things in boxes. */
import { centreOf, contains } from '../../tmt/generation/geometry.ts';
import type { Shape, Surface } from '../../tmt/tm7.ts';

/** For each shape of a tab the GUID of the innermost box around its middle; absent ones lie in none. */
export function innermostBoxes({ shapes }: Surface): ReadonlyMap<string, string> {
  // Smallest first, so that the first box found around something is the innermost.
  const boxes = shapes
    .filter(({ form }) => form === 'border-boundary')
    .map((box, index) => ({ box, index, area: areaOf(box) }))
    .toSorted((a, b) => a.area - b.area || b.index - a.index);
  const rank = new Map(boxes.map(({ box }, at) => [box.guid, at]));
  const inside = new Map<string, string>();
  for (const shape of shapes) {
    const middle = centreOf(shape);
    // A box lies only in what comes after it, so that no two lie in each other.
    const from = (rank.get(shape.guid) ?? -1) + 1;
    const around = boxes.slice(from).find(({ box }) => contains(box, middle));
    if (around) inside.set(shape.guid, around.box.guid);
  }
  return inside;
}

function areaOf({ width, height }: Shape): number {
  return width * height;
}

/** The links of a forest without those that would close a circle, and the children of the links left out. */
export function withoutCircles(parents: ReadonlyMap<string, string>): {
  readonly parents: ReadonlyMap<string, string>;
  readonly dropped: readonly string[];
} {
  const kept = new Map<string, string>();
  const dropped: string[] = [];
  for (const [child, parent] of parents) {
    let at: string | undefined = parent;
    while (at !== undefined && at !== child) at = kept.get(at);
    if (at === child) dropped.push(child);
    else kept.set(child, parent);
  }
  return { parents: kept, dropped };
}
