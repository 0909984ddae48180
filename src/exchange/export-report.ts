/** The report of an export as lines for the terminal. */
import type { ExportReport, NotWritten } from './exported.ts';

/** Says what is in the file, and what is not; what is left out for one reason stands together. */
export function writeExportReport({ onto, written, notWritten, poorer, notes }: ExportReport): string {
  const counts = written.filter(({ count }) => count > 0).map(({ what, count }) => `${count} ${what}`);
  return [
    `onto ${plain(onto)}: ${counts.length > 0 ? counts.join(', ') : 'nothing to change'}`,
    ...linesOf('not written', notWritten),
    ...linesOf('said less well there', poorer),
    ...notes.map(plain),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf(head: string, items: readonly NotWritten[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { what, why } of items) byReason.set(why, [...(byReason.get(why) ?? []), plain(what)]);
  return [...byReason].flatMap(([why, whats]) => [
    `${head}, since ${plain(why)}:`,
    ...whats.map((what) => `  ${what}`),
  ]);
}

/** One line, without characters that a terminal obeys. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is to go
  return text.replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
