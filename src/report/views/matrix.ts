/** The STRIDE matrix as text, Markdown and rows for a spreadsheet. */
import { Letter } from '../../catalogue/schema.ts';
import { type CellState, type Matrix, type MatrixCell, countCells } from '../../enumerate/matrix.ts';
import { code, escape, folded, table } from '../writing/markdown-text.ts';
import { field, wrapText } from '../writing/terminal.ts';
import type { Paint } from '../writing/terminal.ts';
import { count, LETTERS } from '../writing/words.ts';

/** How a cell without threats is drawn, and what that means. */
const STATES: Readonly<
  Record<Exclude<CellState, 'threats'>, { readonly mark: string; readonly means: string }>
> = {
  'not-applicable': { mark: '-', means: 'the letter does not apply' },
  'no-rule': { mark: '.', means: 'it applies, and no rule raises a threat: for people to look at' },
  'nothing-said': { mark: '?', means: 'nothing said' },
};

const SILENT = ['nothing-said', 'no-rule', 'not-applicable'] as const;

/** A compact table of counts, then why there is no threat where there is none. The ids are in the other formats. */
export function matrixLines(
  matrix: Matrix,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string[] {
  const idWidth = width >= 100 ? 26 : 18;
  const aboutWidth = width >= 100 ? 34 : 18;
  const head = `  ${field('', idWidth)} ${field('', aboutWidth)} ${Letter.options.map((letter) => field(letter, 4)).join('')}`;
  const rows = matrix.rows.map(({ id, about, cells }) => {
    const marks = Letter.options.map((letter) => mark(letter, cells[letter], paint));
    return `  ${field(id, idWidth)} ${field(about, aboutWidth)} ${marks.join('')}`;
  });
  const reasons = reasonsOf(matrix).flatMap(({ state, reason, trace, cells }) => [
    ...wrapText(
      `${STATES[state].mark} ${cells.map(({ letters, ids }) => `${letters} of ${ids.join(', ')}`).join('; ')}`,
      width,
      '  ',
    ),
    ...wrapText(`${reason}${trace === '' ? '' : ` (${trace})`}`, width, '      ').map((line) =>
      paint(line, 'dim'),
    ),
  ]);
  return [
    '',
    paint(head, 'dim'),
    ...rows,
    '',
    ...wrapText(legend(), width),
    ...wrapText(`In all: ${countsText(matrix)}`, width),
    ...notes(matrix).flatMap((note) => wrapText(note, width)),
    '',
    paint('Why no threat stands there', 'bold'),
    ...reasons,
  ];
}

/** The table with ids in its cells, the reasons folded away. */
export function matrixParts(matrix: Matrix): string[] {
  const rows = matrix.rows.map(({ id, name, about, cells }) => [
    `${code(id)}${name === id ? '' : ` ${escape(name)}`}`,
    escape(about),
    ...Letter.options.map((letter) => cellMarkdown(cells[letter])),
  ]);
  const header = [
    'Subject',
    'What',
    ...Letter.options.map((letter) => `${letter} (${LETTERS[letter].toLowerCase()})`),
  ];
  const reasons = reasonsOf(matrix).map(({ state, reason, trace, cells }) => {
    const where = cells.map(({ letters, ids }) => `${letters} of ${ids.map(code).join(', ')}`).join('; ');
    return `- \`${STATES[state].mark}\` ${where}: ${escape(reason)}${trace === '' ? '' : ` (${escape(trace)})`}`;
  });
  return [
    '## STRIDE matrix',
    escape(`${legend()} ${countsText(matrix)}`),
    table(header, rows),
    ...notes(matrix).map(escape),
    reasons.length === 0 ? '' : folded('Why no threat stands there', reasons.join('\n')),
  ];
}

/** One row a cell, the header first. */
export function matrixRows({ rows, elsewhere }: Matrix): string[][] {
  return [
    [
      'Kind',
      'Id',
      'Name',
      'What',
      'Letter',
      'State',
      'Threats',
      'Reason',
      'Source',
      'Ruled out by facts',
      'Only in originals',
    ],
    ...rows.flatMap(({ kind, id, name, about, cells }) =>
      Letter.options.map((letter) => {
        const { state, threats, reason = '', trace = [], ruledOut, withheld } = cells[letter];
        const lists = [trace, ruledOut, withheld].map((words) => words.join(' '));
        return [kind, id, name, about, letter, state, threats.join(' '), reason, ...lists];
      }),
    ),
    ...elsewhere.map((id) => ['elsewhere', '', '', '', '', 'threats', id, '', '', '', '']),
  ];
}

function mark(letter: Letter, { state, threats }: MatrixCell, paint: Paint): string {
  if (state === 'threats') return field(`${letter}${threats.length}`, 4);
  const text = field(STATES[state].mark, 4);
  return state === 'nothing-said' ? paint(text, 'bad') : text;
}

function cellMarkdown({ state, threats }: MatrixCell): string {
  return state === 'threats' ? threats.map(code).join('<br>') : `\`${STATES[state].mark}\``;
}

function legend(): string {
  const marks = SILENT.map((state) => `"${STATES[state].mark}" ${STATES[state].means}`);
  return `A number counts the threats of a letter; ${marks.join('; ')}.`;
}

function countsText(matrix: Matrix): string {
  const counts = countCells(matrix);
  return (
    `${count(matrix.rows.length, 'row')}, ${count(counts.threats, 'cell')} with threats, ` +
    `${counts['not-applicable']} where the letter does not apply, ${counts['no-rule']} where no rule raises one, ` +
    `${counts['nothing-said']} with nothing said.`
  );
}

/** What has no cell of its own, so that nothing is hidden: threats elsewhere, and letters the profile leaves out. */
function notes({ rows, elsewhere }: Matrix): string[] {
  const withheld = rows.flatMap(({ cells }) =>
    Letter.options.flatMap((letter) => cells[letter].withheld.map((id) => `${letter} of ${id}`)),
  );
  return [
    ...(elsewhere.length > 0
      ? [
          `About the whole system, or what stays inside one zone (${elsewhere.length}): ${elsewhere.join(', ')}.`,
        ]
      : []),
    ...(withheld.length > 0
      ? [
          `Left out by the profile "source", since repudiation does not apply to attacks against physical devices (S-46): ${withheld.join(', ')}.`,
        ]
      : []),
  ];
}

interface SaidReason {
  readonly state: Exclude<CellState, 'threats'>;
  readonly reason: string;
  readonly trace: string;
  /** Letters with the subjects they are said of; subjects with the same letters together. */
  readonly cells: readonly { readonly letters: string; readonly ids: readonly string[] }[];
}

/** Every reason once, with the cells it is given for; what nobody said anything of first. */
function reasonsOf({ rows }: Matrix): SaidReason[] {
  const said = new Map<string, { state: SaidReason['state']; trace: string; byId: Map<string, string> }>();
  for (const { id, cells } of rows) {
    for (const letter of Letter.options) {
      const { state, reason = 'Neither a threat nor a reason.', trace = [] } = cells[letter];
      if (state === 'threats') continue;
      const known = said.get(reason) ?? { state, trace: trace.join(', '), byId: new Map<string, string>() };
      said.set(reason, known);
      known.byId.set(id, (known.byId.get(id) ?? '') + letter);
    }
  }
  return [...said]
    .map(([reason, { state, trace, byId }]) => {
      const byLetters = new Map<string, string[]>();
      for (const [id, letters] of byId) byLetters.set(letters, [...(byLetters.get(letters) ?? []), id]);
      return { state, reason, trace, cells: [...byLetters].map(([letters, ids]) => ({ letters, ids })) };
    })
    .toSorted((a, b) => SILENT.indexOf(a.state) - SILENT.indexOf(b.state));
}
