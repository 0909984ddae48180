/** All lines of a new tab: the flows, and the boundaries drawn by hand that cut some of them. */
import { type Curve, curveOf, curvesMeet } from '../../tmt/generation/geometry.ts';
import { type Course, courseOf, coursesOf, type Wire } from './routes.ts';
import { type Wall, wallThrough } from './walls.ts';

/** A boundary drawn by hand, by the ids of the flows that cross it. */
export interface Cut {
  readonly id: string;
  readonly crossedBy: readonly string[];
}

export interface Lines {
  readonly courses: ReadonlyMap<string, Course>;
  /** The lines of each boundary; none where nothing of this tab crosses it. */
  readonly walls: ReadonlyMap<string, readonly Wall[]>;
  /** Boundaries and flows that cross by the model, and not on this drawing: there was no place for it. */
  readonly missed: readonly { readonly boundary: string; readonly flow: string }[];
}

/** How far a flow may be bent to find a place where nothing else runs, nearest first. */
const BENDS = Array.from(
  { length: 40 },
  (_, step) => (step % 2 === 0 ? 1 : -1) * 20 * (Math.floor(step / 2) + 1),
);

/** Runs the flows, then finds a line for each boundary; a flow that has no free place is bent until it has one. */
export function linesOf(wires: readonly Wire[], cuts: readonly Cut[]): Lines {
  const courses = new Map(coursesOf(wires));
  const byId = new Map(wires.map((wire) => [wire.id, wire]));
  const curves = new Map([...courses].map(([id, course]) => [id, curveOf(course)]));
  const walls = new Map<string, Wall[]>();
  const missed: { boundary: string; flow: string }[] = [];
  for (const { id: boundary, crossedBy } of cuts) {
    const found = wallThrough(crossedBy, curves);
    const pieces = [...found.pieces];
    walls.set(boundary, pieces);
    for (const flow of found.missed) {
      const wire = byId.get(flow);
      const way = wire && wayAround(wire, boundary, { cuts, walls, curves });
      if (!way) {
        missed.push({ boundary, flow });
        continue;
      }
      courses.set(flow, way.course);
      curves.set(flow, curveOf(way.course));
      pieces.push(way.wall);
    }
  }
  return { courses, walls, missed };
}

interface Drawn {
  readonly cuts: readonly Cut[];
  readonly walls: ReadonlyMap<string, readonly Wall[]>;
  readonly curves: ReadonlyMap<string, Curve>;
}

/** Another course for a flow, on which a boundary can cut it alone, and all that is drawn stays as true as it was. */
function wayAround(
  wire: Wire,
  boundary: string,
  { cuts, walls, curves }: Drawn,
): { readonly course: Course; readonly wall: Wall } | undefined {
  for (const bend of BENDS) {
    const course = courseOf(wire, bend);
    const curve = curveOf(course);
    const isTrue = cuts.every(({ id, crossedBy }) => {
      const pieces = walls.get(id) ?? [];
      if (id === boundary || pieces.length === 0)
        return !pieces.some((wall) => curvesMeet(curveOf(wall), curve));
      return pieces.some((wall) => curvesMeet(curveOf(wall), curve)) === crossedBy.includes(wire.id);
    });
    if (!isTrue) continue;
    const [wall] = wallThrough([wire.id], new Map([...curves, [wire.id, curve]])).pieces;
    if (wall) return { course, wall };
  }
  return undefined;
}
