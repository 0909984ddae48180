/**
 * Boundaries drawn as lines. To the tool such a line is crossed by the flows whose curves meet its own, so a line is
 * looked for that meets just those flows that our model says cross it, and no others: one line where there is one,
 * else a short stroke through each flow.
 */
import { type Curve, curveOf, curvesMeet } from '../../tmt/generation/geometry.ts';
import type { Point } from '../../tmt/tm7.ts';

/** A line that is attached to nothing. */
export interface Wall {
  readonly source: Point;
  readonly target: Point;
  readonly handle: Point;
}

export interface Walls {
  readonly pieces: readonly Wall[];
  /** Ids of flows for which no place was found where nothing else is cut. */
  readonly missed: readonly string[];
}

/** Shares of a flow's way at which a wall may cut it, the middle first. */
const PLACES = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8, 0.15, 0.85, 0.1, 0.9];
/** Half the lengths of a stroke, in pixels. */
const STROKES = [40, 25, 15, 8, 4, 2];

/** Finds a wall that cuts these flows. `curves`: all flows of the tab, by id. */
export function wallThrough(cut: readonly string[], curves: ReadonlyMap<string, Curve>): Walls {
  const wanted = new Set(cut.filter((id) => curves.has(id)));
  const cutsJust = (wall: Wall, ids: ReadonlySet<string>): boolean => {
    const curve = curveOf(wall);
    return [...curves].every(([id, flow]) => curvesMeet(flow, curve) === ids.has(id));
  };
  if (wanted.size > 1) {
    const whole = wholeWalls([...wanted].flatMap((id) => curves.get(id) ?? [])).find((wall) =>
      cutsJust(wall, wanted),
    );
    if (whole) return { pieces: [whole], missed: [] };
  }
  const pieces: Wall[] = [];
  const missed: string[] = [];
  for (const id of wanted) {
    const flow = curves.get(id);
    const only = new Set([id]);
    const stroke = flow && strokesThrough(flow).find((wall) => cutsJust(wall, only));
    if (stroke) pieces.push(stroke);
    else missed.push(id);
  }
  return { pieces, missed };
}

/** Lines through several flows at once, from above to below or from left to right. */
function* wholeCandidates(flows: readonly Curve[]): Iterable<Wall> {
  for (const share of PLACES.slice(0, 5)) {
    const points = flows.map((flow) => pointAt(flow, share));
    for (const axis of ['y', 'x'] as const) {
      const sorted = points.toSorted((a, b) => a[axis] - b[axis]);
      const [first, last] = [sorted[0], sorted.at(-1)];
      const middle = sorted[Math.floor(sorted.length / 2)];
      if (!first || !last || !middle) continue;
      const half = { x: (first.x + last.x) / 2, y: (first.y + last.y) / 2 };
      for (const beyond of [40, 15, 5]) {
        const source = rounded({ ...first, [axis]: first[axis] - beyond });
        const target = rounded({ ...last, [axis]: last[axis] + beyond });
        for (const handle of [half, middle]) yield { source, target, handle: rounded(handle) };
      }
    }
  }
}

function wholeWalls(flows: readonly Curve[]): readonly Wall[] {
  return [...wholeCandidates(flows)];
}

function strokesThrough(flow: Curve): readonly Wall[] {
  return STROKES.flatMap((half) =>
    PLACES.map((share) => {
      const at = pointAt(flow, share);
      const [before, after] = [pointAt(flow, share - 0.05), pointAt(flow, share + 0.05)];
      const [x, y] = [after.x - before.x, after.y - before.y];
      const length = Math.hypot(x, y) || 1;
      const aside = { x: (-y / length) * half, y: (x / length) * half };
      return {
        source: rounded({ x: at.x - aside.x, y: at.y - aside.y }),
        target: rounded({ x: at.x + aside.x, y: at.y + aside.y }),
        handle: rounded(at),
      };
    }),
  );
}

function pointAt({ start, control, end }: Curve, share: number): Point {
  const rest = 1 - share;
  const mix = (a: number, b: number, c: number): number =>
    rest * rest * a + 2 * rest * share * b + share * share * c;
  return { x: mix(start.x, control.x, end.x), y: mix(start.y, control.y, end.y) };
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) };
}
