/**
 * Whether two curves meet, found out slowly and in an obviously right way, by nothing that the real geometry uses:
 * a curve is the polynomial through its two ends and its handle, bounded piece by piece with interval arithmetic.
 */
import type { Point } from '../tm7.ts';

/** The points that a curve passes through at 0, a half and 1. */
export interface Through {
  readonly start: Point;
  readonly handle: Point;
  readonly end: Point;
}

/** Near ties cannot be told from outside: curves that miss or cut each other by so little are too close to call. */
export type Verdict = 'meet' | 'apart' | 'too close to call';

/** How far one of the curves may be pushed about without changing the verdict `meet`, in pixels. */
const PUSH = 0.05;

/** How far they are apart at least with the verdict `apart`, in pixels. */
const CLEARANCE = 0.01;

export function slowlyMeet(a: Through, b: Through): Verdict {
  if (areApart(a, b)) return 'apart';
  const pushes: readonly Point[] = [
    { x: 0, y: 0 },
    { x: PUSH, y: PUSH },
    { x: -PUSH, y: PUSH },
    { x: PUSH, y: -PUSH },
    { x: -PUSH, y: -PUSH },
  ];
  const path = sample(a);
  return pushes.every((push) => pathsCross(path, sample(b, push))) ? 'meet' : 'too close to call';
}

interface Range {
  readonly low: number;
  readonly high: number;
}

/** Boxes that hold the pieces of two curves, halved until no two of them touch or the pieces are tiny. */
function areApart(a: Through, b: Through): boolean {
  let open: (readonly [Range, Range])[] = [
    [
      { low: 0, high: 1 },
      { low: 0, high: 1 },
    ],
  ];
  for (let round = 0; round < 12; round++) {
    open = open
      .flatMap(([s, t]) => halve(s).flatMap((half) => halve(t).map((other) => [half, other] as const)))
      .filter(([s, t]) =>
        (['x', 'y'] as const).every((axis) => overlap(boundOf(a, s, axis), boundOf(b, t, axis))),
      );
    if (open.length === 0) return true;
    if (open.length > 20_000) return false;
  }
  return false;
}

function halve({ low, high }: Range): readonly [Range, Range] {
  const middle = (low + high) / 2;
  return [
    { low, high: middle },
    { low: middle, high },
  ];
}

/** Bounds of the curve between two of its times: the polynomial a + bt + ct², in intervals. */
function boundOf({ start, handle, end }: Through, { low, high }: Range, axis: 'x' | 'y'): Range {
  const a = start[axis];
  const b = -3 * start[axis] + 4 * handle[axis] - end[axis];
  const c = 2 * start[axis] - 4 * handle[axis] + 2 * end[axis];
  // Written about the middle of the piece, so that the intervals are narrow.
  const m = (low + high) / 2;
  const h = (high - low) / 2;
  const value = a + b * m + c * m * m;
  const linear = Math.abs(b + 2 * c * m) * h;
  const square = c * h * h;
  return { low: value - linear + Math.min(0, square), high: value + linear + Math.max(0, square) };
}

function overlap(a: Range, b: Range): boolean {
  return a.low <= b.high + CLEARANCE && b.low <= a.high + CLEARANCE;
}

const SAMPLES = 400;

/** With coordinates below 2000, the curve strays from this path by less than a fifth of {@link PUSH}. */
function sample({ start, handle, end }: Through, push: Point = { x: 0, y: 0 }): readonly Point[] {
  return Array.from({ length: SAMPLES + 1 }, (_, index) => {
    const t = index / SAMPLES;
    const weights = [(1 - t) * (1 - 2 * t), 4 * t * (1 - t), t * (2 * t - 1)] as const;
    return {
      x: weights[0] * start.x + weights[1] * handle.x + weights[2] * end.x + push.x,
      y: weights[0] * start.y + weights[1] * handle.y + weights[2] * end.y + push.y,
    };
  });
}

function pathsCross(a: readonly Point[], b: readonly Point[]): boolean {
  return a.some((from, i) => {
    const to = a[i + 1];
    return (
      to !== undefined &&
      b.some((other, j) => {
        const next = b[j + 1];
        return next !== undefined && properlyCross(from, to, other, next);
      })
    );
  });
}

/** The classic: each piece has its ends on different sides of the other. */
function properlyCross(a: Point, b: Point, c: Point, d: Point): boolean {
  return turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
}

function turn(p: Point, q: Point, r: Point): number {
  return Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
}
