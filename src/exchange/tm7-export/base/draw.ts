/** Draws what is new or lies elsewhere onto the tabs of a file, and leaves the rest as it is. */
import type { System } from '../../../model/system.ts';
import type { Placed } from '../../onto-template/index.ts';
import { curveOf, curvesMeet, type Frame } from '../../tmt/generation/geometry.ts';
import type { Guids } from '../guids.ts';
import { formOf } from '../layout/draw.ts';
import { type Course, courseOf, type Wire } from '../layout/routes.ts';
import { wallThrough } from '../layout/walls.ts';
import { guidsOn } from '../origins.ts';
import type { NewShape } from '../xml/drawn.ts';
import type { Change, Changes } from './changes.ts';
import type { Fictions } from './sides.ts';
import { Sheet, type SheetShape } from './sheets.ts';
import { findSpot, isSameSet, type Size, wrap } from './spots.ts';
import { Whereabouts } from './whereabouts.ts';

/** What new things are drawn with; undefined where there is no stencil for one. */
export type Stencilled = (
  part: 'elements' | 'zones' | 'flows' | 'boundaries',
  id: string,
) => Placed | undefined;

const SHAPE: Size = { width: 100, height: 100 };
const BENDS = [0, 40, -40, 80, -80, 120, -120, 160, -160, 240, -240];

/** Brings tabs up to the system. */
export class Drawing {
  readonly sheets: readonly Sheet[];
  /** What was drawn, by GUID: the id of what it is. */
  readonly drawn = new Map<string, string>();
  readonly #system: System;
  readonly #where: Whereabouts;
  readonly #stencilled: Stencilled;
  readonly #guids: Guids;
  readonly #owner: Map<string, string>;
  readonly #changes: readonly Change[];

