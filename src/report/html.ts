/**
 * The whole assessment as one HTML file that asks nothing of the network: diagram, register, evidence, what was
 * not looked at. It reads without its script, in the dark and on paper.
 */
import { drawSystem } from '../diagram/index.ts';
import type { Badge } from '../diagram/index.ts';
import { html, trusted } from '../diagram/markup.ts';
import type { Markup } from '../diagram/markup.ts';
import { sha256 } from '../text/digest.ts';
import type { Report, ReportInput } from './input.ts';
import { chainSection, pointSection } from './page/chains.ts';
import { gapSection, runSection } from './page/evidence.ts';
import { assumptionSection, problemSection, tableSection } from './page/notes.ts';
import { overview } from './page/overview.ts';
import { section } from './page/parts.ts';
import { registerSection } from './page/register.ts';
import { PAGE_SCRIPT } from './page/script.ts';
import { PAGE_STYLE } from './page/style.ts';
import { unmodelledSection } from './page/unmodelled.ts';
import { STATUSES } from './writing/words.ts';
import type { Tone } from './writing/words.ts';

/** Drawings of so many elements are not shrunk to the page: it scrolls instead. */
const WIDE = 16;

export const htmlReport: Report = (input, { version }) => {
  const { system, register } = input;
  const sections: (readonly [string, string, Markup | undefined])[] = [
    ['summary', 'Summary', overview(input)],
    ['diagram', 'Diagram', diagramSection(input)],
    ['register', 'Register', registerSection(input)],
    ['stories', 'Stories', chainSection(input)],
    ['points', `By ${input.by?.name ?? ''}`, pointSection(input)],
    ['unmodelled', 'Not in the model', unmodelledSection(input)],
    ['gaps', 'Not looked at', gapSection(input)],
    ['runs', 'Evidence', runSection(input)],
    ['assumptions', 'Assumptions', assumptionSection(input)],
    ['problems', 'Problems', problemSection(input)],
    ['table', 'Table', tableSection(input)],
  ];
  const shown = sections.filter(([, , markup]) => markup !== undefined);
  const facts = [
    system.version !== undefined && `version ${system.version}`,
    system.stage === 'fielded' ? 'in the field' : `in ${system.stage}`,
    register?.environment !== undefined && `evidence from “${register.environment}”`,
    input.now && `as of ${input.now.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  ].filter(Boolean);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; script-src '${scriptHash()}'"
        />
        <meta name="generator" content="bestride ${version}" />
        <title>${system.name}: threat model report</title>
        <style>
          ${trusted(PAGE_STYLE)}
        </style>
      </head>
      <body>
        <header class="top">
          <div>
            <p class="eyebrow">Threat model report</p>
            <h1>${system.name}</h1>
            <p class="facts">${facts.join(' · ')}</p>
            ${system.description !== undefined && html`<p>${system.description}</p>`}
          </div>
        </header>
        <nav aria-label="Sections">
          <div>${shown.map(([id, label]) => html`<a href="#${id}">${label}</a>`)}</div>
        </nav>
        <main>
          ${shown.map(([, , markup]) => markup)}
          <footer>
            Made by bestride ${version} from ${system.file}. Nothing in this file is loaded from elsewhere.
          </footer>
        </main>
        ${SCRIPT}
      </body>
    </html> `.text;
};

function diagramSection(input: ReportInput): Markup {
  const badges = badgesOf(input);
  const drawing = drawSystem(input.system, input.catalogue, {
    title: 'Data-flow diagram',
    status: (id) => badges.get(id),
  });
  const wide = input.system.elements.size > WIDE ? ' wide' : '';
  return section(
    'diagram',
    'Diagram',
    html`<figure>
      <div class="drawing${wide}" tabindex="0">${trusted(drawing)}</div>
      <figcaption>
        Badges count the threats on an element or connection: open ones, else those that rest on a claim
        alone, else how many were validated and how many a person settled.
      </figcaption>
    </figure>`,
  );
}

/**
 * The most urgent thing to say of every element, connection and flow. One validated threat among accepted ones
 * must not make the whole look validated: both are counted.
 */
function badgesOf({ register }: ReportInput): Map<string, Badge> {
  const tallies = new Map<string, Record<Tone, number>>();
  for (const { subject, status } of register?.entries ?? []) {
    const tally = tallies.get(subject.id) ?? { bad: 0, warn: 0, good: 0, calm: 0 };
    tally[STATUSES[status].tone] += 1;
    tallies.set(subject.id, tally);
  }
  const badges = new Map<string, Badge>();
  for (const [id, { bad, warn, good, calm }] of tallies) {
    if (bad > 0) badges.set(id, { text: `${bad} open`, tone: 'bad' });
    else if (warn > 0) badges.set(id, { text: `${warn} claimed`, tone: 'warn' });
    else if (calm === 0) badges.set(id, { text: `${good} validated`, tone: 'good' });
    else if (good === 0) badges.set(id, { text: `${calm} settled`, tone: 'calm' });
    else badges.set(id, { text: `${good} validated, ${calm} settled`, tone: 'calm' });
  }
  return badges;
}

/** The browser compares the text between the tags with the hash, to the last space. */
const SCRIPT = trusted(`<script>${PAGE_SCRIPT}</script>`);

/** The only script that may run is ours: a browser refuses every other, whatever got into the page. */
function scriptHash(): string {
  const bytes = sha256(PAGE_SCRIPT)
    .replace('sha256:', '')
    .match(/../gu)
    ?.map((hex) => Number.parseInt(hex, 16));
  return `sha256-${btoa(String.fromCharCode(...(bytes ?? [])))}`;
}
