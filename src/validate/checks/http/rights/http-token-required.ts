/** Does every declared route refuse whoever shows no token? A redirect to a page where one signs in shows nothing. */
import { defineCheck } from '../../../check.ts';
import { judgeTokens } from '../../../probes/http/judge.ts';
import { cannotAsk, tokenHolders } from '../../../probes/http/routes.ts';
import { outcome } from '../../../probes/mqtt/canary.ts';

export const httpTokenRequired = defineCheck({
  id: 'http-token-required',
  title: 'Does every declared route refuse a request without a token?',
  targets: ['http'],
  control:
    'an enrolled canary with its token is answered with 2xx on each route, before and after the attack',
  attack:
    'the same request without the header, and with a header that holds no token; 401 or 403 is a refusal',
  effect: 'active',
  budget: { connections: 40, seconds: 90, bytes: 4_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const [canary] = tokenHolders(context);
    const problem = cannotAsk(context, 1, 'routes');
    if (problem || !canary) return problem ?? outcome('inconclusive', 'no canary');
    return judgeTokens(context, canary, [
      { how: 'no token', token: null },
      { how: 'an empty token', token: '' },
    ]);
  },
});
