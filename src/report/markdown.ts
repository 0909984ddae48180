/** Markdown (GitHub's kind) for a pull request, a wiki or a file: short on top, everything else folded away. */
import { byResidualRisk, standChains } from '../mitigate/index.ts';
import type { Story } from '../mitigate/index.ts';
import type { Report, ReportInput, ReportOptions } from './input.ts';
import { chainParts } from './views/chain.ts';
import { lookedAt } from './views/looked.ts';
import { MOST_ROWS, code, escape, folded, table } from './writing/markdown-text.ts';
import { matrixParts } from './views/matrix.ts';
import { pointParts } from './views/points.ts';
import { storyOf } from './views/story.ts';
import { STRANGERS, STRANGERS_MEAN } from './views/unmodelled.ts';
import { gateSentence, statusCounts, summarise } from './summary.ts';
import { byUrgency, CERTAINTIES, isSettled, minute, STATUSES, VERDICTS } from './writing/words.ts';

export const markdown: Report = (input, options) =>
  `${partsOf(input, options)
    .filter((part) => part !== '')
    .join('\n\n')}\n`;

function partsOf(input: ReportInput, { step }: ReportOptions): string[] {
  const title = `# ${escape(input.system.name)}: threat model`;
  if (step === 'explain') return input.story ? storyParts(input.story) : [];
  if (step === 'gate') return [title, ...gateParts(input)];
  if (step === 'validate') return [title, ...runParts(input)];
  if (step === 'matrix') return [title, ...(input.matrix ? matrixParts(input.matrix) : [])];
  if (step === 'points') return [title, ...(input.by ? pointParts(input.by) : [])];
  if (step === 'enumerate' || step === 'model') return [title, summaryList(input), threatTable(input)];
  return [
    title,
    summaryList(input),
    ...gateParts(input),
    ...registerParts(input),
    ...(step === 'report' && input.register ? chainParts(standChains(input.register)) : []),
    ...(input.by ? pointParts(input.by) : []),
    ...unmodelledParts(input),
    ...gapParts(input),
    ...assumptionParts(input),
  ];
}

function summaryList(input: ReportInput): string {
  return summarise(input)
    .map(({ label, text }) => `- **${label}**: ${escape(text)}`)
    .join('\n');
}

function threatTable(input: ReportInput): string {
  if (!input.threats) return '';
  const rows = [...input.threats]
    .toSorted(byUrgency)
    .map((threat) => [
      code(threat.id),
      escape(threat.title),
      threat.stride.join(''),
      threat.severity,
      CERTAINTIES[threat.certainty].label,
      escape(
        threat.certainty === 'stated' ? '' : (threat.answeredBy[0]?.text ?? threat.byHand?.suggestion ?? ''),
      ),
    ]);
  return table(['Threat', 'What goes wrong', 'STRIDE', 'Severity', 'Certainty', 'Answer'], rows);
}

function registerParts(input: ReportInput): string[] {
  const { register } = input;
  if (!register) return [];
  const sorted = register.entries.toSorted(byResidualRisk);
  const row = (entry: (typeof sorted)[number]): string[] => [
    String(entry.residual.score),
    code(entry.id),
    escape(entry.title),
    entry.stride.join(''),
    STATUSES[entry.status].label,
    escape(entry.statusReason),
  ];
  const header = ['Risk left', 'Threat', 'What goes wrong', 'STRIDE', 'Status', 'Why'];
  const wanting = sorted.filter((entry) => !isSettled(entry.status));
  const settled = sorted.filter((entry) => isSettled(entry.status));
  const counts = statusCounts(register).map(({ status, count: number }) => [
    STATUSES[status].label,
    String(number),
    STATUSES[status].means,
  ]);
  return [
    table(['Status', 'Threats', 'Meaning'], counts),
    wanting.length === 0 ? '' : `## Not settled (${wanting.length})\n\n${table(header, wanting.map(row))}`,
    settled.length === 0
      ? ''
      : folded(`Validated or decided (${settled.length})`, table(header, settled.map(row))),
  ];
}

function unmodelledParts({ register }: ReportInput): string[] {
  const strangers = register?.unmodelled ?? [];
  if (strangers.length === 0) return [];
  const rows = strangers.map(({ kind, name, target, detail, observedAt, hint }) => [
    kind,
    code(name),
    code(target),
    escape(detail),
    minute(observedAt),
    escape(hint),
  ]);
  return [
    `## ${STRANGERS} (${strangers.length})`,
    STRANGERS_MEAN,
    table(['Kind', 'Name', 'Seen on', 'Where', 'When', 'What to do'], rows),
  ];
}

function gapParts(input: ReportInput): string[] {
  if (!input.register) return [];
  const { gaps } = lookedAt(input.register, input.runs);
  if (gaps.length === 0) return [];
  const groups = gaps.map((group) =>
    folded(
      `${group.title} (${group.gaps.length})`,
      `${group.means}\n\n${group.gaps
        .slice(0, MOST_ROWS)
        .map(({ what, why }) => `- ${code(what)}: ${escape(why)}`)
        .join('\n')}`,
    ),
  );
  return ['## What was not looked at', ...groups];
}

function assumptionParts({ system }: ReportInput): string[] {
  if (system.assumptions.size === 0) return [];
  const lines = [...system.assumptions.values()].map(
    ({ id, text, owner }) =>
      `- ${code(id)}: ${escape(text)}${owner === undefined ? '' : ` (${escape(owner)})`}`,
  );
  return [`## Assumptions\n\n${lines.join('\n')}`];
}

function gateParts({ gate }: ReportInput): string[] {
  if (!gate) return [];
  const rows = gate.reasons.map(({ kind, threat, why }) => [
    kind,
    threat === undefined ? '' : code(threat),
    escape(why),
  ]);
  return ['## Gate', escape(gateSentence(gate)), table(['Finding', 'Threat', 'Why'], rows)];
}

function runParts({ run }: ReportInput): string[] {
  if (!run) return [];
  const rows = run.results.map((result) => [
    VERDICTS[result.verdict],
    code(result.check),
    code(result.target),
    code(result.mitigation),
    escape(result.reason),
  ]);
  const notRun = run.notRun.map(
    ({ check, target, reason }) => `- ${code(check)} on ${code(target)}: ${escape(reason)}`,
  );
  return [
    `Run ${code(run.id)} in ${code(run.environment)}, ${minute(run.startedAt)}, from ${escape(run.vantage)}.`,
    table(['Result', 'Check', 'Target', 'Mitigation', 'What happened'], rows),
    notRun.length === 0 ? '' : `## Not run\n\n${notRun.join('\n')}`,
  ];
}

function storyParts(story: Story): string[] {
  return [
    `# ${code(story.id)} ${escape(story.title)}`,
    `**${STATUSES[story.status].label}**: ${escape(story.statusReason)}`,
    ...storyOf(story).map(
      (part) =>
        `## ${part.heading}\n\n${part.lines.map((each) => `${'  '.repeat(each.depth)}- ${escape(each.text)}`).join('\n')}`,
    ),
  ];
}
