/**
 * Does the server demand a certificate of our own CA, up to the session it lets begin? Everything else the canary
 * shows (name, password) stays as it is, so that the certificate alone decides; with nothing else it is the proof of
 * SASL EXTERNAL. Revoked certificates are tried by tls-client-revocation.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import {
  type Changes,
  connectAs,
  hasPassword,
  leave,
  notTriable,
  saslOf,
  tryControl,
} from '../../../probes/amqp/canary.ts';
import { connectAttempt } from '../../../probes/amqp/connect.ts';
import { expiredCanary, forgeries, noCertificate } from '../../../probes/brokers/certificates.ts';
import {
  controlFailed,
  enrolledCanaries,
  hasCertificate,
  judgeRefusals,
  line,
  outcome,
} from '../../../probes/mqtt/canary.ts';
import { takesUnasked, unaskedDoubt } from '../../../probes/tls/unasked.ts';

export const amqpClientCertificate = defineCheck({
  id: 'amqp-client-certificate',
  title: 'Does the AMQP server refuse a client without a certificate of ours?',
  targets: ['amqp'],
  control: 'an enrolled canary begins a session with its certificate, before and after the attack',
  attack:
    'begin one as that canary without certificate, with one of the same subject from another CA, with one signed by itself; and with an expired one of ours where the target declares it; as a canary with a password and nothing else; a hello with suites in which nobody shows a certificate',
  effect: 'passive',
  budget: { connections: 20, seconds: 60, bytes: 400_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const problem = notTriable(context, 1);
    if (problem !== undefined) return outcome('inconclusive', problem);
    const canary = enrolledCanaries(context).find((identity) => hasCertificate(context, identity));
    if (!canary) return outcome('inconclusive', noCertificate(context));
    const before = await tryControl(context, canary);
    if (before.attempt.outcome !== 'accepted') return controlFailed(before.attempt);

    const attack: Attempt[] = [];
    for (const { how, certificate } of await forgeries(context, canary))
      attack.push(await tried(context, canary, `as ${canary.name}, ${how}`, { certificate }));
    attack.push(...(await byPasswordAlone(context, canary)));
    const expired = await tryExpired(context, canary);
    if (expired.attempt) attack.push(expired.attempt);
    const unasked = context.target.tls && (await takesUnasked(context.dial, 'TLS'));
    const { attempt: control } = await tryControl(context, canary);
    const { verdict, decisive } = judgeRefusals(attack);
    if (control.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(control, { attack });
    if (unasked && verdict === 'pass') {
      const found = { control, attack: [...attack, unasked], facts: before.facts };
      return outcome('inconclusive', unaskedDoubt(unasked), found);
    }
    const reason = {
      pass: `refused ${canary.name} without certificate, with one of another CA and with a self-signed one${expired.said}`,
      fail: `accepted a client it should not: ${decisive.map(line).join('; ')}`,
      inconclusive: `the attack was not clearly refused by the server: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { control, attack, facts: before.facts });
  },
});

async function tried(
  context: CheckContext,
  who: Credentials,
  what: string,
  changes: Changes,
): Promise<Attempt> {
  const connected = await connectAs(context, who, changes);
  leave(connected);
  const attempt = connectAttempt(what, connected);
  const others = connected.offered.filter((mechanism) => mechanism !== 'EXTERNAL');
  if (
    changes.certificate !== null ||
    hasPassword(who) ||
    attempt.outcome === 'accepted' ||
    others.length === 0
  )
    return attempt;
  // EXTERNAL without certificate shows nothing where something else may be said instead.
  const detail = `${attempt.detail}; without certificate it offers ${others.join(', ')}, and whether that alone will do is not known`;
  return { ...attempt, outcome: 'silent', refusedBy: null, detail };
}

/** Where the canary says nothing but its certificate, one that has a password shows whether that alone will do. */
async function byPasswordAlone(context: CheckContext, canary: Credentials): Promise<readonly Attempt[]> {
  const other = hasPassword(canary) ? undefined : enrolledCanaries(context).find(hasPassword);
  if (!other) return [];
  return [await tried(context, other, `${other.name}, by its password alone`, { certificate: null })];
}

/** The expired certificate is tried where the target has one; the reason says so either way. */
async function tryExpired(
  context: CheckContext,
  canary: Credentials,
): Promise<{ readonly attempt?: Attempt; readonly said: string }> {
  const one = expiredCanary(context, canary);
  if (typeof one === 'string') return { said: `; an expired certificate was not tried: ${one}` };
  // Name and password are the canary's where it declares none, so that the certificate alone decides.
  const connected = await connectAs(context, one, hasPassword(one) ? {} : { sasl: saslOf(canary) });
  leave(connected);
  if ((connected.kind === 'refused' || connected.kind === 'hung-up') && connected.offered.length > 0)
    return {
      said: `; ${one.name} was refused, but perhaps as unknown and not as expired (${connected.detail})`,
    };
  const attempt = connectAttempt(`${one.name}, with an expired certificate of ours`, connected);
  return { attempt, said: '; and an expired one' };
}
