/**
 * Is a token refused after its end? Tried with one that ran out. That it was good once cannot be seen without its key,
 * so it must at least be of the same subject, issuer, key and audience as the enrolled canary's, and its end must be
 * readable: a token that is refused for something else would prove nothing.
 */
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { judgeTokens } from '../../../probes/http/judge.ts';
import { cannotAsk, tokenHolders } from '../../../probes/http/routes.ts';
import { expiryOf, readJwt } from '../../../probes/http/tokens.ts';
import { outcome } from '../../../probes/mqtt/canary.ts';

export const httpExpiredToken = defineCheck({
  id: 'http-expired-token',
  title: 'Does every declared route refuse a token that has run out?',
  targets: ['http'],
  control:
    'an enrolled canary with its token is answered with 2xx on each route, before and after the attack',
  attack:
    'the same request with the token of a canary whose state is expired, of the same subject, issuer and key',
  effect: 'active',
  budget: { connections: 30, seconds: 90, bytes: 3_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const old = context.identities.find(({ state, token }) => state === 'expired' && token !== undefined);
    const problem = cannotAsk(context, 1, 'routes');
    if (problem) return problem;
    if (old?.token === undefined)
      return outcome('inconclusive', 'the target declares no canary of state expired with a token');
    const holders = tokenHolders(context);
    const subject = namesOf(old.token)['sub'];
    const canary = holders.find(({ token }) => namesOf(token)['sub'] === subject) ?? holders[0];
    if (!canary) return outcome('inconclusive', 'no canary');
    const instead = [{ how: `the expired token of ${old.name}`, token: old.token }];
    const found = await judgeTokens(context, canary, instead, `, which ended ${expiryText(old.token)}`);
    // That it was let in is a finding whatever it looks like; that it was refused shows only what it can show.
    const doubt = found.verdict === 'pass' ? doubtOf(context, old, old.token, canary) : undefined;
    return doubt === undefined
      ? found
      : { ...found, verdict: 'inconclusive', refusedBy: null, reason: `it was refused, but ${doubt}` };
  },
});

function expiryText(token: string): string {
  return expiryOf(token)?.toISOString() ?? 'at a time that it does not say';
}

/** Why it may have been refused for something else than its end. */
function doubtOf(
  { now }: CheckContext,
  { name }: Credentials,
  old: string,
  { name: canary, token: good }: { readonly name: string; readonly token: string },
): string | undefined {
  const end = expiryOf(old);
  if (!end) return `the token of ${name} does not say when it ends, so it may be refused for something else`;
  if (end > now) return `the token of ${name} is declared expired and is good until ${end.toISOString()}`;
  const [one, other] = [namesOf(old), namesOf(good)];
  const differing = Object.keys({ ...one, ...other }).filter((key) => one[key] !== other[key]);
  return differing.length > 0
    ? `the token of ${name} differs from that of ${canary} in ${differing.join(', ')} as well`
    : undefined;
}

/** Who it says that it is for and from, by the names of the format. */
function namesOf(token: string): Readonly<Record<string, string>> {
  const jwt = readJwt(token);
  const parts = Object.entries({ ...jwt?.claims, ...jwt?.header }).filter(([key]) => NAMES.has(key));
  const [signed, policy = ''] = ['sr', 'skn'].map(
    (name) => new RegExp(`(?:^|[ &?])${name}=([^&]*)`).exec(token)?.[1],
  );
  return {
    kind: jwt ? 'JWT' : signed === undefined ? 'opaque' : 'SAS',
    ...Object.fromEntries(parts.map(([key, value]) => [key, JSON.stringify(value)])),
    ...(!jwt && signed !== undefined && { sr: signed, skn: policy }),
  };
}

/** RFC 7519 section 4.1, RFC 7515 section 4.1; Entra ID and OAuth (RFC 9068 section 2.2, RFC 7800). */
const NAMES = new Set(
  // From `scope` on what it may, and to whom it is bound: without the right, or on another line, it is refused for that.
  'alg kid typ iss aud sub tid azp appid client_id scope scp role roles groups permissions entitlements cnf'.split(
    ' ',
  ),
);
