/** The records of CSV text (RFC 4180), as programs and people write it. */

/** One record. */
export interface CsvRecord {
  /** The line it starts on, from 1. */
  readonly line: number;
  /** As written, without the quotes around them. */
  readonly cells: readonly string[];
}

export interface CsvRecords {
  readonly records: readonly CsvRecord[];
  /** Where a quoted cell starts that never ends, as an index into the text. */
  readonly unclosed?: number;
}

/**
 * The records of a text, empty lines left out; cells as written. A quote within a cell that does not start with one
 * is a character, and so is what follows a closing quote. Where `lenient`, so is a quote that is never closed.
 */
export function parseCsv(
  text: string,
  separator: string,
  { lenient = false, most = Infinity }: { readonly lenient?: boolean; readonly most?: number } = {},
): CsvRecords {
  const records: CsvRecord[] = [];
  let unclosed: number | undefined;
  let cells: string[] = [];
  let line = 1;
  let next = 1;
  let at = 0;
  const endRecord = (): void => {
    if (cells.length > 1 || (cells[0] ?? '') !== '') records.push({ line, cells });
    cells = [];
    line = next;
  };
  while (at < text.length && records.length < most) {
    let cell = '';
    if (text[at] === '"' && at !== unclosed) {
      const end = closingQuote(text, at + 1);
      if (end === undefined) {
        unclosed = at;
        if (!lenient) return { records, unclosed };
        continue;
      }
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      next += (cell.match(/\r\n|\n|\r/g) ?? []).length;
      at = end + 1;
    }
    const from = at;
    while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++;
    cells.push(cell + text.slice(from, at));
    if (text[at] === separator) {
      at++;
      // A separator at the very end has an empty cell behind it.
      if (at === text.length) cells.push('');
      continue;
    }
    if (at >= text.length) break;
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    next++;
    endRecord();
  }
  if (cells.length > 0) endRecord();
  return { records, ...(unclosed !== undefined && { unclosed }) };
}

function closingQuote(text: string, from: number): number | undefined {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return undefined;
}
