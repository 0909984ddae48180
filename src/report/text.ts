/** Plain text for a terminal: sentences first, then tables, the most urgent at the top. */
import { byResidualRisk } from '../mitigate/index.ts';
import { type Question, questionsOf } from '../enumerate/index.ts';
import type { Threat } from '../enumerate/threat.ts';
import type { Result, Run } from '../evidence/run.ts';
import type { RegisterEntry } from '../mitigate/register.ts';
import type { Report, ReportInput, Step } from './input.ts';
import { lookedAt } from './views/looked.ts';
import { matrixLines } from './views/matrix.ts';
import { modelLines } from './views/model.ts';
import { overridesSentence } from './writing/overrides.ts';
import { pointLines } from './views/points.ts';
import { storyLines } from './views/story.ts';
import { STRANGERS, strangerText } from './views/unmodelled.ts';
import { certaintyCounts, gateSentence, statusCounts, summarise } from './summary.ts';
import { clean, field, painter, wrapText } from './writing/terminal.ts';
import type { Paint } from './writing/terminal.ts';
import { byUrgency, CERTAINTIES, count, STATUSES, VERDICTS } from './writing/words.ts';
import type { Tone } from './writing/words.ts';

/** How many gaps of one kind are named; all are in the HTML and JSON reports. */
const NAMED_GAPS = 5;

interface Page {
  readonly width: number;
  readonly paint: Paint;
}

