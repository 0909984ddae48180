/** The report of an import as Markdown: for the terminal, and as `import-report.md` beside the project. */
import type { Again, ImportReport, MappedColumn } from './imported.ts';

/** Says what became of everything. */
export function writeImportReport({
  format,
  file,
  carried,
  notCarried,
  proposals,
  notes = [],
  mapping,
  again,
}: ImportReport): string {
  const correct = mapping ? `\`${mapping.file}\`` : '`system.yaml`';
  const parts = [
    `# Import of ${text(file)} (${format})`,
    ...(mapping ? columnsOf(mapping.file, mapping.columns) : []),
    '## Carried',
    list(
      carried.map(({ what, count, as }) => `${count} ${what} → ${as}`),
      'Nothing.',
    ),
    '## Not carried',
    list(
      notCarried.map(({ what, why, where }) => `${what}${where === undefined ? '' : ` (${where})`}: ${why}`),
      'Everything was carried.',
    ),
    '## Proposals',
    `The file does not say these; they were chosen. Look at each, and correct ${correct} where one is wrong.`,
    list(
      proposals.map(({ of, what, why }) => `${of === undefined ? '' : `${of}: `}${what} — ${why}`),
      'None.',
    ),
    ...(again ? againOf(again, mapping ? 'None.' : 'None in the drawing.') : []),
    ...(notes.length > 0 ? ['## Notes in the file', list(notes, '')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function columnsOf(file: string, columns: readonly MappedColumn[]): string[] {
  return [
    '## Columns',
    `How the columns were read. \`${file}\` notes it: correct there what is wrong, and import again.`,
    list(
      columns.map(
        ({ column, as, words }) => `${column} → ${as}${words.length > 0 ? `: ${words.join(', ')}` : ''}`,
      ),
      'None.',
    ),
  ];
}

function againOf({ changes, conflicts, offers }: Again, none: string): string[] {
  const open = offers.filter(({ adopted }) => !adopted);
  const adopted = offers.filter((offer) => offer.adopted);
  return [
    '## Changes since the last import',
    list(changes, none),
    ...(conflicts.length > 0 ? ['## Changed on both sides', list(conflicts, '')] : []),
    ...(open.length > 0
      ? [
          '## Decisions offered',
          'A copy, or a flow that joins something else now, has no decisions of its own. `--adopt` takes these over:',
          list(
            open.map(({ id, from }) => (id === from ? id : `${id}, as on ${from}`)),
            '',
          ),
        ]
      : []),
    ...(adopted.length > 0
      ? [
          '## Decisions adopted',
          list(
            adopted.map(({ id, from }) => (id === from ? id : `${id}, as on ${from}`)),
            '',
          ),
        ]
      : []),
  ];
}

function list(items: readonly string[], none: string): string {
  return items.length === 0 ? none : items.map((item) => `- ${text(item)}`).join('\n');
}

/** One line, in which nothing is markup but what is meant to be. */
function text(plain: string): string {
  return plain
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_<>[\]|]/g, String.raw`\$&`);
}
