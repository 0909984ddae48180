/**
 * Does a pre-shared key let in who has it, and nobody else? Tried over TLS 1.3, TLS 1.2 or DTLS 1.2, whichever lets
 * the canary in: without any key, with a wrong key under the canary's identity, with the canary's key under an identity
 * that nobody has, and under the identity of a second canary. The last two show whether a key belongs to one client:
 * one key that opens under any name, or under any that is known, is shared by all. Who has no key is tried over every
 * version: a listener may want one in the one and a certificate of its own in the other.
 *
 * Over DTLS a wrong key meets silence, since a record that cannot be opened is dropped. Between handshakes of the
 * canary that work, that is the refusal the protocol prescribes.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import { told } from '../../probes/dtls/attempts.ts';
import {
  PSK_TARGETS,
  type PskCanary,
  type Way,
  madeUpIdentity,
  madeUpKey,
  openWays,
  pskCanaries,
  showKey,
  showNothing,
  waysOf,
} from '../../probes/psk/stage.ts';
import { inconclusive } from '../../verdict.ts';

export const pskKey = defineCheck({
  id: 'psk-key',
  title: 'Does the listener refuse a wrong pre-shared key, and a right one under another name?',
  targets: PSK_TARGETS,
  control: 'an enrolled canary completes a handshake with its key, before and after the attack',
  attack:
    'no key at all, a wrong key under the canary’s identity, the canary’s key under an identity that nobody has, and under the identity of a second canary',
  effect: 'active',
  budget: { connections: 20, seconds: 40, bytes: 200_000 },
  strength: 'probe',
  lifetimeHours: 168,
  expects: {},
  async run(context): Promise<CheckOutcome> {
    const [canary, other] = pskCanaries(context);
    if (!canary) return inconclusive('targets.yaml names no enrolled identity with a psk for this target');
    const { ways, last } = await openWays(context, canary);
    if (ways.length === 0)
      return inconclusive(`the canary was not let in (${told(last)})`, { control: last });
    const attack: Attempt[] = [];
    for (const way of waysOf(context)) attack.push(await showNothing(context, way, canary.clientId));
    for (const way of ways) attack.push(...(await impostors(context, way, canary, other)));
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
        return inconclusive(`after the attack the canary was not let in (${told(attempt)})`, {
          ...base,
          control: attempt,
        });
      }
    }
    if (!other) {
      const reason = `whether each client has a key of its own was not tried: targets.yaml names no second enrolled identity with a psk`;
      return inconclusive(reason, base);
    }
    const unclear = attack.filter(({ refusedBy }) => refusedBy !== 'server');
    if (unclear.length > 0) {
      return inconclusive(`whether they were refused cannot be told (${unclear.map(told).join('; ')})`, base);
    }
    const reason = `${declared} let in ${canary.name} by ${ways.join(' and ')}, and refused ${attack.map(({ what }) => what).join('; ')}`;
    return { ...base, verdict: 'pass', refusedBy: 'server', reason };
  },
});

async function impostors(
  context: CheckContext,
  way: Way,
  canary: PskCanary,
  other: PskCanary | undefined,
): Promise<Attempt[]> {
  const tries: readonly (readonly [string, PskCanary])[] = [
    [`a wrong key under the identity of ${canary.name}`, { ...canary, key: madeUpKey(canary) }],
    [`the key of ${canary.name} under an identity that nobody has`, posingAs(canary, madeUpIdentity(canary))],
    ...(other
      ? [
          [
            `the key of ${canary.name} under the identity of ${other.name}`,
            { ...canary, identity: other.identity, clientId: other.clientId },
          ] as const,
        ]
      : []),
  ];
  const attempts: Attempt[] = [];
  for (const [what, who] of tries) {
    const { attempt, afterKey } = await showKey(context, way, what, who);
    // The listener took the key; what the broker then says of the client is another matter.
    attempts.push(afterKey ? { ...attempt, outcome: 'silent', refusedBy: null } : attempt);
  }
  return attempts;
}

/** Under another identity, and under it as client id as well where that is the canary's way: brokers may compare them. */
function posingAs(canary: PskCanary, identity: string): PskCanary {
  return { ...canary, identity, ...(canary.clientId === canary.identity && { clientId: identity }) };
}