export const text: Report = (input, options) => {
  const page = { width: Math.max(60, options.width), paint: painter(options.color) };
  return `${BODIES[options.step](input, page)
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
};

const BODIES: Readonly<Record<Step, (input: ReportInput, page: Page) => string[]>> = {
  model: (input, page) => [...summary(input, page), ...modelLines(input, page.width, page.paint)],
  enumerate: (input, page) => [...summary(input, page), ...threatTables(input, page)],
  matrix: (input, page) => [
    ...summary(input, page),
    ...(input.matrix ? matrixLines(input.matrix, page) : []),
  ],
  points: (input, page) => (input.by ? pointLines(input.by, page) : []),
  mitigate: (input, page) => [
    ...summary(input, page),
    ...registerTable(input, page),
    ...unmodelledLines(input, page),
    ...gapLines(input, page),
  ],
  report: (input, page) => [
    ...summary(input, page),
    ...registerTable(input, page),
    ...(input.by ? ['', ...pointLines(input.by, page)] : []),
    ...unmodelledLines(input, page),
    ...gapLines(input, page),
  ],
  validate: (input, page) => (input.run ? runLines(input.run, page) : summary(input, page)),
  explain: ({ story }, page) => (story ? storyLines(story, page) : []),
  gate: gateLines,
};

function summary(input: ReportInput, { width, paint }: Page): string[] {
  const lines = summarise(input);
  const label = Math.max(...lines.map((line) => line.label.length)) + 2;
  return lines.flatMap((line) => {
    const wrapped = wrapText(line.text, width, ' '.repeat(label));
    return wrapped.map((each, index) =>
      index === 0 ? paint(line.label.padEnd(label), 'bold') + each.slice(label) : each,
    );
  });
}

function threatTables(input: ReportInput, page: Page): string[] {
  const threats = [...(input.threats ?? [])].toSorted(byUrgency);
  return certaintyCounts(threats).flatMap(({ certainty, count: number }) => {
    const { label, means, tone } = CERTAINTIES[certainty];
    const group = threats.filter((threat) => threat.certainty === certainty);
    const questions = certainty === 'stated' ? [] : questionsOf(group);
    const told = questions.length > 1 ? `${count(questions.length, 'thing')} to say; ` : '';
    const heading = `${label} (${number.toLocaleString('en')}): ${told}${means}`;
    const lines =
      questions.length > 0
        ? questions.flatMap((question) => questionLines(question, page))
        : group.flatMap((threat) => threatLines(threat, page));
    return ['', page.paint(heading, tone), ...lines];
  });
}

/** What to say, with an example, and below it every threat that waits for it: grouping hides none. */
function questionLines({ ask, threats }: Question, page: Page): string[] {
  const { width, paint } = page;
  const [first] = threats;
  const example = first?.answeredBy[0]?.text;
  const what = ask.length === 0 ? 'no single change answers' : `${ask.join(' and ')} would answer`;
  const heading = `${what} ${count(threats.length, 'threat')}${example === undefined ? '' : `, for example: ${example}`}`;
  return [
    '',
    ...wrapText(heading, width, '').map((line) => paint(line, 'bold')),
    ...threats.flatMap((threat) => threatLines(threat, page)),
  ];
}

function threatLines(threat: Threat, { width }: Page): string[] {
  const head = `  ${field(threat.severity, 8)} ${field(threat.id, idWidth(width))} ${field(threat.stride.join(''), 6)} `;
  const [first = '', ...rest] = wrapText(threat.title, width, ' '.repeat(head.length));
  return [head + first.slice(head.length), ...rest];
}

/** A table, by what wants doing, each group sorted by the risk that is left. */
function registerTable(input: ReportInput, page: Page): string[] {
  const { register } = input;
  if (!register) return [];
  const groups: { title: string; tone: Tone; entries: RegisterEntry[] }[] = [
    { title: 'Wants a decision or a fix', tone: 'bad', entries: [] },
    { title: 'Claimed or promised, not shown by a check', tone: 'warn', entries: [] },
    { title: 'Validated: what was tried against it failed', tone: 'good', entries: [] },
    { title: 'Settled by a person', tone: 'calm', entries: [] },
  ];
  for (const entry of register.entries.toSorted(byResidualRisk)) {
    groups.find((group) => group.tone === STATUSES[entry.status].tone)?.entries.push(entry);
  }
  const lines = groups.flatMap(({ title, tone, entries }) =>
    entries.length === 0
      ? []
      : [
          '',
          page.paint(`${title} (${entries.length.toLocaleString('en')})`, tone),
          ...entries.flatMap((entry) => entryLines(entry, page)),
        ],
  );
  if (lines.length === 0) return [];
  const counts = statusCounts(register).map(
    ({ status, count: number }) => `${number} ${STATUSES[status].label}`,
  );
  const { width } = page;
  const head = `  ${field('risk', 5)} ${field('threat', idWidth(width))} ${field('letters', 7)} ${field('status', 19)} what goes wrong`;
  return ['', page.paint(head, 'dim'), ...lines, '', ...wrapText(`In all: ${counts.join(', ')}.`, width)];
}

function entryLines(entry: RegisterEntry, { width, paint }: Page): string[] {
  const { label, tone } = STATUSES[entry.status];
  const before = `  ${field(`${entry.residual.score}`, 5)} ${field(entry.id, idWidth(width))} ${field(entry.stride.join(''), 7)} `;
  const column = before.length + 20;
  const [first = '', ...rest] = wrapText(entry.title, width, ' '.repeat(column));
  const reason = wrapText(entry.statusReason, width, ' '.repeat(8)).map((line) => paint(line, 'dim'));
  return [`${before}${paint(field(label, 19), tone)} ${first.slice(column)}`, ...rest, ...reason];
}

/** Each with how to bring it into the model: there are few, and each is a hole in all the rest. */
function unmodelledLines({ register }: ReportInput, { width, paint }: Page): string[] {
  const strangers = register?.unmodelled ?? [];
  if (strangers.length === 0) return [];
  return [
    '',
    paint(`${STRANGERS} (${strangers.length.toLocaleString('en')})`, 'bad'),
    ...strangers.flatMap((one) => [
      ...wrapText(strangerText(one), width, '  '),
      ...wrapText(one.hint, width, '      ').map((line) => paint(line, 'dim')),
    ]),
  ];
}

function gapLines(input: ReportInput, { width, paint }: Page): string[] {
  if (!input.register) return [];
  const { gaps } = lookedAt(input.register, input.runs);
  if (gaps.length === 0) return [];
  const lines = gaps.flatMap((group) => {
    const more = group.gaps.length - NAMED_GAPS;
    return [
      `  ${group.title} (${group.gaps.length.toLocaleString('en')})`,
      ...group.gaps
        .slice(0, NAMED_GAPS)
        .flatMap(({ what, why }) => wrapText(`${what}: ${why}`, width, '    ')),
      ...(more > 0 ? [`    and ${more.toLocaleString('en')} more`] : []),
    ];
  });
  return ['', paint('What was not looked at', 'bold'), ...lines];
}

function runLines(run: Run, { width, paint }: Page): string[] {
  const of = (verdict: Result['verdict']): number =>
    run.results.filter((result) => result.verdict === verdict).length;
  const lines = [
    paint(
      `Run ${run.id} in "${clean(run.environment)}": ${of('pass')} passed, ${of('fail')} failed, ${of('inconclusive')} inconclusive`,
      'bold',
    ),
  ];
  const tones = { fail: 'bad', inconclusive: 'warn', pass: 'good' } as const;
  for (const verdict of ['fail', 'inconclusive', 'pass'] as const) {
    for (const result of run.results.filter((each) => each.verdict === verdict)) {
      const head = `  ${paint(field(VERDICTS[verdict], 12), tones[verdict])} ${clean(result.check)} on ${clean(result.target)}, for ${clean(result.mitigation)}`;
      lines.push(head, ...wrapText(result.reason, width, ' '.repeat(15)).map((line) => paint(line, 'dim')));
    }
  }
  if (run.notRun.length > 0) lines.push('', paint(`Not run (${count(run.notRun.length, 'check')})`, 'warn'));
  for (const { check, target, reason } of run.notRun)
    lines.push(...wrapText(`${check} on ${target}: ${reason}`, width, '  '));
  return lines;
}

function gateLines({ gate, catalogue }: ReportInput, { width, paint }: Page): string[] {
  if (!gate) return [];
  const heading = wrapText(gateSentence(gate), width).map((line) => paint(line, gate.ok ? 'good' : 'bad'));
  const lines = gate.reasons.flatMap(({ kind, threat, why }) => {
    const [first = '', ...rest] = wrapText(
      threat === undefined ? why : `${threat}: ${why}`,
      width,
      ' '.repeat(14),
    );
    return [`  ${paint(field(kind, 11), 'bad')} ${first.trimStart()}`, ...rest];
  });
  const rated = overridesSentence(catalogue);
  return [
    ...heading,
    ...(rated === undefined ? [] : wrapText(rated, width)),
    ...(lines.length > 0 ? ['', ...lines] : []),
  ];
}

function idWidth(width: number): number {
  return width >= 100 ? 26 : 18;
}
