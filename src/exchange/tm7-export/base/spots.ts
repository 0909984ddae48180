/** Finding free places on a tab: where the middle of a thing lies in just the boxes that it should lie in. */
import { centreOf, type Frame } from '../../tmt/generation/geometry.ts';
import type { Point } from '../../tmt/tm7.ts';
import type { Sheet, SheetShape } from './sheets.ts';

export type Size = Pick<Frame, 'width' | 'height'>;

const STEP = 10;
/** Room kept between shapes, and between a shape and the border of its box. */
const ROOM = 20;
/** A box has its name at its top. */
const HEAD = 30;
/** The canvas begins here: what stands at its corner counts as not placed. */
const EDGE = 40;

/**
 * Finds a place for a shape of that size whose middle is to lie in the boxes `wanted` and in no others. A box that
 * is full is made larger, to the right or downwards, as far as that puts nothing else into it; where that fails, what
 * lies to its right is moved away; where that fails too, other shapes are covered, if `mayCover`. Undefined: there is no such point.
 */
export function findSpot(
  sheet: Sheet,
  size: Size,
  wanted: ReadonlySet<string>,
  mayCover: boolean,
  moving?: string,
): Point | undefined {
  const inner = innermost(sheet, wanted);
  if (!inner) return freeSpot(sheet, outside(sheet, size), size, wanted, moving);
  const inside = (): Frame => inset(inner.frame, size);
  const spot = freeSpot(sheet, inside(), size, wanted, moving);
  if (spot) return spot;
  for (const by of [
    { x: size.width + ROOM, y: 0 },
    { x: 0, y: size.height + ROOM },
    {
      x: Math.max(0, size.width + 2 * ROOM - inner.frame.width),
      y: Math.max(0, size.height + HEAD + 2 * ROOM - inner.frame.height),
    },
    { x: size.width + 2 * ROOM, y: size.height + HEAD + ROOM },
  ]) {
    if (!grow(sheet, wanted, by)) continue;
    const found = freeSpot(sheet, inside(), size, wanted, moving);
    if (found) return found;
  }
  if (makeRoom(sheet, inner, size)) {
    const made = freeSpot(sheet, inside(), size, wanted, moving);
    if (made) return made;
  }
  return mayCover ? anySpot(sheet, inner.frame, size, wanted, moving) : undefined;
}

/** A place where nothing is covered. */
function freeSpot(
  sheet: Sheet,
  area: Frame,
  size: Size,
  wanted: ReadonlySet<string>,
  moving?: string,
): Point | undefined {
  const others = [...sheet.shapes.values()].filter(
    ({ guid, form }) => guid !== moving && form !== 'border-boundary',
  );
  const boxes = sheet.boxes.filter(({ guid }) => guid !== moving && !wanted.has(guid));
  for (const spot of grid(area)) {
    const frame = { left: spot.x, top: spot.y, ...size };
    if (others.some((other) => overlap(frame, other.frame, ROOM))) continue;
    if (boxes.some((box) => overlap(frame, box.frame, ROOM / 2))) continue;
    if (isIn(sheet, frame, wanted, moving)) return spot;
  }
  return undefined;
}

function anySpot(
  sheet: Sheet,
  frame: Frame,
  size: Size,
  wanted: ReadonlySet<string>,
  moving?: string,
): Point | undefined {
  const around: Frame = {
    left: Math.max(1, frame.left - Math.floor(size.width / 2)),
    top: Math.max(1, frame.top - Math.floor(size.height / 2)),
    width: frame.width,
    height: frame.height,
  };
  for (const spot of grid(around))
    if (isIn(sheet, { left: spot.x, top: spot.y, ...size }, wanted, moving)) return spot;
  return undefined;
}

function isIn(sheet: Sheet, frame: Frame, wanted: ReadonlySet<string>, moving?: string): boolean {
  return isSameSet(sheet.around(centreOf(frame), moving), wanted);
}

/** Row by row. */
function* grid({ left, top, width, height }: Frame): Iterable<Point> {
  for (let y = Math.round(top); y <= top + height; y += STEP)
    for (let x = Math.round(left); x <= left + width; x += STEP) yield { x, y };
}

/** The upper left corners that keep a thing of that size inside; none at all leaves a frame without extent. */
function inset({ left, top, width, height }: Frame, size: Size): Frame {
  return {
    left: left + ROOM,
    top: top + HEAD,
    width: width - size.width - 2 * ROOM,
    height: height - size.height - HEAD - ROOM,
  };
}

/** Around all there is, with room to its right for the thing and for another row below. */
function outside(sheet: Sheet, size: Size): Frame {
  const frames = [...sheet.shapes.values()].map(({ frame }) => frame);
  const right = Math.max(EDGE, ...frames.map(({ left, width }) => left + width + ROOM));
  const bottom = Math.max(EDGE, ...frames.map(({ top, height }) => top + height + ROOM));
  return { left: EDGE, top: EDGE, width: right - EDGE + STEP, height: bottom - EDGE + size.height };
}

