/**
 * Are its callers still served while a stranger holds connections that say nothing? Measured as the share of requests
 * that are answered meanwhile, each on a connection of its own; latencies say nothing on a shared machine.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { ownRequest } from '../../../probes/http/judge.ts';
import { cannotAsk, routesOf, tokenHolders } from '../../../probes/http/routes.ts';
import { controlFailed, line, outcome } from '../../../probes/mqtt/canary.ts';
import { firstBytes, hold } from '../../../probes/mqtt/strangers.ts';
import type { Route } from '../../../targets/spoken/http.ts';

const HELD = 50;
/** For the server to notice that the held connections are gone. */
const RECOVERY_MILLIS = 500;

export const httpConnectionLimit = defineCheck({
  id: 'http-connection-limit',
  title: 'Does the service answer its callers while a stranger holds 50 connections?',
  targets: ['http'],
  control:
    'before the attack, and again after it, an enrolled canary asks five times and is answered with 2xx',
  attack:
    'hold 50 connections that send nothing or the beginning of a ClientHello or request, while the canary asks ten times, of which nine have to be answered with 2xx',
  observer: 'the canary, who counts which of its requests are answered',
  effect: 'disturbing',
  budget: { connections: 90, seconds: 120, bytes: 4_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const [canary] = tokenHolders(context);
    const problem = cannotAsk(context, 1, 'routes');
    const route = routesOf(context).find(({ method }) => method === 'GET');
    if (problem || !canary) return problem ?? outcome('inconclusive', 'no canary');
    if (!route) return outcome('inconclusive', 'no declared route is a GET');
    const before = await asks(context, route, canary, 5);
    if (before.missed) return controlFailed(before.missed);

    const begun = context.target.tls ? firstBytes(context).subarray(0, 8) : Buffer.from('GET / HT');
    const held = await hold(context, HELD, begun);
    let during: Count;
    let left: number;
    try {
      during = await asks(context, route, canary, 10);
      left = held.open();
    } finally {
      held.release();
    }
    await new Promise((resolve) => setTimeout(resolve, RECOVERY_MILLIS));
    const after = await asks(context, route, canary, 5);

    const served = during.answered >= 9;
    const what = `while a stranger held ${held.opened} connections, of which ${left} stayed open, ${canary.name} asks`;
    const detail = `${during.answered} of ${during.tried} answered${during.missed ? `; ${line(during.missed)}` : ''}`;
    const attack: Attempt[] = [
      { what, outcome: served ? 'not-seen' : 'accepted', refusedBy: served ? 'server' : null, detail },
    ];
    // Only where it works again afterwards was it the held connections that shut others out.
    if (after.missed) return controlFailed(after.missed, { attack });
    if (served && held.opened < HELD)
      return outcome(
        'inconclusive',
        `only ${held.opened} connections could be opened from here, ${HELD} are the measure`,
        { attack },
      );
    const control: Attempt = {
      what: `${canary.name} asks, before and after`,
      outcome: 'accepted',
      refusedBy: null,
      detail: `${before.answered} of ${before.tried}, ${after.answered} of ${after.tried}`,
    };
    const observer: Attempt = { what: `${canary.name} counts`, outcome: 'seen', refusedBy: null, detail };
    const reason = served
      ? `${what}: ${detail}; more connections than that were not tried`
      : `a few connections of a stranger shut out the callers: ${what}: ${detail}; both came from one address, so a limit for each address would look the same`;
    return outcome(served ? 'pass' : 'fail', reason, { control, attack, observer });
  },
});

interface Count {
  readonly tried: number;
  readonly answered: number;
  readonly missed?: Attempt;
}

/** Requests one after the other; it gives up at the second that fails. */
async function asks(
  context: CheckContext,
  route: Route,
  canary: Credentials & { readonly token: string },
  count: number,
): Promise<Count> {
  const missed: Attempt[] = [];
  let tried = 0;
  for (; tried < count && missed.length < 2; tried += 1) {
    const attempt = await ownRequest(context, canary, route);
    if (attempt.outcome !== 'accepted') missed.push(attempt);
  }
  return { tried, answered: tried - missed.length, ...(missed[0] && { missed: missed[0] }) };
}
