/** Signing in with a name and a password, as people do (RFC 7617, or a form). */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext } from '../../check.ts';
import type { HttpTarget } from '../../targets/http.ts';
import { type HttpAnswer, askHttp } from './exchange.ts';
import { httpAttempt } from './routes.ts';

export type Login = NonNullable<HttpTarget['login']>;

/** `null`: nobody signs in, and what is behind is asked for all the same. */
export type Named = { readonly username: string; readonly password: string } | null;

/** Signs in, and asks for what only those get who are signed in. */
export async function signIn(context: CheckContext, login: Login, who: Named): Promise<HttpAnswer> {
  const { way, path, inside = path, fields } = login;
  if (way === 'basic') {
    const value = who && Buffer.from(`${who.username}:${who.password}`).toString('base64');
    return askHttp(context, {
      method: 'GET',
      path,
      ...(value !== null && { headers: { Authorization: `Basic ${value}` } }),
    });
  }
  if (!who) return askHttp(context, { method: 'GET', path: inside });
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
  if (sent.kind !== 'answered' || sent.response.status >= 429) return sent;
  const cookies = (sent.response.headers.get('set-cookie') ?? '')
    .split('\n')
    .map((cookie) => cookie.split(';')[0]?.trim() ?? '')
    .filter((cookie) => cookie !== '');
  return askHttp(context, {
    method: 'GET',
    path: inside,
    ...(cookies.length > 0 && { headers: { Cookie: cookies.join('; ') } }),
  });
}

/** The record of a try; who gets what a stranger gets (`status`) has been refused. */
export function loginAttempt(what: string, answer: HttpAnswer, stranger: number): Attempt {
  const forms = stranger >= 200 && stranger < 429 ? [stranger] : [];
  return httpAttempt(what, answer, forms);
}
