/** What the running system shows and the model does not. */
import { html } from '../../diagram/markup.ts';
import type { Markup } from '../../diagram/markup.ts';
import type { ReportInput } from '../input.ts';
import { STRANGERS, STRANGERS_MEAN } from '../views/unmodelled.ts';
import { minute } from '../writing/words.ts';
import { section } from './parts.ts';

export function unmodelledSection({ register }: ReportInput): Markup | undefined {
  const strangers = register?.unmodelled ?? [];
  if (strangers.length === 0) return undefined;
  const rows = strangers.map(
    ({ kind, name, target, detail, observedAt, hint }) =>
      html`<tr>
        <td>${kind}</td>
        <td><code>${name}</code></td>
        <td><code>${target}</code>, ${detail}</td>
        <td>${minute(observedAt)}</td>
        <td>${hint}</td>
      </tr>`,
  );
  const table = html`<table>
    <thead>
      <tr>
        <th>Kind</th>
        <th>Name</th>
        <th>Seen on</th>
        <th>When</th>
        <th>What to do</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  return section(
    'unmodelled',
    `${STRANGERS} (${strangers.length})`,
    html`<p class="muted small">${STRANGERS_MEAN}</p>
      <div class="scroll">${table}</div>`,
  );
}
