/**
 * Can a stranger find out which identities exist? They show a key that is surely wrong, once under the identity of a
 * canary and once under one that nobody has, and compare what comes back. RFC 4279 section 2 lets a server answer
 * an unknown identity as if the key were wrong; one that answers differently gives out the list of its devices to
 * whoever tries names.
 *
 * Compared are the alerts and whether there is an answer at all, three times each, in turn. Times are compared only
 * where they lie clearly apart: on a network a few milliseconds say nothing.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import { told } from '../../probes/dtls/attempts.ts';
import {
  PSK_TARGETS,
  type PskCanary,
  type Shown,
  type Way,
  madeUpIdentity,
  madeUpKey,
  openWays,
  pskCanaries,
  showKey,
} from '../../probes/psk/stage.ts';
import { inconclusive } from '../../verdict.ts';

const ROUNDS = 3;
/** Times that lie at least so far apart, without overlap, tell two answers apart. In milliseconds. */
const CLEARLY_APART = 250;

export const pskUnknownIdentity = defineCheck({
  id: 'psk-unknown-identity',
  title: 'Does the listener answer an unknown identity as it answers a wrong key?',
  targets: PSK_TARGETS,
  control: 'an enrolled canary completes a handshake with its key, before and after the attack',
  attack: 'a wrong key under a known identity, and under one that nobody has; the answers are compared',
  effect: 'active',
  budget: { connections: 20, seconds: 60, bytes: 250_000 },
  strength: 'probe',
  lifetimeHours: 168,
  expects: {},
  async run(context): Promise<CheckOutcome> {
    const [canary] = pskCanaries(context);
    if (!canary) return inconclusive('targets.yaml names no enrolled identity with a psk for this target');
    const { ways, last } = await openWays(context, canary);
    if (ways.length === 0)
      return inconclusive(`the canary was not let in (${told(last)})`, { control: last });
    const compared: Comparison[] = [];
    for (const way of ways) compared.push(await compare(context, way, canary));
    const attack = compared.flatMap(({ attempts }) => attempts);
    const base = { control: last, attack, observer: null, refusedBy: null, facts: [] };
    const { declared } = context.dial;
    const taken = attack.filter(({ outcome }) => outcome === 'accepted');
    if (taken.length > 0) {
      return {
        ...base,
        verdict: 'fail',
        reason: `${declared} let in ${taken.map(({ what }) => what).join('; ')}`,
      };
    }
    for (const way of ways) {
      const { attempt } = await showKey(
        context,
        way,
        `${canary.name} with its key, after the attack`,
        canary,
      );
      if (attempt.outcome !== 'accepted') {
        const tried = { ...base, control: attempt };
        return inconclusive(`after the attack the canary was not let in (${told(attempt)})`, tried);
      }
    }
    const unclear = attack.filter(({ refusedBy }) => refusedBy !== 'server');
    if (unclear.length > 0) {
      return inconclusive(`what was answered cannot be compared (${unclear.map(told).join('; ')})`, base);
    }
    const differ = compared.flatMap(({ difference }) => difference ?? []);
    if (differ.length > 0) {
      const reason = `by trying names a stranger learns from ${declared} which exist (${differ.join('; ')})`;
      return { ...base, verdict: 'fail', reason };
    }
    const same = compared.map(({ way, answer }) => `${way}: ${answer}`).join('; ');
    const reason = `${declared} answered a wrong key and an unknown identity alike, ${ROUNDS} times each (${same})`;
    return { ...base, verdict: 'pass', refusedBy: 'server', reason };
  },
});

interface Comparison {
  readonly way: Way;
  readonly attempts: readonly Attempt[];
  readonly answer: string;
  /** How the two can be told apart. */
  readonly difference?: string;
}

async function compare(context: CheckContext, way: Way, canary: PskCanary): Promise<Comparison> {
  const known: Shown[] = [];
  const unknown: Shown[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const wrong = { ...canary, key: madeUpKey(canary) };
    known.push(await showKey(context, way, `a wrong key under the identity of ${canary.name}`, wrong));
    const nobody = { ...wrong, identity: madeUpIdentity(canary) };
    unknown.push(await showKey(context, way, 'a wrong key under an identity that nobody has', nobody));
  }
  const difference = differenceOf(known, unknown);
  return {
    way,
    attempts: [...known, ...unknown].map(({ attempt }) => attempt),
    answer: answers(known),
    ...(difference !== undefined && { difference: `${way}: ${difference}` }),
  };
}

function differenceOf(known: readonly Shown[], unknown: readonly Shown[]): string | undefined {
  if (answers(known) !== answers(unknown)) {
    return `${answers(known)} for a wrong key, ${answers(unknown)} for an unknown identity`;
  }
  const [fastest, slowest] = [known, unknown]
    .map((some) => some.map(({ millis }) => millis))
    .toSorted((a, b) => Math.min(...a) - Math.min(...b));
  const gap = Math.min(...(slowest ?? [])) - Math.max(...(fastest ?? []));
  return gap >= CLEARLY_APART ? `one of the two is answered ${Math.round(gap)} ms later` : undefined;
}

function answers(shown: readonly Shown[]): string {
  return [...new Set(shown.map(({ answer }) => answer))].toSorted().join(' or ');
}
