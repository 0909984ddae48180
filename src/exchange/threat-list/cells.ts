/** One row of a list by the fields of its columns. */
import type { Column } from './columns.ts';
import type { Row } from './table/table.ts';
import type { Field } from './words/headings.ts';

/** The cells of a row by field; those not used for anything are kept as columns. */
export class Cells {
  readonly #row: Row;
  readonly #columns: readonly Column[];
  readonly #used = new Set<Field>(['nothing']);

  constructor(row: Row, columns: readonly Column[]) {
    this.#row = row;
    this.#columns = columns;
  }

  text(field: Field): string {
    const texts = this.#columns
      .filter((column) => column.field === field)
      .map(({ index }) => this.#row.cells[index] ?? '');
    return texts.filter((text) => text !== '').join('\n\n');
  }

  take(field: Field): string {
    this.use(field);
    return this.text(field);
  }

  use(field: Field): void {
    this.#used.add(field);
  }

  rest(): Readonly<Record<string, string>> {
    const left = this.#columns.filter(({ field }) => !this.#used.has(field));
    return Object.fromEntries(
      left.flatMap(({ label, index }) => (this.#row.cells[index] ? [[label, this.#row.cells[index]]] : [])),
    );
  }
}
