/**
 * Is what somebody sent shown as text on a page for people? A canary's declared text (`http.changes` with a `page`) is
 * set to ones that hold an element, quotes or both, nothing that could do anything; and the page is read as its browser
 * would get it. Only what the server puts into the page is seen so: where script builds the page, the text is not
 * in it, and the check is inconclusive.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, defineCheck } from '../../../check.ts';
import {
  type Stage,
  madeUp,
  ownChange,
  ownHeaders,
  sendChange,
  shownBy,
  stagesOf,
} from '../../../probes/http/change.ts';
import { askHttp } from '../../../probes/http/exchange.ts';
import { type Marked, type Shown, markedEach, shownOn } from '../../../probes/http/markup.ts';
import { httpAttempt } from '../../../probes/http/routes.ts';
import { controlFailed, judgeRefusals, line, outcome } from '../../../probes/mqtt/canary.ts';

export const httpOutputEncoded = defineCheck({
  id: 'http-output-encoded',
  title: 'Is markup that somebody sent shown as text on the page for people?',
  targets: ['http'],
  control:
    'a plain text is sent to the declared place (http.changes) and stands on the declared page, before and after the attack',
  attack: 'texts that hold an element, quotes, or both are sent there, and looked for on the page',
  observer: 'the page, as a browser gets it',
  effect: 'active',
  budget: { connections: 160, seconds: 90, bytes: 16_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const stages = stagesOf(context, ({ page }) => page !== undefined);
    if ('verdict' in stages) return stages;
    const attack: Attempt[] = [];
    let control: Attempt | undefined;
    for (const stage of stages) {
      const page = stage.change.page ?? '';
      const before = await shows(context, stage, page, 'before the attack');
      if (before.outcome !== 'accepted' && judgeRefusals(attack).verdict !== 'fail')
        return controlFailed(before, { attack });
      for (const { what, mark } of markedEach(madeUp))
        attack.push(await markupOn(context, stage, page, what, mark));
      control = await shows(context, stage, page, 'after the attack');
      if (control.outcome !== 'accepted' && judgeRefusals(attack).verdict !== 'fail')
        return controlFailed(control, { attack });
    }
    const { verdict, decisive } = judgeRefusals(attack);
    const said = decisive.map(line).join('; ');
    const pages = stages.map(({ change }) => change.page ?? '').join(', ');
    const reason = {
      pass: `what was sent stands as text on ${pages}: ${said}`,
      fail: `what was sent is markup on the page: ${said}`,
      inconclusive: `what becomes of it cannot be told: ${said}`,
    }[verdict];
    const observer: Attempt = {
      what: `${pages}, as a browser gets it`,
      outcome: verdict === 'fail' ? 'seen' : 'not-seen',
      refusedBy: null,
      detail: said,
    };
    return outcome(verdict, reason, { control: control ?? null, attack, observer });
  },
});

/** A plain text, sent and found on the page: it shows there what is sent. It also takes the place of the markup. */
async function shows(context: CheckContext, stage: Stage, page: string, when: string): Promise<Attempt> {
  const sent = await ownChange(context, { ...stage, change: { ...stage.change, read: page } }, when);
  if (sent.outcome !== 'accepted') return sent;
  const answer = await askHttp(context, { method: 'GET', path: page, ...shownBy(context, stage.by) });
  const type = answer.kind === 'answered' ? (answer.response.headers.get('content-type') ?? '') : '';
  return /^(text\/html|application\/xhtml\+xml)\b/i.test(type)
    ? sent
    : { ...sent, outcome: 'not-spoken', detail: `${page} is no page for a browser` };
}

async function markupOn(
  context: CheckContext,
  { change, by }: Stage,
  page: string,
  sort: string,
  mark: Marked,
): Promise<Attempt> {
  const what = `${by.name} sends ${sort} by ${change.method} ${change.path}, and ${page} shows it`;
  const { headers } = await ownHeaders(context, by);
  const sent = httpAttempt(
    what,
    await sendChange(context, change, mark.text, { as: by, headers }),
    [400, 422],
  );
  if (sent.outcome === 'unreachable' || sent.outcome === 'local-failure') return sent;
  const shown = await settled(context, { change, by }, page, mark);
  if (shown === undefined)
    return { ...sent, outcome: 'not-spoken', refusedBy: null, detail: 'the page does not answer' };
  const meaning = MEANINGS[shown];
  if (meaning) return { what, ...meaning, detail: `${sent.detail}; it stands there ${shown}` };
  // Refused when it was sent: then nothing of it has to be shown.
  return sent.outcome === 'refused'
    ? { ...sent, detail: `${sent.detail}, and it is not shown` }
    : {
        ...sent,
        outcome: 'not-spoken',
        refusedBy: null,
        detail: `${sent.detail}, and the page does not show it`,
      };
}

const MEANINGS: Partial<Record<Shown, Pick<Attempt, 'outcome' | 'refusedBy'>>> = {
  'as text': { outcome: 'refused', refusedBy: 'server' },
  'as markup': { outcome: 'accepted', refusedBy: null },
  'inside script': { outcome: 'not-spoken', refusedBy: null },
};

const TRIES = 5;

async function settled(
  context: CheckContext,
  { by }: Stage,
  page: string,
  mark: Marked,
): Promise<Shown | undefined> {
  let shown: Shown | undefined;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = await askHttp(context, { method: 'GET', path: page, ...shownBy(context, by) });
    if (answer.kind !== 'answered' || answer.response.status !== 200) return undefined;
    shown = shownOn(answer.response.content.toString('utf8'), mark);
    if (shown !== 'not shown') return shown;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return shown;
}
