/** Signing in with a name and a password, as people do (RFC 7617, or a form). */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext } from '../../check.ts';
import type { HttpTarget } from '../../targets/spoken/http.ts';
import { type HttpAnswer, askHttp } from './exchange.ts';
import { httpAttempt } from './routes.ts';

export type Login = NonNullable<HttpTarget['login']>;

/** `null`: nobody signs in, and what is behind is asked for all the same. */
export type Named = { readonly username: string; readonly password: string } | null;

/** What came of it: the answer inside, and before it that of a form. */
export interface SignedIn {
  readonly inside: HttpAnswer;
  readonly form?: HttpAnswer;
}

/** Signs in, and asks for what only those get who are signed in. */
export async function signIn(context: CheckContext, login: Login, who: Named): Promise<SignedIn> {
  const { way, path, inside = path, fields } = login;
  if (way === 'basic') {
    const value = who && Buffer.from(`${who.username}:${who.password}`).toString('base64');
    return {
      inside: await askHttp(context, {
        method: 'GET',
        path,
        ...(value !== null && { headers: { Authorization: `Basic ${value}` } }),
      }),
    };
  }
  if (!who) return { inside: await askHttp(context, { method: 'GET', path: inside }) };
  const form = new URLSearchParams({
    [fields?.username ?? 'username']: who.username,
    [fields?.password ?? 'password']: who.password,
  });
  const sent = await askHttp(context, {
    method: 'POST',
    path,
    body: form.toString(),
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Origin: `https://${context.dial.serverName}`,
    },
  });
  // 423: the account is locked, whatever its password.
  if (sent.kind !== 'answered' || sent.response.status === 423 || sent.response.status >= 429)
    return { inside: sent, form: sent };
  const cookies = (sent.response.headers.get('set-cookie') ?? '')
    .split('\n')
    .map((cookie) => cookie.split(';')[0]?.trim() ?? '')
    .filter((cookie) => cookie !== '');
  return {
    form: sent,
    inside: await askHttp(context, {
      method: 'GET',
      path: inside,
      ...(cookies.length > 0 && { headers: { Cookie: cookies.join('; ') } }),
    }),
  };
}

/**
 * The record of a try. Who gets the very answers that somebody gets whose name and password are made up has been refused.
 * Another answer is neither yes nor no: a login that works may lead to where a new password is to be chosen, or to an
 * account without the right to go inside.
 */
export function loginAttempt(what: string, signedIn: SignedIn, madeUp?: SignedIn): Attempt {
  const attempt = httpAttempt(what, signedIn.inside);
  if (attempt.outcome === 'accepted' || signedIn.inside.kind !== 'answered') return attempt;
  const [got, theirs] = [signedIn, madeUp].map((one) => one && signOf(one));
  const { status } = signedIn.inside.response;
  const detail = `HTTP ${status}`;
  if (theirs === undefined || got === theirs)
    return status === 423 || status >= 429
      ? attempt
      : { ...attempt, outcome: 'refused', refusedBy: 'server', detail };
  return {
    ...attempt,
    outcome: 'not-spoken',
    refusedBy: null,
    detail: `${detail}, but not what a made-up login is answered`,
  };
}

/** By what two answers are told apart: the status, where it leads, and which cookies it sets. */
function signOf({ form, inside }: SignedIn): string {
  return JSON.stringify(
    [form, inside].map((answer) => {
      if (answer?.kind !== 'answered') return null;
      const { status, headers } = answer.response;
      const cookies = (headers.get('set-cookie') ?? '').split('\n').map((one) => one.split('=')[0] ?? '');
      return [
        status,
        headers.get('location')?.split(/[?#]/)[0],
        cookies.toSorted((one, other) => one.localeCompare(other)),
      ];
    }),
  );
}
