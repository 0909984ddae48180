/** How boxes, zones and wires look: processes round, stores open at the sides, externals square. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { System } from '../model/system.ts';
import { MARK_WIDTH } from './layout/courses.ts';
import { PROCESS_RADIUS, px } from './layout/layout.ts';
import type { PlacedBox, PlacedWire, PlacedZone } from './layout/layout.ts';
import { xml } from './markup.ts';
import type { Markup } from './markup.ts';
import { fit, textWidth, wrap } from './measure.ts';

/** A few words on an element, connection or flow: `3 open`. */
export interface Badge {
  readonly text: string;
  readonly tone: 'good' | 'warn' | 'bad' | 'calm';
}

/** Width of a badge with its padding. */
export function badgeWidth(badge: Badge): number {
  return Math.round(textWidth(badge.text, 9.5, true)) + 12;
}

/** A tinted area with its name and type; its border is dotted red where data passes it, by the boundaries given. */
export function zoneShape(placed: PlacedZone, system: System, crossed: readonly string[]): Markup {
  const { zone, x, y, width } = placed;
  const access = zone.properties['physicalAccess'];
  const room = width - 28;
  const caption = [zone.type, typeof access === 'string' && access].filter(Boolean).join(' · ');
  const names = crossed.map((id) => system.boundaries.get(id)?.name ?? id);
  const spoken = [
    `${zone.name}, ${zone.type} zone`,
    names.length > 0 && `trust boundary: ${names.join('; ')}`,
  ];
  const classes = `bd-zone-group${zone.outOfScope === undefined ? '' : ' bd-out'}`;
  const border = crossed.length > 0 ? 'bd-boundary' : 'bd-zone';
  return xml`<g class="${classes}" data-zone="${zone.id}"><title>${spoken.filter(Boolean).join(', ')}</title>
<rect class="bd-${zone.type} ${border}" ${box(placed)} rx="10"/>
<text class="bd-zone-name" x="${px(x + 14)}" y="${px(y + 20)}">${fit(zone.name, 13, room, true)}</text>
<text class="bd-caption" x="${px(x + 14)}" y="${px(y + 34)}">${fit(caption, 10, room)}</text></g>
`;
}

/** An element: shape by kind, type, name, how many units, and a badge. */
export function boxShape(placed: PlacedBox, catalogue: Catalogue, badge: Badge | undefined): Markup {
  const { element, x, y, width, height } = placed;
  const middle = x + width / 2;
  const type = catalogue.types.get(element.type)?.title ?? element.type;
  const caption = element.outOfScope === undefined ? type : `${type} · out of scope`;
  const lines = wrap(element.name, 12.5, width - 24, 2, true);
  const top = y + height / 2 - (lines.length * 15 + 12) / 2;
  const count = element.count.toLocaleString('en');
  const spoken = [element.name, type, element.count > 1 && `${count} units`, element.description];
  const classes = `bd-element bd-kind-${element.kind}${element.outOfScope === undefined ? '' : ' bd-out'}`;
  const name = lines.map(
    (line, index) =>
      xml`<text class="bd-name" text-anchor="middle" x="${px(middle)}" y="${px(top + 24 + index * 15)}">${line}</text>`,
  );
  return xml`<g class="${classes}" data-element="${element.id}"><title>${spoken.filter(Boolean).join(', ')}</title>${outline(placed)}
<text class="bd-caption" text-anchor="middle" x="${px(middle)}" y="${px(top + 9)}">${fit(caption, 10, width - 16)}</text>${name}
${element.count > 1 && pill(`×${count}`, x + width - 14, y)}${badge && badgeShape(badge, middle - badgeWidth(badge) / 2, y + height)}</g>
`;
}

