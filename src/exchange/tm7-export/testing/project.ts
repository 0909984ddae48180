/** Test support: exports imported projects, as the command does. */
import type { ExportReport, FileBytes } from '../../exported.ts';
import { BASE_FILE } from '../../imported.ts';
import type { ImportedProject } from '../../tm7-import/testing/project.ts';
import { readTm7 } from '../../tmt/read-tm7.ts';
import type { Tm7 } from '../../tmt/tm7.ts';
import { exportTm7 } from '../index.ts';

export interface ExportedProject {
  readonly text: string;
  /** Read back; strictly where the original reads strictly. */
  readonly tm7: Tm7;
  readonly report: ExportReport;
}

/** Exports into a file. `noted` false: as if import-base.json were gone. */
export function exportProject(
  { register, decisions, files }: Pick<ImportedProject, 'register' | 'decisions' | 'files'>,
  original: FileBytes,
  noted = true,
): ExportedProject {
  const note = files.get(BASE_FILE);
  const { value, problems } = exportTm7({
    register,
    decisions,
    runs: [],
    original,
    ...(noted && note !== undefined && { noted: { file: BASE_FILE, text: note } }),
  });
  if (!value) throw new Error(JSON.stringify(problems));
  return { ...value, tm7: readBack(value.text, original) };
}

function readBack(text: string, { bytes, file }: FileBytes): Tm7 {
  const lenient = readTm7(bytes, file).value === undefined;
  const { value, problems } = readTm7(new TextEncoder().encode(text), file, { lenient });
  if (!value) throw new Error(JSON.stringify(problems));
  return value;
}
