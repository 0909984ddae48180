/**
 * ARM templates are JSON with liberties: comments, a comma after the last entry, strings over several lines.
 * They are smoothed to plain JSON of the same length, so that every place stays what it is.
 */
import { parseJson } from '../../../text/json/read-json.ts';
import { lineIndex } from '../../../text/lines.ts';
import type { Parsed } from '../../../text/parse.ts';
import type { Outcome, Where } from '../../../text/problem.ts';
import type { Source } from '../../../text/source.ts';

/** Deepest nesting read: deployments nested in deployments go deeper than our own formats. */
const MAX_DEPTH = 256;

/** Parses a template or a parameters file. Problems as {@link ../../../text/parse.ts} has them. Never throws. */
export function parseJsonc(source: Source): Outcome<Parsed> {
  const smooth = smoothed(source.text);
  const before = lineIndex(source.text);
  const starts = lineStarts(smooth);
  const back = (where: Where): Where => ({
    ...where,
    ...before.at((starts[where.line - 1] ?? 0) + where.column - 1),
  });
  const { value, problems } = parseJson({ file: source.file, text: smooth }, MAX_DEPTH);
  const placed = problems.map(({ where, ...rest }) => ({ ...rest, ...(where && { where: back(where) }) }));
  if (!value) return { problems: placed };
  const where: Parsed['where'] = (path, part) => {
    const found = value.where(path, part);
    return found && back(found);
  };
  return { value: { source, data: value.data, where }, problems: placed };
}

/** The same text with blanks where the liberties were; line breaks inside strings become blanks too. */
function smoothed(text: string): string {
  const out = text.split('');
  const blank = (from: number, to: number): void => {
    for (let at = from; at < to; at++) if (out[at] !== '\n' && out[at] !== '\r') out[at] = ' ';
  };
  if (text.startsWith('\uFEFF')) out[0] = ' ';
  let comma: number | undefined;
  for (let at = 0; at < text.length;) {
    const here = text[at] ?? '';
    if (here === '"') {
      comma = undefined;
      at = smoothString(text, at, out);
    } else if (here === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) {
      const line = text[at + 1] === '/';
      const found = text.indexOf(line ? '\n' : '*/', at + 2);
      const end = found < 0 ? text.length : found + (line ? 0 : 2);
      blank(at, end);
      at = end;
    } else {
      if (here === ',') comma = at;
      else if ((here === '}' || here === ']') && comma !== undefined) blank(comma, comma + 1);
      if (here !== ',' && !/\s/.test(here)) comma = undefined;
      at++;
    }
  }
  return out.join('');
}

function smoothString(text: string, start: number, out: string[]): number {
  for (let at = start + 1; at < text.length; at++) {
    const here = text[at] ?? '';
    if (here === '"') return at + 1;
    if (here === '\\') at++;
    else if (here < ' ') out[at] = ' ';
  }
  return text.length;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
