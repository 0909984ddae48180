/**
 * Does a listener that is no MQTT broker refuse a certificate that our CA has revoked? The canary it is tried with must
 * be good in every other way; that it was revoked is what the target declares and what this check believes.
 */
import { defineCheck } from '../../../check.ts';
import { compareWithEnrolled } from '../../../probes/canary-certificate.ts';
import {
  controlFailed,
  enrolledCanaries,
  hasCertificate,
  judgeRefusals,
  line,
  outcome,
} from '../../../probes/mqtt/canary.ts';
import { ASKED_KINDS, askAsClient } from '../../../probes/tls/client-answer.ts';
import { clientAttempt, shownBy } from '../../../probes/tls/client-attempt.ts';
import { mayBeForName } from '../../../probes/tls/others-page.ts';

export const tlsClientRevocation = defineCheck({
  id: 'tls-client-revocation',
  title: 'Does the listener refuse a client whose certificate is revoked?',
  targets: ASKED_KINDS,
  control:
    'an enrolled canary with its certificate is answered by the application, before and after the attack',
  attack: 'ask the same with the certificate of a canary that is revoked and otherwise in order',
  effect: 'passive',
  budget: { connections: 10, seconds: 40, bytes: 300_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const canary = enrolledCanaries(context).find((one) => hasCertificate(context, one));
    const revoked = context.identities.find((one) => one.state === 'revoked' && hasCertificate(context, one));
    if (!canary)
      return outcome(
        'inconclusive',
        'the target declares no enrolled canary with a certificate that it could show',
      );
    if (!revoked) return outcome('inconclusive', 'the target declares no revoked canary with a certificate');
    const doubt = compareWithEnrolled(revoked, canary, context.now);
    if (doubt !== undefined) return outcome('inconclusive', `a refusal would prove nothing: ${doubt}`);
    const control = async (when: string) =>
      clientAttempt(`${canary.name}, enrolled, ${when}`, await askAsClient(context, shownBy(canary)));
    const before = await control('asks');
    if (before.outcome !== 'accepted') return controlFailed(before);

    const answer = await askAsClient(context, shownBy(revoked));
    const attack = [clientAttempt(`${revoked.name}, with its revoked certificate`, answer)];
    const forName = await mayBeForName(context, revoked, canary, answer.detail);
    const after = await control('asks again');
    const { verdict, decisive } = judgeRefusals(attack);
    if (after.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(after, { attack });
    const said = decisive.map(line).join('; ');
    if (answer.kind === 'refused' && OTHER_REASONS.has(answer.alert ?? 0)) {
      const reason = `${revoked.name} was refused, though not as revoked: ${answer.detail}`;
      return outcome('inconclusive', reason, { control: after, attack });
    }
    if (forName !== undefined && verdict === 'pass')
      return outcome('inconclusive', forName, { control: after, attack });
    const reason = {
      pass: `refused a revoked certificate while an enrolled one was accepted: ${said}`,
      fail: `accepted a revoked certificate: ${said}`,
      inconclusive: `the attack was not clearly refused by the server: ${said}`,
    }[verdict];
    return outcome(verdict, reason, { control: after, attack });
  },
});

/** Alerts that say plainly that the server's objection is another one (RFC 8446 section 6.2). */
const OTHER_REASONS = new Set([40, 43, 45, 48, 51, 116]);
