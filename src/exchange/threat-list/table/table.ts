/** A table as a spreadsheet or a text file has it, before anybody knows what its columns mean. */
import type { Problem } from '../../../text/problem.ts';

export interface Row {
  /** The line of the text, or the number of the row in the sheet, from 1. */
  readonly line: number;
  /** Texts as they are shown; absent and empty cells are empty. */
  readonly cells: readonly string[];
  /** Columns whose cell is a part of one that lies over several columns: headings over headings, titles. */
  readonly wide?: ReadonlySet<number>;
}

export interface Sheet {
  /** Workbooks only. */
  readonly name?: string;
  readonly hidden: boolean;
  readonly rows: readonly Row[];
}

/** What was read of a file. */
export interface Book {
  readonly format: 'csv' | 'xlsx';
  readonly sheets: readonly Sheet[];
  /** What a reader had to assume: the encoding, the separator. */
  readonly assumed: readonly { readonly what: string; readonly why: string }[];
  readonly problems: readonly Problem[];
}

/** Lists that people keep have hundreds of rows; these bounds keep hostile ones from costing more than seconds. */
export const MOST_ROWS = 10_000;
export const MOST_COLUMNS = 300;

/** Characters that a terminal obeys, or that YAML cannot hold, are taken out; line ends become `\n`. */
export function cellText(text: string): string {
  return (
    text
      .replaceAll(/\r\n?/g, '\n')
      // eslint-disable-next-line no-control-regex -- they are what is to go
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g, '')
      .replaceAll(/\p{Surrogate}/gu, '\uFFFD')
      .trim()
  );
}

/** The name that a spreadsheet gives a column, from 0: `A`, `Z`, `AA`. */
export function columnName(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

/** The problem of a table beyond the bounds. */
export function tooLarge(file: string, message: string, line = 1): Problem {
  return {
    code: 'LST03',
    severity: 'error',
    message,
    hint: 'Keep the list of threats in a file of its own, without the rest.',
    where: { file, line, column: 1 },
  };
}
