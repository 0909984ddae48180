/** A difference for a terminal: sentences first, then what opened, what became stale, and the rest. */
import type { ChangedThreat, Diff, FoundThreat, ThingChange, WordChange } from '../../diff/index.ts';
import { field, painter, wrapText } from '../writing/terminal.ts';
import type { Paint } from '../writing/terminal.ts';
import { list } from '../writing/words.ts';
import {
  type Group,
  causesText,
  certaintyLine,
  certaintyText,
  changedByUrgency,
  courseOf,
  gateLine,
  grouped,
  headline,
  sideText,
  staleOf,
  thingText,
  validationText,
  whyOf,
  wordText,
} from './view.ts';

export interface TextOptions {
  readonly color: boolean;
  readonly width: number;
}

interface Page {
  readonly width: number;
  readonly paint: Paint;
}

export function diffText(diff: Diff, { color, width }: TextOptions): string {
  const page = { width: Math.max(60, width), paint: painter(color) };
  const { opened, closed } = diff.threats;
  const { reopened, others } = changedByUrgency(diff);
  const stale = staleOf(diff);
  const lines = [
    ...wrapText(headline(diff), page.width).map((line) => page.paint(line, 'bold')),
    ...wrapText(gateLine(diff), page.width).map((line) => page.paint(line, diff.gate.to.ok ? 'good' : 'bad')),
    ...(certaintyLine(diff) === '' ? [] : wrapText(certaintyLine(diff), page.width)),
    ...wrapText(`Before: ${sideText(diff.from)}`, page.width),
    ...wrapText(`After: ${sideText(diff.to)}`, page.width),
    ...section(`Threats that opened (${opened.length})`, foundLines(grouped(opened, because), page), page),
    ...section(
      `Threats open again (${reopened.length})`,
      reopened.flatMap((each) => changedLines(each, page)),
      page,
    ),
    ...section(
      `Validations that become stale (${stale.length})`,
      stale.flatMap((each) => validationLines(each, page)),
      page,
    ),
    ...section(
      'Validations that count again',
      diff.validations.filter((each) => !stale.includes(each)).flatMap((each) => validationLines(each, page)),
      page,
    ),
    ...section(`Threats that closed (${closed.length})`, foundLines(grouped(closed, because), page), page),
    ...section(
      `Threats that stand otherwise (${others.length})`,
      others.flatMap((each) => changedLines(each, page)),
      page,
    ),
    ...section(
      'Decisions',
      diff.decisions.flatMap((word) => wordLines(word, page)),
      page,
    ),
    ...section(
      'Claims',
      diff.claims.flatMap((word) => wordLines(word, page)),
      page,
    ),
    ...section(
      `The model (${diff.system.length})`,
      diff.system.flatMap((thing) => thingLines(thing, page)),
      page,
    ),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function because({ because: causes }: FoundThreat): string {
  return causesText(causes);
}

function section(title: string, lines: readonly string[], { paint }: Page): string[] {
  return lines.length === 0 ? [] : ['', paint(title, 'bold'), ...lines];
}

function foundLines(groups: readonly Group<FoundThreat>[], page: Page): string[] {
  return groups.flatMap((group) => [
    ...wrapText(`because ${group.text}:`, page.width, '  ').map((line) => page.paint(line, 'dim')),
    ...group.threats.flatMap((threat) => {
      const head = `    ${field(threat.severity, 8)} ${field(threat.id, 26)} ${field(certaintyText(threat), 21)} `;
      const [first = '', ...rest] = wrapText(threat.title, page.width, ' '.repeat(head.length));
      return [head + first.slice(head.length), ...rest];
    }),
  ]);
}

function changedLines(threat: ChangedThreat, page: Page): string[] {
  const head = `  ${field(threat.severity, 8)} ${field(threat.id, 26)} `;
  const [first = '', ...rest] = wrapText(courseOf(threat), page.width, ' '.repeat(head.length));
  const why = wrapText(whyOf(threat), page.width, ' '.repeat(11));
  return [head + first.slice(head.length), ...rest, ...why.map((line) => page.paint(line, 'dim'))];
}

function validationLines(change: Diff['validations'][number], page: Page): string[] {
  const { check, target, threats } = change;
  const speaks = threats.length === 0 ? '' : `, for ${list(threats)}`;
  return [
    ...wrapText(`${check} on ${target}${speaks}`, page.width, '  '),
    ...wrapText(validationText(change), page.width, ' '.repeat(6)).map((line) => page.paint(line, 'dim')),
  ];
}

function wordLines(word: WordChange, page: Page): string[] {
  return wrapText(`${word.id}: ${wordText(word)}`, page.width, '  ');
}

function thingLines(thing: ThingChange, page: Page): string[] {
  const sign = { added: '+', removed: '-', changed: '~' }[thing.change];
  const detail = thingText(thing);
  const text = `${sign} ${thing.kind} ${thing.id}${detail === '' ? '' : `: ${detail}`}`;
  const [first = '', ...rest] = wrapText(text, page.width - 4);
  return [`  ${first}`, ...rest.map((line) => `      ${line}`)];
}
