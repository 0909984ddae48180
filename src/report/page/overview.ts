/** The top of the page: what was claimed, what was tried, what was not looked at, and where the threats stand. */
import { html } from '../../diagram/markup.ts';
import type { Markup } from '../../diagram/markup.ts';
import type { Register } from '../../mitigate/index.ts';
import type { ReportInput } from '../input.ts';
import { lookedAt } from '../views/looked.ts';
import type { Looked } from '../views/looked.ts';
import { gateSentence, statusCounts, summarise } from '../summary.ts';
import { count, isSettled, STATUSES } from '../writing/words.ts';
import type { Tone } from '../writing/words.ts';
import { section } from './parts.ts';

/** How many of the gate's reasons are listed; all are in the gate's own report. */
const SHOWN_REASONS = 8;

export function overview(input: ReportInput): Markup {
  const { register } = input;
  const lines = new Map(summarise(input).map((line) => [line.label, line.text]));
  const urgent = lines.get('Most urgent');
  const body = html`<p>${lines.get('Model')}</p>
    <p>${lines.get('Threats')}</p>
    ${urgent !== undefined && html`<p><strong>Most urgent:</strong> ${urgent}</p>`}
    ${register && cards(lookedAt(register, input.runs), lines)} ${gateBanner(input)}
    ${register && statusBar(register)}
    <p class="muted small">
      “Validated” means: the attack that a check made, from the place and at the time it says, against the
      target it says, failed, while legitimate use worked. It says nothing about attacks that were not tried.
    </p>`;
  return section('summary', 'Summary', body);
}

function cards(looked: Looked, lines: ReadonlyMap<string, string>): Markup {
  const missed = looked.gaps.reduce((sum, group) => sum + group.gaps.length, 0);
  return html`<div class="cards">
    <div class="card">
      <h3>What was claimed</h3>
      <div class="big">${looked.claims.toLocaleString('en')}</div>
      <p>${lines.get('What was claimed')}</p>
    </div>
    <div class="card">
      <h3>What was tried</h3>
      <div class="big">
        ${looked.claimsTried.toLocaleString('en')} <small>of ${count(looked.claims, 'claim')}</small>
      </div>
      <p>${lines.get('What was tried')}</p>
    </div>
    <div class="card">
      <h3>What was not looked at</h3>
      <div class="big">${missed.toLocaleString('en')}</div>
      <p>${lines.get('What was not looked at')} ${missed > 0 && html`<a href="#gaps">See which</a>`}</p>
    </div>
  </div>`;
}

function gateBanner({ gate }: ReportInput): Markup | undefined {
  if (!gate) return undefined;
  const reasons = gate.reasons.slice(0, SHOWN_REASONS).map(({ threat, why }) =>
    threat === undefined
      ? html`<li>${why}</li>`
      : html`<li>
          <a href="#${threat}"><code>${threat}</code></a> ${why}
        </li>`,
  );
  const more = gate.reasons.length - reasons.length;
  return html`<div class="gate ${gate.ok ? 'good' : 'bad'}">
    <strong>Gate.</strong> ${gateSentence(gate)}
    ${
      reasons.length > 0 &&
      html`<ul>
        ${reasons}${more > 0 && html`<li>and ${more.toLocaleString('en')} more</li>`}
      </ul>`
    }
  </div>`;
}

function statusBar(register: Register): Markup | undefined {
  const counts = statusCounts(register);
  if (counts.length === 0) return undefined;
  const seen = new Set<Tone>();
  const parts = counts.map((each) => {
    const { tone } = STATUSES[each.status];
    const lighter = seen.has(tone) ? ' lighter' : '';
    seen.add(tone);
    return { ...each, classes: tone + lighter };
  });
  const settled = register.entries.filter((entry) => isSettled(entry.status)).length;
  return html`<div
      class="bar"
      role="img"
      aria-label="${settled} of ${count(register.entries.length, 'threat')} validated or decided"
    >
      ${parts.map((part) => html`<span class="${part.classes}" style="flex:${part.count}"></span>`)}
    </div>
    <ul class="key">
      ${parts.map((part) => html`<li><span class="dot ${part.classes}"></span><b>${part.count.toLocaleString('en')}</b> ${STATUSES[part.status].label} <span class="muted">· ${STATUSES[part.status].means}</span></li>`)}
    </ul>`;
}
