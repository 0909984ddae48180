/** The legend: only what occurs in the drawing, in rows as wide as the drawing. */
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { textWidth } from './measure.ts';
import { px } from './shapes.ts';
import type { Layout } from './layout.ts';

interface Entry {
  readonly text: string;
  /** Drawn in a field of 34 × 16 pixels. */
  readonly sign: Markup;
  readonly when: boolean;
}

const ROW = 24;
const SIGN = 34;

export interface Legend {
  readonly markup: Markup;
  readonly height: number;
}

/** `hulls`: names of the boundaries drawn by hand, in the order of their numbers. */
export function legend(layout: Layout, hulls: readonly string[], crossed: boolean, width: number): Legend {
  const entries = entriesOf(layout, hulls, crossed).filter((entry) => entry.when);
  let x = 0;
  let y = 0;
  const placed: Markup[] = [];
  for (const entry of entries) {
    const needed = SIGN + 8 + textWidth(entry.text, 11) + 22;
    if (x > 0 && x + needed > width) {
      x = 0;
      y += ROW;
    }
    placed.push(
      html`<g transform="translate(${px(x)} ${px(y)})">${entry.sign}<text x="${SIGN + 8}" y="12">${entry.text}</text></g>`,
    );
    x += needed;
  }
  return { markup: html`<g class="bd-legend" role="list" aria-label="Legend">${placed}</g>`, height: y + ROW };
}

function entriesOf(layout: Layout, hulls: readonly string[], crossed: boolean): Entry[] {
  const kinds = new Set(layout.boxes.map((box) => box.element.kind));
  const wires = layout.wires.map((placed) => placed.wire);
  const has = (test: (wire: (typeof wires)[number]) => boolean): boolean => wires.some(test);
  const line = (classes: string): Markup =>
    html`<g class="${classes}"><path class="bd-wire" d="M1 8H26"/><path class="bd-tip" d="M25 3.5L34 8L25 12.5${classes.includes('connection') ? '' : 'Z'}"/></g>`;
  const store = html`<rect class="bd-fill" x="2" y="1" width="30" height="14"/><path class="bd-open" d="M2 1H32M2 15H32"/>`;
  return [
    { text: 'process', when: kinds.has('process'), sign: html`<rect class="bd-shape" x="2" y="1" width="30" height="14" rx="7"/>` },
    { text: 'data store', when: kinds.has('store'), sign: store },
    { text: 'external entity', when: kinds.has('external'), sign: html`<rect class="bd-shape" x="2" y="1" width="30" height="14"/>` },
    { text: 'data flow', when: has((wire) => wire.kind === 'data'), sign: line('bd-data') },
    { text: 'control flow', when: has((wire) => wire.kind === 'control'), sign: line('bd-control') },
    { text: 'connection that no flow uses', when: has((wire) => wire.kind === 'connection'), sign: line('bd-connection') },
    { text: 'no protection stated', when: has((wire) => wire.tone === 'unstated'), sign: line('bd-data bd-unstated') },
    { text: 'stated to have none, or to take anybody', when: has((wire) => wire.tone === 'plain'), sign: line('bd-data bd-plain') },
    { text: 'trust boundary that data passes', when: crossed, sign: html`<path class="bd-mark" d="M2 8H32"/>` },
    ...hulls.map((name, index) => ({
      text: `B${index + 1} ${name}`,
      when: true,
      sign: html`<path class="bd-mark" d="M17 0V16"/>`,
    })),
    {
      text: 'out of scope',
      when: layout.boxes.some((box) => box.element.outOfScope !== undefined),
      sign: html`<rect class="bd-shape bd-out" x="2" y="1" width="30" height="14" rx="7"/>`,
    },
  ];
}
