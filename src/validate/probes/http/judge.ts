/** The triple of the token checks: each route works with the canary's token before and after, and is attacked between. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome, Credentials } from '../../check.ts';
import type { Route } from '../../targets/spoken/http.ts';
import { controlFailed, judgeRefusals, line, outcome } from '../mqtt/canary.ts';
import type { HttpAnswer } from './exchange.ts';
import { type ShownToken, askRoute, httpAttempt, nameOf, routesOf, besideServed } from './routes.ts';

/** Something shown in the place of the canary's token. */
export interface ShownInstead {
  /** How it reads in a record: `a made-up token`. */
  readonly how: string;
  readonly token: ShownToken;
}

/**
 * Asks for every declared route as the canary, then with each of the things shown instead, then as the canary again.
 * The request is the same but for the token, so the token alone decides. `passed` completes "…and refused: ".
 */
export async function judgeTokens(
  context: CheckContext,
  canary: Credentials & { readonly token: string },
  instead: readonly ShownInstead[],
  passed = '',
): Promise<CheckOutcome> {
  const before = await controls(context, canary, '');
  if (before.failed) return controlFailed(before.failed);
  const attack: Attempt[] = [];
  for (const route of routesOf(context))
    for (const { how, token } of instead) {
      const answer = await askRoute(context, route, canary, { token });
      const attempt = httpAttempt(`${nameOf(route, canary.name)} with ${how}`, answer);
      attack.push(besideServed(attempt, answer, before.served.get(route)));
    }
  const after = await controls(context, canary, ' again');
  const { verdict, decisive } = judgeRefusals(attack);
  if (after.failed && verdict !== 'fail') return controlFailed(after.failed, { attack });
  const routes = routesOf(context).map((route) => nameOf(route, canary.name));
  const said = decisive.map(line).join('; ');
  const reason = {
    pass: `answered ${canary.name} with its token on ${routes.join(', ')}, and refused there: ${instead.map(({ how }) => how).join(', ')}${passed}`,
    fail: `served a request that it should not: ${said}`,
    inconclusive: `the attack was not clearly refused by the service: ${said}`,
  }[verdict];
  return outcome(verdict, reason, { control: after.failed ?? after.last, attack });
}

/** Each route with the canary's own token; stops at the first that does not work. */
async function controls(
  context: CheckContext,
  canary: Credentials & { readonly token: string },
  again: string,
): Promise<Controls> {
  const served = new Map<Route, HttpAnswer>();
  let last: Attempt | null = null;
  for (const route of routesOf(context)) {
    const answer = await askRoute(context, route, canary, { token: canary.token });
    served.set(route, answer);
    last = ownAttempt(canary, route, again, answer);
    if (last.outcome !== 'accepted') return { failed: last, last, served };
  }
  return { last, served };
}

interface Controls {
  readonly failed?: Attempt;
  readonly last: Attempt | null;
  readonly served: ReadonlyMap<Route, HttpAnswer>;
}

/** The legitimate request: a canary, with its own token, for what it may have. */
export async function ownRequest(
  context: CheckContext,
  canary: Credentials & { readonly token: string },
  route: Route,
  again = '',
): Promise<Attempt> {
  return ownAttempt(canary, route, again, await askRoute(context, route, canary, { token: canary.token }));
}

function ownAttempt({ name }: Credentials, route: Route, again: string, answer: HttpAnswer): Attempt {
  return httpAttempt(`${name} asks${again} for ${nameOf(route, name)}`, answer);
}
