/** Questions that tests ask of a drawing. */
import type { PlacedWire, Rect } from '../layout/layout.ts';

/** Whether two areas share more than an edge. */
export function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Whether one area lies in the other. */
export function inside(inner: Rect, outer: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** All pairs that overlap, by the names given. Sorted by x first, so that large drawings can be asked. */
export function overlaps<T extends Rect>(rects: readonly T[], name: (rect: T) => string): string[] {
  const sorted = rects.toSorted((a, b) => a.x - b.x);
  return sorted.flatMap((rect, index) => {
    const found: string[] = [];
    for (let next = index + 1; next < sorted.length; next += 1) {
      const other = sorted[next];
      if (!other || other.x >= rect.x + rect.width) break;
      if (overlap(rect, other)) found.push(`${name(rect)} and ${name(other)}`);
    }
    return found;
  });
}

/** Points along a wire, close enough to one another that no box fits between two. */
export function pointsOf({ path }: PlacedWire): { x: number; y: number }[] {
  const points: { x: number; y: number }[] = [];
  let at = { x: 0, y: 0 };
  for (const [, command = '', rest = ''] of path.matchAll(/([MHC])([^MHC]*)/g)) {
    const numbers = rest.trim().split(/\s+/).map(Number);
    const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = numbers;
    const from = at;
    if (command === 'M') {
      at = { x: a, y: b };
      continue;
    }
    if (command === 'H') at = { x: a, y: from.y };
    else at = { x, y };
    for (let step = 0; step <= 40; step += 1) {
      const t = step / 40;
      const u = 1 - t;
      points.push(
        command === 'C'
          ? {
              x: u ** 3 * from.x + 3 * u * u * t * a + 3 * u * t * t * c + t ** 3 * x,
              y: u ** 3 * from.y + 3 * u * u * t * b + 3 * u * t * t * d + t ** 3 * y,
            }
          : { x: from.x * u + at.x * t, y: at.y },
      );
    }
  }
  return points;
}

/** Whether a point lies in the area, not on its edge. */
export function holds(rect: Rect, { x, y }: { readonly x: number; readonly y: number }): boolean {
  return x > rect.x + 1 && x < rect.x + rect.width - 1 && y > rect.y + 1 && y < rect.y + rect.height - 1;
}
