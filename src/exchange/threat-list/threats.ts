/** The rows of a list as threats: what stands in threats.yaml, and what is to be told of them. */
import { canonicalJson } from '../../text/canonical.ts';
import { sha256 } from '../../text/digest.ts';
import { scoreOf } from '../../enumerate/severity.ts';
import type { Plain } from '../../model/writing/change.ts';
import type { NotCarried, Proposal } from '../imported.ts';
import { type Entry, entry } from '../into-project/entries.ts';
import { idFrom, oneLine } from '../into-project/names.ts';
import { Cells } from './cells.ts';
import { cellsOf, type Column } from './columns.ts';
import { Grouped } from './grouped.ts';
import type { Layout } from './layout.ts';
import type { Subjects } from './subjects.ts';
import type { Row } from './table/table.ts';
import { type Triage, triageOf } from './triage.ts';
import type { Values } from './values.ts';
import { dayOf, type DayOrder, dayOrder } from './words/days.ts';
import { numberOf } from './words/levels.ts';
import { isMark, strideInWords } from './words/stride.ts';

/** A row, read. */
export interface ListThreat {
  readonly row: Row;
  /** What it is known by in the list: its id there, or a digest of its title and subject. */
  readonly key: string;
  /** Of all its cells: finds it again when its columns are read differently. */
  readonly digest: string;
  /** Ids it would like, best first. */
  readonly ids: readonly string[];
  readonly title: string;
  readonly subject: string;
  /** What goes into threats.yaml, without subject, mitigations and origin. */
  readonly entry: Entry;
  readonly mitigation: string;
  readonly triage: Triage;
}

export interface ListThreats {
  readonly threats: readonly ListThreat[];
  readonly notCarried: readonly NotCarried[];
  readonly proposals: readonly Proposal[];
}

/** Titles longer than this are statements: their first sentence is the title. */
const LONGEST_TITLE = 200;

const LETTERS = ['S', 'T', 'R', 'I', 'D', 'E'] as const;

/** What the rows are read with. */
export interface Reading {
  readonly file: string;
  readonly systemId: string;
  readonly layout: Layout;
  readonly columns: readonly Column[];
  readonly values: Values;
  readonly subjects: Subjects;
}

type DayField = 'due' | 'until';

interface Context extends Reading {
  readonly notCarried: NotCarried[];
  readonly proposals: Grouped;
  readonly orders: Readonly<Record<DayField, DayOrder>>;
}

function orderOf({ columns, layout }: Reading, field: DayField): DayOrder {
  const column = columns.find((one) => one.field === field);
  return column ? dayOrder(cellsOf(layout.rows, column.index)) : 'unknown';
}

export function readThreats(reading: Reading): ListThreats {
  const { layout, columns } = reading;
  const threats: ListThreat[] = [];
  const context: Context = {
    ...reading,
    notCarried: [],
    proposals: new Grouped(),
    orders: { due: orderOf(reading, 'due'), until: orderOf(reading, 'until') },
  };
  const { notCarried, proposals } = context;
  const keys = new Map<string, number>();
  for (const row of layout.rows) {
    const cells = new Cells(row, columns);
    const why = emptiness(row, cells, layout.labels);
    if (why !== undefined) {
      if (why !== '') notCarried.push({ what: shown(row), why, where: place(layout, row) });
      continue;
    }
    const known = oneLine(cells.text('id'));
    const title = titleOf(cells);
    const first = known || sha256(`${title}\n${oneLine(cells.text('subject'))}`).slice(7, 23);
    const times = (keys.get(first) ?? 0) + 1;
    keys.set(first, times);
    if (times > 1 && known !== '') {
      const what = `that the threat "${title}" is number ${known} of the list`;
      notCarried.push({
        what,
        why: 'another row has that number; this one is a threat of its own',
        where: place(layout, row),
      });
    }
    const key = times > 1 ? `${first} (${times})` : first;
    threats.push(readThreat(context, row, cells, { key, known, title }));
  }
  return { threats, notCarried: [...notCarried, ...leftOut(reading)], proposals: proposals.all() };
}

/** Why a row is no threat; empty where there is nothing to say of it, undefined where it is one. */
function emptiness(row: Row, cells: Cells, labels: readonly string[]): string | undefined {
  const texts = row.cells.filter((text) => text !== '');
  if (texts.length === 0) return '';
  if (row.cells.every((text, column) => text === '' || oneLine(text) === labels[column])) {
    return 'it repeats the headings';
  }
  const isHeading =
    new Set(texts).size === 1 &&
    texts.length > 1 &&
    row.cells.every((text, column) => text === '' || row.wide?.has(column));
  if (isHeading) return 'it is a heading over rows';
  return cells.text('title') === '' && cells.text('description') === '' ? 'it names no threat' : undefined;
}

