/**
 * JUnit XML, for the test views of GitLab, Jenkins and Azure. One suite a system, one case a threat. A case is
 * green only when checks validated it or a person settled it: what is merely claimed is skipped, never passed.
 */
import { xml } from '../diagram/markup.ts';
import type { Markup } from '../diagram/markup.ts';
import type { Result } from '../evidence/run.ts';
import { byResidualRisk } from '../mitigate/index.ts';
import type { RegisterEntry } from '../mitigate/index.ts';
import type { Report, ReportInput, ReportOptions } from './input.ts';
import { placeOf } from './writing/subjects.ts';
import { atLeast, isSettled, STATUSES, VERDICTS } from './writing/words.ts';

interface Case {
  readonly markup: Markup;
  readonly state: 'failed' | 'skipped' | 'passed';
}

/**
 * For `validate`, a case is a result of the run, inconclusive ones skipped; otherwise a threat. What the gate
 * found failing fails; without a gate, what is open at `failOn` and above. Open ones below are skipped.
 */
export const junit: Report = (input, options) => {
  const run = options.step === 'validate' ? input.run : undefined;
  const cases = run ? run.results.map(resultCase) : threatCases(input, options);
  const of = (state: Case['state']): number => cases.filter((each) => each.state === state).length;
  const counts = xml`tests="${cases.length}" failures="${of('failed')}" errors="0" skipped="${of('skipped')}"`;
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="bestride" ${counts}>
  <testsuite name="${input.system.name}" ${counts}>
${cases.map((each) => each.markup)}  </testsuite>
</testsuites>
`.text;
};

function threatCases(input: ReportInput, options: ReportOptions): Case[] {
  const reasons = new Map<string, string>();
  for (const { threat, why } of input.gate?.reasons ?? []) if (threat !== undefined) reasons.set(threat, why);
  return (input.register?.entries ?? []).toSorted(byResidualRisk).map((entry) => {
    const reason = reasons.get(entry.id);
    const open = STATUSES[entry.status].tone === 'bad' && atLeast(entry.severity, options.failOn);
    const failed = input.gate ? reason !== undefined : open;
    const state = failed ? 'failed' : isSettled(entry.status) ? 'passed' : 'skipped';
    return { state, markup: threatCase(entry, state, reason ?? entry.statusReason, input) };
  });
}

function threatCase(entry: RegisterEntry, state: Case['state'], reason: string, input: ReportInput): Markup {
  const { file, line } = placeOf(input.system, entry.subject.id);
  const message = `${STATUSES[entry.status].label}: ${reason}`;
  const details = [reason, ...entry.answeredBy.map((answer) => answer.text)].join('\n');
  return xml`    <testcase classname="${input.system.id}.${entry.subject.id}" name="${entry.id} ${entry.title}" file="${file}" line="${line}">${outcome(state, entry.status, message, details)}</testcase>
`;
}

function resultCase(result: Result): Case {
  const state = result.verdict === 'pass' ? 'passed' : result.verdict === 'fail' ? 'failed' : 'skipped';
  const message = `${VERDICTS[result.verdict]}: ${result.reason}`;
  const attempts = [result.control, ...result.attack, result.observer].flatMap((attempt) =>
    attempt ? [`${attempt.what}: ${attempt.outcome}`] : [],
  );
  const name = `${result.check} for ${result.mitigation} on ${result.target}`;
  const markup = xml`    <testcase classname="${result.environment}.${result.target}" name="${name}">${outcome(state, result.mitigation, message, attempts.join('\n'))}</testcase>
`;
  return { state, markup };
}

function outcome(state: Case['state'], type: string, message: string, details: string): Markup | undefined {
  if (state === 'failed') return xml`<failure type="${type}" message="${message}">${details}</failure>`;
  return state === 'skipped' ? xml`<skipped message="${message}"/>` : undefined;
}
