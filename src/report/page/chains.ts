/** On the page: threats that build on each other, and the points of a standard. */
import { html } from '../../diagram/markup.ts';
import type { Markup } from '../../diagram/markup.ts';
import { standChains } from '../../mitigate/index.ts';
import type { ChainStanding, PointRow } from '../../mitigate/index.ts';
import { byStory, chainSentence, CHAINS_INTRO, MOST_TELLINGS, tellingsText } from '../views/chain.ts';
import type { ReportInput } from '../input.ts';
import { countsText, POINT_WORDS, POINTS_NOTE } from '../views/points.ts';
import { count, STATUSES } from '../writing/words.ts';
import { pill, section } from './parts.ts';

/** How many ways to take a step are shown. */
const MOST_WAYS = 12;

export function chainSection({ register }: ReportInput): Markup | undefined {
  const chains = register ? standChains(register) : [];
  if (chains.length === 0) return undefined;
  const stories = byStory(chains).map((tellings) => {
    const [first] = tellings;
    const more = tellings.length - MOST_TELLINGS;
    return html`<details class="gap">
      <summary>${first?.title} (${tellings.length.toLocaleString('en')})</summary>
      <p>${first?.story}</p>
      <p class="muted small">${tellingsText(tellings)}</p>
      ${tellings.slice(0, MOST_TELLINGS).map(telling)}
      ${more > 0 && html`<p class="muted small">${count(more, 'more beginning')} in the JSON report.</p>`}
    </details> `;
  });
  return section(
    'stories',
    'Stories: threats that build on each other',
    html`<p class="muted small">${CHAINS_INTRO}</p>
      ${stories}`,
  );
}

function telling(chain: ChainStanding): Markup {
  const tone = chain.stoppedAt === undefined ? 'warn' : 'good';
  const label = chain.stoppedAt === undefined ? 'not stopped' : `stops at step ${chain.stoppedAt}`;
  const steps = chain.steps.map(({ does, threats }) => {
    const ways = threats.slice(0, MOST_WAYS).map(
      ({ id, status }) =>
        html` <a href="#${id}"><code>${id}</code></a>
          ${pill(STATUSES[status].label, STATUSES[status].tone)}`,
    );
    const more = threats.length - MOST_WAYS;
    return html`<li>
      ${does}${ways}${more > 0 && html` <span class="muted small">and ${more.toLocaleString('en')} more</span>`}
    </li>`;
  });
  return html`<div class="mitigation">
    <p><code>${chain.id}</code> ${pill(label, tone)}</p>
    <p class="small">${chainSentence(chain)}</p>
    <ol>
      ${steps}
    </ol>
  </div>`;
}

export function pointSection({ by }: ReportInput): Markup | undefined {
  if (!by) return undefined;
  const points = by.points.map(({ id, title, state, rows }) =>
    rows.length === 0
      ? html`<p>${pill(POINT_WORDS[state].label, POINT_WORDS[state].tone)} <code>${id}</code> ${title}</p>`
      : html`<details class="gap">
          <summary>
            ${pill(POINT_WORDS[state].label, POINT_WORDS[state].tone)} <code>${id}</code> ${title}
            (${rows.length.toLocaleString('en')})
          </summary>
          <ul>
            ${rows.map((row) => pointRow(row))}
          </ul>
        </details> `,
  );
  const none =
    by.unmapped.length > 0 &&
    html`<details class="gap">
      <summary>Under no point (${by.unmapped.length.toLocaleString('en')})</summary>
      <ul>
        ${by.unmapped.map((row) => pointRow(row))}
      </ul>
    </details>`;
  return section(
    'points',
    `By ${by.name}`,
    html`<p>${countsText(by)}</p>
      <p class="muted small">${POINTS_NOTE} ${by.notice}</p>
      ${points} ${none}`,
  );
}

function pointRow({ id, title, state }: PointRow): Markup {
  return html`<li>
    ${pill(POINT_WORDS[state].label, POINT_WORDS[state].tone)} <code>${id}</code> ${title}
  </li>`;
}
