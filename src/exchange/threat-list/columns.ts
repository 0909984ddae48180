/** What the columns of a list are: as its mapping says, otherwise as their headings and cells suggest. */
import type { Problem } from '../../text/problem.ts';
import type { Layout } from './layout.ts';
import { type StoredMapping, unfitMapping } from './mapping-file.ts';
import type { Row } from './table/table.ts';
import { type Field, fitOf, HEADINGS, WORDED, type Worded } from './words/headings.ts';
import { numberOf, scoreOfWords } from './words/levels.ts';
import { normal } from './words/normal.ts';
import { stateOf } from './words/states.ts';
import { isMark, strideOf } from './words/stride.ts';

export interface Column {
  readonly index: number;
  readonly label: string;
  readonly field: Field;
  /** The mapping says so. */
  readonly isGiven: boolean;
}

/** Fields that several columns may be: their texts follow one another. */
const SEVERAL: ReadonlySet<Field> = new Set([
  'description',
  'mitigation',
  'reason',
  'why',
  'column',
  'nothing',
]);

const LETTERS: readonly Field[] = ['S', 'T', 'R', 'I', 'D', 'E'];

/** How many rows are looked at to judge what a column holds. */
const SAMPLE = 500;

/** Gives each column its field. Problems: LST05, for a mapping that names headings which are not there. */
export function readColumns(
  { labels, rows }: Layout,
  stored: StoredMapping | undefined,
): { readonly columns: readonly Column[]; readonly problems: readonly Problem[] } {
  const given = stored?.list.columns ?? {};
  const problems: Problem[] = [];
  const fields = new Map<number, Field>();
  const taken = new Set<Field>();
  for (const [label, field] of Object.entries(given)) {
    const index = labels.indexOf(label);
    const where = stored?.where(['columns', label]);
    if (index < 0) {
      if (where) problems.push(unfitMapping(`"${label}" is no heading of the list`, where, labels));
      continue;
    }
    if (taken.has(field) && !SEVERAL.has(field)) {
      const message = `a second column, "${label}", is the ${field} of threats`;
      const hint = 'Only one can be; make the other a "column".';
      problems.push({ code: 'LST05', severity: 'error', message, hint, ...(where && { where }) });
    }
    fields.set(index, field);
    taken.add(field);
  }
  const free = labels.flatMap((label, index) => (fields.has(index) ? [] : [{ label, index }]));
  const sample = rows.slice(0, SAMPLE);
  if (LETTERS.every((letter) => !taken.has(letter))) {
    for (const [letter, { index }] of markColumns(free, sample)) {
      fields.set(index, letter);
      taken.add(letter);
    }
  }
  for (const headings of HEADINGS) {
    if (taken.has(headings.field)) continue;
    const candidates = free
      .filter(({ index }) => !fields.has(index))
      .flatMap((column) => {
        const fit = fitOf(column.label, headings);
        return fit ? [{ ...column, ...fit }] : [];
      })
      .toSorted((a, b) => a.rank - b.rank || a.index - b.index);
    const isWorded = WORDED.find((worded) => worded === headings.field);
    const found = isWorded
      ? candidates.find(({ index, isSure }) => {
          const share = understood(isWorded, cellsOf(sample, index));
          return share >= (isSure && isWorded !== 'impact' && isWorded !== 'likelihood' ? 0.01 : 0.5);
        })
      : candidates[0];
    if (!found) continue;
    fields.set(found.index, headings.field);
    taken.add(headings.field);
  }
  const columns = labels.map((label, index): Column => {
    const field = fields.get(index) ?? 'column';
    return { index, label, field, isGiven: Object.hasOwn(given, label) };
  });
  return { columns, problems };
}

/** The texts of one column, empty ones left out. */
export function cellsOf(rows: readonly Row[], index: number): readonly string[] {
  return rows.flatMap(({ cells }) => cells[index] || []);
}

/** Six columns named after the letters or words of STRIDE, with crosses in them; all, or at least four. */
function markColumns(
  free: readonly { readonly label: string; readonly index: number }[],
  rows: readonly Row[],
): ReadonlyMap<Field, { readonly index: number }> {
  const found = new Map<Field, { readonly index: number }>();
  for (const column of free) {
    const letters =
      normal(column.label).length === 1 ? strideOf(column.label.toUpperCase()) : strideOf(column.label);
    const [letter, ...others] = letters ?? [];
    if (letter === undefined || others.length > 0 || found.has(letter)) continue;
    const cells = cellsOf(rows, column.index);
    if (cells.every((cell) => isMark(cell) || /^(-|no|n|nein|false|0)$/i.test(cell)))
      found.set(letter, column);
  }
  return found.size >= 4 ? found : new Map();
}

/** Which part of the cells of a column hold a word (or number) of the field; 0 for an empty column. */
function understood(field: Worded, cells: readonly string[]): number {
  const isWord = (text: string): boolean => {
    switch (field) {
      case 'stride':
        return text.length <= 80 && strideOf(text) !== undefined;
      case 'status':
        return stateOf(text) !== undefined;
      case 'severity':
      case 'likelihood':
      case 'impact':
      default:
        return numberOf(text) !== undefined || scoreOfWords(text) !== undefined;
    }
  };
  return cells.length === 0 ? 0 : cells.filter(isWord).length / cells.length;
}
