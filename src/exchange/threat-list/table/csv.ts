/**
 * CSV (RFC 4180) as programs and people write it: with or without quotes, line breaks in cells, any of four
 * separators, the encodings of Excel.
 */
import type { Outcome, Problem } from '../../../text/problem.ts';
import { parseCsv } from '../../../text/csv.ts';
import { lineIndex } from '../../../text/lines.ts';
import { isHeading } from '../words/headings.ts';
import { type Book, cellText, MOST_COLUMNS, MOST_ROWS, type Row, tooLarge } from './table.ts';

/** What separates cells. Where two fit as well, the first of these. */
const SEPARATORS = [',', ';', '\t', '|'] as const;

/** Names for people. */
const SEPARATOR_NAMES: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'vertical bars',
};

/** How many rows are looked at to find the separator. */
const SAMPLE = 30;

/**
 * Reads a CSV file. Problems: LST01 (no text), LST02 (a quoted cell that never ends; where `lenient` a warning, and
 * its quote a character), LST03 (too large).
 */
export function readCsv(bytes: Uint8Array, file: string, lenient: boolean): Outcome<Book> {
  const decoded = decode(bytes);
  if (decoded === undefined) {
    const hint = 'Save it as CSV in UTF-8, or as an Excel workbook (.xlsx).';
    return refused({
      code: 'LST01',
      severity: 'error',
      message: 'the file is no text',
      hint,
      where: start(file),
    });
  }
  const assumed: { what: string; why: string }[] = [];
  if (decoded.encoding !== 'UTF-8') {
    assumed.push({ what: `the text is ${decoded.encoding}`, why: decoded.why });
  }
  // Excel reads a first line such as `sep=;`, and some programs write it.
  const named = /^sep=(.)\r?\n/.exec(decoded.text);
  const text = named ? decoded.text.slice(named[0].length) : decoded.text;
  const separator = named?.[1] ?? separatorOf(text);
  if (separator !== ',' && !named) {
    assumed.push({
      what: `cells are separated by ${SEPARATOR_NAMES[separator] ?? separator}`,
      why: 'that makes the most even table',
    });
  }
  const { records, unclosed } = parseCsv(text, separator, { lenient, most: MOST_ROWS + 1 });
  const firstLine = named ? 2 : 1;
  const problems: Problem[] = [];
  if (unclosed !== undefined) {
    const { line, column } = lineIndex(text).at(unclosed);
    problems.push({
      code: 'LST02',
      severity: lenient ? 'warning' : 'error',
      message: 'a quoted cell starts here and never ends',
      hint: lenient
        ? 'Its quote is taken for a character.'
        : 'Close the quote, or double it if it belongs to the text.',
      where: { file, line: line + firstLine - 1, column },
    });
    if (!lenient) return { problems };
  }
  if (records.length > MOST_ROWS) {
    return refused(
      tooLarge(file, `the list has more than ${MOST_ROWS} rows`, (records.at(-1)?.line ?? 1) + firstLine - 1),
    );
  }
  const wide = records.find(({ cells }) => cells.length > MOST_COLUMNS);
  if (wide)
    return refused(tooLarge(file, `a row has more than ${MOST_COLUMNS} cells`, wide.line + firstLine - 1));
  const rows = records.map(({ line, cells }): Row => ({
    line: line + firstLine - 1,
    cells: cells.map(cellText),
  }));
  return { value: { format: 'csv', sheets: [{ hidden: false, rows }], assumed, problems }, problems };
}

/** The separator that gives the most headings; of those, the one that gives the most rows of one width. */
function separatorOf(text: string): string {
  let best: { separator: string; score: number } = { separator: ',', score: 0 };
  for (const separator of SEPARATORS) {
    const { records } = parseCsv(text, separator, { lenient: true, most: SAMPLE });
    const widths = new Map<number, number>();
    let headings = 0;
    for (const { cells } of records) {
      widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
      if (cells.length > 1) headings = Math.max(headings, cells.filter(isHeading).length);
    }
    for (const [width, count] of widths) {
      const evenness = width < 2 ? 0 : (count / records.length) * Math.min(width, 20);
      const score = headings * 100 + evenness;
      if (evenness > 0 && score > best.score) best = { separator, score };
    }
  }
  return best.separator;
}

interface Decoded {
  readonly text: string;
  readonly encoding: string;
  readonly why: string;
}

/** UTF-8; UTF-16 where it says so; otherwise what Excel writes west of the Oder. Undefined for what is no text. */
function decode(bytes: Uint8Array): Decoded | undefined {
  const bom = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  if (bom === 0xff_fe || bom === 0xfe_ff) {
    const encoding = bom === 0xff_fe ? 'utf-16le' : 'utf-16be';
    const text = new TextDecoder(encoding).decode(bytes);
    return { text, encoding: encoding.toUpperCase(), why: 'it starts with the mark of that encoding' };
  }
  if (bytes.includes(0)) return undefined;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8', why: '' };
  } catch {
    return {
      text: windows1252(bytes),
      encoding: 'Windows-1252',
      why: 'it is no UTF-8, and Excel writes CSV so',
    };
  }
}

/** What bytes from 0x80 to 0x9f are. The decoder of some versions of Node takes them for control characters. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function windows1252(bytes: Uint8Array): string {
  const text = new TextDecoder('latin1').decode(bytes);
  return text.replaceAll(/[\u0080-\u009f]/g, (letter) => WINDOWS_1252[letter.charCodeAt(0) - 0x80] ?? letter);
}

function start(file: string): NonNullable<Problem['where']> {
  return { file, line: 1, column: 1 };
}

function refused(problem: Problem): Outcome<never> {
  return { problems: [problem] };
}
