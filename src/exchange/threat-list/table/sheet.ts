/** One sheet of a workbook as rows of texts; merged cells say the same in each of their cells. */
import type { Outcome } from '../../../text/problem.ts';
import { attributeOf, childOf, childrenOf, isElement, textOf, type XmlElement } from '../../xml/tree.ts';
import { dateOf } from './dates.ts';
import { cellText, MOST_COLUMNS, MOST_ROWS, type Row, tooLarge } from './table.ts';

/** What cells refer to in other parts. */
export interface Context {
  readonly strings: readonly string[];
  readonly dates: ReadonlySet<number>;
  readonly from1904: boolean;
}

/** How many cells merges may fill. */
const MOST_FILLED = 1_000_000;

interface OpenRow {
  readonly line: number;
  readonly cells: string[];
  readonly wide: Set<number>;
}

/** Reads the cells of a `worksheet`. `file` is for problems: LST03, where it is too large. */
export function readSheet(root: XmlElement, context: Context, file: string): Outcome<readonly Row[]> {
  const rows: OpenRow[] = [];
  let line = 0;
  for (const row of childrenOf(childOf(root, 'sheetData'), 'row')) {
    line = whole(attributeOf(row, 'r')) ?? line + 1;
    const cells: string[] = [];
    let column = -1;
    for (const cell of childrenOf(row, 'c')) {
      column = columnOf(attributeOf(cell, 'r')) ?? column + 1;
      const text = cellText(valueOf(cell, context));
      if (text === '') continue;
      if (column >= MOST_COLUMNS) {
        return { problems: [tooLarge(file, `row ${line} has more than ${MOST_COLUMNS} columns`)] };
      }
      while (cells.length < column) cells.push('');
      cells[column] = text;
    }
    if (cells.length > 0) rows.push({ line, cells, wide: new Set() });
    if (rows.length > MOST_ROWS)
      return { problems: [tooLarge(file, `the sheet has more than ${MOST_ROWS} rows`)] };
  }
  if (!fillMerged(root, rows)) return { problems: [tooLarge(file, 'the sheet has too many merged cells')] };
  return { value: rows, problems: [] };
}

/** What a cell shows. Of a formula, its last result. */
function valueOf(cell: XmlElement, { strings, dates, from1904 }: Context): string {
  const value = textOf(childOf(cell, 'v')) ?? '';
  switch (attributeOf(cell, 't') ?? 'n') {
    case 's':
      return strings[whole(value) ?? -1] ?? '';
    case 'inlineStr': {
      const inline = childOf(cell, 'is');
      return inline ? stringOf(inline) : '';
    }
    case 'b':
      return value === '1' ? 'TRUE' : value === '' ? '' : 'FALSE';
    case 'n': {
      const number = Number(value);
      if (value === '' || !Number.isFinite(number)) return value;
      const date = dates.has(Number(attributeOf(cell, 's') ?? -1)) ? dateOf(number, from1904) : undefined;
      // Spreadsheets show fifteen digits: 0.30000000000000004 is 0.3 there.
      return date ?? String(Number(number.toPrecision(15)));
    }
    case 'd':
      return value.replace(/T00:00(:00(\.0+)?)?Z?$/, '');
    default:
      return unescaped(value);
  }
}

/** The text of a string item: plain, or in runs of one look each; readings (`rPh`) are not part of it. */
export function stringOf(item: XmlElement): string {
  const pieces = item.children.flatMap((child) => {
    if (!isElement(child)) return [];
    if (child.local === 't') return [textOf(child) ?? ''];
    return child.local === 'r' ? [textOf(childOf(child, 't')) ?? ''] : [];
  });
  return unescaped(pieces.join(''));
}

/** Characters that XML cannot hold are written as `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
function unescaped(text: string): string {
  return text.replaceAll(/_x([0-9a-f]{4})_/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** False where there is more to fill than any list has. */
function fillMerged(root: XmlElement, rows: readonly OpenRow[]): boolean {
  const merges = childrenOf(childOf(root, 'mergeCells'), 'mergeCell');
  if (merges.length > MOST_ROWS) return false;
  let filled = 0;
  for (const merge of merges) {
    const [, first = '', last = ''] = /^([A-Z]+\d+):([A-Z]+\d+)$/.exec(attributeOf(merge, 'ref') ?? '') ?? [];
    const [left, right] = [columnOf(first), columnOf(last)];
    const [top, bottom] = [rowOf(first), rowOf(last)];
    if (left === undefined || right === undefined || top === undefined || bottom === undefined) continue;
    const start = firstAt(rows, top);
    const source = rows[start];
    const text = source?.line === top ? (source.cells[left] ?? '') : '';
    if (text === '') continue;
    for (const row of rows.slice(start, firstAt(rows, bottom + 1))) {
      for (let column = left; column <= Math.min(right, MOST_COLUMNS - 1); column++) {
        if (++filled > MOST_FILLED) return false;
        while (row.cells.length < column) row.cells.push('');
        row.cells[column] = text;
        if (right > left) row.wide.add(column);
      }
    }
  }
  return true;
}

/** The first row at or behind a line. */
function firstAt(rows: readonly OpenRow[], line: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.line ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return letters.split('').reduce((sum, letter) => sum * 26 + (letter.codePointAt(0) ?? 0) - 64, 0) - 1;
}

function rowOf(reference: string): number | undefined {
  return whole(/\d+$/.exec(reference)?.[0]);
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,7}$/.test(text.trim()) ? Number(text) : undefined;
}
