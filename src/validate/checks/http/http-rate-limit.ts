/**
 * Is a caller bounded, as the target says that it is? One request more than the limit, and a few after that, one after
 * the other within the time for which the limit counts. All are from one address and with one token, so whose requests
 * are counted cannot be told, nor what happens to others meanwhile.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { defineCheck } from '../../check.ts';
import { ownRequest } from '../../probes/http/judge.ts';
import { askRoute, cannotAsk, routesOf, tokenHolders } from '../../probes/http/routes.ts';
import { controlFailed, outcome } from '../../probes/mqtt/canary.ts';

/** A limit that is counted in slices may let a few more through. */
const MORE = 8;
/** So many at a time: over a far line, one after the other would take longer than the limit counts. */
const AT_ONCE = 4;

export const httpRateLimit = defineCheck({
  id: 'http-rate-limit',
  title: 'Are the requests of a caller refused beyond the declared limit?',
  targets: ['http'],
  control: 'an enrolled canary with its token is answered with 2xx before the attack, and again when the time is over',
  attack: 'up to eight requests more than the declared limit, within the time for which it counts; 429 is a refusal',
  effect: 'disturbing',
  budget: { connections: 60, seconds: 150, bytes: 6_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const limit = context.target.http?.requestLimit;
    const [canary] = tokenHolders(context);
    const problem = cannotAsk(context, 1, 'routes');
    const route = routesOf(context).find(({ method }) => method === 'GET');
    if (problem || !canary) return problem ?? outcome('inconclusive', 'no canary');
    if (!limit) return outcome('inconclusive', 'the target does not say what is the limit (http.requestLimit)');
    if (!route) return outcome('inconclusive', 'no declared route is a GET, and nothing else is sent that often');
    const before = await ownRequest(context, canary, route);
    if (before.outcome !== 'accepted') return controlFailed(before);

    const began = performance.now();
    const most = limit.requests + MORE;
    const statuses: number[] = [];
    let broken: Attempt | undefined;
    // The control was one of them.
    for (let sent = 1; sent < most && !statuses.includes(429) && !broken; sent += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, most - sent) }, () =>
        askRoute(context, route, canary, { token: canary.token }),
      );
      for (const answer of await Promise.all(some)) {
        if (answer.kind === 'answered') statuses.push(answer.response.status);
        else broken ??= { what: 'a request among them', outcome: 'silent', refusedBy: null, detail: answer.detail };
      }
    }
    const seconds = (performance.now() - began) / 1000;
    const served = 1 + statuses.filter((status) => status >= 200 && status < 300).length;
    const what = `${statuses.length + 1} requests within ${seconds.toFixed(1)} seconds`;
    const declared = `${limit.requests} in ${limit.seconds} seconds are declared`;
    const other = statuses.find((status) => (status < 200 || status >= 300) && status !== 429);

    if (!statuses.includes(429)) {
      const all = served >= most && seconds <= limit.seconds;
      const attack: Attempt[] = [
        { what, outcome: all ? 'accepted' : 'not-spoken', refusedBy: null, detail: `${served} of them served` },
      ];
      if (all) return outcome('fail', `served ${what}; ${declared}`, { control: before, attack });
      const why = broken
        ? `not every request was answered (${broken.detail})`
        : other === undefined
          ? `${what} were served, but that took longer than the limit counts`
          : `some were answered with HTTP ${other}, which says nothing about a limit`;
      return outcome('inconclusive', why, { control: before, attack });
    }
    const attack: Attempt[] = [
      { what, outcome: 'refused', refusedBy: 'server', detail: `HTTP 429 after ${served} were served` },
    ];
    await new Promise((resolve) => setTimeout(resolve, limit.seconds * 1000 + 500));
    const after = await ownRequest(context, canary, route, ' again, when the time is over');
    if (after.outcome !== 'accepted') return controlFailed(after, { attack });
    return outcome(
      'pass',
      `answered with 429 after ${served} requests within ${seconds.toFixed(1)} seconds (${declared}), and served ${canary.name} again after that`,
      { control: after, attack },
    );
  },
});
