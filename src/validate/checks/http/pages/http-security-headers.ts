/**
 * Does the page tell the browser to run nothing but its own script? Read from the answer's headers: a policy that is
 * sent, not what a browser makes of it, nor whether the page encodes what it shows.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { defineCheck } from '../../../check.ts';
import { askHttp } from '../../../probes/http/exchange.ts';
import { weaknessesOf } from '../../../probes/http/page-policy.ts';
import { httpAttempt, pageRequest } from '../../../probes/http/routes.ts';
import { controlFailed, enrolledCanaries, outcome } from '../../../probes/mqtt/canary.ts';

export const httpSecurityHeaders = defineCheck({
  id: 'http-security-headers',
  title: 'Does the page come with headers that let the browser run no script but its own?',
  targets: ['http'],
  control:
    'the declared page is answered with 2xx and text/html, to an enrolled canary where one is declared',
  attack:
    'look in its headers for a Content-Security-Policy that lets script from elsewhere or inside the page run, for a nonce that is the same twice, for a missing nosniff, and for cookies without Secure, HttpOnly and SameSite',
  effect: 'passive',
  budget: { connections: 4, seconds: 20, bytes: 600_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const path = context.target.http?.path;
    if (path === undefined) return outcome('inconclusive', 'the target declares no page (http.path)');
    const [canary] = enrolledCanaries(context);
    const answer = await askHttp(context, pageRequest(context));
    const control = httpAttempt(`${canary?.name ?? 'anybody'} asks for ${path}`, answer);
    if (control.outcome !== 'accepted' || answer.kind !== 'answered') return controlFailed(control);
    const { headers } = answer.response;
    const type = headers.get('content-type') ?? 'nothing';
    if (!/^text\/html\b/i.test(type))
      return outcome('inconclusive', `${path} is no page for a browser: its content type is ${shown(type)}`, {
        control,
      });
    const again = await askHttp(context, pageRequest(context));
    const twice = httpAttempt(`${canary?.name ?? 'anybody'} asks for ${path} again`, again);
    if (twice.outcome !== 'accepted' || again.kind !== 'answered') return controlFailed(twice);
    const attack = weaknessesOf(headers, again.response.headers).map(({ looked, weakness }): Attempt =>
      weakness === undefined
        ? { what: looked, outcome: 'refused', refusedBy: 'server', detail: 'not found' }
        : { what: looked, outcome: 'accepted', refusedBy: null, detail: weakness },
    );
    const weak = attack.filter(({ outcome: came }) => came === 'accepted');
    return weak.length > 0
      ? outcome('fail', `the headers of ${path} are weak: ${weak.map(({ detail }) => detail).join('; ')}`, {
          control,
          attack,
        })
      : outcome(
          'pass',
          `the headers of ${path} let no script run but from where the policy says, forbid to guess the content type, and ${headers.has('set-cookie') ? 'guard the cookies that are set with it' : 'no cookie is set with it'}`,
          { control, attack },
        );
  },
});

/** What a server sent, short and in one line. */
function shown(text: string): string {
  return text.replaceAll(/[^ -~]/g, ' ').slice(0, 60);
}
