/** Does every declared route refuse tokens that nobody issued, forged from one that somebody did? */
import { defineCheck } from '../../../check.ts';
import { judgeTokens } from '../../../probes/http/judge.ts';
import { cannotAsk, tokenHolders } from '../../../probes/http/routes.ts';
import { forgedTokens } from '../../../probes/http/tokens.ts';
import { outcome } from '../../../probes/mqtt/canary.ts';

export const httpWrongToken = defineCheck({
  id: 'http-wrong-token',
  title: 'Does every declared route refuse a token that was not issued?',
  targets: ['http'],
  control:
    'an enrolled canary with its token is answered with 2xx on each route, before and after the attack',
  attack:
    'the same request with a made-up token, and with its token changed in one character; for a JWT: alg none, no signature, a changed signature, a changed claim, and signatures of an empty key, of a made-up one, and of one that the token names itself; for a shared access signature: a changed one, and a later end',
  effect: 'active',
  budget: { connections: 128, seconds: 150, bytes: 8_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const [canary] = tokenHolders(context);
    const problem = cannotAsk(context, 1, 'routes');
    if (problem || !canary) return problem ?? outcome('inconclusive', 'no canary');
    return judgeTokens(context, canary, forgedTokens(canary.token, context.now));
  },
});
