/** The triple of the token checks: each route works with the canary's token before and after, and is attacked between. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome, Credentials } from '../../check.ts';
import type { Route } from '../../targets/http.ts';
import { controlFailed, judgeRefusals, line, outcome } from '../mqtt/canary.ts';
import { type ShownToken, askRoute, httpAttempt, nameOf, routesOf } from './routes.ts';

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
    for (const { how, token } of instead)
      attack.push(
        httpAttempt(
          `${nameOf(route, canary.name)} with ${how}`,
          await askRoute(context, route, canary, { token }),
        ),
      );
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
): Promise<{ readonly failed?: Attempt; readonly last: Attempt | null }> {
  let last: Attempt | null = null;
  for (const route of routesOf(context)) {
    last = await ownRequest(context, canary, route, again);
    if (last.outcome !== 'accepted') return { failed: last, last };
  }
  return { last };
}

/** The legitimate request: a canary, with its own token, for what it may have. */
export async function ownRequest(
  context: CheckContext,
  canary: Credentials & { readonly token: string },
  route: Route,
  again = '',
): Promise<Attempt> {
  const answer = await askRoute(context, route, canary, { token: canary.token });
  return httpAttempt(`${canary.name} asks${again} for ${nameOf(route, canary.name)}`, answer);
}
