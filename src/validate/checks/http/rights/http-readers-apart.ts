/**
 * May somebody who may look also change something? Everybody whom the target names as a canary, and who may not make
 * the declared change, sends it with a credential of their own. What the service says is recorded; whether it has
 * changed decides, as the one reads it who may change it.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import {
  type Stage,
  observedBy,
  ownChange,
  ownHeaders,
  shownBy,
  stagesOf,
  tryChange,
} from '../../../probes/http/change.ts';
import { askHttp } from '../../../probes/http/exchange.ts';
import { httpAttempt } from '../../../probes/http/routes.ts';
import {
  controlFailed,
  enrolledCanaries,
  judgeRefusals,
  line,
  outcome,
} from '../../../probes/mqtt/canary.ts';

export const httpReadersApart = defineCheck({
  id: 'http-readers-apart',
  title: 'Is somebody who may only look refused when they change something?',
  targets: ['http'],
  control:
    'the identity that may make a declared change (http.changes) makes it, before and after the attack, and each other enrolled canary can read',
  attack:
    'each of those canaries sends the same change with a credential of its own, and somebody sends it with none, as the service’s own pages would',
  observer: 'the identity that may make the change, which reads whether it was made',
  effect: 'active',
  budget: { connections: 250, seconds: 120, bytes: 16_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const stages = stagesOf(context);
    if ('verdict' in stages) return stages;
    const attack: Attempt[] = [];
    let control: Attempt | undefined;
    for (const stage of stages) {
      const readers = readersOf(context, stage);
      if (readers.length === 0)
        return outcome(
          'inconclusive',
          'the target declares no enrolled canary beside those who may change it',
        );
      for (const one of [
        await ownChange(context, stage, 'before the attack'),
        ...(await looks(context, stage, readers)),
      ])
        if (one.outcome !== 'accepted' && judgeRefusals(attack).verdict !== 'fail')
          return controlFailed(one, { attack });
      for (const reader of readers) {
        // All that its own pages would send, so that only the right to it is missing.
        const { headers, proof } = await ownHeaders(context, reader);
        if (context.target.http?.proof && !proof && judgeRefusals(attack).verdict !== 'fail')
          return outcome(
            'inconclusive',
            `${reader.name} did not get the proof that changes need (http.proof), and would be refused for that`,
            { attack },
          );
        const what = `${reader.name}, who may look, sends ${stage.change.method} ${stage.change.path}`;
        attack.push(await tryChange(context, stage, what, { as: reader, headers }));
      }
      const what = `somebody who shows nothing sends ${stage.change.method} ${stage.change.path}`;
      // What anybody gets who asks: a refusal for want of it would show nothing of who sends.
      const { headers } = await ownHeaders(context, STRANGER);
      attack.push(await tryChange(context, stage, what, { as: STRANGER, headers }));
      control = await ownChange(context, stage, 'after the attack');
      if (control.outcome !== 'accepted' && judgeRefusals(attack).verdict !== 'fail')
        return controlFailed(control, { attack });
    }
    const { verdict, decisive } = judgeRefusals(attack);
    const said = decisive.map(line).join('; ');
    const reason = {
      pass: `${said}; ${stages.map(({ by }) => by.name).join(', ')} made the same change`,
      fail: `who may only look, or shows nothing, has changed something: ${said}`,
      inconclusive: `the attack was not clearly refused: ${said}`,
    }[verdict];
    return outcome(verdict, reason, {
      control: control ?? null,
      attack,
      observer: observedBy(stages, attack),
    });
  },
});

const STRANGER: Credentials = { name: 'a stranger', clientId: 'a-stranger', state: 'enrolled' };

function readersOf(context: CheckContext, { change }: Stage): readonly Credentials[] {
  return enrolledCanaries(context).filter(
    ({ name, token, cert }) => name !== change.by && (token !== undefined || cert !== undefined),
  );
}

/** That they are known at all: who is a stranger would be refused for that. */
async function looks(
  context: CheckContext,
  { change }: Stage,
  readers: readonly Credentials[],
): Promise<readonly Attempt[]> {
  const found: Attempt[] = [];
  for (const reader of readers) {
    const answer = await askHttp(context, { method: 'GET', path: change.read, ...shownBy(context, reader) });
    found.push(httpAttempt(`${reader.name} reads ${change.read}`, answer));
  }
  return found;
}
