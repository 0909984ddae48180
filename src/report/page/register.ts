/** The register on the page: one line a threat, sorted by the risk that is left, its story folded under it. */
import { html } from '../../diagram/markup.ts';
import type { Markup } from '../../diagram/markup.ts';
import type { Attempt } from '../../evidence/run.ts';
import type { Threat } from '../../enumerate/threat.ts';
import { byResidualRisk, explain } from '../../mitigate/index.ts';
import type { MitigationStory, Register, RegisterEntry, Story, TriedCheck } from '../../mitigate/index.ts';
import type { ReportInput } from '../input.ts';
import { coverageText } from '../views/looked.ts';
import { decisionText, reasonText, statedText } from '../views/story.ts';
import { FOCUS, focusOf, nameOf } from '../writing/subjects.ts';
import {
  byUrgency,
  CERTAINTIES,
  count,
  day,
  EVIDENCE_STATES,
  LETTERS,
  minute,
  STATUS_ORDER,
  STATUSES,
  VERDICTS,
} from '../writing/words.ts';
import { bullets, facts, letters, pill, section } from './parts.ts';

/** Stories make a page long; the threats beyond these have their line only. */
const MOST_STORIES = 1500;

export function registerSection(input: ReportInput): Markup | undefined {
  const { register } = input;
  if (!register) return input.threats && threatSection([...input.threats], input);
  const entries = register.entries.toSorted(byResidualRisk);
  if (entries.length === 0) return undefined;
  const note =
    entries.length > MOST_STORIES &&
    html`<p class="muted small">
      The ${MOST_STORIES.toLocaleString('en')} threats with the highest risk left have their story here;
      <code>bestride explain</code> tells those of the others.
    </p>`;
  return section(
    'register',
    `Register: ${count(entries.length, 'threat')}`,
    html`<p class="muted small">
        Sorted by the risk that is left, of 25. A line opens to the threat’s whole story.
      </p>
      ${note} ${filters(register, input)}
      <div class="threats">
        <div class="row head" aria-hidden="true">
          <span>Risk left</span><span>Threat</span><span>What goes wrong</span><span>STRIDE</span
          ><span>Status</span>
        </div>
        ${entries.map((entry, index) => threatLine(entry, index < MOST_STORIES ? register : undefined, input))}
      </div>`,
  );
}

/** Before step 3 there is no register: the threats themselves. */
function threatSection(threats: readonly Threat[], { system }: ReportInput): Markup {
  const lines = threats.toSorted(byUrgency).map((threat) => {
    const { label, tone } = CERTAINTIES[threat.certainty];
    return html`<details class="threat" id="${threat.id}">
      <summary class="row">
        <span>${threat.severity}</span><code>${threat.id}</code>
        <span class="what">${threat.title}<small>${nameOf(system, threat.subject.id)}</small></span
        >${letters(threat.stride)}<span class="state">${pill(label, tone)}</span>
      </summary>
      <div class="story">
        ${storyPart('Why it applies', bullets(threat.why.map(reasonText)))}${storyPart('What answers it', bullets(threat.answeredBy.map((answer) => answer.text)))}
      </div>
    </details> `;
  });
  return section('register', count(threats.length, 'threat'), html`<div class="threats">${lines}</div>`);
}

/** Hidden until the script shows it: without one, filters would do nothing. */
function filters(register: Register, { system }: ReportInput): Markup {
  const zones = [...new Set(register.entries.map((entry) => entry.zone))].filter((zone) => zone !== '');
  const statuses = STATUS_ORDER.filter((status) => register.entries.some((entry) => entry.status === status));
  return html`<form class="filters" hidden>
    <label
      >Status<select name="status">
        ${option('', 'all')}${option('tone:bad', 'wants a decision or a fix')}${statuses.map((status) => option(status, STATUSES[status].label))}
      </select></label
    >
    <label
      >Zone<select name="zone">
        ${option('', 'all')}${zones.map((zone) => option(zone, nameOf(system, zone)))}
      </select></label
    >
    <label
      >Letter<select name="letter">
        ${option('', 'all')}${Object.entries(LETTERS).map(([letter, word]) => option(letter, `${letter} · ${word}`))}
      </select></label
    >
    <label
      >Focus<select name="focus">
        ${option('', 'all')}${Object.entries(FOCUS).map(([tag, words]) => option(tag, words))}
      </select></label
    >
    <label>Search<input name="search" type="search" size="22" /></label><output aria-live="polite"></output>
  </form>`;
}

function option(value: string, label: string): Markup {
  return html`<option value="${value}">${label}</option>`;
}

