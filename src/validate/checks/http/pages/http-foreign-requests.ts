/**
 * Can a page of another site act in the name of somebody who is signed in? Sent is what a browser sends when such a
 * page tells it to: the cookie or the certificate that it adds by itself, the foreign origin, and neither a header nor
 * a content type for which it would have to ask first. A token in a header of its own, which another site's page does
 * not have, is left out. Whether something has changed decides, not what is said. Before PUT and PATCH a browser asks,
 * so there the answer to that question is all there is to try.
 *
 * Asked besides: whether another origin may read the answers (Fetch standard, CORS). That browsers withhold cookies
 * (SameSite) is not relied upon: a page on a sibling host gets them sent all the same.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, defineCheck } from '../../../check.ts';
import {
  type Stage,
  observedBy,
  originOf,
  ownChange,
  shownBy,
  stagesOf,
  tryChange,
} from '../../../probes/http/change.ts';
import { askHttp } from '../../../probes/http/exchange.ts';
import { httpAttempt } from '../../../probes/http/routes.ts';
import { controlFailed, judgeRefusals, line, outcome } from '../../../probes/mqtt/canary.ts';

const FOREIGN = 'https://bestride.invalid';

export const httpForeignRequests = defineCheck({
  id: 'http-foreign-requests',
  title: 'Are requests refused that another site has a browser send, and its answers kept from that site?',
  targets: ['http'],
  control:
    'the identity that may make a declared change (http.changes) makes it as the service’s own page would, before and after the attack',
  attack:
    'the same change as a page of another origin has a browser send it (POST); a read and a question beforehand (OPTIONS) from foreign origins',
  observer: 'the identity that may make the change, which reads whether it was made',
  effect: 'active',
  budget: { connections: 380, seconds: 180, bytes: 16_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const stages = stagesOf(context);
    if ('verdict' in stages) return stages;
    const attack: Attempt[] = [];
    let control: Attempt | undefined;
    for (const stage of stages) {
      const before = await ownChange(context, stage, 'from its own page, before the attack');
      if (before.outcome !== 'accepted' && judgeRefusals(attack).verdict !== 'fail')
        return controlFailed(before, { attack });
      for (const { how, ...sent } of formsOf(context, stage)) {
        const what = `${stage.change.method} ${stage.change.path} ${how}`;
        attack.push(
          await tryChange(context, stage, what, { as: stage.by, token: isAmbient(context), ...sent }),
        );
      }
      for (const origin of originsOf(context)) attack.push(...(await mayRead(context, stage, origin)));
      control = await ownChange(context, stage, 'from its own page, after the attack');
      if (control.outcome !== 'accepted' && judgeRefusals(attack).verdict !== 'fail')
        return controlFailed(control, { attack });
    }
    const { verdict, decisive } = judgeRefusals(attack);
    const said = decisive.map(line).join('; ');
    const carried = isAmbient(context)
      ? 'with what a browser adds by itself'
      : 'without the token, which a browser does not add by itself';
    const changes = attack.filter(({ detail }) => detail.includes('it has not changed'));
    const origins = originsOf(context).join(', ');
    const tried = changes.length > 0 ? changes.map(line).join('; ') : 'none is sent without asking before';
    const reason = {
      pass: `another site’s requests changed nothing, ${carried} (${tried}), and no answer let these origins read or send: ${origins}`,
      fail: `another site is let act, or every origin read: ${said}`,
      inconclusive: `the attack was not clearly refused: ${said}`,
    }[verdict];
    return outcome(verdict, reason, {
      control: control ?? null,
      attack,
      observer: observedBy(stages, attack),
    });
  },
});

/** True when browsers send by themselves what the canary shows: a cookie, or name and password of the basic scheme. */
function isAmbient({ target }: CheckContext): boolean {
  const { header = 'Authorization', scheme = 'Bearer' } = target.http?.token ?? {};
  return header.toLowerCase() === 'cookie' || scheme.toLowerCase() === 'basic';
}

/**
 * A browser sends POST with these types, or with none (a Blob of no type), without asking first; before any other method
 * it asks (OPTIONS).
 */
function formsOf(
  context: CheckContext,
  { change }: Stage,
): readonly { how: string; headers: Record<string, string>; asForm?: true; untyped?: true }[] {
  if (change.method !== 'POST') return [];
  const foreign = { Origin: FOREIGN, 'Sec-Fetch-Site': 'cross-site' };
  return [
    { how: 'from another origin, as plain text', headers: { ...foreign, 'Content-Type': 'text/plain' } },
    { how: 'from another origin, without a type', headers: foreign, untyped: true },
    {
      how: 'from another origin, as a form',
      headers: { ...foreign, 'Content-Type': 'application/x-www-form-urlencoded' },
      asForm: true,
    },
    // Careless comparisons take these for its own.
    ...likeItsOwn(context).map((origin) => ({
      how: `from ${origin}, as plain text`,
      headers: { ...foreign, Origin: origin, 'Content-Type': 'text/plain' },
    })),
    {
      how: 'from a page without an origin (null)',
      headers: { Origin: 'null', 'Sec-Fetch-Site': 'cross-site', 'Content-Type': 'text/plain' },
    },
    ...(context.target.http?.proof
      ? [{ how: 'without the proof of its own pages', headers: { Origin: originOf(context) } }]
      : []),
  ];
}

/** One that is simply foreign, one of a page in a sandbox, and two that careless comparisons take for its own. */
function originsOf(context: CheckContext): readonly string[] {
  return [FOREIGN, 'null', ...likeItsOwn(context)];
}

/** One that begins like its own, and one that ends so. */
function likeItsOwn(context: CheckContext): readonly string[] {
  const [scheme = 'https', host = ''] = originOf(context).split('://');
  return [`${scheme}://${host.split(':')[0]}.bestride.invalid`, `${scheme}://bestride-${host}`];
}

async function mayRead(context: CheckContext, { change, by }: Stage, origin: string): Promise<Attempt[]> {
  const shown = shownBy(context, by);
  const get = await askHttp(context, {
    method: 'GET',
    path: change.read,
    ...shown,
    headers: { ...shown.headers, Origin: origin },
  });
  const asked = await askHttp(context, {
    method: 'OPTIONS',
    path: change.path,
    ...(shown.certificate && { certificate: shown.certificate }),
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': change.method,
      'Access-Control-Request-Headers': 'content-type',
    },
  });
  return [
    [`${origin} reads ${change.read}`, get] as const,
    [`${origin} asks whether it may send ${change.method} ${change.path}`, asked] as const,
  ].map(([what, answer]) => {
    if (answer.kind !== 'answered' || answer.response.status >= 500 || answer.response.status === 429)
      return httpAttempt(what, answer);
    const { status, headers } = answer.response;
    const allowed = headers.get('access-control-allow-origin')?.trim();
    return allowed === '*' || allowed?.toLowerCase() === origin.toLowerCase()
      ? {
          what,
          outcome: 'accepted',
          refusedBy: null,
          detail: `HTTP ${status}, Access-Control-Allow-Origin ${allowed === '*' ? 'is *' : 'repeats it'}`,
        }
      : { what, outcome: 'refused', refusedBy: 'server', detail: `HTTP ${status}, which lets it do nothing` };
  });
}
