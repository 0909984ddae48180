/** The account of an import of a list: how its columns were read, what was carried, what was not, what was chosen. */
import type { Plain } from '../../model/writing/change.ts';
import type { Again, Carried, ImportReport, MappedColumn, NotCarried, Proposal } from '../imported.ts';
import { oneLine } from '../into-project/names.ts';
import { cellsOf, type Column } from './columns.ts';
import type { Layout } from './layout.ts';
import { MAPPING_FILE } from './mapping-file.ts';
import type { Subjects } from './subjects.ts';
import type { Book } from './table/table.ts';
import type { ListThreat, ListThreats } from './threats.ts';
import type { Values } from './values.ts';
import { type Field, WORDED } from './words/headings.ts';

/** What each field is called for people. */
const FIELD_WORDS: Readonly<Record<Field, string>> = {
  id: 'the id in the list',
  title: 'title',
  description: 'description',
  stride: 'letters of STRIDE',
  S: 'the letter S, where marked',
  T: 'the letter T, where marked',
  R: 'the letter R, where marked',
  I: 'the letter I, where marked',
  D: 'the letter D, where marked',
  E: 'the letter E, where marked',
  subject: 'what it is about',
  severity: 'severity',
  likelihood: 'likelihood, for the severity where the list has none; and a column',
  impact: 'impact, for the severity where the list has none; and a column',
  status: 'decisions and claims',
  mitigation: 'suggestion',
  reason: 'the reason of a decision',
  owner: 'the owner of a decision or claim',
  due: 'the day for which a mitigation is planned',
  until: 'the last day of an acceptance',
  to: 'to whom a threat is transferred',
  attacker: 'attacker',
  why: 'what for, or why it matters',
  column: 'a further column of the threat',
  nothing: 'nothing: left out',
};

/** What was read of a list. */
export interface ListParts {
  readonly file: string;
  readonly book: Book;
  readonly layout: Layout;
  readonly columns: readonly Column[];
  readonly values: Values;
  readonly subjects: Subjects;
  readonly list: ListThreats;
}

export function accountOf(
  { file, book, layout, columns, values, list }: ListParts,
  again: Again | undefined,
): ImportReport {
  const proposals: Proposal[] = [...book.assumed, ...values.proposals, ...list.proposals];
  const { name } = layout.sheet;
  if (layout.others.length > 0 && name !== undefined) {
    const what = `the list is on the sheet "${name}"`;
    proposals.unshift({
      what,
      why: 'of all sheets it looks most like a list of threats; --sheet takes another',
    });
  }
  const [isOne] = columns.filter(
    ({ field }) => field === 'severity' || field === 'impact' || field === 'likelihood',
  );
  if (!isOne)
    proposals.push({ what: 'severity medium for all threats', why: 'no column says how bad they are' });
  return {
    format: book.format,
    file,
    carried: carriedOf(list.threats).filter(({ count }) => count > 0),
    notCarried: [...aroundIt(layout), ...list.notCarried],
    proposals,
    mapping: { file: MAPPING_FILE, columns: columns.map((column) => mapped(column, layout, values)) },
    ...(again && { again }),
  };
}

function mapped({ label, field, index, isGiven }: Column, { rows }: Layout, values: Values): MappedColumn {
  const worded = WORDED.find((one) => one === field);
  const words = worded ? Object.entries(values.all[worded] ?? {}) : [];
  const said = words
    .slice(0, 30)
    .map(([word, meaning]) => `${word} = ${meaning === null ? '?' : textOf(meaning)}`);
  const more = words.length > said.length ? [`and ${words.length - said.length} more`] : [];
  const isEmpty = cellsOf(rows, index).length === 0;
  const notes = [...(isGiven ? ['as the mapping says'] : []), ...(isEmpty ? ['empty'] : [])];
  return {
    column: label,
    as: FIELD_WORDS[field] + (notes.length > 0 ? ` (${notes.join('; ')})` : ''),
    words: [...said, ...more],
  };
}

function textOf(meaning: Plain): string {
  if (Array.isArray(meaning)) return meaning.join('');
  return typeof meaning === 'string' ? meaning : JSON.stringify(meaning);
}

function carriedOf(threats: readonly ListThreat[]): readonly Carried[] {
  const decided = (status: string): number =>
    threats.filter(({ triage }) => triage.decision?.status === status).length;
  const claimed = (state: string): number =>
    threats.filter(({ triage }) => triage.claim?.state === state).length;
  const own = 'claims about mitigations of the project’s own';
  return [
    { what: 'rows with a threat', count: threats.length, as: `${threats.length} threats` },
    { what: 'threats mitigated', count: claimed('in-place'), as: `${own}; implemented, and not validated` },
    { what: 'mitigations planned', count: claimed('planned'), as: `${own}; planned` },
    ...['accepted', 'transferred', 'avoided', 'not-applicable', 'needs-investigation'].map((status) => ({
      what: `threats decided on`,
      count: decided(status),
      as: `decisions ${status}`,
    })),
    {
      what: 'threats without a decision',
      count: threats.filter(({ triage }) => !triage.decision && !triage.claim).length,
      as: 'open threats',
    },
  ];
}

function aroundIt({ above, others }: Layout): readonly NotCarried[] {
  const lines = above.map(({ line, cells }) => ({
    what: `"${[...new Set(cells.filter((text) => text !== ''))].map(oneLine).join(' | ').slice(0, 120)}"`,
    why: 'it stands above the headings',
    where: `row ${line}`,
  }));
  return [
    ...lines,
    ...others.map((name) => ({
      what: `the sheet "${name}"`,
      why: 'one sheet is read; --sheet takes another',
    })),
  ];
}
