/** Whether a test object moves for those who may not command it. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome } from '../../check.ts';
import { inconclusive } from '../../verdict.ts';
import { enrolledCanaries } from '../mqtt/canary.ts';
import { conclude, tryToMove } from './conclude.ts';
import { onStage } from './stage.ts';
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
    for (const who of others) {
      // Whom the object obeyed before has moved it to where the next one wants it.
      if (tried.at(-1)?.outcome === 'accepted') await reported(() => tell(entitled, home));
      const what = `${who.name} tells it ${wanted}`;
      tried.push(
        await tryToMove(
          stage,
          what,
          async () => asOneKnown(await tell(who, wanted)),
          (value) => value === wanted,
        ),
      );
    }
    return tried;
  });
  if ('verdict' in played) return played;
  const who = others.map(({ name }) => name).join(' and ');
  return conclude(played, {
    pass: `${context.target.commands?.by} moved ${it}; ${who} sent it the same command and it did not move`,
    fail: 'a command of one who may not give it was carried out',
  });
}

/** A server that says 401 does not know who asks (RFC 9110 section 15.5.2): what that one may do was not tried. */
function asOneKnown(said: Said): Said {
  return said.detail === 'HTTP 401'
    ? { outcome: 'local-failure', refusedBy: null, detail: 'HTTP 401, so it is not known there' }
    : said;
}
