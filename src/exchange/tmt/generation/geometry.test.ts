import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Curve, centreOf, contains, curveOf, curvesMeet } from './geometry.ts';
import { slowlyMeet, type Through } from '../testing/slow-geometry.ts';
import type { Point } from '../tm7.ts';

const point = (x: number, y: number) => ({ x, y });

/** A curve from a point through a point to a point. */
function through(...[a, b, c, d, e, f]: readonly [number, number, number, number, number, number]): Through {
  return { start: point(a, b), handle: point(c, d), end: point(e, f) };
}

function flipped({ start, handle, end }: Through): Through {
  return { start: end, handle, end: start };
}

function moved({ start, handle, end }: Through): Through {
  return { start: move(start), handle: move(handle), end: move(end) };
}

function move({ x, y }: Point): Point {
  return { x: x + 512, y: y - 256 };
}

function curveThrough({ start, handle, end }: Through): Curve {
  return curveOf({ source: start, handle, target: end });
}

function meet(a: Through, b: Through): boolean {
  return curvesMeet(curveThrough(a), curveThrough(b));
}

describe('boxes', () => {
  const box = { left: 10, top: 20, width: 100, height: 50 };

  it('have a centre', () => {
    expect(centreOf(box)).toEqual(point(60, 45));
  });

  it.each([
    [60, 45, true],
    [10, 20, true],
    [110, 70, true],
    [9.5, 45, false],
    [110.5, 45, false],
    [60, 19, false],
    [60, 71, false],
  ])('hold what is in them or on their edge: %f, %f %s', (x, y, inside) => {
    expect(contains(box, point(x, y))).toBe(inside);
  });
});

describe('curves', () => {
  it('pass through their handle half way', () => {
    const { start, control, end } = curveOf({
      source: point(0, 0),
      handle: point(30, 40),
      target: point(100, 0),
    });
    expect((start.x + 2 * control.x + end.x) / 4).toBe(30);
    expect((start.y + 2 * control.y + end.y) / 4).toBe(40);
  });

  const arch = through(0, 100, 50, 0, 100, 100);
  const straight = through(0, 0, 50, 0, 100, 0);

  it.each<[string, Through, Through, boolean]>([
    ['straight lines that cross', straight, through(50, -50, 50, 0, 50, 50), true],
    ['straight lines that do not reach', straight, through(50, 1, 50, 25, 50, 50), false],
    ['straight lines side by side', straight, through(0, 1, 50, 1, 100, 1), false],
    ['one line drawn twice', straight, straight, true],
    ['one line drawn twice, the other way round', straight, through(100, 0, 50, 0, 0, 0), true],
    ['lines that overlap for a while', straight, through(60, 0, 100, 0, 140, 0), true],
    ['lines one behind the other', straight, through(101, 0, 120, 0, 140, 0), false],
    ['ends that touch', straight, through(100, 0, 120, 50, 140, 100), true],
    ['an end on the middle of a line', straight, through(50, 0, 60, 50, 70, 100), true],
    ['a curve that touches a line at its top', arch, through(0, 0, 50, 0, 100, 0), true],
    ['a curve that just does not', arch, through(0, -1, 50, -1, 100, -1), false],
    ['a curve cut twice', arch, through(0, 50, 50, 50, 100, 50), true],
    ['a line inside the bow of a curve', arch, through(40, 90, 50, 90, 60, 90), false],
    ['two curves that touch at their tops', arch, through(0, -100, 50, 0, 100, -100), true],
    ['two curves nested', arch, through(20, 100, 50, 10, 80, 100), false],
    ['one curve drawn twice', arch, arch, true],
    ['a curve and a piece of it', arch, through(0, 100, 25, 25, 50, 0), true],
    ['curves that cross four times', through(0, 50, 50, 0, 100, 50), through(25, 40, 75, 25, 25, 10), true],
    [
      'a line folded back on itself, hit beyond its ends',
      through(0, 0, 80, 0, 0, 0),
      through(70, -9, 70, 0, 70, 9),
      true,
    ],
    ['… missed', through(0, 0, 80, 0, 0, 0), through(90, -9, 90, 0, 90, 9), false],
    [
      'a line whose handle lies beyond its end',
      through(0, 0, 90, 0, 60, 0),
      through(85, -9, 85, 0, 85, 9),
      true,
    ],
    ['a point on a curve', arch, through(50, 0, 50, 0, 50, 0), true],
    ['a point beside it', arch, through(50, 2, 50, 2, 50, 2), false],
    ['two points', through(5, 5, 5, 5, 5, 5), through(5, 5, 5, 5, 5, 5), true],
  ])('%s', (_, a, b, expected) => {
    expect(meet(a, b)).toBe(expected);
    expect(meet(b, a)).toBe(expected);
  });

  it('meets nothing with coordinates that are no numbers, and does not hang on huge ones', () => {
    expect(meet(arch, through(Number.NaN, 0, 50, 0, 100, 0))).toBe(false);
    expect(meet(arch, through(0, 0, 50, Infinity, 100, 0))).toBe(false);
    const huge = through(-1e15, 7, 0, 1e15, 1e15, 7);
    expect(meet(huge, huge)).toBe(true);
    expect(meet(huge, through(-1e15, 1e12, 0, 1.001e15, 1e15, 1e12))).toBe(false);
  });

  /** Small numbers give many ties; what those are is tested one by one above. */
  const coordinate = fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 12 }));
  const curve = fc
    .tuple(coordinate, coordinate, coordinate, coordinate, coordinate, coordinate)
    .map((numbers) => through(...numbers));

  it('meet as slow geometry has it, wherever that can tell', () => {
    let undecided = 0;
    fc.assert(
      fc.property(curve, curve, (a, b) => {
        const expected = slowlyMeet(a, b);
        const undecidable = expected === 'too close to call';
        if (undecidable) undecided += 1;
        expect(undecidable ? expected : meet(a, b) ? 'meet' : 'apart').toBe(expected);
      }),
      { numRuns: 300 },
    );
    expect(undecided).toBeLessThan(30);
  });

  it('meet or not wherever the drawing is: a gap of some millionths stays one', () => {
    const a = through(10, 3, 419, 4, 0, 7);
    const b = through(872, 788, 809, 0, 12, 3);
    expect([meet(a, b), meet(moved(a), moved(b))]).toEqual([false, false]);
  });

  it('meet whichever comes first, whichever way round, and wherever the drawing is', () => {
    fc.assert(
      fc.property(curve, curve, (a, b) => {
        const expected = meet(a, b);
        expect([meet(b, a), meet(flipped(a), b), meet(a, flipped(b)), meet(moved(a), moved(b))]).toEqual(
          Array(4).fill(expected),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
