/**
 * For how long would a token open that was copied from a device? The check takes the place of the device's server, with
 * the right certificate, and looks into its first message: at the end that a shared access signature (`se`) or a JWT
 * (`exp`, RFC 7519) names. One that names none never runs out.
 *
 * Few tokens say when they were made, and at the end of its life every token looks short. So two are looked at: only
 * where each call brings a new one does its end say how long tokens last. A device that has no token has none to copy.
 * That the server holds to the end that a token names is another question.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Attempt } from '../../../evidence/run.ts';
import { type CheckOutcome, defineCheck } from '../../check.ts';
import { wardrobeOf } from '../../probes/client/stage.ts';
import { type TokenSight, tokenIn } from '../../probes/client/token.ts';
import { type Play, type Visit, policyOf, receive, shaking } from '../../probes/client/visit.ts';
import { inconclusive } from '../../verdict.ts';

/** In seconds. */
const HOUR = 3600;
const LIMITS: Readonly<Record<string, number>> = { hour: HOUR, day: 24 * HOUR };
/** By how much the device's clock may be ahead of ours. */
const SKEW = 300;

/** So that a token made anew has another end: it is given in seconds. In milliseconds. */
const APART = 1500;
const RETURNS = 15_000;

const WHAT = 'looking at the token in the first message of two calls';

export const clientTokenLifetime = defineCheck({
  id: 'client-token-lifetime',
  title: 'Do the tokens that the device shows its server run out as soon as is claimed?',
  targets: ['tls-client'],
  control: 'shown the right certificate, the device sends a first message that can be read, twice',
  attack: 'look for a token that opens for longer than the model says: a day where it says nothing',
  effect: 'active',
  budget: { connections: 20, seconds: 120, bytes: 500_000 },
  strength: 'probe',
  lifetimeHours: 24 * 30,
  expects: { lifetime: 'tokenLifetime' },
  async run(context) {
    const wardrobe = wardrobeOf(context);
    if (typeof wardrobe === 'string') return inconclusive(wardrobe);
    const { door, right } = wardrobe;
    const limit = LIMITS[String(context.expects['lifetime'] ?? 'day')];
    if (limit === undefined)
      return inconclusive(
        'the model says that tokens last longer than a day: there is nothing to hold them to',
      );
    const wait = (context.target.device?.returnsWithin ?? RETURNS / 1000) * 1000;
    const looks: Look[] = [];
    for (const first of [true, false]) {
      if (!first) await sleep(APART);
      const look = await lookOnce(right, (play) => receive(door, play, wait));
      if (look.visit.kind !== 'spoke' || look.sight.kind === 'unread')
        return inconclusive(`the device at ${door.declared} showed no first message that can be read`, {
          control: controlOf(look),
        });
      looks.push(look);
    }
    return judge(door.declared, looks, limit);
  },
});

interface Look {
  readonly visit: Visit;
  readonly sight: TokenSight;
  readonly at: Date;
}

async function lookOnce(
  { cert, key }: { readonly cert: string; readonly key: string },
  visitWith: (play: Play) => Promise<Visit>,
): Promise<Look> {
  let sight: TokenSight = { kind: 'unread' };
  const heard = (first: Buffer): void => {
    sight = tokenIn(first);
  };
  const visit = await visitWith({
    serve: (socket, hello) =>
      shaking(socket, hello, { ...policyOf({ least: 'TLS 1.2' }), cert, key, heard, shown: 0 }),
  });
  return { visit, sight, at: new Date() };
}

function controlOf({ visit, sight }: Look): Attempt {
  const what = 'the right certificate';
  if (visit.kind !== 'spoke')
    return {
      what,
      outcome: 'silent',
      refusedBy: null,
      detail: 'detail' in visit ? visit.detail : visit.kind,
    };
  const detail = sight.kind === 'unread' ? `${visit.said}, which cannot be read` : visit.said;
  return { what, outcome: sight.kind === 'unread' ? 'not-spoken' : 'accepted', refusedBy: null, detail };
}

function judge(declared: string, looks: readonly Look[], limit: number): CheckOutcome {
  const lasting = looks.map(({ sight, at }) => secondsOf(sight, at));
  const [first] = looks;
  const longest = Math.max(0, ...lasting);
  const long = longest > limit + SKEW;
  const detail = looks.every(({ sight }) => sight.kind === 'none') ? 'it shows none' : `it ${lasts(longest)}`;
  const attack: readonly Attempt[] = [
    { what: WHAT, outcome: long ? 'seen' : 'not-seen', refusedBy: null, detail },
  ];
  const tried = {
    control: first ? controlOf(first) : null,
    attack,
    observer: null,
    refusedBy: null,
    facts: [],
  };
  if (long) {
    return {
      ...tried,
      verdict: 'fail',
      reason: `the client that calls ${declared} shows a token that ${lasts(longest)}`,
    };
  }
  if (looks.some(({ sight }) => sight.kind === 'opaque'))
    return inconclusive(
      `the client that calls ${declared} shows a secret that does not say when it runs out`,
      tried,
    );
  if (isSame(looks))
    return inconclusive(
      `the client that calls ${declared} showed one token twice, so how long it had when it was made cannot be told; let the device start anew between its calls`,
      tried,
    );
  const reason = looks.every(({ sight }) => sight.kind === 'none')
    ? `the client that calls ${declared} showed no token in its first message, in two calls`
    : `the client that calls ${declared} showed two tokens, each made for its call, of which the later ${lasts(longest)}`;
  return { ...tried, verdict: 'pass', reason };
}

/** For how long a token lasts: from when it was made, where it says so and that is past, or else from now. */
function secondsOf(sight: TokenSight, at: Date): number {
  if (sight.kind !== 'token') return 0;
  if (sight.end === undefined) return Infinity;
  const from = Math.min(at.getTime(), sight.made?.getTime() ?? at.getTime());
  return (sight.end.getTime() - from) / 1000;
}

/** One token, seen twice, that does not say when it was made. */
function isSame(looks: readonly Look[]): boolean {
  const [one, other] = looks.map(({ sight }) => sight);
  return (
    one?.kind === 'token' && other?.kind === 'token' && one.token === other.token && one.made === undefined
  );
}

function lasts(seconds: number): string {
  if (seconds === Infinity) return 'never runs out';
  const hours = seconds / HOUR;
  return hours > 48 ? `lasts ${Math.round(hours / 24)} days` : `lasts ${Math.round(hours * 10) / 10} hours`;
}
