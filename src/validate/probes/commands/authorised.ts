/** Whether a test object moves for those who may not command it. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome, Credentials } from '../../check.ts';
import { inconclusive } from '../../verdict.ts';
import { enrolledCanaries } from '../mqtt/canary.ts';
import { conclude, tryToMove } from './conclude.ts';
import { ask } from './http.ts';
import { type Stage, onStage } from './stage.ts';
import type { Said } from './way.ts';

/** Every other enrolled canary sends the command that the entitled one gave before. `it`: what is commanded. */
export async function refusesOthers(context: CheckContext, it: string): Promise<CheckOutcome> {
  const others = enrolledCanaries(context).filter(({ name }) => name !== context.target.commands?.by);
  if (others.length === 0)
    return inconclusive('the target declares no enrolled canary that may not command it');
  const played = await onStage(context, async (stage) => {
    const { told, entitled, tell, reported } = stage;
    const [wanted, home] = told.permitted;
    const tried: Attempt[] = [];
    const tries = async (who: Credentials, judge: (said: Said) => Promise<Said>): Promise<void> => {
      // Whom the object obeyed before has moved it to where the next one wants it.
      if (tried.at(-1)?.outcome === 'accepted') await reported(() => tell(entitled, home));
      const what = `${who.name} tells it ${wanted}`;
      const send = async (): Promise<Said> => judge(await tell(who, wanted));
      tried.push(await tryToMove(stage, what, send, (value) => value === wanted));
    };
    let toStranger: Said | undefined;
    if (told.over === 'https') {
      await tries(STRANGER, async (said) => (toStranger = said));
      // Strangers are for other checks, but where one moves it, so does everybody.
      if (tried[0]?.outcome !== 'accepted') tried.pop();
    }
    for (const who of others) await tries(who, (said) => asOneKnown(context, stage, who, said, toStranger));
    return tried;
  });
  if ('verdict' in played) return played;
  const who = others.map(({ name }) => name).join(' and ');
  return conclude(played, {
    pass: `${context.target.commands?.by} moved ${it}; ${who} sent it the same command and it did not move`,
    fail: 'a command of one who may not give it was carried out',
  });
}

const STRANGER: Credentials = {
  name: 'somebody who shows nothing',
  clientId: 'a-stranger',
  state: 'enrolled',
};

/**
 * What a refusal shows of the rights of who was refused: nothing, where the server does not know who asks. It says so
 * by 401 (RFC 9110 section 15.5.2), or it says the same to a stranger, and lets that one read as much or as little.
 */
async function asOneKnown(
  context: CheckContext,
  { told }: Stage,
  who: Credentials,
  said: Said,
  toStranger: Said | undefined,
): Promise<Said> {
  if (said.detail === 'HTTP 401') return unknown('HTTP 401, so it is not known there');
  if (said.outcome !== 'refused' || said.detail !== toStranger?.detail) return said;
  const reads = async (one: Credentials): Promise<boolean> => {
    const answer = await ask(context, one, { method: 'GET', path: told.observe });
    return answer.kind === 'answered' && answer.status === 200;
  };
  return (await reads(who)) && !(await reads(STRANGER))
    ? said
    : unknown(`${said.detail}, as to somebody who shows nothing, so it may not be known there`);
}

function unknown(detail: string): Said {
  return { outcome: 'local-failure', refusedBy: null, detail };
}
