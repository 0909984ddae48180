/**
 * Is a caller bounded, as the target says that it is? As many requests as the limit, and a few after that, within the time
 * for which it counts. Where nothing is refused then it goes on to more than twice as many: a limit that is counted in
 * slices of time lets no more than that through, where two of them meet. Another caller must be served all the same, or the limit would be a
 * way to shut others out. Both ask from one address, so a limit by address cannot be told from one for everybody.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { ownRequest } from '../../../probes/http/judge.ts';
import { askRoute, cannotAsk, routesOf, tokenHolders } from '../../../probes/http/routes.ts';
import { controlFailed, outcome } from '../../../probes/mqtt/canary.ts';
import type { Route } from '../../../targets/spoken/http.ts';

/** So many more are let through by a limit that fills up again while it is tried. */
const MORE = 8;
/** So many at a time: over a far line, one after the other would take longer than the limit counts. */
const AT_ONCE = 4;

export const httpRateLimit = defineCheck({
  id: 'http-rate-limit',
  title: 'Are the requests of a caller refused beyond the declared limit?',
  targets: ['http'],
  control:
    'an enrolled canary with its token is answered with 2xx before the attack, and again when the time is over',
  attack:
    'up to eight requests more than the declared limit, and where all are served than twice as many, within the time for which it counts; 429 is a refusal',
  observer: 'another canary, which is answered with 2xx when the first one has been refused',
  effect: 'disturbing',
  budget: { connections: 124, seconds: 150, bytes: 8_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const limit = context.target.http?.requestLimit;
    const [canary, other] = tokenHolders(context);
    const problem = cannotAsk(context, 2, 'routes');
    const route = routesOf(context).find(({ method }) => method === 'GET');
    if (problem || !canary || !other) return problem ?? outcome('inconclusive', 'no canary');
    if (!limit)
      return outcome('inconclusive', 'the target does not say what is the limit (http.requestLimit)');
    if (!route)
      return outcome('inconclusive', 'no declared route is a GET, and nothing else is sent that often');
    const before = await ownRequest(context, canary, route);
    if (before.outcome !== 'accepted') return controlFailed(before);

    const most = 2 * limit.requests + MORE;
    const burst = await send(context, route, canary, most);
    const what = `${burst.sent} requests within ${burst.seconds.toFixed(1)} seconds`;
    const declared = `${limit.requests} in ${limit.seconds} seconds are declared`;
    if (!burst.statuses.includes(429)) {
      const all = burst.served >= most && burst.seconds <= limit.seconds;
      const attack: Attempt[] = [
        {
          what,
          outcome: all ? 'accepted' : 'not-spoken',
          refusedBy: null,
          detail: `${burst.served} of them served`,
        },
      ];
      return all
        ? outcome('fail', `served ${what}; ${declared}`, { control: before, attack })
        : outcome('inconclusive', whyUntold(burst, what), { control: before, attack });
    }
    if (burst.served > limit.requests + MORE)
      return outcome(
        'inconclusive',
        `answered with 429 only after ${burst.served} requests; ${declared}: it is another limit, or two slices of time met`,
        { control: before },
      );
    // Who is refused only while others of theirs are being answered has met another limit.
    const isRefusedAlone = await refusedAlone(context, route, canary);
    const seen = await ownRequest(context, other, route);
    const attack: Attempt[] = [
      { what, outcome: 'refused', refusedBy: 'server', detail: `HTTP 429 after ${burst.served} were served` },
    ];
    if (!isRefusedAlone)
      return outcome(
        'inconclusive',
        `answered with 429 after ${burst.served} requests, of which some were sent at the same time, and not when they were sent one by one after that: that may be a limit of requests at the same time`,
        { control: before, attack },
      );
    await new Promise((resolve) => setTimeout(resolve, limit.seconds * 1000 + 500));
    const after = await ownRequest(context, canary, route, ' again, when the time is over');
    if (after.outcome !== 'accepted') return controlFailed(after, { attack });
    if (seen.outcome !== 'accepted')
      return outcome(
        'inconclusive',
        `answered with 429 after ${burst.served} requests, but ${other.name} was not served then either (${seen.detail}): from one address a limit by address cannot be told from one for everybody`,
        { control: after, attack },
      );
    return outcome(
      'pass',
      `answered ${canary.name} with 429 after ${burst.served} requests within ${burst.seconds.toFixed(1)} seconds (${declared}), served ${other.name} meanwhile, and ${canary.name} again after that`,
      { control: after, attack, observer: seen },
    );
  },
});

interface Burst {
  /** The control was one of them. */
  readonly sent: number;
  readonly served: number;
  readonly statuses: readonly number[];
  readonly seconds: number;
  /** Why a request got no answer. */
  readonly broken: string | undefined;
}

/** Sends requests until one is answered with 429 or not at all, `most` with the one before them. */
async function send(
  context: CheckContext,
  route: Route,
  canary: Credentials & { readonly token: string },
  most: number,
): Promise<Burst> {
  const began = performance.now();
  const statuses: number[] = [];
  let broken: string | undefined;
  let sent = 1;
  while (sent < most && !statuses.includes(429) && broken === undefined) {
    const some = Array.from({ length: Math.min(AT_ONCE, most - sent) }, () =>
      askRoute(context, route, canary, { token: canary.token }),
    );
    for (const answer of await Promise.all(some)) {
      if (answer.kind === 'answered') statuses.push(answer.response.status);
      else broken ??= answer.detail;
    }
    sent += some.length;
  }
  const served = 1 + statuses.filter(isServed).length;
  return { sent, served, statuses, seconds: (performance.now() - began) / 1000, broken };
}

/** How long the connections before may take to be gone, in milliseconds. */
const GONE = 100;

/** One request after the other, until one is answered with 429. */
async function refusedAlone(
  context: CheckContext,
  route: Route,
  canary: Credentials & { readonly token: string },
): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, GONE));
  for (let tries = 0; tries < MORE; tries += 1) {
    const answer = await askRoute(context, route, canary, { token: canary.token });
    if (answer.kind !== 'answered') return false;
    if (answer.response.status === 429) return true;
  }
  return false;
}

function whyUntold({ broken, statuses }: Burst, what: string): string {
  if (broken !== undefined) return `not every request was answered (${broken})`;
  const odd = statuses.find((status) => !isServed(status));
  return odd === undefined
    ? `${what} were served, but that took longer than the limit counts`
    : `some were answered with HTTP ${odd}, which says nothing about a limit`;
}

function isServed(status: number): boolean {
  return status >= 200 && status < 300;
}
