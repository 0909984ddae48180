/** One threat's whole story in words: why it exists, what answers it, what was tried, what would change it. */
import type { Attempt } from '../../evidence/run.ts';
import type { ChainStanding, MitigationStory, Story, TriedCheck } from '../../mitigate/index.ts';
import type { Reason } from '../../enumerate/threat.ts';
import { chainSentence, stepSentence } from './chain.ts';
import { coverageText } from './looked.ts';
import { overrideText } from '../writing/overrides.ts';
import { wrapText } from '../writing/terminal.ts';
import type { Paint } from '../writing/terminal.ts';
import { count, day, EVIDENCE_STATES, minute, STATUSES, VERDICTS } from '../writing/words.ts';

/** A story in parts, for any format: headings with lines; deeper lines belong to the one before. */
export interface StoryPart {
  readonly heading: string;
  readonly lines: readonly StoryLine[];
}

interface StoryLine {
  readonly depth: 0 | 1 | 2;
  readonly text: string;
}

export function storyLines(
  story: Story,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string[] {
  const { label, tone } = STATUSES[story.status];
  return [
    ...wrapText(`${story.id}: ${story.title}`, width).map((each) => paint(each, 'bold')),
    ...wrapText(`${label}: ${story.statusReason}`, width).map((each) => paint(each, tone)),
    ...storyOf(story).flatMap((part) => [
      '',
      paint(part.heading, 'bold'),
      ...part.lines.flatMap((each) => wrapText(each.text, width, '  '.repeat(each.depth + 1))),
    ]),
  ];
}

/** Parts without anything to say are left out. */
export function storyOf(story: Story): StoryPart[] {
  const { attacker, inherent, residual, answers, sufficient, severityOverride } = story;
  const who = attacker ? [line(`An attacker (${attacker.position}) ${attacker.does}, ${attacker.why}.`)] : [];
  const groups = sufficient.map((group) => group.join(' and ')).join(', or ');
  const parts: StoryPart[] = [
    {
      heading: 'What goes wrong',
      lines: [
        ...who,
        ...(story.description === undefined ? [] : [line(story.description)]),
        line(
          `Risk: ${inherent.score} of 25 before anything is done, ${residual.score} of 25 as things stand.`,
        ),
        ...(severityOverride ? [line(overrideText(severityOverride))] : []),
      ],
    },
    { heading: 'Why it applies', lines: story.facts.map((reason) => line(reasonText(reason))) },
    {
      heading: 'What answers it',
      lines: [
        ...(groups === '' ? [] : [line(`Enough would be: ${groups}.`)]),
        ...answers.map((answer) => line(answer)),
        ...(story.suggestion === undefined ? [] : [line(`Its source suggests: ${story.suggestion}`)]),
      ],
    },
    { heading: 'What is claimed, and what was tried', lines: claimsFirst(story).flatMap(mitigationLines) },
    { heading: 'What a person decided', lines: decisionLines(story) },
    {
      heading: 'What would change it',
      lines: story.wouldChange.filter((text) => !answers.includes(text)).map((text) => line(text)),
    },
    { heading: 'Other rules that ask the same', lines: alikeLines(story) },
    { heading: 'Part of a story', lines: story.chains.flatMap((chain) => chainLines(chain, story.id)) },
  ];
  return parts.filter((part) => part.lines.length > 0);
}

function alikeLines({ alike }: Story): StoryLine[] {
  if (alike.length === 0) return [];
  return [
    ...alike.map(({ id, title, status, statusReason, file }) => {
      const from = file === undefined ? '' : `, from ${file}`;
      return line(`${id} (${title}${from}): ${STATUSES[status].label}; ${statusReason}`);
    }),
    line('What was decided there answers nothing here: each is decided for itself.'),
  ];
}

function chainLines(chain: ChainStanding, threat: string): StoryLine[] {
  const here = chain.steps.findIndex(({ threats }) => threats.some(({ id }) => id === threat));
  return [
    line(`${chain.title}: this threat is step ${here + 1} of ${chain.steps.length}.`),
    ...chain.steps.map((step, index) => line(stepSentence(step, index), 1)),
    line(chainSentence(chain), 1),
  ];
}

/** What is claimed, then the other ways to answer the threat. */
function claimsFirst({ mitigations }: Story): MitigationStory[] {
  const claimed = mitigations.filter((mitigation) => mitigation.claimed);
  return [...claimed, ...mitigations.filter((mitigation) => !mitigation.claimed)];
}

function mitigationLines(mitigation: MitigationStory): StoryLine[] {
  const { evidence, notAgainst } = mitigation;
  if (!mitigation.claimed) return [line(`${mitigation.title} (${mitigation.id}): ${statedText(mitigation)}`)];
  return [
    line(`${mitigation.title} (${mitigation.id}): claimed, ${EVIDENCE_STATES[evidence.state].label}`),
    ...(evidence.reason === '' ? [] : [line(evidence.reason, 1)]),
    ...mitigation.why.map((reason) => line(reasonText(reason), 1)),
    ...mitigation.tried.flatMap((tried) => [
      line(`${tried.question} (${tried.check} on ${tried.target})`, 1),
      ...triedLines(tried).map((text) => line(text, 2)),
    ]),
    ...(notAgainst === '' ? [] : [line(`Does not help against: ${notAgainst}`, 1)]),
  ];
}

/** What stands in a result for a reader: who tried what, who refused, how far it reaches and until when it counts. */
function triedLines(tried: TriedCheck): string[] {
  return [
    `${VERDICTS[tried.verdict]}: ${tried.reason}`,
    ...(tried.control ? [`legitimate use: ${attemptText(tried.control)}`] : []),
    ...tried.attack.map((attempt) => `attack: ${attemptText(attempt)}`),
    ...(tried.observer ? [`observer: ${attemptText(tried.observer)}`] : []),
    `refused by: ${tried.refusedBy ?? 'nobody'}; strength: ${tried.strength}; covers ${coverageText(tried.coverage)}`,
    `seen ${minute(tried.observedAt)} from ${tried.vantage}; counts until ${day(tried.validUntil)}, as long as ${count(tried.reliedOn.length, 'fact')} it rests on ${tried.reliedOn.length === 1 ? 'stays' : 'stay'} the same`,
  ];
}

/** A reason with its place in the file. */
export function reasonText({ text, where }: Reason): string {
  return where ? `${text} (${where.file}:${where.line})` : text;
}

export function statedText({ stated, claimed }: Pick<MitigationStory, 'stated' | 'claimed'>): string {
  if (claimed) return 'claimed';
  return stated === false ? 'the model says otherwise' : 'nothing is said';
}

/** A decision as one sentence, without what it does not say. */
export function decisionText(decision: NonNullable<Story['decision']>): string {
  const said = [
    decision.owner !== undefined && `owner ${decision.owner}`,
    decision.reason !== undefined && `reason: ${decision.reason}`,
    decision.status === 'accepted' && `until ${decision.until}`,
    decision.status === 'transferred' && `to ${decision.to}, who must: ${decision.requires}`,
  ];
  return [decision.status, ...said.filter(Boolean)].join('; ');
}

function decisionLines({ decision }: Story): StoryLine[] {
  return decision ? [line(decisionText(decision))] : [];
}

function attemptText({ what, outcome, detail }: Attempt): string {
  return `${what}: ${outcome}${detail === '' ? '' : ` (${detail})`}`;
}

function line(text: string, depth: StoryLine['depth'] = 0): StoryLine {
  return { depth, text };
}
