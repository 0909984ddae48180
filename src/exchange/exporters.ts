/** The formats of others that a project can be written in: one line each. */
import type { Outcome } from '../text/problem.ts';
import type { Exported, ExportInput } from './exported.ts';
import { exportTm7 } from './tm7-export/index.ts';

/** Writes a project in one format. */
export interface Exporter {
  readonly format: string;
  readonly title: string;
  /** How the names of its files end, with the dot. */
  readonly endings: readonly string[];
  /** How the names of templates end that it can draw with. */
  readonly templates: readonly string[];
  /** Larger files are not read. */
  readonly limitBytes: number;
  write(input: ExportInput): Outcome<Exported>;
}

const MEBIBYTE = 1024 * 1024;

export const exporters: readonly Exporter[] = [
  {
    format: 'tm7',
    title: 'a model of the Microsoft Threat Modeling Tool',
    endings: ['.tm7'],
    templates: ['.tb7', '.tm7'],
    limitBytes: 64 * MEBIBYTE,
    write: exportTm7,
  },
];

/** The exporter for a file, by the ending of its name. */
export function exporterFor(file: string): Exporter | undefined {
  return exporters.find(({ endings }) => endings.some((ending) => file.toLowerCase().endsWith(ending)));
}
