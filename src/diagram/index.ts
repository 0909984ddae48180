/** The data-flow diagram of a system as one self-contained SVG, for reports, the studio and files. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { System } from '../model/system.ts';
import { layOut, px } from './layout/layout.ts';
import { legend } from './legend.ts';
import { trusted, xml } from './markup.ts';
import { fit } from './measure.ts';
import { handDrawn } from './layout/scene.ts';
import type { Wire } from './layout/scene.ts';
import { badgeWidth, boxShape, labelShape, wireShape, zoneShape } from './shapes.ts';
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
  const room = Math.max(layout.width, LEAST_WIDTH);
  const hulls = handDrawn(system).map((boundary) => boundary.name);
  const key = legend(layout, hulls, crossed.size > 0, room);
  const title = options.title ?? system.name;
  const facts = subtitle(system);
  const width = px(room + 2 * MARGIN);
  const height = px(HEADER + layout.height + LEGEND_GAP + key.height + MARGIN);
  return xml`<svg xmlns="http://www.w3.org/2000/svg" class="bd" role="img" aria-label="${title}: ${facts}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title>${title}</title>
<desc>Data-flow diagram. ${facts}</desc>
<style>${trusted(STYLE)}</style>
<rect class="bd-paper" width="100%" height="100%"/>
<text class="bd-title" x="${MARGIN}" y="34">${fit(title, 20, room, true)}</text>
<text class="bd-subtitle" x="${MARGIN}" y="52">${fit(facts, 12, room)}</text>
<g transform="translate(${px(MARGIN + (room - layout.width) / 2)} ${HEADER})">
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
  let next: string | undefined = id;
  while (next !== undefined && !chain.includes(next)) {
    chain.push(next);
    next = system.zones.get(next)?.parent;
  }
  return chain;
}

function subtitle(system: System): string {
  const units = [...system.elements.values()].reduce((sum, element) => sum + element.count, 0);
  return [
    system.version === undefined ? undefined : `version ${system.version}`,
    system.stage === 'fielded' ? 'fielded' : `in ${system.stage}`,
    amount(system.elements.size, 'element') +
      (units > system.elements.size ? ` (${amount(units, 'unit')})` : ''),
    amount(system.flows.size, 'flow'),
    amount(system.boundaries.size, 'trust boundary', 'trust boundaries'),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

function amount(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
