/** The legend: only what occurs in the drawing, in rows as wide as the drawing. */
import { px } from './layout/layout.ts';
import type { Layout } from './layout/layout.ts';
import { xml } from './markup.ts';
import type { Markup } from './markup.ts';
import { textWidth } from './measure.ts';

interface Entry {
  readonly text: string;
  /** Drawn in a field of 34 × 16 pixels. */
  readonly sign: Markup;
  readonly when: boolean;
}

export interface Legend {
  readonly markup: Markup;
  readonly height: number;
}

const ROW = 24;
const SIGN = 34;

/** `hulls`: names of the boundaries drawn by hand, in the order of their numbers. */
export function legend(layout: Layout, hulls: readonly string[], crossed: boolean, width: number): Legend {
  let x = 0;
  let y = 0;
  const placed: Markup[] = [];
  for (const { text, sign, when } of entriesOf(layout, hulls, crossed)) {
    if (!when) continue;
    const needed = SIGN + 8 + textWidth(text, 11) + 22;
    if (x > 0 && x + needed > width) {
      x = 0;
      y += ROW;
    }
    placed.push(
      xml`<g transform="translate(${px(x)} ${px(y)})">${sign}<text x="${SIGN + 8}" y="12">${text}</text></g>\n`,
    );
    x += needed;
  }
  return { markup: xml`<g class="bd-legend">${placed}</g>`, height: y + ROW };
}

function entriesOf(layout: Layout, hulls: readonly string[], crossed: boolean): Entry[] {
  const kinds = new Set(layout.boxes.map((box) => box.element.kind));
  const wires = layout.wires.map((placed) => placed.wire);
  const flows = new Set<string>(wires.map((wire) => wire.kind));
  const tones = new Set(wires.map((wire) => wire.tone));
  const card = xml`class="bd-shape" x="2" y="1" width="30" height="14"`;
  const sides = xml`<rect class="bd-fill" x="2" y="1" width="30" height="14"/><path class="bd-open" d="M2 1H32M2 15H32"/>`;
  const outOfScope = layout.boxes.some((box) => box.element.outOfScope !== undefined);
  return [
    { text: 'process', when: kinds.has('process'), sign: xml`<rect ${card} rx="7"/>` },
    { text: 'data store', when: kinds.has('store'), sign: sides },
    { text: 'external entity', when: kinds.has('external'), sign: xml`<rect ${card}/>` },
    { text: 'data flow', when: flows.has('data'), sign: arrow('bd-data') },
    { text: 'control flow', when: flows.has('control'), sign: arrow('bd-control') },
    { text: 'connection that no flow uses', when: flows.has('connection'), sign: arrow('bd-connection') },
    { text: 'no protection stated', when: tones.has('unstated'), sign: arrow('bd-data bd-unstated') },
    {
      text: 'stated to have none, or to take anybody',
      when: tones.has('plain'),
      sign: arrow('bd-data bd-plain'),
    },
    {
      text: 'trust boundary that data passes',
      when: crossed,
      sign: xml`<path class="bd-mark" d="M2 8H32"/>`,
    },
    ...hulls.map((name, index) => ({
      text: `B${index + 1} ${name}`,
      when: true,
      sign: xml`<path class="bd-mark" d="M17 0V16"/>`,
    })),
    { text: 'out of scope', when: outOfScope, sign: xml`<g class="bd-out"><rect ${card} rx="7"/></g>` },
  ];
}

function arrow(classes: string): Markup {
  const close = classes.includes('connection') ? '' : 'Z';
  return xml`<g class="${classes}"><path class="bd-wire" d="M1 8H26"/><path class="bd-tip" d="M25 3.5L34 8L25 12.5${close}"/></g>`;
}
