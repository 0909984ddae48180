/** Small pieces that several sections of the page use. */
import { html } from '../../diagram/markup.ts';
import type { Markup } from '../../diagram/markup.ts';
import type { Letter } from '../../catalogue/schema.ts';
import { LETTERS } from '../writing/words.ts';
import type { Tone } from '../writing/words.ts';

export function pill(text: string, tone: Tone): Markup {
  return html`<span class="pill ${tone}">${text}</span>`;
}

/** STRIDE letters, each with its word. */
export function letters(stride: readonly Letter[]): Markup {
  return html`<span class="letters"
    >${stride.map((letter) => html`<abbr title="${LETTERS[letter]}">${letter}</abbr>`)}</span
  >`;
}

export function bullets(lines: readonly (string | Markup)[]): Markup {
  return html`<ul>
    ${lines.map((line) => html`<li>${line}</li>`)}
  </ul>`;
}

/** A section with a heading that the navigation can point to. */
export function section(id: string, heading: string, body: Markup): Markup {
  return html`<section id="${id}">
    <h2>${heading}</h2>
    ${body}
  </section> `;
}

/** A table of two columns: what, and its value. Rows that do not apply are left out. */
export function facts(
  rows: readonly (readonly [string, string | Markup] | false | null | undefined)[],
): Markup {
  const shown = rows.filter((row) => row !== false && row !== null && row !== undefined);
  return html`<table>
    ${shown.map(
      ([label, value]) =>
        html`<tr>
          <th scope="row">${label}</th>
          <td>${value}</td>
        </tr>`,
    )}
  </table>`;
}
