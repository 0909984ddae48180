/** The report of an import as Markdown: for the terminal, and as `import-report.md` beside the project. */
import type { Again, ImportReport } from './imported.ts';

/** Says what became of everything. */
export function writeImportReport({
  format,
  file,
  carried,
  notCarried,
  proposals,
  notes = [],
  again,
}: ImportReport): string {
  const parts = [
    `# Import of ${text(file)} (${format})`,
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
    'The file does not say these; they were chosen. Look at each, and correct `system.yaml` where one is wrong.',
    list(
      proposals.map(({ of, what, why }) => `${of === undefined ? '' : `${of}: `}${what} — ${why}`),
      'None.',
    ),
    ...(again ? againOf(again) : []),
    ...(notes.length > 0 ? ['## Notes in the file', list(notes, '')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function againOf({ changes, conflicts, offers }: Again): string[] {
  const open = offers.filter(({ adopted }) => !adopted);
  const adopted = offers.filter((offer) => offer.adopted);
  return [
    '## Changes since the last import',
    list(changes, 'None in the drawing.'),
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
