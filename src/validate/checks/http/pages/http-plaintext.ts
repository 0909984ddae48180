/**
 * Is the service reached over HTTP without TLS beside the address that has it? Each declared request is sent to the
 * declared plain address with nothing to show: no token and no cookie, which anybody on the way would read.
 *
 * Refused is: nothing listens at the host of the protected listener; a redirect to https that sets no cookie; 426
 * (RFC 9110 section 15.5.22). 400 and the statuses of a server in trouble say neither. Everything else is an answer
 * in the clear, 401 and 403 among them: who asks for a token there gets it there.
 *
 * Where the page is one for browsers, it has to tell them besides to come by https only (RFC 6797): a redirect in the
 * clear is answered by whoever stands in between.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, defineCheck } from '../../../check.ts';
import type { Dialler } from '../../../probes/dial.ts';
import { type HttpAnswer, askHttp } from '../../../probes/http/exchange.ts';
import { inTheClear, knocked, plainDoor } from '../../../probes/plain/door.ts';
import { httpAttempt, nameOf, pageRequest, pathOf, routesOf } from '../../../probes/http/routes.ts';
import { enrolledCanaries, judgeRefusals, line, outcome } from '../../../probes/mqtt/canary.ts';
import type { Route } from '../../../targets/spoken/http.ts';

export const httpPlaintext = defineCheck({
  id: 'http-plaintext',
  title: 'Does the plain address beside the service do nothing but lead to https?',
  targets: ['http'],
  control: 'the declared page, or /, is answered over TLS, before and after the attack',
  attack:
    'the page and each declared request at the plain address, without TLS and without any credential; where the page is one for browsers, look for Strict-Transport-Security',
  effect: 'active',
  budget: { connections: 14, seconds: 60, bytes: 1_500_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const door = plainDoor(context);
    if ('verdict' in door) return door;
    if (!context.target.tls)
      return outcome(
        'inconclusive',
        'the target declares no TLS (tls), so nothing is protected that could leak',
      );
    const before = await askHttp(context, pageRequest(context));
    const control = served(context, before, 'before');
    const attack: Attempt[] = [];
    for (const route of requestsOf(context)) attack.push(await inClear(context, door, route));
    if (control.outcome === 'accepted') attack.push(...browserIsTold(before));
    const { verdict, decisive } = judgeRefusals(attack);
    const said = decisive.map(line).join('; ');
    const at = `${door.declared}, the plain address of ${context.dial.declared},`;
    if (verdict === 'fail') return outcome('fail', `${at} is a way around TLS: ${said}`, { control, attack });
    const after = served(context, await askHttp(context, pageRequest(context)), 'after');
    const lost = [control, after].find(({ outcome: came }) => came !== 'accepted');
    if (lost)
      return outcome('inconclusive', `the service does not answer over TLS: ${line(lost)}`, {
        control: lost,
        attack,
      });
    const reason = {
      pass: `${at} served nothing: ${said}`,
      inconclusive: `what ${at} does cannot be told: ${said}`,
    }[verdict];
    return outcome(verdict, reason, { control: after, attack });
  },
});

/** Any answer but a server's trouble: whom it lets in is for other checks. */
function served(context: CheckContext, answer: HttpAnswer, when: string): Attempt {
  const what = `${pageRequest(context).path} over TLS, ${when} the attack`;
  return answer.kind === 'answered' && answer.response.status < 500
    ? { what, outcome: 'accepted', refusedBy: null, detail: `HTTP ${answer.response.status}` }
    : httpAttempt(what, answer);
}

/** The page, and the declared requests beside it. */
function requestsOf(context: CheckContext): readonly Route[] {
  const page: Route = { method: 'GET', path: pageRequest(context).path };
  return [page, ...routesOf(context).filter(({ method, path }) => method !== 'GET' || path !== page.path)];
}

const REDIRECTS = [301, 302, 303, 307, 308];
/** What a listener of TLS says to whom it does not understand, and a service that is in trouble. */
const NEITHER = [400, 421, 429];

async function inClear(context: CheckContext, door: Dialler, route: Route): Promise<Attempt> {
  const name = enrolledCanaries(context)[0]?.name ?? 'canary';
  const what = `${nameOf(route, name)} in the clear`;
  const answer = await askHttp(inTheClear(context, door), {
    method: route.method,
    path: pathOf(route, name),
    ...(route.body !== undefined && { body: route.body }),
  });
  if (answer.kind !== 'answered') return knocked(httpAttempt(what, answer), context, door);
  const { status, headers } = answer.response;
  const detail = `HTTP ${status}`;
  if (headers.has('set-cookie'))
    return {
      what,
      outcome: 'accepted',
      refusedBy: null,
      detail: `${detail}, and sets a cookie in the clear`,
    };
  const secured = REDIRECTS.includes(status) && /^https:\/\//i.test(headers.get('location') ?? '');
  if (secured || status === 426)
    return {
      what,
      outcome: 'refused',
      refusedBy: 'server',
      detail: secured ? `${detail}, leads to https` : `${detail}, TLS is demanded`,
    };
  return NEITHER.includes(status) || status >= 500
    ? { what, outcome: 'not-spoken', refusedBy: null, detail: `${detail}, neither yes nor no` }
    : { what, outcome: 'accepted', refusedBy: null, detail: `${detail}, an answer in the clear` };
}

/** In seconds: what is forgotten within a day protects nobody who comes the day after. */
const LEAST_AGE = 86_400;

/** RFC 6797 section 6.1: without max-age, or with 0, a browser forgets it. Only for pages. */
function browserIsTold(answer: HttpAnswer): readonly Attempt[] {
  if (answer.kind !== 'answered') return [];
  const { headers } = answer.response;
  if (!/^text\/html\b/i.test(headers.get('content-type') ?? '')) return [];
  const what = 'a browser that has been there comes by http again';
  const seconds = /(?:^|;)\s*max-age\s*=\s*"?(\d+)/i.exec(
    headers.get('strict-transport-security') ?? '',
  )?.[1];
  return Number(seconds ?? 0) >= LEAST_AGE
    ? [
        {
          what,
          outcome: 'refused',
          refusedBy: 'server',
          detail: `Strict-Transport-Security for ${seconds} s`,
        },
      ]
    : [
        {
          what,
          outcome: 'accepted',
          refusedBy: null,
          detail:
            seconds === undefined
              ? 'there is no Strict-Transport-Security'
              : `Strict-Transport-Security holds for ${seconds} s, less than a day`,
        },
      ];
}
