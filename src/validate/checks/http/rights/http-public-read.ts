/**
 * Does a store give what is kept there, or the list of it, to somebody who shows nothing? Tried at the declared paths,
 * which a canary reads. That nothing else is open it does not show: what nobody declared was not asked for.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { shownBy } from '../../../probes/http/change.ts';
import { askHttp } from '../../../probes/http/exchange.ts';
import type { HttpAnswer } from '../../../probes/http/exchange.ts';
import { httpAttempt, besideServed } from '../../../probes/http/routes.ts';
import {
  controlFailed,
  enrolledCanaries,
  judgeRefusals,
  line,
  outcome,
} from '../../../probes/mqtt/canary.ts';

/** Stores answer so to strangers, lest they learn what there is: 404, and 409 of Azure's (PublicAccessNotPermitted). */
const REFUSALS = [404, 409];

export const httpPublicRead = defineCheck({
  id: 'http-public-read',
  title: 'Does the store refuse what it keeps, and the list of it, to somebody who shows nothing?',
  targets: ['http'],
  control: 'an enrolled canary reads each declared path (http.store), before and after the attack',
  attack:
    'GET and HEAD of the same paths without token and without certificate; 401, 403, 404 and 409 are refusals',
  effect: 'active',
  budget: { connections: 40, seconds: 90, bytes: 4_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const paths = context.target.http?.store ?? [];
    const [canary] = enrolledCanaries(context);
    if (paths.length === 0)
      return outcome('inconclusive', 'the target declares nothing that is kept there (http.store)');
    if (!canary || (canary.token === undefined && canary.cert === undefined))
      return outcome('inconclusive', 'the target declares no enrolled canary with a token or a certificate');
    const before = await reads(context, canary, paths, 'before the attack');
    if (before.last.outcome !== 'accepted') return controlFailed(before.last);
    const attack: Attempt[] = [];
    for (const path of paths)
      for (const method of ['GET', 'HEAD']) {
        const answer = await askHttp(context, { method, path });
        const attempt = httpAttempt(`somebody who shows nothing asks ${method} ${path}`, answer, REFUSALS);
        attack.push(besideServed(attempt, answer, before.given.get(path)));
      }
    const { last: after } = await reads(context, canary, paths, 'after the attack');
    const { verdict, decisive } = judgeRefusals(attack);
    if (after.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(after, { attack });
    const said = decisive.map(line).join('; ');
    const reason = {
      pass: `${canary.name} reads ${paths.join(', ')}; somebody who showed nothing was refused there`,
      fail: `the public reads what is kept there: ${said}`,
      inconclusive: `the attack was not clearly refused: ${said}`,
    }[verdict];
    return outcome(verdict, reason, { control: after, attack });
  },
});

async function reads(
  context: CheckContext,
  canary: Credentials,
  paths: readonly string[],
  when: string,
): Promise<{ readonly last: Attempt; readonly given: ReadonlyMap<string, HttpAnswer> }> {
  const given = new Map<string, HttpAnswer>();
  let last: Attempt = { what: 'nothing', outcome: 'not-spoken', refusedBy: null, detail: '' };
  for (const path of paths) {
    const answer = await askHttp(context, { method: 'GET', path, ...shownBy(context, canary) });
    given.set(path, answer);
    last = httpAttempt(`${canary.name} asks for ${path}, ${when}`, answer);
    if (last.outcome !== 'accepted') break;
  }
  return { last, given };
}
