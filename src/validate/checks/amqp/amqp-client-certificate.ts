/**
 * Does the server demand a certificate of our own CA, up to the session it lets begin? Everything else the canary
 * shows (name, password) stays as it is, so that the certificate alone decides; with nothing else it is the proof of
 * SASL EXTERNAL. Revoked certificates are tried by tls-client-revocation.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../check.ts';
import { type Changes, connectAs, leave, notTriable, tryControl } from '../../probes/amqp/canary.ts';
import { connectAttempt } from '../../probes/amqp/connect.ts';
import { compareWithEnrolled } from '../../probes/canary-certificate.ts';
import { forgeByOtherCa, forgeSelfSigned } from '../../probes/forge.ts';
import {
  controlFailed,
  enrolledCanaries,
  hasCertificate,
  judgeRefusals,
  line,
  outcome,
} from '../../probes/mqtt/canary.ts';

export const amqpClientCertificate = defineCheck({
  id: 'amqp-client-certificate',
  title: 'Does the AMQP server refuse a client without a certificate of ours?',
  targets: ['amqp'],
  control: 'an enrolled canary begins a session with its certificate, before and after the attack',
  attack:
    'begin one as that canary without certificate, with one of the same subject from another CA, with one signed by itself; and with an expired one of ours where the target declares it',
  effect: 'passive',
  budget: { connections: 16, seconds: 60, bytes: 400_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const problem = notTriable(context, 1);
    if (problem !== undefined) return outcome('inconclusive', problem);
    const canary = enrolledCanaries(context).find((identity) => hasCertificate(context, identity));
    if (!canary) {
      return outcome(
        'inconclusive',
        context.target.tls
          ? 'no enrolled canary has a certificate and its key'
          : 'the target declares no TLS, so that no certificate can be shown',
      );
    }
    const before = await tryControl(context, canary);
    if (before.attempt.outcome !== 'accepted') return controlFailed(before.attempt);

    const expired = expiredOne(context, canary);
    const attack = await Promise.all([
      ...(await forgeries(context, canary)).map(([how, certificate]) =>
        tried(context, canary, `as ${canary.name}, ${how}`, { certificate }),
      ),
      ...(expired.one
        ? [tried(context, expired.one, `${expired.one.name}, with an expired certificate of ours`, {})]
        : []),
    ]);
    const { attempt: control } = await tryControl(context, canary);
    const { verdict, decisive } = judgeRefusals(attack);
    if (control.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(control, { attack });
    const reason = {
      pass: `refused ${canary.name} without certificate, with one of another CA and with a self-signed one${expired.said}`,
      fail: `accepted a client it should not: ${decisive.map(line).join('; ')}`,
      inconclusive: `the attack was not clearly refused by the server: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { control, attack, facts: before.facts });
  },
});

async function forgeries(
  { now }: CheckContext,
  { cert = '' }: Credentials,
): Promise<readonly (readonly [string, NonNullable<Changes['certificate']> | null])[]> {
  return [
    ['without certificate', null],
    ['with a certificate of the same subject from another CA', await forgeByOtherCa(cert, now)],
    ['with a self-signed certificate of the same subject', await forgeSelfSigned(cert, now)],
  ];
}

async function tried(
  context: CheckContext,
  who: Credentials,
  what: string,
  changes: Changes,
): Promise<Attempt> {
  const connected = await connectAs(context, who, changes);
  leave(connected);
  return connectAttempt(what, connected);
}

/** The expired certificate is tried where the target has one; the reason says so either way. */
function expiredOne(
  context: CheckContext,
  canary: Credentials,
): { readonly one?: Credentials; readonly said: string } {
  const one = context.identities.find(
    (identity) => identity.state === 'expired' && hasCertificate(context, identity),
  );
  const doubt = one ? compareWithEnrolled(one, canary, context.now) : 'the target declares none';
  return one && doubt === undefined
    ? { one, said: '; and an expired one' }
    : { said: `; an expired certificate was not tried: ${doubt}` };
}