function readThreat(
  context: Context,
  row: Row,
  cells: Cells,
  { key, known, title }: { readonly key: string; readonly known: string; readonly title: string },
): ListThreat {
  const { file, layout, values, subjects, systemId, columns, notCarried, proposals } = context;
  const where = place(layout, row);
  cells.use('id');
  const whole = cells.take('title');
  const description = [whole, cells.take('description')].filter(
    (part) => part !== '' && oneLine(part) !== title,
  );
  const named = cells.text('subject');
  const found = named === '' ? undefined : subjects.of(named);
  if (found?.how === 'same') cells.use('subject');
  if (found?.how === 'near') proposals.add(`"${oneLine(named)}" is "${found.id}"`, found.why, title);
  if (found && found.id === undefined) {
    const what = `that "${title}" is about "${oneLine(named)}"`;
    notCarried.push({
      what,
      why: `${found.why}; it is about the whole system here, and a column keeps the name`,
      where,
    });
  }
  const day = (field: DayField): string | undefined => dayOf(cells.text(field), context.orders[field]);
  const words = cells.text('status');
  const mitigation = cells.take('mitigation');
  const triage = triageOf(
    {
      state: words === '' ? undefined : values.status(words),
      words,
      reason: cells.text('reason'),
      owner: cells.text('owner'),
      mitigation,
      due: day('due'),
      until: day('until'),
      to: cells.text('to'),
    },
    file,
  );
  for (const field of triage.used) cells.use(field);
  if (triage.lost !== undefined) {
    notCarried.push({
      what: `the state "${oneLine(words)}" of "${title}"`,
      why: `${triage.lost}; it needs investigation here`,
      where,
    });
  } else if (words !== '' && !triage.used.includes('status')) {
    const why = 'no such state is known; the threat is open, and a column keeps the word';
    notCarried.push({ what: `the state "${oneLine(words)}" of "${title}"`, why, where });
  }
  for (const field of ['due', 'until'] as const) {
    if (cells.text(field) === '' || day(field) !== undefined) continue;
    const why = 'it is no day, or could be two; a column keeps it (2026-12-31 is one day)';
    notCarried.push({ what: `the day "${oneLine(cells.text(field))}" of "${title}"`, why, where });
  }
  const stride = strideIn(cells, values, title, description.join(' '), proposals);
  const severity = severityIn(cells, values, title, proposals);
  const attacker = oneLine(cells.take('attacker'));
  const why = cells.take('why');
  const text = description.join('\n\n');
  const rest = cells.rest();
  return {
    row,
    key,
    digest: sha256(
      canonicalJson(Object.fromEntries(columns.map(({ index, label }) => [label, row.cells[index] ?? '']))),
    ).slice(7, 23),
    ids: idsFor(known, title, file),
    title,
    subject: found?.id ?? systemId,
    entry: entry({
      title,
      stride,
      severity,
      description: text || undefined,
      suggestion: mitigation || undefined,
      attacker: attacker || undefined,
      why: why || undefined,
      columns: Object.keys(rest).length > 0 ? rest : undefined,
    }),
    mitigation,
    triage,
  };
}

function strideIn(
  cells: Cells,
  values: Values,
  title: string,
  description: string,
  proposals: Grouped,
): Plain {
  const marked = LETTERS.filter((letter) => isMark(cells.text(letter)));
  for (const letter of LETTERS) cells.use(letter);
  if (marked.length > 0) return marked;
  const category = cells.text('stride');
  const named = category === '' ? undefined : values.stride(category);
  if (named && named.length > 0) {
    cells.use('stride');
    return named;
  }
  const guess = strideInWords(`${title} ${description}`);
  const why =
    category === '' ? 'the list gives no category' : `its category "${oneLine(category)}" is none of STRIDE`;
  proposals.add(
    `the letter ${guess ?? 'T'}`,
    guess ? `${why}; its words say so` : `${why}, nor do its words`,
    title,
  );
  return [guess ?? 'T'];
}

/** As the list says, or likelihood × impact on the scale of this program. */
function severityIn(cells: Cells, values: Values, title: string, proposals: Grouped): string | undefined {
  const stated = cells.text('severity');
  const severity = stated === '' ? undefined : values.severity(stated);
  if (severity !== undefined) {
    // A number says more than a level: it stays beside it.
    if (numberOf(stated) === undefined) cells.use('severity');
    return severity;
  }
  if (stated !== '') proposals.add('severity medium', `"${oneLine(stated)}" is no severity`, title);
  const [likelihood, impact] = (['likelihood', 'impact'] as const).map((field) => {
    const text = cells.text(field);
    return text === '' ? undefined : values.score(field, text);
  });
  if (likelihood === undefined && impact === undefined) return undefined;
  const { level } = scoreOf(likelihood ?? impact ?? 3, impact ?? likelihood ?? 3);
  const from = [
    likelihood === undefined ? [] : ['likelihood'],
    impact === undefined ? [] : ['impact'],
  ].flat();
  proposals.add(`severity ${level}`, `worked out from ${from.join(' and ')}`, title);
  return level;
}

function titleOf(cells: Cells): string {
  const text = oneLine(cells.text('title') || cells.text('description'));
  if (text.length <= LONGEST_TITLE && cells.text('title') !== '') return text;
  const [first = ''] = text.split(/(?<=[.!?])\s/);
  return first.length > LONGEST_TITLE ? `${first.slice(0, LONGEST_TITLE - 3)}...` : first;
}

function idsFor(known: string, title: string, file: string): readonly string[] {
  const list = idFrom(file.replace(/\.[^.]*$/, ''));
  if (known === '') return [idFrom(title).slice(0, 40), `${list}-threat`, 'threat'];
  return [
    /^[^a-z]*\d/i.test(known) ? `${list || 'threat'}-${known}` : known,
    `${list}-${known}`,
    `threat-${known}`,
  ];
}

function leftOut({ columns, layout }: Reading): readonly NotCarried[] {
  return columns
    .filter(({ field }) => field === 'nothing')
    .map(({ label, index }) => ({
      what: `the column "${label}" with ${cellsOf(layout.rows, index).length} values`,
      why: 'the mapping says so',
    }));
}

function place({ sheet }: Layout, { line }: Row): string {
  return sheet.name === undefined ? `line ${line}` : `sheet "${sheet.name}", row ${line}`;
}

function shown({ cells }: Row): string {
  const text = [...new Set(cells.filter((cell) => cell !== ''))].map(oneLine).join(' | ');
  return `the row "${text.length > 120 ? `${text.slice(0, 117)}...` : text}"`;
}
