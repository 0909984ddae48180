/** The end of the page: assumptions, problems in the files, and the table of the source text (S-50). */
import { html } from '../../diagram/markup.ts';
import type { Markup } from '../../diagram/markup.ts';
import { byResidualRisk } from '../../mitigate/index.ts';
import type { ReportInput } from '../input.ts';
import { SOURCE_COLUMNS, sourceRow } from '../writing/table.ts';
import { count } from '../writing/words.ts';
import { pill, section } from './parts.ts';

const MOST_ROWS = 2000;

export function assumptionSection({ system }: ReportInput): Markup | undefined {
  if (system.assumptions.size === 0) return undefined;
  const rows = [...system.assumptions.values()].map(
    ({ id, text, owner }) =>
      html`<tr>
        <td><code>${id}</code></td>
        <td>${text}</td>
        <td>${owner ?? 'nobody named'}</td>
      </tr>`,
  );
  const table = html`<table>
    <thead>
      <tr>
        <th>Id</th>
        <th>What is taken for granted</th>
        <th>Owner</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  return section(
    'assumptions',
    'Assumptions',
    html`<p class="muted small">
        Nothing here was tested. Where one is wrong, what rests on it is wrong too.
      </p>
      <div class="scroll">${table}</div>`,
  );
}

export function problemSection({ problems }: ReportInput): Markup | undefined {
  if (problems.length === 0) return undefined;
  const lines = problems.map(
    ({ code, severity, message, hint, where }) =>
      html`<li>
        ${pill(severity, severity === 'error' ? 'bad' : 'warn')} <code>${code}</code> ${message}. ${hint}
        ${where && html`<span class="muted">${where.file}:${where.line}:${where.column}</span>`}
      </li>`,
  );
  return section(
    'problems',
    count(problems.length, 'problem'),
    html`<ul>
      ${lines}
    </ul>`,
  );
}

export function tableSection(input: ReportInput): Markup | undefined {
  const threats = input.register?.entries.toSorted(byResidualRisk) ?? [...(input.threats ?? [])];
  if (threats.length === 0) return undefined;
  const rows = threats.slice(0, MOST_ROWS).map((threat) => {
    const row = sourceRow(threat, input.system, input.catalogue);
    const cells = [row.component, row.threat, row.mitigation, row.risk, row.implementation];
    return html`<tr>
      ${cells.map((cell) => html`<td>${cell}</td>`)}
    </tr> `;
  });
  const table = html`<table class="source">
    <thead>
      <tr>
        ${SOURCE_COLUMNS.map((column) => html`<th>${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  return section(
    'table',
    'Component, threat, mitigation, risk, implementation',
    html`<details class="gap">
      <summary>${count(threats.length, 'row')}</summary>
      <div class="scroll">${table}</div>
    </details>`,
  );
}
