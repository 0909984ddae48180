import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { interactionsOf } from './interactions.ts';
import { type Drawn, lineOf, shapeOf, surfaceOf, templateOf } from '../testing/hand-made.ts';
import { type Through, type Verdict, slowlyMeet } from '../testing/slow-geometry.ts';
import type { Line, Shape, Surface } from '../tm7.ts';

const template = templateOf(
  {
    'GE.P': ['ROOT'],
    'GE.DF': ['ROOT'],
    'GE.TB.B': ['ROOT'],
    'GE.TB.L': ['ROOT'],
    box: ['GE.TB.B'],
    'other-box': ['GE.TB.B'],
    wall: ['GE.TB.L'],
    'other-wall': ['GE.TB.L'],
  },
  {},
);

const size = { width: 20, height: 20 };
const near = shapeOf({ guid: 'near', type: 'GE.P', left: 0, top: 0, ...size });
const far = shapeOf({ guid: 'far', type: 'GE.P', left: 100, top: 0, ...size });
const flow = (extra: Partial<Drawn & { to: Line['target'] }> = {}): Line =>
  lineOf({
    guid: 'flow',
    type: 'GE.DF',
    from: { x: 20, y: 10, guid: 'near' },
    to: { x: 100, y: 10, guid: 'far' },
    ...extra,
  });
const box = (left: number, width: number, type = 'box'): Shape =>
  shapeOf({ guid: `${left}+${width}`, type, left, top: -50, width, height: 200 }, 'border-boundary');
const wall = (x: number, top: number, bottom: number): Line =>
  lineOf({ guid: 'w', type: 'wall', from: { x, y: top }, to: { x, y: bottom } }, 'line-boundary');
const crossesOf = (shapes: readonly Shape[], lines: readonly Line[] = []) =>
  interactionsOf(surfaceOf([near, far, ...shapes], [flow(), ...lines]), template)[0]?.crosses;

