/**
 * Is a token refused after its end? Tried with one that ran out. That it was good once cannot be seen without its key,
 * so it must at least name the same issuer, key and audience as the enrolled canary's; and its end must be readable.
 */
import { type CheckContext, type Credentials, defineCheck } from '../../check.ts';
import { judgeTokens } from '../../probes/http/judge.ts';
import { cannotAsk, tokenHolders } from '../../probes/http/routes.ts';
import { expiryOf, readJwt } from '../../probes/http/tokens.ts';
import { outcome } from '../../probes/mqtt/canary.ts';

export const httpExpiredToken = defineCheck({
  id: 'http-expired-token',
  title: 'Does every declared route refuse a token that has run out?',
  targets: ['http'],
  control: 'an enrolled canary with its token is answered with 2xx on each route, before and after the attack',
  attack: 'the same request with the token of a canary whose state is expired, of the same issuer and key',
  effect: 'active',
  budget: { connections: 30, seconds: 90, bytes: 3_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const [canary] = tokenHolders(context);
    const problem = cannotAsk(context, 1, 'routes');
    if (problem || !canary) return problem ?? outcome('inconclusive', 'no canary');
    const old = context.identities.find(({ state, token }) => state === 'expired' && token !== undefined);
    if (old?.token === undefined)
      return outcome('inconclusive', 'the target declares no canary of state expired with a token');
    const instead = [{ how: `the expired token of ${old.name}`, token: old.token }];
    const found = await judgeTokens(context, canary, instead, `, which ended ${expiryText(old.token)}`);
    // That it was let in is a finding whatever it looks like; that it was refused shows only what it can show.
    const doubt = found.verdict === 'pass' ? doubtOf(context, old, old.token, canary.token) : undefined;
    return doubt === undefined
      ? found
      : { ...found, verdict: 'inconclusive', refusedBy: null, reason: `it was refused, but ${doubt}` };
  },
});

function expiryText(token: string): string {
  return expiryOf(token)?.toISOString() ?? 'at a time that it does not say';
}

/** Why it may have been refused for something else than its end. */
function doubtOf({ now }: CheckContext, { name }: Credentials, old: string, good: string): string | undefined {
  const end = expiryOf(old);
  if (!end) return `the token of ${name} does not say when it ends, so it may be refused for something else`;
  if (end > now) return `the token of ${name} is declared expired and is good until ${end.toISOString()}`;
  const [one, other] = [readJwt(old), readJwt(good)];
  const differing = ['alg', 'kid', 'iss', 'aud'].filter(
    (key) =>
      JSON.stringify(one?.header[key] ?? one?.claims[key]) !==
      JSON.stringify(other?.header[key] ?? other?.claims[key]),
  );
  return differing.length > 0
    ? `the token of ${name} differs from the enrolled one in ${differing.join(', ')} as well`
    : undefined;
}