function threatLine(entry: RegisterEntry, told: Register | undefined, { system }: ReportInput): Markup {
  const { label, tone } = STATUSES[entry.status];
  const story = told && explain({ ...told, entries: [entry] }, entry.id, []);
  const zone = system.zones.get(entry.zone)?.name;
  const subject = [nameOf(system, entry.subject.id), zone].filter(Boolean).join(' · ');
  return html`<details
    class="threat"
    id="${entry.id}"
    data-status="${entry.status}"
    data-tone="${tone}"
    data-zone="${entry.zone}"
    data-letters="${entry.stride.join('')}"
    data-focus="${focusOf(system, entry.subject.id).join(' ')}"
  >
    <summary class="row">
      <span class="risk" title="${entry.inherent.score} of 25 before anything is done"
        >${entry.residual.score} <small>${entry.residual.level}</small></span
      ><code>${entry.id}</code> <span class="what">${entry.title}<small>${subject}</small></span
      >${letters(entry.stride)}<span class="state">${pill(label, tone)}</span>
    </summary>
    <div class="story">
      ${story ? storyMarkup(story) : storyPart('Why it stands so', html`<p>${entry.statusReason}</p>`)}
    </div>
  </details> `;
}

function storyMarkup(story: Story): Markup {
  const { attacker, sufficient, answers, decision } = story;
  const groups = sufficient.map((group) => group.join(' and ')).join(', or ');
  const changes = story.wouldChange.filter((text) => !answers.includes(text));
  return html`${storyPart(
    'Why it stands so',
    html`<p>
        ${story.statusReason}.
        ${CERTAINTIES[story.certainty].label === 'missing' && 'The model says that the protection is missing.'}
      </p>
      <p class="muted small">
        Risk ${story.inherent.score} of 25 before anything is done, ${story.residual.score} as things stand.
      </p>`,
  )}
  ${attacker && storyPart('Who would do it', html`<p>An attacker (${attacker.position}) ${attacker.does}, ${attacker.why}.</p>`)}
  ${story.facts.length > 0 && storyPart('Why it applies', bullets(story.facts.map(reasonText)))}
  ${story.mitigations.length > 0 && storyPart('Claimed and tried', claimsMarkup(story))}
  ${(answers.length > 0 || groups !== '') && storyPart('What answers it', bullets([...(groups === '' ? [] : [`Enough would be: ${groups}.`]), ...answers]))}
  ${decision && storyPart('Decided', html`<p>${decisionText(decision)}</p>`)}
  ${changes.length > 0 && storyPart('What would change it', bullets(changes))}`;
}

function storyPart(heading: string, body: Markup): Markup {
  return html`<div>
    <h4>${heading}</h4>
    <div>${body}</div>
  </div>`;
}

function claimsMarkup(story: Story): Markup {
  const [claimed, others] = [true, false].map((wanted) =>
    story.mitigations.filter((mitigation) => mitigation.claimed === wanted),
  );
  const unclaimed = (others ?? []).map((mitigation) => {
    const said = mitigation.stated === false ? `: ${statedText(mitigation)}` : '';
    return html`${mitigation.title} <code>${mitigation.id}</code><span class="muted">${said}</span>`;
  });
  return html`${claimed?.map(mitigationMarkup)}
  ${unclaimed.length > 0 && html`<p class="small muted">Not claimed:</p>`}
  ${unclaimed.length > 0 && bullets(unclaimed)}`;
}

function mitigationMarkup({ title, id, evidence, why, tried, notAgainst }: MitigationStory): Markup {
  const state = EVIDENCE_STATES[evidence.state];
  const reach = evidence.coverage.of > 0 ? `Covered: ${coverageText(evidence.coverage)}. ` : '';
  return html`<div class="mitigation">
    <p><strong>${title}</strong> <code>${id}</code> ${pill(state.label, state.tone)}</p>
    <p class="small">${reach}${evidence.reason}</p>
    ${why.map((reason) => html`<p class="small muted">${reasonText(reason)}</p>`)} ${tried.map(triedMarkup)}
    ${notAgainst !== '' && html`<p class="small muted">Does not help against: ${notAgainst}</p>`}
  </div>`;
}

/** One result in full: what worked, what was attacked, who looked and who refused. */
export function triedMarkup(tried: TriedCheck): Markup {
  const tone = tried.verdict === 'pass' ? 'good' : tried.verdict === 'fail' ? 'bad' : 'warn';
  const seen = `${minute(tried.observedAt)} in ${tried.environment}, from ${tried.vantage}`;
  return html`<div class="try">
    ${pill(VERDICTS[tried.verdict], tone)} ${tried.question}
    <span class="muted small">(<code>${tried.check}</code> on <code>${tried.target}</code>)</span>
    ${facts([
      ['Found', tried.reason],
      tried.control && ['Legitimate use', attempt(tried.control)],
      ...tried.attack.map((each) => ['Attack', attempt(each)] as const),
      tried.observer && ['Observer', attempt(tried.observer)],
      ['Refused by', tried.refusedBy ?? 'nobody'],
      ['Strength', tried.strength],
      ['Covers', coverageText(tried.coverage)],
      ['Seen', `${seen}; counts until ${day(tried.validUntil)}`],
      tried.reliedOn.length > 0 && ['Rests on', tried.reliedOn.join(', ')],
    ])}
  </div>`;
}

function attempt({ what, outcome, detail }: Attempt): Markup {
  return html`${what}:
    <strong>${outcome}</strong>${detail !== '' && html` <span class="muted">${detail}</span>`}`;
}
