/** What was not looked at, and the runs that the evidence comes from. */
import { html } from '../../diagram/markup.ts';
import type { Markup } from '../../diagram/markup.ts';
import type { Result, Run, VerifiedRun } from '../../evidence/run.ts';
import { gaps as modelGaps } from '../../model/gaps.ts';
import type { ReportInput } from '../input.ts';
import { lookedAt } from '../views/looked.ts';
import { count, minute } from '../writing/words.ts';
import { bullets, facts, pill, section } from './parts.ts';
import { triedMarkup } from './register.ts';

/** Of one kind; the JSON report has all. */
const MOST_GAPS = 400;
/** Older runs keep their line and digest; what they found is in their signed files. */
const FULL_RUNS = 10;

export function gapSection(input: ReportInput): Markup {
  const looked = input.register ? lookedAt(input.register, input.runs).gaps : [];
  const unsaid = modelGaps(input.system).map(({ subject, message }) => ({ what: subject, why: message }));
  const groups = [
    ...looked,
    ...(unsaid.length > 0
      ? [{ title: 'The model does not say', means: 'What is unknown may hide threats.', gaps: unsaid }]
      : []),
  ];
  const body =
    groups.length === 0
      ? html`<p>Nothing that is claimed was left out. What nobody thought of is not listed anywhere.</p>`
      : html`${groups.map(
          (group) =>
            html`<details class="gap" ${group.gaps.length <= 12 && html` open`}>
              <summary>${group.title} (${group.gaps.length.toLocaleString('en')})</summary>
              <p class="muted small">${group.means}</p>
              <ul>
                ${group.gaps.slice(0, MOST_GAPS).map(({ what, why }) => html`<li><code>${what}</code> ${why}</li>`)}${group.gaps.length > MOST_GAPS && html`<li>and ${(group.gaps.length - MOST_GAPS).toLocaleString('en')} more</li>`}
              </ul>
            </details> `,
        )}`;
  return section('gaps', 'What was not looked at', body);
}

export function runSection(input: ReportInput): Markup | undefined {
  const { runs } = input;
  if (runs.length === 0) return undefined;
  const newestFirst = runs.toSorted((a, b) => b.run.sequence - a.run.sequence);
  return section(
    'runs',
    `Evidence: ${count(runs.length, 'signed run')}`,
    html`<p class="muted small">
        A signature says who signed a run, not that it happened as written. Each run names the digest of the
        one before, so that leaving one out shows.
      </p>
      ${newestFirst.map((verified, index) => runMarkup(verified, index < FULL_RUNS, input))}`,
  );
}

function runMarkup({ run, digest, signer, file }: VerifiedRun, full: boolean, input: ReportInput): Markup {
  const { statement, grant } = run;
  const tried = full ? run.results : [];
  return html`<details class="card run">
    <summary>
      <strong>#${run.sequence}</strong> <code>${run.id}</code> <span>${minute(run.startedAt)}</span>
      <span class="muted">${run.environment}, signed by ${signer}</span> ${verdictPills(run)}
    </summary>
    <div class="try">
      ${facts([
        ['File', html`<code>${file}</code>`],
        ['Digest', mono(digest)],
        ['Run before', run.previous === null ? 'none, this is the first' : mono(run.previous)],
        ['Plan', html`${mono(run.plan.digest)}, ${count(run.plan.items.length, 'check')}`],
        ['From', run.vantage],
        ['With', `${run.tool.name} ${run.tool.version}`],
        [
          'Grant',
          grant ? html`by ${grant.authorisedBy}, ${mono(grant.digest)}` : 'none: loopback and files only',
        ],
        statement && ['Statement', `${statement.by} (${statement.role}) says: ${statement.says}`],
        statement && ['Document', html`${statement.name}, ${mono(statement.document)}`],
      ])}
    </div>
    ${tried.map((result) => {
      const question = `${questionOf(result.check, input)} For ${result.mitigation}.`;
      return triedMarkup({ ...result, question, reliedOn: result.facts.map((fact) => fact.ref) });
    })}
    ${run.notRun.length > 0 && html`<h3>Not run</h3>`}
    ${
      run.notRun.length > 0 &&
      bullets(
        run.notRun.map(
          ({ check, target, reason }) => html`<code>${check}</code> on <code>${target}</code>: ${reason}`,
        ),
      )
    }
  </details>`;
}

function verdictPills(run: Run): Markup {
  const of = (verdict: Result['verdict']): number =>
    run.results.filter((result) => result.verdict === verdict).length;
  const parts = [
    { number: of('fail'), word: 'failed', tone: 'bad' },
    { number: of('inconclusive'), word: 'inconclusive', tone: 'warn' },
    { number: run.notRun.length, word: 'not run', tone: 'warn' },
    { number: of('pass'), word: 'passed', tone: 'good' },
  ] as const;
  const shown = parts.filter(({ number }) => number > 0);
  return html`${shown.map(({ number, word, tone }) => html`${pill(`${number} ${word}`, tone)} `)}`;
}

function mono(text: string): Markup {
  return html`<span class="mono">${text}</span>`;
}

function questionOf(check: string, { catalogue }: ReportInput): string {
  return catalogue.checks.get(check)?.title ?? check;
}
