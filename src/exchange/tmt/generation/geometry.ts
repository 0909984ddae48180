/**
 * What lies where on a drawing of the Threat Modeling Tool, and what crosses what. Lengths are in pixels.
 *
 * Coordinates are whole numbers in the tool's own files; nothing here depends on that. What touches, meets:
 * a centre on the edge of a box is inside, and curves that only touch each other cross.
 */
import type { Line, Point, Shape } from '../tm7.ts';

/** The middle of a shape's frame. */
export function centreOf({ left, top, width, height }: Frame): Point {
  return { x: left + width / 2, y: top + height / 2 };
}

/** Left and top edge, and how far it reaches from there. */
export type Frame = Pick<Shape, 'left' | 'top' | 'width' | 'height'>;

/** True when the point is in the box or on its edge. */
export function contains({ left, top, width, height }: Frame, { x, y }: Point): boolean {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

/** A quadratic curve: a Bézier curve with one control point. */
export interface Curve {
  readonly start: Point;
  readonly control: Point;
  readonly end: Point;
}

/** The curve that a line is drawn as. It passes through the line's handle half way, at t = 0.5. */
export function curveOf({ source, target, handle }: Pick<Line, 'source' | 'target' | 'handle'>): Curve {
  return {
    start: source,
    control: { x: 2 * handle.x - (source.x + target.x) / 2, y: 2 * handle.y - (source.y + target.y) / 2 },
    end: target,
  };
}

/** Curves nearer to each other than this meet: far finer than anything drawn, far coarser than rounding. */
const TOLERANCE = 1e-6;
/** … and for numbers so large that rounding is felt, this part of the largest. */
const RELATIVE_TOLERANCE = 1e-12;

/**
 * How many pairs of pieces are looked at. Curves that cross or touch take less than a hundred; more than this takes
 * only a pair that runs side by side, a hundredth of a pixel apart or so, and such a pair is said to meet.
 */
const MOST_PAIRS = 5000;

/**
 * True when two curves have a point in common. Curves that touch, that run along each other, that are straight,
 * folded back on themselves or a single point are no special cases: each is halved until its pieces are as good as
 * their chords, and pieces too far apart are dropped on the way.
 */
export function curvesMeet(a: Curve, b: Curve): boolean {
  const extent = Math.max(extentOf(a), extentOf(b));
  if (!Number.isFinite(extent)) return false;
  if (!boxesMeet(a, b, TOLERANCE)) return false;
  const tolerance = Math.max(TOLERANCE, extent * RELATIVE_TOLERANCE);
  const open: [Curve, Curve][] = [[a, b]];
  let looked = 0;
  for (let pair = open.pop(); pair; pair = open.pop()) {
    looked += 1;
    if (looked > MOST_PAIRS) return true;
    const [first, second] = pair;
    const firstBend = bendOf(first);
    const secondBend = bendOf(second);
    const apart = segmentsApart(first.start, first.end, second.start, second.end);
    if (apart - firstBend - secondBend > tolerance) continue;
    if (firstBend + secondBend <= tolerance / 4) return true;
    if (firstBend >= secondBend) for (const half of halvesOf(first)) open.push([half, second]);
    else for (const half of halvesOf(second)) open.push([first, half]);
  }
  return false;
}

/** How far at most a curve strays from the straight line between its ends. Halving a curve quarters it. */
function bendOf({ start, control, end }: Curve): number {
  return Math.hypot(start.x - 2 * control.x + end.x, start.y - 2 * control.y + end.y) / 4;
}

function halvesOf({ start, control, end }: Curve): readonly [Curve, Curve] {
  const before = middleOf(start, control);
  const after = middleOf(control, end);
  const middle = middleOf(before, after);
  return [
    { start, control: before, end: middle },
    { start: middle, control: after, end },
  ];
}

function middleOf(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function extentOf({ start, control, end }: Curve): number {
  return [start, control, end].reduce((most, { x, y }) => most + Math.abs(x) + Math.abs(y), 0);
}

/** A cheap look first: a curve lies within the box round its three points. */
function boxesMeet(a: Curve, b: Curve, tolerance: number): boolean {
  return (['x', 'y'] as const).every((axis) => {
    const [low, high] = rangeOf(a, axis);
    const [otherLow, otherHigh] = rangeOf(b, axis);
    return low <= otherHigh + tolerance && otherLow <= high + tolerance;
  });
}

function rangeOf({ start, control, end }: Curve, axis: 'x' | 'y'): readonly [number, number] {
  return [Math.min(start[axis], control[axis], end[axis]), Math.max(start[axis], control[axis], end[axis])];
}

/** The distance between two straight pieces; either may be a single point. */
function segmentsApart(a: Point, b: Point, c: Point, d: Point): number {
  if (segmentsCross(a, b, c, d)) return 0;
  return Math.min(pointApart(a, c, d), pointApart(b, c, d), pointApart(c, a, b), pointApart(d, a, b));
}

/** True when each piece has its ends on different sides of the other; touching ends are found by distance. */
function segmentsCross(a: Point, b: Point, c: Point, d: Point): boolean {
  return (
    Math.sign(sideOf(a, b, c)) * Math.sign(sideOf(a, b, d)) < 0 &&
    Math.sign(sideOf(c, d, a)) * Math.sign(sideOf(c, d, b)) < 0
  );
}

function sideOf(from: Point, to: Point, point: Point): number {
  return (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
}

function pointApart(point: Point, from: Point, to: Point): number {
  const along = { x: to.x - from.x, y: to.y - from.y };
  const length = along.x * along.x + along.y * along.y;
  const share = length === 0 ? 0 : ((point.x - from.x) * along.x + (point.y - from.y) * along.y) / length;
  const held = Math.min(1, Math.max(0, share));
  return Math.hypot(point.x - from.x - held * along.x, point.y - from.y - held * along.y);
}
