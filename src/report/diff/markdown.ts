/**
 * A difference as a comment on a pull request: the verdict on top, what wants doing in the open, everything else folded
 * away. What no comment can hold is left out, and said to be.
 */
import type { ChangedThreat, Diff, FoundThreat, ThingChange, WordChange } from '../../diff/index.ts';
import { code, escape, folded, table } from '../writing/markdown-text.ts';
import { count, list } from '../writing/words.ts';
import {
  causesText,
  certaintyLine,
  certaintyText,
  changedByUrgency,
  courseOf,
  gateLine,
  groupText,
  grouped,
  headline,
  sideText,
  staleOf,
  thingText,
  validationText,
  whyOf,
  wordText,
} from './view.ts';

/** Rows shown without unfolding anything: what fits a screen. */
const OPEN_ROWS = 8;

/** GitHub refuses longer comments (65,536 characters); some room is left for what a bot adds. */
const MOST_CHARACTERS = 60_000;

type Row = readonly string[];

export function diffMarkdown(diff: Diff): string {
  const { opened, closed } = diff.threats;
  const { reopened, others } = changedByUrgency(diff);
  const stale = staleOf(diff);
  const again = diff.validations.filter((each) => !stale.includes(each));
  const words = [...diff.decisions, ...diff.claims];
  const orphaned = words.filter((word) => word.orphaned);
  const rest = words.filter((word) => !word.orphaned);
  return `${fitting([
    `### Threat model: ${escape(headline(diff))}`,
    escape(gateLine(diff)),
    escape(certaintyLine(diff)),
    ...openedParts(opened),
    ...listParts(`${count(reopened.length, 'threat')} open again`, CHANGED, reopened.map(changedRow)),
    ...listParts(`${count(stale.length, 'validation')} stale`, VALIDATIONS, stale.map(validationRow)),
    ...listParts('Orphaned: there is nothing that they speak of', WORDS, orphaned.map(wordRow)),
    ...listParts('More findings of the gate', GATE, diff.gate.appeared.filter(isFresh(diff)).map(gateRow)),
    foldedPart(`${count(closed.length, 'threat')} closed`, CLOSED, closed.map(foundRow)),
    ...otherParts(others),
    foldedPart(`${count(again.length, 'validation')} counting again`, VALIDATIONS, again.map(validationRow)),
    foldedPart(wordTitle(diff), WORDS, rest.map(wordRow)),
    foldedPart(`The model: ${count(diff.system.length, 'change')}`, THINGS, diff.system.map(thingRow)),
    `<sub>Before: ${code(sideText(diff.from))}, after: ${code(sideText(diff.to))}.</sub>`,
  ]).join('\n\n')}\n`;
}

const FOUND: Row = ['Severity', 'Threat', 'What goes wrong', 'Stands', 'Because'];
const CLOSED: Row = ['Severity', 'Threat', 'What went wrong', 'Stood', 'Because'];
const CHANGED: Row = ['Severity', 'Threat', 'What goes wrong', 'Before → now', 'Because'];
const OTHERS: Row = CHANGED.filter((title) => title !== 'Before → now');
const VALIDATIONS: Row = ['Check', 'Target', 'Spoke for', 'What changed'];
const WORDS: Row = ['Decision or claim', 'What became of it'];
const THINGS: Row = ['', 'What', 'Change'];
const GATE: Row = ['Finding', 'Threat', 'Why'];

/** A few rows as they are; many by what brought them, each group folded. */
function openedParts(opened: readonly FoundThreat[]): string[] {
  const title = `${count(opened.length, 'threat')} opened`;
  if (opened.length <= OPEN_ROWS) return listParts(title, FOUND, opened.map(foundRow));
  const groups = grouped(opened, ({ because }) => causesText(because));
  return [
    `#### ${title}`,
    ...groups.map(({ text, threats }) =>
      foldedPart(
        `${text}: ${groupText(threats)}`,
        FOUND.slice(0, -1),
        threats.map((threat) => foundRow(threat).slice(0, -1)),
      ),
    ),
  ];
}

/** By where they stood and stand, when they are many. */
function otherParts(others: readonly ChangedThreat[]): string[] {
  const title = `${count(others.length, 'threat')} standing otherwise`;
  if (others.length <= OPEN_ROWS) return [foldedPart(title, CHANGED, others.map(changedRow))];
  return grouped(others, courseOf).map(({ text, threats }) =>
    foldedPart(
      `${count(threats.length, 'threat')} ${text}`,
      OTHERS,
      threats.map((threat) => changedRow(threat).filter((_, column) => column !== 3)),
    ),
  );
}

function listParts(title: string, header: Row, rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const heading = `#### ${escape(title)}`;
  const more = rows.length - OPEN_ROWS;
  if (more <= 2) return [`${heading}\n\n${table(header, rows)}`];
  return [
    `${heading}\n\n${table(header, rows.slice(0, OPEN_ROWS))}`,
    foldedPart(`${more} more`, header, rows.slice(OPEN_ROWS)),
  ];
}

function foldedPart(title: string, header: Row, rows: readonly Row[]): string {
  return rows.length === 0 ? '' : folded(title, table(header, rows));
}

/** The parts that there is room for, and how many there was none for. */
function fitting(parts: readonly string[]): string[] {
  const kept: string[] = [];
  let room = MOST_CHARACTERS;
  let left = 0;
  for (const part of parts) {
    if (part === '') continue;
    if (part.length + 2 > room) left++;
    else {
      kept.push(part);
      room -= part.length + 2;
    }
  }
  const note = `**${count(left, 'list')} would not fit into a comment**: \`bestride diff\` prints all of it as text and JSON.`;
  return left === 0 ? kept : [...kept, note];
}

function foundRow(threat: FoundThreat): Row {
  const { severity, id, title, because } = threat;
  return [severity, code(id), escape(title), escape(certaintyText(threat)), escape(causesText(because))];
}

function changedRow(threat: ChangedThreat): Row {
  const { severity, id, title } = threat;
  return [severity, code(id), escape(title), escape(courseOf(threat)), escape(whyOf(threat))];
}

function validationRow(change: Diff['validations'][number]): Row {
  const { check, target, threats } = change;
  return [code(check), code(target), threats.map(code).join(' '), escape(validationText(change))];
}

function wordTitle({ decisions, claims }: Diff): string {
  const [decided, claimed] = [decisions, claims].map(
    (words) => words.filter((word) => !word.orphaned).length,
  );
  return list([
    ...(decided ? [count(decided, 'decision')] : []),
    ...(claimed ? [count(claimed, 'claim')] : []),
  ]);
}

function wordRow(word: WordChange): Row {
  return [code(word.id), escape(wordText(word))];
}

function gateRow({ kind, threat, why }: Diff['gate']['appeared'][number]): Row {
  return [kind, threat === undefined ? '' : code(threat), escape(why)];
}

function thingRow(thing: ThingChange): Row {
  return [thing.change, `${thing.kind} ${code(thing.id)}`, escape(thingText(thing))];
}

/** A finding about a threat that is listed above, or about a decision that is, needs no second row. */
function isFresh({ threats }: Diff): (finding: Diff['gate']['appeared'][number]) => boolean {
  const listed = new Set([...threats.opened, ...threats.changed].map(({ id }) => id));
  return ({ threat, kind }) => (threat === undefined ? kind !== 'orphaned' : !listed.has(threat));
}