/** A flow's line and arrowhead. Labels are drawn later, above every line: see {@link labelShape}. */
export function wireShape({ wire, path, tip }: PlacedWire): Markup {
  const back = tip.x + (tip.way === 'right' ? -9 : 9);
  const close = wire.kind === 'connection' ? '' : 'Z';
  const head = `M${px(back)} ${px(tip.y - 4.5)}L${px(tip.x)} ${px(tip.y)}L${px(back)} ${px(tip.y + 4.5)}${close}`;
  const what = wire.kind === 'connection' ? 'connection that no flow uses' : `${wire.kind} flow`;
  const spoken = `${wire.name}: ${what} from ${wire.from.name} to ${wire.to.name}, ${wire.protection}`;
  return xml`<g class="bd-flow ${wireClasses(wire)}" data-flow="${wire.id}"><title>${spoken}</title><path class="bd-wire" d="${path}"/><path class="bd-tip" d="${head}"/></g>
`;
}

/** A flow's name above its line, protocol and protection below it. */
export function labelShape({ wire, label }: PlacedWire, badge: Badge | undefined): Markup {
  const x = px(label.anchor === 'start' ? label.x : label.x + label.width);
  const { anchor, line } = label;
  const marks = wire.marks.map((mark, index) => markShape(mark, label.marksAt + index * MARK_WIDTH, line));
  return xml`<g class="${wireClasses(wire)}" data-label="${wire.id}"><text class="bd-flow-name" text-anchor="${anchor}" x="${x}" y="${px(line - 4.5)}">${label.name}</text><text class="bd-protection" text-anchor="${anchor}" x="${x}" y="${px(line + 12)}">${label.protection}</text>${badge && badgeShape(badge, label.badgeAt, line - 8.5)}${marks}</g>
`;
}

/** Where a flow passes a boundary drawn by hand. */
function markShape(mark: number, x: number, line: number): Markup {
  return xml`<g class="bd-hand-drawn" data-mark="${mark}"><path class="bd-mark" d="M${px(x + 8)} ${px(line - 12)}V${px(line + 13)}"/><text class="bd-mark-text" x="${px(x + 12)}" y="${px(line - 5)}">B${mark}</text></g>`;
}

function wireClasses(wire: PlacedWire['wire']): string {
  return `bd-${wire.kind} bd-${wire.tone}${wire.outOfScope ? ' bd-out' : ''}`;
}

/** More than one unit is a stack of cards. */
function outline(placed: PlacedBox): Markup {
  const { element, x, y, width, height } = placed;
  const copies = element.count > 1 ? [6, 3] : [];
  if (element.kind === 'store') {
    const more = copies.map((up) => `M${px(x + up)} ${px(y - up)}H${px(x + width - up)}`).join('');
    const lines = `${more}M${px(x)} ${px(y)}H${px(x + width)}M${px(x)} ${px(y + height)}H${px(x + width)}`;
    return xml`<rect class="bd-fill" ${box(placed)}/><path class="bd-open" d="${lines}"/>`;
  }
  const radius = element.kind === 'process' ? PROCESS_RADIUS : 0;
  return xml`${[...copies, 0].map((up) => {
    const card = box({ x: x + up, y: y - up, width: width - 2 * up, height });
    return xml`<rect class="bd-shape" ${card} rx="${radius}"/>`;
  })}`;
}

function pill(text: string, right: number, middle: number): Markup {
  const width = Math.round(textWidth(text, 10, true)) + 12;
  const frame = box({ x: right - width, y: middle - 8, width, height: 16 });
  return xml`<rect class="bd-pill" ${frame} rx="8"/><text class="bd-pill-text" text-anchor="middle" x="${px(right - width / 2)}" y="${px(middle + 3.5)}">${text}</text>`;
}

function badgeShape(badge: Badge, x: number, middle: number): Markup {
  const width = badgeWidth(badge);
  const frame = box({ x, y: middle - 7, width, height: 14 });
  return xml`<rect class="bd-badge-${badge.tone}" ${frame} rx="7"/><text class="bd-badge-text" text-anchor="middle" x="${px(x + width / 2)}" y="${px(middle + 3.4)}">${badge.text}</text>`;
}

function box({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Markup {
  return xml`x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}"`;
}
