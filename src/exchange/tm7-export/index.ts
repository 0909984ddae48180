/** Writes files of the Microsoft Threat Modeling Tool. */
import type { Outcome } from '../../text/problem.ts';
import type { Exported, ExportInput } from '../exported.ts';
import { changeFile } from './changed-file.ts';
import { drawOnTemplate } from './new-file.ts';

/**
 * A project as a `.tm7` file: onto a template where one is given, else into the file that it was imported from.
 * Problems: those of {@link drawOnTemplate} and {@link changeFile}; TMT01 where there is neither.
 */
export function exportTm7(input: ExportInput): Outcome<Exported> {
  const { template, original } = input;
  if (template) return drawOnTemplate(input, template);
  if (original) return changeFile(input, original);
  const message = 'a .tm7 file needs the file that the project was imported from, or a template';
  return {
    problems: [{ code: 'TMT01', severity: 'error', message, hint: 'Name a .tb7 template to draw with.' }],
  };
}
