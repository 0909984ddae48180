/** Where in a file the list of threats is: which sheet, which row has the headings, which rows the threats. */
import type { Problem } from '../../text/problem.ts';
import { suggestion } from '../../text/suggest.ts';
import type { StoredMapping } from './mapping-file.ts';
import { type Book, columnName, type Row, type Sheet } from './table/table.ts';
import { fitOf, HEADINGS, isHeading } from './words/headings.ts';
import { oneLine } from '../into-project/names.ts';

/** The list within its file. */
export interface Layout {
  readonly sheet: Sheet;
  /** The other sheets that are shown: nothing of them is read. */
  readonly others: readonly string[];
  /** The line of the (last) row of headings. */
  readonly headings: number;
  /** The heading of each column, each once; columns without a heading are named as a spreadsheet does. */
  readonly labels: readonly string[];
  /** What stands above the headings. */
  readonly above: readonly Row[];
  readonly rows: readonly Row[];
}

/** How many rows are looked at for the headings. */
const MOST_ABOVE = 50;

/** Finds the list. `sheet`: the one asked for. Problems: LST04 (no headings), LST05 (no such sheet or row). */
export function findList(
  book: Book,
  file: string,
  sheet: string | undefined,
  stored: StoredMapping | undefined,
): { readonly layout?: Layout; readonly problems: readonly Problem[] } {
  const wanted = sheet ?? stored?.list.sheet;
  const named = book.sheets.filter(({ name }) => name !== undefined && sameName(name, wanted));
  if (wanted !== undefined && named.length === 0) {
    const names = book.sheets.flatMap(({ name }) => name ?? []);
    const hint = names.length === 0 ? 'Only workbooks have sheets.' : suggestion(wanted, names);
    const where = sheet === undefined ? stored?.where(['sheet']) : undefined;
    const message = `there is no sheet "${wanted}" in "${file}"`;
    return {
      problems: [
        { code: 'LST05', severity: 'error', message, ...(hint && { hint }), ...(where && { where }) },
      ],
    };
  }
  const shown = book.sheets.filter(({ hidden }) => !hidden);
  const among = wanted === undefined ? (shown.length > 0 ? shown : book.sheets) : named;
  let best: { sheet: Sheet; header: Header } | undefined;
  for (const one of among) {
    const header = headerOf(one.rows, stored);
    // Of two lists the longer is the one that is kept.
    const isBetter =
      header &&
      (!best ||
        header.score > best.header.score ||
        (header.score === best.header.score && one.rows.length > best.sheet.rows.length));
    if (isBetter) best = { sheet: one, header };
  }
  if (!best) return { problems: [noHeadings(file, among[0])] };
  const { header } = best;
  const others = shown.flatMap(({ name }) => (name === undefined || name === best.sheet.name ? [] : [name]));
  return {
    layout: {
      sheet: best.sheet,
      others,
      headings: best.sheet.rows[header.last]?.line ?? 1,
      labels: labelsOf(best.sheet.rows, header),
      above: best.sheet.rows.slice(0, header.first),
      rows: best.sheet.rows.slice(header.last + 1),
    },
    problems: [],
  };
}

interface Header {
  /** Indexes of its first and last row; two where headings stand under headings. */
  readonly first: number;
  readonly last: number;
  readonly score: number;
}

/** The row in which the most cells are headings, one of which names the threats. */
function headerOf(rows: readonly Row[], stored: StoredMapping | undefined): Header | undefined {
  const given = new Set(Object.keys(stored?.list.columns ?? {}));
  const fixed = stored?.list.headings;
  let best: Header | undefined;
  for (const [index, row] of rows.slice(0, MOST_ABOVE).entries()) {
    if (fixed !== undefined && row.line !== fixed) continue;
    const last = isOver(row, rows[index + 1]) ? index + 1 : index;
    const labels = labelsOf(rows, { first: index, last, score: 0 });
    const known = new Set(labels.filter((label) => given.has(label) || isHeading(label)));
    const names = labels.some(
      (label) => given.has(label) || TITLES.some((headings) => fitOf(label, headings)),
    );
    const texts = new Set(row.cells.filter((text) => text !== '')).size;
    const isFixed = fixed !== undefined && texts > 0;
    if (!isFixed && (!names || texts < 2)) continue;
    if (!best || known.size > best.score) best = { first: index, last, score: known.size };
  }
  return best;
}

const TITLES = HEADINGS.filter(({ field }) => field === 'title' || field === 'description');

/** Headings over headings: cells that lie over several columns, with a heading under each. */
function isOver(row: Row, below: Row | undefined): boolean {
  const wide = [...(row.wide ?? [])].filter((column) => (below?.cells[column] ?? '') !== row.cells[column]);
  if (!below || wide.length < 2 || new Set(row.cells.filter((text) => text !== '')).size < 2) return false;
  const under = wide.map((column) => below.cells[column] ?? '');
  if (under.filter((label) => label !== '' && isHeading(label)).length * 2 < under.length) return false;
  // The rest of the row below is empty, or the same heading again where cells lie over both rows.
  return below.cells.every(
    (text, column) => wide.includes(column) || text === '' || text === row.cells[column],
  );
}

function labelsOf(rows: readonly Row[], { first, last }: Header): readonly string[] {
  const top = rows[first]?.cells ?? [];
  const bottom = rows[last]?.cells ?? [];
  const width = rows.slice(first).reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, column) => {
    const under = oneLine(bottom[column] ?? '');
    const over = oneLine(top[column] ?? '');
    const plain = under || over || `Column ${columnName(column)}`;
    const wanted = plain === '__proto__' ? 'proto' : plain;
    let label = taken.has(wanted) && over !== '' && over !== wanted ? `${over}: ${wanted}` : wanted;
    for (let number = 2; taken.has(label); number++) label = `${wanted} (${number})`;
    taken.add(label);
    return label;
  });
}

function sameName(name: string, wanted: string | undefined): boolean {
  return wanted !== undefined && name.trim().toLowerCase() === wanted.trim().toLowerCase();
}

function noHeadings(file: string, sheet: Sheet | undefined): Problem {
  const first = sheet?.rows.find(({ cells }) => cells.filter((text) => text !== '').length > 1);
  const cells = first?.cells.filter((text) => text !== '').slice(0, 8) ?? [];
  const seen = cells.map((text) => `"${oneLine(text).slice(0, 30)}"`).join(', ');
  return {
    code: 'LST04',
    severity: 'error',
    message: 'no row of the list has headings that name threats ("Threat", "Title", "Description", …)',
    hint: `Say what the columns are in a file, and give it with --mapping: "lists: { ${JSON.stringify(file)}: { headings: 1, columns: { … } } }"${seen ? `. The first row has ${seen}` : ''}.`,
    where: { file, line: first?.line ?? 1, column: 1 },
  };
}