describe('interactionsOf', () => {
  it('is about flows between two shapes', () => {
    expect(
      interactionsOf(
        surfaceOf([near, far], [flow({ name: 'reading', chosen: { kind: ' wire ' } })]),
        template,
      ),
    ).toEqual([
      {
        source: { id: 'near', name: 'near', type: 'GE.P', chosen: new Map() },
        target: { id: 'far', name: 'far', type: 'GE.P', chosen: new Map() },
        flow: { id: 'flow', name: 'reading', type: 'GE.DF', chosen: new Map([['kind', 'wire']]) },
        crosses: [],
      },
    ]);
  });

  it.each<[string, Surface, number]>([
    ['a loose end', surfaceOf([near, far], [flow({ to: { x: 100, y: 10 } })]), 0],
    ['an end that is not on the tab', surfaceOf([near], [flow()]), 0],
    ['an end on a box', surfaceOf([near, box(90, 50)], [flow({ to: { x: 90, y: 0, guid: '90+50' } })]), 0],
    ['a flow out of scope', surfaceOf([near, far], [flow({ outOfScope: '' })]), 0],
    [
      'ends out of scope',
      surfaceOf(
        [
          { ...near, outOfScope: '' },
          { ...far, outOfScope: 'x' },
        ],
        [flow()],
      ),
      1,
    ],
    ['a flow back to where it starts', surfaceOf([near], [flow({ to: { x: 0, y: 0, guid: 'near' } })]), 1],
  ])('%s', (_, surface, count) => {
    expect(interactionsOf(surface, template)).toHaveLength(count);
  });

  it('takes the generic stencil where the template does not have the one drawn', () => {
    const strange = { ...near, type: 'SE.P.Strange', genericType: 'GE.P' };
    const drawn = lineOf(
      { guid: 'w', type: 'strange', genericType: 'GE.TB.L', from: { x: 50, y: -9 }, to: { x: 50, y: 40 } },
      'line-boundary',
    );
    const [interaction] = interactionsOf(surfaceOf([strange, far], [flow(), drawn]), template);
    expect([interaction?.source.type, interaction?.crosses]).toEqual(['GE.P', ['GE.TB.L']]);
  });

  it('crosses a box with the centre of one end inside, however it is drawn', () => {
    expect(crossesOf([box(-50, 100)])).toEqual(['box']);
    expect(crossesOf([box(-50, 250)])).toEqual([]);
    expect(crossesOf([box(40, 20)])).toEqual([]);
    expect(crossesOf([box(-50, 60)])).toEqual(['box']);
    expect(crossesOf([box(-50, 59)])).toEqual([]);
  });

  it('crosses nested boxes one by one, and names a type once', () => {
    expect(crossesOf([box(-50, 100), box(-40, 70)])).toEqual(['box']);
    expect(crossesOf([box(-50, 250), box(-40, 70, 'other-box')])).toEqual(['other-box']);
  });

  it('crosses a line where the curves meet', () => {
    expect(crossesOf([], [wall(50, -50, 50)])).toEqual(['wall']);
    expect(crossesOf([], [wall(50, 10, 50)])).toEqual(['wall']);
    expect(crossesOf([], [wall(50, 11, 50)])).toEqual([]);
    // Between the centres, but behind the port that the flow starts from.
    expect(crossesOf([], [wall(15, -50, 50)])).toEqual([]);
  });

  it('agrees with slow geometry on random drawings: nested boxes, walls, attached and loose flows', () => {
    let asked = 0;
    let undecided = 0;
    fc.assert(
      fc.property(drawings(), (surface) => {
        const found = new Map(
          interactionsOf(surface, template).map(({ flow: { id }, crosses }) => [id, crosses]),
        );
        const flows = surface.lines.filter(({ form }) => form === 'flow');
        for (const line of flows) {
          const expected = slowlyCrossed(line, surface);
          expect(found.has(line.guid)).toBe(expected !== undefined);
          for (const [type, verdict] of expected ?? []) {
            asked += 1;
            if (verdict === 'too close to call') undecided += 1;
            const crossed = found.get(line.guid)?.includes(type) ?? false;
            const agreed = verdict === 'too close to call' || crossed === (verdict === 'meet');
            expect([line.guid, type, crossed, agreed]).toEqual([line.guid, type, crossed, true]);
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(undecided).toBeLessThan(asked / 10);
  });
});

/** Whole numbers, as the tool writes them, some on a coarse grid so that edges and centres fall together. */
function drawings(): fc.Arbitrary<Surface> {
  const number = fc.oneof(
    fc.integer({ min: 0, max: 600 }),
    fc.integer({ min: 0, max: 12 }).map((steps) => steps * 50),
  );
  const length = fc.oneof(fc.integer({ min: 1, max: 500 }), fc.constantFrom(50, 100, 200, 400));
  const frame = fc.record({ left: number, top: number, width: length, height: length });
  const point = fc.record({ x: number, y: number });
  const curve = fc.record({ from: point, handle: point, to: point });
  const end = fc.option(fc.nat(), { freq: 5 });
  return fc
    .record({
      shapes: fc.array(frame, { minLength: 2, maxLength: 6 }),
      boxes: fc.array(fc.tuple(frame, fc.constantFrom('box', 'other-box')), { maxLength: 4 }),
      walls: fc.array(fc.tuple(curve, fc.constantFrom('wall', 'other-wall')), { maxLength: 3 }),
      flows: fc.array(fc.tuple(curve, end, end), { minLength: 1, maxLength: 4 }),
    })
    .map(({ shapes, boxes, walls, flows }) => {
      const attach = (at: number | null) => (at === null ? {} : { guid: `shape-${at % shapes.length}` });
      return surfaceOf(
        [
          ...shapes.map((at, i) => shapeOf({ guid: `shape-${i}`, type: 'GE.P', ...at })),
          ...boxes.map(([at, type], i) => shapeOf({ guid: `box-${i}`, type, ...at }, 'border-boundary')),
        ],
        [
          ...walls.map(([at, type], i) => lineOf({ guid: `wall-${i}`, type, ...at }, 'line-boundary')),
          ...flows.map(([{ from, handle, to }, source, target], i) =>
            lineOf({
              guid: `flow-${i}`,
              type: 'GE.DF',
              from: { ...from, ...attach(source) },
              to: { ...to, ...attach(target) },
              handle,
            }),
          ),
        ],
      );
    });
}

/** Each type of boundary on the drawing, and whether the flow crosses one; undefined for a flow with a loose end. */
function slowlyCrossed(line: Line, { shapes, lines }: Surface): Map<string, Verdict> | undefined {
  const source = shapes.find(({ guid }) => guid === line.source.guid);
  const target = shapes.find(({ guid }) => guid === line.target.guid);
  if (!source || !target) return undefined;
  const crossed = new Map<string, Verdict>();
  const note = (type: string, verdict: Verdict): void => {
    const known = crossed.get(type);
    if (known === 'meet' || (known === 'too close to call' && verdict === 'apart')) return;
    crossed.set(type, verdict);
  };
  for (const boundary of shapes.filter(({ form }) => form === 'border-boundary')) {
    note(boundary.type, isInside(source, boundary) === isInside(target, boundary) ? 'apart' : 'meet');
  }
  for (const boundary of lines.filter(({ form }) => form === 'line-boundary')) {
    note(boundary.type, slowlyMeet(throughOf(line), throughOf(boundary)));
  }
  return crossed;
}

function throughOf({ source, handle, target }: Line): Through {
  return { start: source, handle, end: target };
}

/** In whole numbers: twice the centre, against twice the edges. */
function isInside(shape: Shape, boundary: Shape): boolean {
  const x = 2 * shape.left + shape.width;
  const y = 2 * shape.top + shape.height;
  return (
    2 * boundary.left <= x &&
    x <= 2 * (boundary.left + boundary.width) &&
    2 * boundary.top <= y &&
    y <= 2 * (boundary.top + boundary.height)
  );
}
