/** Tabs while they are being changed: where everything stands, and what was added, moved and taken away. */
import { centreOf, contains, type Curve, curveOf, type Frame } from '../../tmt/generation/geometry.ts';
import type { Line, Point, Shape, Surface } from '../../tmt/tm7.ts';
import type { Anchor, Course } from '../layout/routes.ts';
import type { Wall } from '../layout/walls.ts';
import type { NewLine, NewShape } from '../xml/drawn.ts';

export interface SheetShape extends Anchor {
  frame: Frame;
  /** As it stood in the file; absent for a new one. */
  readonly before?: Shape;
}

export interface SheetLine {
  readonly guid: string;
  readonly form: Line['form'];
  from: string | undefined;
  to: string | undefined;
  place: Wall;
  readonly before?: Line;
}

export interface SavedPlaces {
  readonly frames: ReadonlyMap<string, Frame>;
  readonly places: ReadonlyMap<string, Wall>;
}

export class Sheet {
  readonly guid: string;
  name: string;
  /** Absent for a new tab. */
  readonly surface: Surface | undefined;
  readonly shapes = new Map<string, SheetShape>();
  readonly lines = new Map<string, SheetLine>();
  readonly newShapes = new Map<string, Omit<NewShape, 'frame'>>();
  readonly newLines: NewLine[] = [];
  /** New courses of lines that were there before, with the ports they have now. */
  readonly courses = new Map<string, Course>();

  constructor(guid: string, name: string, surface?: Surface) {
    this.guid = guid;
    this.name = name;
    this.surface = surface;
    for (const shape of surface?.shapes ?? []) {
      const { left, top, width, height } = shape;
      const frame = { left, top, width, height };
      this.shapes.set(shape.guid, { guid: shape.guid, form: shape.form, frame, before: shape });
    }
    for (const line of surface?.lines ?? []) {
      const { source, target, handle } = line;
      this.lines.set(line.guid, {
        guid: line.guid,
        form: line.form,
        from: source.guid,
        to: target.guid,
        place: { source: at(source), target: at(target), handle: at(handle) },
        before: line,
      });
    }
  }

  /** Takes things away, with the lines attached to them. */
  remove(guids: ReadonlyMap<string, unknown>): readonly string[] {
    const lost: string[] = [];
    for (const guid of this.shapes.keys()) if (guids.has(guid)) this.shapes.delete(guid);
    for (const [guid, { from, to }] of this.lines) {
      const isLoose = [from, to].some((end) => end !== undefined && guids.has(end));
      if (!guids.has(guid) && !isLoose) continue;
      this.lines.delete(guid);
      if (!guids.has(guid)) lost.push(guid);
    }
    return lost;
  }

  add(shape: NewShape): void {
    const { frame, ...rest } = shape;
    this.newShapes.set(shape.guid, rest);
    this.shapes.set(shape.guid, { guid: shape.guid, form: shape.form, frame });
  }

  addLine(line: NewLine): void {
    const { guid, form, source, target, handle } = line;
    this.newLines.push(line);
    this.lines.set(guid, {
      guid,
      form,
      from: source.guid,
      to: target.guid,
      place: { source: at(source), target: at(target), handle },
    });
  }

  /** Moves a shape; lines follow with the end they are attached by, and half as far in the middle. */
  move(guid: string, left: number, top: number): void {
    const shape = this.shapes.get(guid);
    if (!shape) return;
    const by = { x: left - shape.frame.left, y: top - shape.frame.top };
    shape.frame = { ...shape.frame, left, top };
    for (const line of this.lines.values()) {
      const ends = [line.from, line.to].filter((end) => end === guid).length;
      if (ends === 0) continue;
      const { source, target, handle } = line.place;
      line.place = {
        source: line.from === guid ? shifted(source, by, 1) : source,
        target: line.to === guid ? shifted(target, by, 1) : target,
        handle: shifted(handle, by, ends / 2),
      };
    }
  }

