/** How boxes, zones and wires look: processes round, stores open at the sides, externals square. */
import { html, trusted } from './markup.ts';
import type { Markup } from './markup.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { System } from '../model/system.ts';
import { fit, textWidth, wrap } from './measure.ts';
import { PROCESS_RADIUS } from './layout.ts';
import type { PlacedBox, PlacedWire, PlacedZone } from './layout.ts';

/** A few words on an element, connection or flow: `3 open`. */
export interface Badge {
  readonly text: string;
  readonly tone: 'good' | 'warn' | 'bad' | 'calm';
}

/** Width of a badge with its padding. */
export function badgeWidth(badge: Badge): number {
  return Math.round(textWidth(badge.text, 9.5, true)) + 12;
}

/** A tinted area with its name and type; its border is dotted red where data passes it. */
export function zoneShape(placed: PlacedZone, system: System, crossed: readonly string[]): Markup {
  const { zone, x, y, width, height } = placed;
  const access = zone.properties['physicalAccess'];
  const room = width - 28;
  const caption = [zone.type, typeof access === 'string' && access].filter(Boolean).join(' · ');
  const outOfScope = zone.outOfScope === undefined ? '' : ' bd-out';
  const meaning = crossed.length === 0 ? '' : ` Trust boundary: ${crossed.map((id) => boundaryName(system, id)).join('; ')}.`;
  return html`<g class="bd-zone-group${trusted(outOfScope)}" data-zone="${zone.id}"><title>${zone.name}, ${zone.type} zone.${meaning}</title>
<rect class="bd-${zone.type} ${crossed.length > 0 ? 'bd-boundary' : 'bd-zone'}" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="10"/>
<text class="bd-zone-name" x="${px(x + 14)}" y="${px(y + 20)}">${fit(zone.name, 13, room, true)}</text>
<text class="bd-caption" x="${px(x + 14)}" y="${px(y + 34)}">${fit(caption, 10, room)}</text></g>
`;
}

/** An element: shape by kind, type, name, how many units, and a badge. */
export function boxShape(placed: PlacedBox, catalogue: Catalogue, badge: Badge | undefined): Markup {
  const { element, x, y, width, height } = placed;
  const middle = x + width / 2;
  const centre = y + height / 2;
  const type = catalogue.types.get(element.type)?.title ?? element.type;
  const caption = element.outOfScope === undefined ? type : `${type} · out of scope`;
  const lines = wrap(element.name, 12.5, width - 24, 2, true);
  const top = centre - (lines.length * 15 + 12) / 2;
  const units = element.count > 1 ? `×${element.count.toLocaleString('en')}` : undefined;
  const spoken = [element.name, type, units && `${element.count.toLocaleString('en')} units`, element.description];
  return html`<g class="bd-element bd-kind-${element.kind}${trusted(element.outOfScope === undefined ? '' : ' bd-out')}" data-element="${element.id}"><title>${spoken.filter(Boolean).join(', ')}</title>
${outline(placed)}
<text class="bd-caption" text-anchor="middle" x="${px(middle)}" y="${px(top + 9)}">${fit(caption, 10, width - 28)}</text>
${lines.map((line, index) => html`<text class="bd-name" text-anchor="middle" x="${px(middle)}" y="${px(top + 24 + index * 15)}">${line}</text>`)}
${units && pill(units, x + width - 14, y)}${badge && badgeShape(badge, middle - badgeWidth(badge) / 2, y + height)}</g>
`;
}

/** A flow's line and arrowhead. Labels are drawn later, above every line: see {@link labelShape}. */
export function wireShape({ wire, path, tip }: PlacedWire): Markup {
  const back = tip.way === 'right' ? -9 : 9;
  const open = wire.kind === 'connection';
  const head = `M${px(tip.x + back)} ${px(tip.y - 4.5)}L${px(tip.x)} ${px(tip.y)}L${px(tip.x + back)} ${px(tip.y + 4.5)}${open ? '' : 'Z'}`;
  return html`<g class="bd-flow ${wireClasses(wire)}" data-flow="${wire.id}"><title>${spokenWire(wire)}</title><path class="bd-wire" d="${path}"/><path class="bd-tip" d="${head}"/></g>
`;
}

export function labelShape({ wire, label }: PlacedWire, badge: Badge | undefined): Markup {
  const x = label.anchor === 'start' ? label.x : label.x + label.width;
  return html`<g class="${wireClasses(wire)}" data-label="${wire.id}"><text class="bd-flow-name" text-anchor="${label.anchor}" x="${px(x)}" y="${px(label.line - 4.5)}">${label.name}</text><text class="bd-protection" text-anchor="${label.anchor}" x="${px(x)}" y="${px(label.line + 12)}">${label.protection}</text>${badge && badgeShape(badge, label.badgeAt, label.line - 8.5)}${wire.marks.map(
    (mark, index) => {
      const at = label.marksAt + index * 30;
      return html`<g class="bd-hand-drawn" data-boundary="${mark}"><path class="bd-mark" d="M${px(at + 8)} ${px(label.line - 12)}V${px(label.line + 13)}"/><text class="bd-mark-text" x="${px(at + 12)}" y="${px(label.line - 5)}">B${mark}</text></g>`;
    },
  )}</g>
`;
}

function wireClasses(wire: PlacedWire['wire']): string {
  return `bd-${wire.kind} bd-${wire.tone}${wire.outOfScope ? ' bd-out' : ''}`;
}

function spokenWire(wire: PlacedWire['wire']): string {
  const what = wire.kind === 'connection' ? 'connection that no flow uses' : `${wire.kind} flow`;
  return `${wire.name}: ${what} from ${wire.from.name} to ${wire.to.name}, ${wire.protection}`;
}

function outline({ element, x, y, width, height }: PlacedBox): Markup {
  const copies = element.count > 1 ? [6, 3] : [];
  if (element.kind === 'store') {
    const lines = `M${px(x)} ${px(y)}H${px(x + width)}M${px(x)} ${px(y + height)}H${px(x + width)}`;
    const more = copies.map((up) => html`<path class="bd-open" d="M${px(x + up)} ${px(y - up)}H${px(x + width - up)}"/>`);
    return html`${more}<rect class="bd-fill" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}"/><path class="bd-open" d="${lines}"/>`;
  }
  const radius = element.kind === 'process' ? PROCESS_RADIUS : 0;
  return html`${[...copies, 0].map(
    (up) => html`<rect class="bd-shape" x="${px(x + up)}" y="${px(y - up)}" width="${px(width - 2 * up)}" height="${px(height)}" rx="${radius}"/>`,
  )}`;
}

function pill(text: string, right: number, middle: number): Markup {
  const width = Math.round(textWidth(text, 10, true)) + 12;
  return html`<rect class="bd-pill" x="${px(right - width)}" y="${px(middle - 8)}" width="${width}" height="16" rx="8"/><text class="bd-pill-text" text-anchor="middle" x="${px(right - width / 2)}" y="${px(middle + 3.5)}">${text}</text>`;
}

function badgeShape(badge: Badge, x: number, middle: number): Markup {
  const width = badgeWidth(badge);
  return html`<rect class="bd-badge-${badge.tone}" x="${px(x)}" y="${px(middle - 7)}" width="${width}" height="14" rx="7"/><text class="bd-badge-text" text-anchor="middle" x="${px(x + width / 2)}" y="${px(middle + 3.4)}">${badge.text}</text>`;
}

function boundaryName(system: System, id: string): string {
  return system.boundaries.get(id)?.name ?? id;
}

/** Tenths of a pixel are enough. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
