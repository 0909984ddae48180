/** The formats of others that can be imported: one line each. */
import type { Outcome } from '../text/problem.ts';
import type { Imported, ImportOptions } from './imported.ts';
import { importTm7File } from './tm7-import/index.ts';

/** Reads files of one format into a project. */
export interface Importer {
  readonly format: string;
  readonly title: string;
  /** How the names of its files end, with the dot. */
  readonly endings: readonly string[];
  /** Larger files are not read. */
  readonly limitBytes: number;
  read(bytes: Uint8Array, file: string, options: ImportOptions): Outcome<Imported>;
}

const MEBIBYTE = 1024 * 1024;

export const importers: readonly Importer[] = [
  {
    format: 'tm7',
    title: 'a model of the Microsoft Threat Modeling Tool',
    endings: ['.tm7'],
    limitBytes: 64 * MEBIBYTE,
    read: importTm7File,
  },
];

/** The importer for a file, by the ending of its name. */
export function importerFor(file: string): Importer | undefined {
  return importers.find(({ endings }) => endings.some((ending) => file.toLowerCase().endsWith(ending)));
}
