/** Showing a person the place a problem is about. */
import type { Where } from './problem.ts';

const WIDTH = 100;

/**
 * The line of `where` with the one before and the one after it, numbered, and carets under what is meant:
 *
 *     3 | zones:
 *     4 |   field: { typ: device }
 *       |            ^^^
 *     5 |   plant: { type: field-gateway }
 *
 * Long lines are cut around the column. Control characters are shown as `·`: a file cannot write escape
 * sequences to a terminal through its problems. Empty when the text has no such line.
 */
export function codeFrame(text: string, where: Pick<Where, 'line' | 'column' | 'length'>): string {
  const lines = linesAround(text, where.line);
  if (!lines.some((line) => line.number === where.line)) return '';
  const gutter = String(lines.at(-1)?.number ?? where.line).length;
  const cut = Math.max(0, where.column - 1 - WIDTH / 2);
  return lines
    .flatMap(({ number, line }) => {
      const shown = `${String(number).padStart(gutter)} | ${visible(window(line, number === where.line ? cut : 0))}`;
      return number === where.line ? [shown, `${' '.repeat(gutter)} | ${carets(line, where, cut)}`] : [shown];
    })
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Reads the three lines without splitting the whole text: it may be large. */
function linesAround(text: string, wanted: number): { number: number; line: string }[] {
  const found: { number: number; line: string }[] = [];
  let start = 0;
  for (let number = 1; number <= wanted + 1 && start <= text.length; number++) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (number >= wanted - 1 && (number <= wanted || end > start)) {
      found.push({ number, line: text.slice(start, text[end - 1] === '\r' ? end - 1 : end) });
    }
    start = end + 1;
  }
  return found;
}

function carets(line: string, where: Pick<Where, 'column' | 'length'>, cut: number): string {
  const start = where.column - 1 - cut + (cut > 0 ? 1 : 0);
  const before = window(line, cut).slice(0, start).replaceAll(/[^\t]/g, ' ');
  const room = Math.max(1, Math.min(line.length - where.column + 1, WIDTH - (where.column - 1 - cut)));
  return before + '^'.repeat(Math.max(1, Math.min(where.length ?? 1, room)));
}

function window(line: string, cut: number): string {
  const part = line.slice(cut, cut + WIDTH);
  return (cut > 0 ? '…' : '') + part + (cut + WIDTH < line.length ? '…' : '');
}

/** The text with control characters (but tab) and those that turn the direction of writing as `·`. */
export function visible(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t]|[\u202a-\u202e\u2066-\u2069]/gu, '·');
}

/** A name from a file, fit for a message: quoted, shortened to 60 characters, control characters as `·`. */
export function quote(name: string): string {
  return `"${visible(name.length > 60 ? `${name.slice(0, 59)}…` : name).replaceAll('\t', ' ')}"`;
}