  /**
   * Makes room: all that lies from there on moves right (or down) by so much, and boxes that reach over it become
   * larger. What lies in which box stays as it is.
   */
  spread(axis: 'x' | 'y', from: number, by: number): void {
    const [start, size] = axis === 'x' ? (['left', 'width'] as const) : (['top', 'height'] as const);
    const moved = (value: number): number => (value >= from ? value + by : value);
    for (const line of this.lines.values()) {
      const loose = (point: Point, end: string | undefined): Point =>
        end === undefined ? { ...point, [axis]: moved(point[axis]) } : point;
      const { source, target, handle } = line.place;
      const isLoose = line.from === undefined && line.to === undefined;
      line.place = {
        source: loose(source, line.from),
        target: loose(target, line.to),
        handle: isLoose ? { ...handle, [axis]: moved(handle[axis]) } : handle,
      };
    }
    for (const shape of this.shapes.values()) {
      const { frame, form, guid } = shape;
      const end = frame[start] + frame[size];
      if (form === 'border-boundary') {
        const begin = moved(frame[start]);
        shape.frame = { ...frame, [start]: begin, [size]: moved(end) - begin };
      } else if (centreOf(frame)[axis] >= from) {
        this.move(guid, frame.left + (axis === 'x' ? by : 0), frame.top + (axis === 'y' ? by : 0));
      }
    }
  }

  /** Where everything is now, to be gone back to. */
  save(): SavedPlaces {
    return {
      frames: new Map([...this.shapes].map(([guid, { frame }]) => [guid, frame])),
      places: new Map([...this.lines].map(([guid, { place }]) => [guid, place])),
    };
  }

  restore({ frames, places }: SavedPlaces): void {
    for (const shape of this.shapes.values()) shape.frame = frames.get(shape.guid) ?? shape.frame;
    for (const line of this.lines.values()) line.place = places.get(line.guid) ?? line.place;
  }

  /** Gives a line that was there before other ends. */
  attach(guid: string, course: Course): void {
    const line = this.lines.get(guid);
    if (!line) return;
    line.from = course.source.guid;
    line.to = course.target.guid;
    line.place = { source: at(course.source), target: at(course.target), handle: course.handle };
    this.courses.set(guid, course);
  }

  get boxes(): readonly SheetShape[] {
    return [...this.shapes.values()].filter(({ form }) => form === 'border-boundary');
  }

  /** GUIDs of the boxes that a point is in. */
  around(point: Point, except?: string): ReadonlySet<string> {
    return new Set(
      this.boxes
        .filter(({ guid, frame }) => guid !== except && contains(frame, point))
        .map(({ guid }) => guid),
    );
  }

  /** GUIDs of the boxes that a shape lies in; a box lies in larger ones only. */
  aroundShape({ guid, form, frame }: SheetShape): ReadonlySet<string> {
    const around = this.around(centreOf(frame), guid);
    if (form !== 'border-boundary') return around;
    const larger = [...around].filter((other) => areaOf(this.shapes.get(other)?.frame) > areaOf(frame));
    return new Set(larger);
  }

  curves(form: Line['form']): ReadonlyMap<string, Curve> {
    return new Map(
      [...this.lines.values()]
        .filter((line) => line.form === form)
        .map(({ guid, place }) => [guid, curveOf(place)]),
    );
  }

  /** How many flows join two shapes, either way. */
  between(a: string, b: string): number {
    return [...this.lines.values()].filter(
      ({ from, to }) => (from === a && to === b) || (from === b && to === a),
    ).length;
  }
}

function areaOf(frame: Frame | undefined): number {
  return frame ? frame.width * frame.height : 0;
}

function at({ x, y }: Point): Point {
  return { x, y };
}

function shifted({ x, y }: Point, by: Point, share: number): Point {
  return { x: Math.round(x + by.x * share), y: Math.round(y + by.y * share) };
}
