/** Finding things on tabs while these are being changed, and the tab for what is on none yet. */
import type { System } from '../../../model/system.ts';
import type { Sheet, SheetShape } from './sheets.ts';
import { drawnZone, type Fictions } from './sides.ts';

export class Whereabouts {
  readonly sheets: readonly Sheet[];
  /** The id of what is drawn under a GUID. */
  readonly owner: ReadonlyMap<string, string>;
  readonly #system: System;
  readonly #fictions: Fictions;

  constructor(
    sheets: readonly Sheet[],
    owner: ReadonlyMap<string, string>,
    system: System,
    fictions: Fictions,
  ) {
    this.sheets = sheets;
    this.owner = owner;
    this.#system = system;
    this.#fictions = fictions;
  }

  sheetOfView(id: string): Sheet | undefined {
    return this.sheets.find(({ guid }) => this.owner.get(guid) === id);
  }

  /** The shapes of a thing on a tab. */
  on(sheet: Sheet, id: string): readonly SheetShape[] {
    return [...sheet.shapes.values()].filter(({ guid }) => this.owner.get(guid) === id);
  }

  /** The tabs that an element is on, or should be drawn on. */
  sheetsOf(id: string): readonly Sheet[] {
    const there = this.sheets.filter((sheet) => this.on(sheet, id).length > 0);
    if (there.length > 0) return there;
    const views = [...this.#system.views.values()].filter(({ elements }) => elements.includes(id));
    const shown = views.flatMap((view) => this.sheetOfView(view.id) ?? []);
    if (shown.length > 0) return shown;
    const near = [...this.#system.flows.values()].flatMap(({ from, to }) =>
      from === id ? [to] : to === id ? [from] : [],
    );
    const count = (sheet: Sheet): number => near.filter((other) => this.on(sheet, other).length > 0).length;
    const best = this.sheets.toSorted((a, b) => count(b) - count(a))[0];
    return [best && count(best) > 0 ? best : this.sheetOfZone(this.#system.elements.get(id)?.zone)];
  }

  /** The first tab on which a zone is drawn, or one around it; else the first tab. */
  sheetOfZone(zone: string | undefined): Sheet {
    for (const id of this.chain(zone)) {
      const sheet = this.sheets.find((one) => this.on(one, id).length > 0);
      if (sheet) return sheet;
    }
    const [first] = this.sheets;
    if (!first) throw new RangeError('a drawing has a tab');
    return first;
  }

  /** A zone and all around it, innermost first, without those that are no boxes. */
  chain(zone: string | undefined): readonly string[] {
    const chain: string[] = [];
    let at = drawnZone(this.#system, this.#fictions, zone);
    while (at !== undefined && !chain.includes(at)) {
      chain.push(at);
      at = drawnZone(this.#system, this.#fictions, this.#system.zones.get(at)?.parent);
    }
    return chain;
  }

  /** What stands on a tab already and belongs into a zone, with the boxes inside it. */
  contentOf(sheet: Sheet, zone: string): readonly SheetShape[] {
    const { elements, zones } = this.#system;
    return [...sheet.shapes.values()].filter(({ guid }) => {
      const owner = this.owner.get(guid) ?? '';
      const inside = elements.get(owner)?.zone ?? zones.get(owner)?.parent;
      return owner !== zone && this.chain(inside).includes(zone);
    });
  }
}
