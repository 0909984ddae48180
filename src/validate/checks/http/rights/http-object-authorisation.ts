/**
 * May a canary reach what belongs to another one? Each has its own token, and only the name in the path differs. The
 * other one is the observer: that its own request works shows that there is something to reach.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import type { HttpAnswer } from '../../../probes/http/exchange.ts';
import {
  askRoute,
  cannotAsk,
  httpAttempt,
  nameOf,
  routesOf,
  tokenHolders,
} from '../../../probes/http/routes.ts';
import { controlFailed, judgeRefusals, line, outcome } from '../../../probes/mqtt/canary.ts';
import type { Route } from '../../../targets/spoken/http.ts';

export const httpObjectAuthorisation = defineCheck({
  id: 'http-object-authorisation',
  title: 'Is a canary refused what belongs to another one?',
  targets: ['http'],
  control: 'each of two enrolled canaries is answered with 2xx on its own path, before and after the attack',
  attack:
    'each of the two, with its own token, asks for the path of the other; 401, 403 and 404 are refusals',
  observer: 'the other canary, whose own request for the same path is answered with 2xx',
  effect: 'active',
  budget: { connections: 60, seconds: 120, bytes: 6_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const [a, b] = tokenHolders(context);
    const problem = cannotAsk(context, 2, 'things');
    if (problem || !a || !b) return problem ?? outcome('inconclusive', 'no canary');
    const attack: Attempt[] = [];
    let last: { readonly control: Attempt; readonly observer: Attempt } | undefined;
    for (const route of routesOf(context, 'things')) {
      const ofA = await own(context, route, a);
      const ofB = await own(context, route, b);
      const failed = [ofA, ofB].find(({ attempt }) => attempt.outcome !== 'accepted');
      if (failed) return judged(attack, failed.attempt, last);
      attack.push(await across(context, route, ofA, ofB), await across(context, route, ofB, ofA));
      const control = (await own(context, route, a)).attempt;
      const observer = (await own(context, route, b)).attempt;
      const lost = [control, observer].find(({ outcome: came }) => came !== 'accepted');
      if (lost) return judged(attack, lost, last);
      last = { control, observer };
    }
    return judged(attack, undefined, last);

    function judged(
      tried: readonly Attempt[],
      lost: Attempt | undefined,
      seen: { readonly control: Attempt; readonly observer: Attempt } | undefined,
    ) {
      const { verdict, decisive } = judgeRefusals(tried);
      if (lost && verdict !== 'fail') return controlFailed(lost, { attack: tried });
      const said = decisive.map(line).join('; ');
      const names = `${a?.name} and ${b?.name}`;
      const routes = routesOf(context, 'things').map(({ method, path }) => `${method} ${path}`);
      const reason = {
        pass: `${names} were each served what is their own and refused what is the other’s: ${routes.join(', ')}`,
        fail: `served a canary what belongs to another: ${said}`,
        inconclusive: `the attack was not clearly refused by the service: ${said}`,
      }[verdict];
      return outcome(verdict, reason, {
        control: lost ?? seen?.control ?? null,
        attack: tried,
        observer: seen?.observer ?? null,
      });
    }
  },
});

interface Own {
  readonly of: Credentials & { readonly token: string };
  readonly answer: HttpAnswer;
  readonly attempt: Attempt;
}

/** A canary asks for what is its own. */
async function own(context: CheckContext, route: Route, of: Own['of']): Promise<Own> {
  const answer = await askRoute(context, route, of, { token: of.token });
  return { of, answer, attempt: httpAttempt(`${of.name} asks for ${nameOf(route, of.name)}`, answer) };
}

/** A canary asks for what is the other's. Who gets their own, whatever the path says, has reached nothing. */
async function across(context: CheckContext, route: Route, mine: Own, theirs: Own): Promise<Attempt> {
  const { of: one } = mine;
  const { of: other } = theirs;
  const what = `${one.name} asks for ${nameOf(route, other.name)}`;
  const answer = await askRoute(context, route, one, { token: one.token, thingOf: other.name });
  const attempt = httpAttempt(what, answer, [404]);
  const [got, ofMine, ofTheirs] = [answer, mine.answer, theirs.answer].map(bodyOf);
  // It says no, and sends what belongs to the other all the same.
  if (attempt.outcome === 'refused' && got !== undefined && got === ofTheirs && got !== ofMine)
    return {
      ...attempt,
      outcome: 'accepted',
      refusedBy: null,
      detail: `${attempt.detail}, with what is ${other.name}’s`,
    };
  return attempt.outcome === 'accepted' && got !== undefined && got === ofMine && got !== ofTheirs
    ? { ...attempt, outcome: 'not-spoken', detail: `${attempt.detail}, with what is ${one.name}’s own` }
    : attempt;
}

function bodyOf(answer: HttpAnswer): string | undefined {
  return answer.kind === 'answered' ? answer.response.body : undefined;
}