  constructor(
    sheets: readonly Sheet[],
    { match, changes }: Changes,
    system: System,
    fictions: Fictions,
    stencilled: Stencilled,
    guids: Guids,
  ) {
    this.#owner = new Map(match.owner);
    this.#changes = changes;
    this.#system = system;
    this.#stencilled = stencilled;
    this.#guids = guids;
    this.sheets = [...sheets, ...this.#newTabs(sheets)];
    this.#where = new Whereabouts(this.sheets, this.#owner, system, fictions);
  }

  /** Does it all: zones before what lies in them, shapes before the lines between them. */
  apply(): void {
    const elements = this.#changed('elements', 'new');
    for (const id of this.#changed('zones', 'new')) {
      const inIt = [...this.#system.elements.values()].filter(({ zone }) =>
        this.#where.chain(zone).includes(id),
      );
      const sheets = inIt.flatMap((element) => this.#where.sheetsOf(element.id));
      for (const sheet of sheets.length > 0 ? new Set(sheets) : [this.#where.sheetOfZone(id)])
        this.#box(sheet, id);
    }
    for (const id of elements) for (const sheet of this.#where.sheetsOf(id)) this.#show(sheet, id);
    for (const id of [...this.#changed('views', 'of'), ...this.#changed('views', 'new')]) this.#fillView(id);
    for (const id of this.#changed('elements', 'zone')) this.#moveElement(id);
    const rewired = new Set([...this.#changed('flows', 'from'), ...this.#changed('flows', 'to')]);
    for (const id of rewired) this.#rewire(id);
    for (const id of this.#changed('flows', 'new')) this.#drawFlow(id);
    for (const id of this.#changed('boundaries', 'new')) this.#drawBoundary(id);
  }

  #changed(part: Change['part'], what: Change['what']): readonly string[] {
    return this.#changes.filter((change) => change.part === part && change.what === what).map(({ id }) => id);
  }

  /** A tab for each view that has none, and one where a file has no tab at all. */
  #newTabs(sheets: readonly Sheet[]): readonly Sheet[] {
    const views = this.#changed('views', 'new').flatMap((id) => this.#system.views.get(id) ?? []);
    const tabs = views.map(({ id, name, origin }) => {
      const sheet = new Sheet(this.#guids.claim(guidsOn(origin), 'tab', id), name);
      this.drawn.set(sheet.guid, id);
      this.#owner.set(sheet.guid, id);
      return sheet;
    });
    if (sheets.length + tabs.length > 0) return tabs;
    return [new Sheet(this.#guids.claim([], 'tab', 'rest'), this.#system.name)];
  }

  /** The boxes on a tab in which something in a zone should lie; those that are missing are drawn. */
  #boxesFor(sheet: Sheet, zone: string | undefined): ReadonlySet<string> {
    const [inner] = this.#where.chain(zone);
    if (inner !== undefined) this.#box(sheet, inner);
    return new Set(
      this.#where.chain(zone).flatMap((id) => this.#where.on(sheet, id).map(({ guid }) => guid)),
    );
  }

  /** Shows on a tab what its view lists; what it lists no more goes, if no line holds it and it is drawn elsewhere. */
  #fillView(id: string): void {
    const sheet = this.#where.sheetOfView(id);
    const { elements = [] } = this.#system.views.get(id) ?? {};
    if (!sheet) return;
    for (const element of elements) this.#show(sheet, element);
    for (const { guid } of sheet.shapes.values()) {
      const owner = this.#owner.get(guid) ?? '';
      const isHeld = [...sheet.lines.values()].some(({ from, to }) => from === guid || to === guid);
      const isElsewhere = this.sheets.some((one) => one !== sheet && this.#where.on(one, owner).length > 0);
      if (!this.#system.elements.has(owner) || elements.includes(owner) || isHeld || !isElsewhere) continue;
      sheet.shapes.delete(guid);
    }
  }

  /** Draws the box of a zone on a tab that has none: around what is in it where that goes, else where there is room. */
  #box(sheet: Sheet, id: string): void {
    const zone = this.#system.zones.get(id);
    const placed = this.#stencilled('zones', id);
    if (!zone || !placed || this.#where.on(sheet, id).length > 0) return;
    const outer = this.#boxesFor(sheet, zone.parent);
    const content = this.#where.contentOf(sheet, id);
    const frame = content.length > 0 ? wrap(sheet, content, outer) : undefined;
    const size = sizeFor(
      [...this.#system.elements.values()].filter((element) => this.#where.chain(element.zone).includes(id))
        .length,
    );
    const spot = frame ? undefined : findSpot(sheet, size, outer, false);
    const place: Frame | undefined = frame ?? (spot && { left: spot.x, top: spot.y, ...size });
    if (place)
      this.#add(
        sheet,
        { ...this.#look('zones', id, zone, sheet.guid), form: 'border-boundary', frame: place },
        id,
      );
  }

  /** Draws an element on a tab where it is not. */
  #show(sheet: Sheet | undefined, id: string): SheetShape | undefined {
    if (!sheet) return undefined;
    const [there] = this.#where.on(sheet, id);
    if (there) return there;
    const element = this.#system.elements.get(id);
    const placed = this.#stencilled('elements', id);
    const form = placed && formOf(placed.stencil);
    if (!element || !form) return undefined;
    const boxes = this.#boxesFor(sheet, element.zone);
    const spot = findSpot(sheet, SHAPE, boxes, true) ?? findSpot(sheet, SHAPE, new Set(), true);
    if (!spot) return undefined;
    const frame = { left: spot.x, top: spot.y, ...SHAPE };
    this.#add(sheet, { ...this.#look('elements', id, element, sheet.guid), form, frame }, id);
    return this.#where.on(sheet, id)[0];
  }

  #moveElement(id: string): void {
    const element = this.#system.elements.get(id);
    for (const sheet of this.#where.sheetsOf(id)) {
      for (const shape of this.#where.on(sheet, id)) {
        const boxes = this.#boxesFor(sheet, element?.zone);
        if (isSameSet(sheet.aroundShape(shape), boxes)) continue;
        const { width, height } = shape.frame;
        const spot = findSpot(sheet, { width, height }, boxes, true, shape.guid);
        if (spot) sheet.move(shape.guid, spot.x, spot.y);
      }
    }
  }

  #rewire(id: string): void {
    for (const sheet of this.sheets) {
      for (const line of sheet.lines.values()) {
        if (this.#owner.get(line.guid) !== id) continue;
        const wire = this.#wire(sheet, id);
        if (wire) sheet.attach(line.guid, this.#course(sheet, wire));
      }
    }
  }

  #drawFlow(id: string): void {
    const flow = this.#system.flows.get(id);
    const placed = this.#stencilled('flows', id);
    if (!flow || !placed) return;
    const has = (sheet: Sheet, end: string): boolean => this.#where.on(sheet, end).length > 0;
    const sheet =
      this.sheets.find((one) => has(one, flow.from) && has(one, flow.to)) ??
      this.sheets.find((one) => has(one, flow.from)) ??
      this.sheets.find((one) => has(one, flow.to));
    const wire = sheet && this.#wire(sheet, id);
    if (!sheet || !wire) return;
    const course = this.#course(sheet, wire);
    const look = this.#look('flows', id, flow);
    sheet.addLine({ ...look, form: 'flow', ...course });
    this.#own(look.guid, id);
  }

  /** The ends of a flow on a tab; one that is not there is drawn. */
  #wire(sheet: Sheet, id: string): Wire | undefined {
    const flow = this.#system.flows.get(id);
    const [from, to] = [this.#show(sheet, flow?.from ?? ''), this.#show(sheet, flow?.to ?? '')];
    return from && to && { id, from, to };
  }

  /** A course that meets just the boundary lines that the model says it crosses, where there is one. */
  #course(sheet: Sheet, wire: Wire): Course {
    const walls = [...sheet.lines.values()].filter(({ form }) => form === 'line-boundary');
    const crossed = (guid: string): boolean =>
      this.#system.boundaries.get(this.#owner.get(guid) ?? '')?.crossedBy.includes(wire.id) ?? false;
    const before = sheet.between(wire.from.guid, wire.to.guid);
    const courses = BENDS.map((bend) => courseOf(wire, bend + before * 40));
    const found = courses.find((course) =>
      walls.every(({ guid, place }) => curvesMeet(curveOf(course), curveOf(place)) === crossed(guid)),
    );
    return found ?? courseOf(wire, before * 40);
  }

  #drawBoundary(id: string): void {
    const boundary = this.#system.boundaries.get(id);
    if (!boundary || !this.#stencilled('boundaries', id)) return;
    for (const sheet of this.sheets) {
      const curves = sheet.curves('flow');
      const cut = [...curves.keys()].filter((guid) =>
        boundary.crossedBy.includes(this.#owner.get(guid) ?? ''),
      );
      wallThrough(cut, curves).pieces.forEach((wall, part) => {
        const look = this.#look('boundaries', id, boundary, sheet.guid, String(part));
        const end = (which: 'source' | 'target') => ({ ...wall[which], port: 'None' as const });
        sheet.addLine({
          ...look,
          form: 'line-boundary',
          source: end('source'),
          target: end('target'),
          handle: wall.handle,
        });
        this.#own(look.guid, id);
      });
    }
  }

  #add(sheet: Sheet, shape: NewShape, id: string): void {
    sheet.add(shape);
    this.#own(shape.guid, id);
  }

  #own(guid: string, id: string): void {
    this.drawn.set(guid, id);
    this.#owner.set(guid, id);
  }

  #look(
    part: 'elements' | 'zones' | 'flows' | 'boundaries',
    id: string,
    {
      name,
      outOfScope,
      origin,
    }: { name: string; outOfScope?: string; origin?: Parameters<typeof guidsOn>[0] },
    ...names: readonly string[]
  ): Pick<NewShape, 'guid' | 'stencil' | 'chosen' | 'name' | 'outOfScope'> {
    const placed = this.#stencilled(part, id);
    if (!placed) throw new RangeError(`"${id}" has a stencil`);
    return {
      guid: this.#guids.claim(guidsOn(origin), part, id, ...names),
      stencil: placed.stencil,
      chosen: placed.chosen,
      name,
      ...(outOfScope !== undefined && { outOfScope }),
    };
  }
}

/** Room for so many shapes in rows. */
function sizeFor(count: number): Size {
  const columns = Math.max(1, Math.ceil(Math.sqrt(count)));
  const rows = Math.max(1, Math.ceil(count / columns));
  return { width: 40 + columns * 130, height: 60 + rows * 130 };
}
