/** Pieces of Markdown that stay whole whatever the text in them says. */
import { count } from './words.ts';

/** Longer comments are refused by GitHub (65,536 characters); tables say what they leave out. */
export const MOST_ROWS = 200;

/** A table of cells that are markup already; says how many rows it leaves out. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const shown = rows.slice(0, MOST_ROWS).map(tableLine);
  const more =
    rows.length > MOST_ROWS ? `\n\n${count(rows.length - MOST_ROWS, 'row')} more in the full report.` : '';
  return [tableLine(header), tableLine(header.map(() => '---')), ...shown].join('\n') + more;
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A heading that opens to its body. */
export function folded(title: string, body: string): string {
  return `<details><summary>${escape(title)}</summary>\n\n${body}\n\n</details>`;
}

/** Text that stays text: no markup, no table cell, no mention of a GitHub user. */
export function escape(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*_{}[\]<>#|~!&]/gu, (found) =>
      found === '<' ? '&lt;' : found === '&' ? '&amp;' : `\\${found}`,
    )
    .replaceAll('@', '&#64;')
    .replaceAll(/(https?|ftp):\/\//giu, '$1:&#47;&#47;')
    .replaceAll(/\bwww\./giu, 'www&#46;')
    .replace(/^([-+]|\d+[.)])/u, '\\$1');
}

/** A code span; no text leaves it, and nobody is mentioned from inside it. */
export function code(text: string): string {
  const inside = oneLine(text).replaceAll('|', '\\|');
  const ticks = '`'.repeat(Math.max(0, ...(inside.match(/`+/gu) ?? []).map((run) => run.length)) + 1);
  return ticks.length === 1 ? `\`${inside}\`` : `${ticks} ${inside} ${ticks}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}
