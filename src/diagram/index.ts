/** The data-flow diagram of a system as one self-contained SVG, for reports, the studio and files. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { System } from '../model/system.ts';
import { layOut } from './layout.ts';
import { legend } from './legend.ts';
import { html, trusted } from './markup.ts';
import { fit } from './measure.ts';
import { handDrawn } from './scene.ts';
import type { Wire } from './scene.ts';
import { badgeWidth, boxShape, labelShape, px, wireShape, zoneShape } from './shapes.ts';
import type { Badge } from './shapes.ts';
import { STYLE } from './style.ts';

export type { Badge } from './shapes.ts';

export interface DiagramOptions {
  /** The system's name where absent. */
  readonly title?: string;
  /** A badge for an element, a connection or a flow, by its id. Of a bundle of flows the first badge found counts. */
  readonly status?: (id: string) => Badge | undefined;
}

const MARGIN = 24;
const HEADER = 64;
const LEGEND_GAP = 26;
const LEAST_WIDTH = 620;

/**
 * Draws the system: zones as lanes from the field to the cloud, processes round, stores open-sided, externals
 * square, trust boundaries dotted red, flows as arrows with name, protocol and protection. The same system gives
 * the same text. Nothing in it refers to anything outside; light or dark follows the reader's settings.
 */
export function drawSystem(system: System, catalogue: Catalogue, options: DiagramOptions = {}): string {
  const status = options.status ?? (() => undefined);
  const badgeOf = (wire: Wire): Badge | undefined => {
    for (const id of [...wire.flows.map((flow) => flow.id), wire.connection?.id]) {
      const badge = id === undefined ? undefined : status(id);
      if (badge) return badge;
    }
    return undefined;
  };
  const layout = layOut(system, catalogue, (wire) => {
    const badge = badgeOf(wire);
    return badge ? badgeWidth(badge) : 0;
  });
  const crossed = crossedZones(system);
  const width = Math.max(layout.width, LEAST_WIDTH);
  const hulls = handDrawn(system).map((boundary) => boundary.name);
  const key = legend(layout, hulls, crossed.size > 0, width);
  const title = options.title ?? system.name;
  const full = { width: width + 2 * MARGIN, height: HEADER + layout.height + LEGEND_GAP + key.height + MARGIN };
  const left = (width - layout.width) / 2;
  return html`<svg xmlns="http://www.w3.org/2000/svg" class="bd" role="img" viewBox="0 0 ${px(full.width)} ${px(full.height)}" width="${px(full.width)}" height="${px(full.height)}">
<title>${title}: data-flow diagram</title>
<desc>${subtitle(system)}</desc>
<style>${trusted(STYLE)}</style>
<rect class="bd-paper" width="100%" height="100%"/>
<text class="bd-title" x="${MARGIN}" y="34">${fit(title, 20, width, true)}</text>
<text class="bd-subtitle" x="${MARGIN}" y="52">${fit(subtitle(system), 12, width)}</text>
<g transform="translate(${px(MARGIN + left)} ${HEADER})">
${layout.zones.map((placed) => zoneShape(placed, system, crossed.get(placed.zone.id) ?? []))}
${layout.wires.map(wireShape)}
${layout.boxes.map((placed) => boxShape(placed, catalogue, status(placed.element.id)))}
${layout.wires.map((placed) => labelShape(placed, badgeOf(placed.wire)))}
</g>
<g transform="translate(${MARGIN} ${px(HEADER + layout.height + LEGEND_GAP)})">${key.markup}</g>
</svg>
`.text;
}

/** Zones whose border data passes, with the derived boundaries there: the two zones of each, and what is around only one of them. */
function crossedZones(system: System): Map<string, string[]> {
  const crossed = new Map<string, string[]>();
  for (const boundary of system.boundaries.values()) {
    if (!boundary.between) continue;
    const [a, b] = boundary.between.map((zone) => around(system, zone));
    for (const zone of new Set([...(a ?? []), ...(b ?? [])])) {
      if (a?.includes(zone) && b?.includes(zone)) continue;
      crossed.set(zone, [...(crossed.get(zone) ?? []), boundary.id]);
    }
  }
  return crossed;
}

/** The zone and those it lies in. */
function around(system: System, id: string): string[] {
  const chain: string[] = [];
  for (let next: string | undefined = id; next !== undefined && !chain.includes(next); ) {
    chain.push(next);
    next = system.zones.get(next)?.parent;
  }
  return chain;
}

function subtitle(system: System): string {
  const units = [...system.elements.values()].reduce((sum, element) => sum + element.count, 0);
  const count = (number: number, one: string, many = `${one}s`): string =>
    `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
  return [
    system.version === undefined ? undefined : `version ${system.version}`,
    system.stage === 'fielded' ? 'fielded' : `in ${system.stage}`,
    count(system.elements.size, 'element') + (units > system.elements.size ? ` (${count(units, 'unit')})` : ''),
    count(system.flows.size, 'flow'),
    count(system.boundaries.size, 'trust boundary', 'trust boundaries'),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}
