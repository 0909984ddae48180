/** The formats of others that can be imported: one line each. */
import type { Outcome } from '../text/problem.ts';
import { BASE_FILE, type Imported, type ImportOptions } from './imported.ts';
import { importCsv, importWorkbook } from './threat-list/index.ts';
import { LIST_BASE_FILE } from './threat-list/known.ts';
import { importTm7File } from './tm7-import/index.ts';

/** Reads files of one format into a project. */
export interface Importer {
  readonly format: string;
  readonly title: string;
  /** How the names of its files end, with the dot. */
  readonly endings: readonly string[];
  /** Larger files are not read. */
  readonly limitBytes: number;
  /**
   * `system`: a whole model, which makes a project or refreshes the one it made. `list`: threats, brought into any
   * project; for a list there can be a mapping of its columns, and a sheet.
   */
  readonly brings: 'system' | 'list';
  /** Where, beside `system.yaml`, it notes what it wrote. */
  readonly baseFile: string;
  read(bytes: Uint8Array, file: string, options: ImportOptions): Outcome<Imported>;
}

const MEBIBYTE = 1024 * 1024;

export const importers: readonly Importer[] = [
  {
    format: 'tm7',
    title: 'a model of the Microsoft Threat Modeling Tool',
    endings: ['.tm7'],
    limitBytes: 64 * MEBIBYTE,
    brings: 'system',
    baseFile: BASE_FILE,
    read: importTm7File,
  },
  {
    format: 'csv',
    title: 'a list of threats',
    endings: ['.csv', '.tsv'],
    limitBytes: 16 * MEBIBYTE,
    brings: 'list',
    baseFile: LIST_BASE_FILE,
    read: importCsv,
  },
  {
    format: 'xlsx',
    title: 'a list of threats in an Excel workbook',
    endings: ['.xlsx', '.xlsm'],
    limitBytes: 16 * MEBIBYTE,
    brings: 'list',
    baseFile: LIST_BASE_FILE,
    read: importWorkbook,
  },
];

/** The importer for a file, by the ending of its name. */
export function importerFor(file: string): Importer | undefined {
  return importers.find(({ endings }) => endings.some((ending) => file.toLowerCase().endsWith(ending)));
}
