/** Changing what a target declares to be made for that (`http.changes`), and looking whether it has changed. */
import { randomBytes } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';
import type { CheckContext, Credentials } from '../../check.ts';
import type { Change } from '../../targets/spoken/http.ts';
import { inconclusive } from '../../verdict.ts';
import { line } from '../mqtt/canary.ts';
import { wordAt } from '../commands/json.ts';
import { type HttpAnswer, askHttp } from './exchange.ts';
import { httpAttempt } from './routes.ts';

/** Who shows something, and how: a token in its header, a certificate where there is TLS. */
export function shownBy(
  context: CheckContext,
  who: Credentials,
  token = true,
): { readonly headers: Record<string, string>; readonly certificate?: { cert: string; key: string } } {
  const { header = 'Authorization', scheme = 'Bearer' } = context.target.http?.token ?? {};
  return {
    headers: token && who.token !== undefined ? { [header]: `${scheme} ${who.token}`.trim() } : {},
    ...(who.cert !== undefined &&
      who.key !== undefined &&
      context.target.tls && { certificate: { cert: who.cert, key: who.key } }),
  };
}

/** A text that stands nowhere yet. */
export function madeUp(): string {
  return `bestride-${randomBytes(8).toString('hex')}`;
}

/** One declared change with the identity that may make it; or why there is nothing to try. */
export interface Stage {
  readonly change: Change;
  readonly by: Credentials;
}

export function stagesOf(
  context: CheckContext,
  wanted: (change: Change) => boolean = () => true,
): readonly Stage[] | ReturnType<typeof inconclusive> {
  const changes = (context.target.http?.changes ?? []).filter(wanted);
  if (changes.length === 0)
    return inconclusive('the target declares nothing that this check may change (http.changes)');
  const stages = changes.flatMap((change) => {
    const by = context.identities.find(({ name, state }) => name === change.by && state === 'enrolled');
    return by ? [{ change, by }] : [];
  });
  return stages.length === changes.length
    ? stages
    : inconclusive('http.changes names an identity (by) that the target does not declare as enrolled');
}

/** How a request differs from that of the one who may make it. */
export interface Sent {
  readonly as: Credentials;
  /** False: only what a browser adds by itself. */
  readonly token?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** The same as a form has it, where it is a JSON object. */
  readonly asForm?: boolean;
  /** Without a word on its type. */
  readonly untyped?: boolean;
}

/** Sends the change with a text in it. */
export function sendChange(
  context: CheckContext,
  change: Change,
  text: string,
  sent: Sent,
): Promise<HttpAnswer> {
  const shown = shownBy(context, sent.as, sent.token);
  const body = change.body.replaceAll('{text}', JSON.stringify(text).slice(1, -1));
  return askHttp(context, {
    method: change.method,
    path: change.path,
    body: sent.asForm ? formOf(body) : body,
    ...(sent.untyped && { untyped: true }),
    ...shown,
    headers: { ...shown.headers, ...sent.headers },
  });
}

/** The fields of a JSON object as a form sends them (`a=1&b[c]=2`); anything else as it is. */
function formOf(body: string): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return body;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? new URLSearchParams(fieldsOf(value)).toString()
    : body;
}

function fieldsOf(value: object, around = ''): [string, string][] {
  return Object.entries(value).flatMap(([name, inside]: [string, unknown]) => {
    const called = around === '' ? name : `${around}[${name}]`;
    return typeof inside === 'object' && inside !== null
      ? fieldsOf(inside, called)
      : [[called, String(inside)] as [string, string]];
  });
}

/** What its own pages send with each change: their origin, and the proof where there is one. */
export async function ownHeaders(
  context: CheckContext,
  who: Credentials,
): Promise<{ readonly headers: Record<string, string>; readonly proof: boolean }> {
  const { proof } = context.target.http ?? {};
  const headers = { Origin: originOf(context) };
  if (!proof) return { headers, proof: false };
  const answer = await askHttp(context, { method: 'GET', path: proof.from, ...shownBy(context, who) });
  const value =
    answer.kind === 'answered' ? wordAt(answer.response.content.toString('utf8'), proof.pointer) : '';
  return { headers: { ...headers, ...(value !== '' && { [proof.header]: value }) }, proof: value !== '' };
}

export function originOf({ target, dial }: CheckContext): string {
  return target.http?.origin ?? `${target.tls ? 'https' : 'http'}://${dial.serverName}`;
}

/** By when a change that was accepted is to be seen, in milliseconds. */
const SETTLE = 1500;
const AGAIN = 250;

/** True when the text is there, as the one sees it who may change it; undefined when it cannot be read. */
async function isThere(
  context: CheckContext,
  { change, by }: Stage,
  text: string,
  path: string = change.read,
): Promise<boolean | undefined> {
  let read: boolean | undefined;
  for (const until = Date.now() + SETTLE; Date.now() < until;) {
    const answer = await askHttp(context, { method: 'GET', path, ...shownBy(context, by) });
    if (answer.kind !== 'answered' || answer.response.status !== 200) return undefined;
    read = answer.response.content.includes(text);
    if (read) return true;
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
  return read;
}

/** The legitimate change: sent as its own pages would, and found afterwards. */
export async function ownChange(context: CheckContext, stage: Stage, when: string): Promise<Attempt> {
  const { change, by } = stage;
  const what = `${by.name} sends ${change.method} ${change.path}, ${when}`;
  const text = madeUp();
  const { headers } = await ownHeaders(context, by);
  const attempt = httpAttempt(what, await sendChange(context, change, text, { as: by, headers }));
  if (attempt.outcome !== 'accepted') return attempt;
  return (await isThere(context, stage, text))
    ? { ...attempt, detail: `${attempt.detail}; it is found at ${change.read}` }
    : { ...attempt, outcome: 'not-spoken', detail: `${attempt.detail}; it is not found at ${change.read}` };
}

/** Statuses that are a refusal where nothing has changed: of the request as it is, or of who sends it (to sign in). */
const REFUSALS = [302, 303, 400, 404, 405, 406, 409, 415, 419, 422];

/** An attempt to change it otherwise. Where the text is found it was carried out, whatever was said. */
export async function tryChange(
  context: CheckContext,
  stage: Stage,
  what: string,
  sent: Sent,
): Promise<Attempt> {
  const text = madeUp();
  const attempt = httpAttempt(what, await sendChange(context, stage.change, text, sent), REFUSALS);
  // A local failure or a lost connection has sent nothing, or nobody knows what.
  const there = await isThere(context, stage, text);
  if (there === true)
    return { ...attempt, outcome: 'accepted', refusedBy: null, detail: `${attempt.detail}; it has changed` };
  if (there === undefined)
    return {
      ...attempt,
      outcome: 'not-spoken',
      refusedBy: null,
      detail: `${attempt.detail}; it could not be read`,
    };
  return attempt.outcome === 'accepted'
    ? {
        ...attempt,
        outcome: 'not-seen',
        refusedBy: 'server',
        detail: `${attempt.detail}; it has not changed`,
      }
    : { ...attempt, detail: `${attempt.detail}; it has not changed` };
}

/** Who watches whether it changes. */
export function observedBy(stages: readonly Stage[], attack: readonly Attempt[]): Attempt {
  const changed = attack.filter(({ detail }) => detail.endsWith('it has changed'));
  return {
    what: stages.map(({ change, by }) => `${by.name} reads ${change.read} after each attempt`).join('; '),
    outcome: changed.length > 0 ? 'seen' : 'not-seen',
    refusedBy: null,
    detail: changed.length > 0 ? changed.map(line).join('; ') : 'no text of an attempt was there',
  };
}
