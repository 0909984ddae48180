/** Asking a service for its declared routes as a canary, with its token or with another one. */
import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, CheckOutcome, Credentials } from '../../check.ts';
import type { Route } from '../../targets/spoken/http.ts';
import { enrolledCanaries, outcome } from '../mqtt/canary.ts';
import { connectAttempt } from '../mqtt/connect.ts';
import { type HttpAnswer, type HttpRequest, askHttp } from './exchange.ts';
import type { HttpResponse } from './response.ts';

/** `null`: no header at all; a text is sent in its place, after the scheme. */
export type ShownToken = string | null;

/** Canaries with a token, in the order of targets.yaml. */
export function tokenHolders(context: CheckContext): readonly (Credentials & { readonly token: string })[] {
  return enrolledCanaries(context).filter(hasToken);
}

function hasToken(identity: Credentials): identity is Credentials & { readonly token: string } {
  return identity.token !== undefined;
}

/** What stands in the way of trying at all, as an outcome; undefined when nothing does. */
export function cannotAsk(
  context: CheckContext,
  canaries: number,
  of: 'routes' | 'things',
): CheckOutcome | undefined {
  if (routesOf(context, of).length === 0)
    return outcome(
      'inconclusive',
      of === 'routes'
        ? 'the target declares no routes (http.routes)'
        : 'the target declares no route with {identity} in its path, so no thing that belongs to one canary',
    );
  const held = tokenHolders(context).length;
  return held < canaries
    ? outcome(
        'inconclusive',
        `the target declares ${held} enrolled canaries with a token, ${canaries} needed`,
      )
    : undefined;
}

/** The declared routes, or those of them that belong to one canary each. */
export function routesOf(context: CheckContext, of: 'routes' | 'things' = 'routes'): readonly Route[] {
  const routes = context.target.http?.routes ?? [];
  return of === 'routes' ? routes : routes.filter(({ path }) => path.includes('{identity}'));
}

/** The route's name for records: `GET /devices/canary-a`. */
export function nameOf(route: Route, identity: string): string {
  return `${route.method} ${pathOf(route, identity)}`;
}

/** The route's path for one identity. */
export function pathOf({ path }: Route, identity: string): string {
  return path.replaceAll('{identity}', encodeURIComponent(identity));
}

/**
 * Asks for a route. `as` shows its certificate, where it has one; only what is shown as token, and whose thing is
 * asked for, differ between control and attack.
 */
export function askRoute(
  context: CheckContext,
  route: Route,
  as: Credentials,
  shown: { readonly token: ShownToken; readonly thingOf?: string; readonly headers?: Record<string, string> },
): Promise<HttpAnswer> {
  const { header = 'Authorization', scheme = 'Bearer' } = context.target.http?.token ?? {};
  const { cert, key } = as;
  const value = shown.token === null ? null : `${scheme} ${shown.token}`.trim();
  return askHttp(context, {
    method: route.method,
    path: pathOf(route, shown.thingOf ?? as.name),
    ...(route.body !== undefined && { body: route.body }),
    headers: { ...(value !== null && { [header]: value }), ...shown.headers },
    ...(cert !== undefined && key !== undefined && { certificate: { cert, key } }),
  });
}

/** The request for the declared page (/ where there is none), with all that the first enrolled canary has to show. */
export function pageRequest(context: CheckContext): HttpRequest {
  const { path = '/', token: { header = 'Authorization', scheme = 'Bearer' } = {} } =
    context.target.http ?? {};
  const [canary] = enrolledCanaries(context);
  return {
    method: 'GET',
    path,
    headers: canary?.token === undefined ? {} : { [header]: `${scheme} ${canary.token}`.trim() },
    ...(canary?.cert !== undefined &&
      canary.key !== undefined && { certificate: { cert: canary.cert, key: canary.key } }),
  };
}

/**
 * What an answer is worth beside that to who may have it. A refusal with the very same body refuses by its status alone:
 * whoever sets the status and goes on (a forgotten `return`) sends what was asked for all the same. And a page where
 * the other got data is not what was asked for: it may be the one where people sign in.
 */
export function besideServed(attempt: Attempt, answer: HttpAnswer, served: HttpAnswer | undefined): Attempt {
  if (answer.kind !== 'answered' || served?.kind !== 'answered') return attempt;
  const [got, theirs] = [answer.response, served.response];
  const unclear = (detail: string): Attempt => ({
    ...attempt,
    outcome: 'not-spoken',
    refusedBy: null,
    detail: `${attempt.detail}, but with ${detail}`,
  });
  if (attempt.outcome === 'refused' && got.content.length > LEAST_TOLD && got.body === theirs.body)
    return unclear('the body that is served to who may have it');
  return attempt.outcome === 'accepted' && isPage(got) && !isPage(theirs) && theirs.body !== undefined
    ? unclear('a page for people where who may have it gets something else')
    : attempt;
}

function isPage({ headers }: HttpResponse): boolean {
  return /^text\/html\b/i.test(headers.get('content-type') ?? '');
}

/** A body of a few bytes (`{}`, `null`) says nothing to anybody. */
const LEAST_TOLD = 4;

/**
 * The record of one request. 2xx is acceptance, 401 and 403 (and the statuses given beside them) are refusal; anything
 * else is neither: a redirect leads somewhere that is not looked at, 404 may mean that the route is gone, and 429 and
 * 5xx that nobody is served.
 */
export function httpAttempt(what: string, answer: HttpAnswer, refusals: readonly number[] = []): Attempt {
  if (answer.kind !== 'answered') return connectAttempt(what, answer);
  const { status } = answer.response;
  if (status >= 200 && status < 300)
    return { what, outcome: 'accepted', refusedBy: null, detail: `HTTP ${status}` };
  if ([401, 403, ...refusals].includes(status))
    return { what, outcome: 'refused', refusedBy: 'server', detail: `HTTP ${status}` };
  return { what, outcome: 'not-spoken', refusedBy: null, detail: `HTTP ${status}, neither yes nor no` };
}
