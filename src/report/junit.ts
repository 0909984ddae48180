/**
 * JUnit XML, for the test views of GitLab, Jenkins and Azure. One suite a system, one case a threat. A case is
 * green only when checks validated it or a person settled it: what is merely claimed is skipped, never passed.
 */
import { byResidualRisk } from '../mitigate/index.ts';
import { html } from '../diagram/markup.ts';
import type { Markup } from '../diagram/markup.ts';
import type { Result } from '../evidence/run.ts';
import type { RegisterEntry } from '../mitigate/register.ts';
import type { Report, ReportInput, ReportOptions } from './input.ts';
import { placeOf } from './subjects.ts';
import { atLeast, isSettled, STATUSES, VERDICTS } from './words.ts';

interface Case {
  readonly markup: Markup;
  readonly state: 'failed' | 'skipped' | 'passed';
}

/** For `validate`, a case is a result of the run; otherwise a threat. Open ones below `failOn` are skipped. */
export const junit: Report = (input, options) => {
  const run = options.step === 'validate' ? input.run : undefined;
  const cases = run ? run.results.map(resultCase) : threatCases(input, options);
  const of = (state: Case['state']): number => cases.filter((each) => each.state === state).length;
  return html`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="bestride" tests="${cases.length}" failures="${of('failed')}" errors="0" skipped="${of('skipped')}">
  <testsuite name="${input.system.name}" tests="${cases.length}" failures="${of('failed')}" errors="0" skipped="${of('skipped')}">
${cases.map((each) => each.markup)}  </testsuite>
</testsuites>
`.text;
};

function threatCases(input: ReportInput, options: ReportOptions): Case[] {
  const found = new Map((input.gate?.reasons ?? []).flatMap(({ threat, why }) => (threat === undefined ? [] : [[threat, why] as const])));
  return (input.register?.entries ?? []).toSorted(byResidualRisk).map((entry) => {
    const finding = found.get(entry.id);
    const open = STATUSES[entry.status].tone === 'bad' && atLeast(entry.severity, options.failOn);
    const state = finding !== undefined || (!input.gate && open) ? 'failed' : isSettled(entry.status) ? 'passed' : 'skipped';
    return { state, markup: threatCase(entry, state, finding ?? entry.statusReason, input) };
  });
}

function threatCase(entry: RegisterEntry, state: Case['state'], reason: string, { system }: ReportInput): Markup {
  const { file, line } = placeOf(system, entry.subject.id);
  const { label } = STATUSES[entry.status];
  const answers = entry.answeredBy.map((answer) => answer.text).join('\n');
  const inside =
    state === 'failed'
      ? html`\n      <failure type="${entry.status}" message="${label}: ${reason}">${[reason, answers].filter(Boolean).join('\n')}</failure>\n    `
      : state === 'skipped' && html`\n      <skipped message="${label}: ${reason}"/>\n    `;
  return html`    <testcase classname="${system.id}.${entry.subject.id}" name="${entry.id} ${entry.title}" file="${file}" line="${line}">${inside}</testcase>
`;
}

function resultCase(result: Result): Case {
  const state = result.verdict === 'pass' ? 'passed' : result.verdict === 'fail' ? 'failed' : 'skipped';
  const what = `${VERDICTS[result.verdict]}: ${result.reason}`;
  const attempts = [result.control, ...result.attack, result.observer].flatMap((attempt) =>
    attempt ? [`${attempt.what}: ${attempt.outcome}`] : [],
  );
  const inside =
    state === 'failed'
      ? html`\n      <failure type="${result.mitigation}" message="${what}">${attempts.join('\n')}</failure>\n    `
      : state === 'skipped' && html`\n      <skipped message="${what}"/>\n    `;
  const markup = html`    <testcase classname="${result.environment}.${result.target}" name="${result.check} for ${result.mitigation} on ${result.target}">${inside}</testcase>
`;
  return { state, markup };
}
