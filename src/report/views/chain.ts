/** Stories of threats in words: the steps with where they stand, and what, if anything, stops them. */
import type { ChainStanding, Status, StepStanding } from '../../mitigate/index.ts';
import { code, escape, folded } from '../writing/markdown-text.ts';
import { count, list, STATUS_ORDER, STATUSES } from '../writing/words.ts';

/** How many ways to take a step are named; all are in the JSON. */
const NAMED_WAYS = 4;

/** How many tellings of one story are shown; all are in the JSON. */
export const MOST_TELLINGS = 50;

/**
 * What stops a story. Only a validated threat does, and that says no more than its checks showed: another way to the
 * same end may remain.
 */
export function chainSentence({ steps, stoppedAt }: ChainStanding): string {
  if (stoppedAt === undefined) {
    const claimed = steps.findIndex(({ threats }) =>
      threats.every(({ status }) => status !== 'open' && status !== 'needs-investigation'),
    );
    return claimed < 0
      ? 'Nothing stops it: every step can be taken by a threat that is open.'
      : `No check shows that it stops: step ${claimed + 1} is answered by a claim, a part of the checks or a person's word.`;
  }
  const before =
    stoppedAt === 1
      ? ''
      : stoppedAt === 2
        ? ' Step 1 is not stopped.'
        : ` Steps 1 to ${stoppedAt - 1} are not stopped.`;
  return `As far as was tried, it stops at step ${stoppedAt}, which is validated.${before}`;
}

/** `2. They take the key out. DEV-03@valve: open` */
export function stepSentence({ does, threats }: StepStanding, index: number): string {
  return `${index + 1}. ${does} ${waysText(threats)}`;
}

function waysText(threats: StepStanding['threats']): string {
  const named = threats.slice(0, NAMED_WAYS).map(({ id, status }) => `${id}: ${STATUSES[status].label}`);
  if (threats.length <= NAMED_WAYS) return `(${named.join('; ')})`;
  const counts = STATUS_ORDER.flatMap((status: Status) => {
    const number = threats.filter((threat) => threat.status === status).length;
    return number > 0 ? [`${number.toLocaleString('en')} ${STATUSES[status].label}`] : [];
  });
  return `(any of ${count(threats.length, 'threat')}, ${list(counts)}: ${named.join('; ')} …)`;
}

/** The same story told of different subjects stands together. */
export function byStory(chains: readonly ChainStanding[]): readonly (readonly ChainStanding[])[] {
  const groups = new Map<string, ChainStanding[]>();
  for (const chain of chains) {
    const known = groups.get(chain.chain);
    if (known) known.push(chain);
    else groups.set(chain.chain, [chain]);
  }
  return [...groups.values()];
}

/** `12 tellings: 3 stop at a validated step, 9 do not.` */
export function tellingsText(tellings: readonly ChainStanding[]): string {
  const stopped = tellings.filter(({ stoppedAt }) => stoppedAt !== undefined).length;
  const open = tellings.length - stopped;
  return `${count(tellings.length, 'beginning')}: ${stopped} ${stopped === 1 ? 'stops' : 'stop'} at a validated step, ${open} ${open === 1 ? 'does' : 'do'} not.`;
}

/** What is said above the stories in every report. */
export const CHAINS_INTRO =
  'Each step needs the one before it. A story that stops says nothing of other ways to the same end.';

/** The stories as Markdown: nothing where there are none. */
export function chainParts(chains: readonly ChainStanding[]): string[] {
  if (chains.length === 0) return [];
  const parts = byStory(chains).flatMap((tellings) => {
    const [first] = tellings;
    if (!first) return [];
    const shown = tellings.slice(0, MOST_TELLINGS).map((telling) => {
      const steps = telling.steps.map((step) => `   - ${escape(step.does)} ${waysMarkdown(step.threats)}`);
      return [`- ${code(telling.id)}: ${escape(chainSentence(telling))}`, ...steps].join('\n');
    });
    const more = tellings.length - shown.length;
    if (more > 0) shown.push(`- ${count(more, 'more beginning')} in the JSON report.`);
    return [
      folded(
        `${first.title} (${tellings.length})`,
        `${escape(first.story)}\n\n${escape(tellingsText(tellings))}\n\n${shown.join('\n')}`,
      ),
    ];
  });
  return ['## Stories: threats that build on each other', escape(CHAINS_INTRO), ...parts];
}

function waysMarkdown(threats: StepStanding['threats']): string {
  const named = threats.slice(0, NAMED_WAYS).map(({ id, status }) => `${code(id)} ${STATUSES[status].label}`);
  const more = threats.length - named.length;
  return `(${[...named, ...(more > 0 ? [`${more.toLocaleString('en')} more`] : [])].join('; ')})`;
}