/** Of boxes that lie in one another the smallest. */
function innermost(sheet: Sheet, guids: ReadonlySet<string>): SheetShape | undefined {
  return sheet.boxes
    .filter(({ guid }) => guids.has(guid))
    .toSorted((a, b) => a.frame.width * a.frame.height - b.frame.width * b.frame.height)[0];
}

/**
 * Makes boxes larger by so much, if then everything lies in the boxes that it lay in before. The boxes around the
 * innermost one grow only where it would stick out of them.
 */
function grow(sheet: Sheet, wanted: ReadonlySet<string>, by: Point): boolean {
  const boxes = sheet.boxes
    .filter(({ guid }) => wanted.has(guid))
    .toSorted((a, b) => a.frame.width * a.frame.height - b.frame.width * b.frame.height);
  const before = new Map(boxes.map((box) => [box, box.frame]));
  const lay = layIn(sheet);
  let inside: Frame | undefined;
  for (const box of boxes) {
    const { frame } = box;
    const right = inside
      ? Math.max(frame.left + frame.width, inside.left + inside.width + ROOM)
      : frame.left + frame.width + by.x;
    const bottom = inside
      ? Math.max(frame.top + frame.height, inside.top + inside.height + ROOM)
      : frame.top + frame.height + by.y;
    box.frame = { ...frame, width: right - frame.left, height: bottom - frame.top };
    inside = box.frame;
  }
  const isClear = boxes.every((box) =>
    sheet.boxes.every((other) => {
      const was = before.get(box);
      if (other === box || wanted.has(other.guid) || !was || overlap(was, other.frame, 0)) return true;
      return !overlap(box.frame, other.frame, 0);
    }),
  );
  if (isClear && isSameLay(lay, layIn(sheet))) return true;
  for (const [box, frame] of before) box.frame = frame;
  return false;
}

/** Moves away what lies right of a box, and below it where it is too low, if all then lies in the boxes it lay in. */
function makeRoom(sheet: Sheet, { frame }: SheetShape, size: Size): boolean {
  const lay = layIn(sheet);
  const saved = sheet.save();
  sheet.spread('x', frame.left + frame.width, size.width + 2 * ROOM);
  const short = size.height + HEAD + 2 * ROOM - frame.height;
  if (short > 0) sheet.spread('y', frame.top + frame.height, short);
  if (isSameLay(lay, layIn(sheet))) return true;
  sheet.restore(saved);
  return false;
}

function isSameLay(a: ReturnType<typeof layIn>, b: ReturnType<typeof layIn>): boolean {
  return [...a].every(([guid, boxes]) => isSameSet(boxes, b.get(guid) ?? new Set()));
}

function layIn(sheet: Sheet): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map([...sheet.shapes.values()].map((shape) => [shape.guid, sheet.aroundShape(shape)]));
}

/**
 * A frame for a new box around things that stand already; undefined where other things stand between them, so that
 * it would have those inside too, or where it would not lie in the boxes `outer`.
 */
export function wrap(
  sheet: Sheet,
  content: readonly SheetShape[],
  outer: ReadonlySet<string>,
): Frame | undefined {
  const frames = content.map(({ frame }) => frame);
  const [left, top] = [
    Math.min(...frames.map((frame) => frame.left)) - ROOM,
    Math.min(...frames.map((frame) => frame.top)) - HEAD,
  ];
  const right = Math.max(...frames.map((frame) => frame.left + frame.width)) + ROOM;
  const bottom = Math.max(...frames.map((frame) => frame.top + frame.height)) + ROOM;
  const frame = {
    left: Math.max(1, left),
    top: Math.max(1, top),
    width: right - Math.max(1, left),
    height: bottom - Math.max(1, top),
  };
  const guids = new Set(content.map(({ guid }) => guid));
  const isTrue = [...sheet.shapes.values()].every((shape) => {
    if (outer.has(shape.guid)) return holds(shape.frame, frame);
    const middle = centreOf(shape.frame);
    const isInside =
      middle.x >= frame.left && middle.x <= right && middle.y >= frame.top && middle.y <= bottom;
    return isInside === guids.has(shape.guid);
  });
  const lies = [...sheet.around(centreOf(frame))].every((guid) => outer.has(guid) || guids.has(guid));
  return isTrue && lies ? frame : undefined;
}

function holds(outer: Frame, inner: Frame): boolean {
  return (
    outer.left <= inner.left &&
    outer.top <= inner.top &&
    outer.left + outer.width >= inner.left + inner.width &&
    outer.top + outer.height >= inner.top + inner.height
  );
}

function overlap(a: Frame, b: Frame, room: number): boolean {
  return (
    a.left < b.left + b.width + room &&
    b.left < a.left + a.width + room &&
    a.top < b.top + b.height + room &&
    b.top < a.top + a.height + room
  );
}

export function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}
