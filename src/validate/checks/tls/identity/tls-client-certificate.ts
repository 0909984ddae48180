/**
 * Does a listener that is no MQTT broker demand a certificate of our own CA? A client is accepted when its application
 * answers: HTTP with a status of 2xx, AMQP with the outcome 0 of SASL EXTERNAL, and where only TLS is known with
 * anything. Only the certificate differs between the attempts, so it alone decides. Another device's certificate is
 * not tried: without its key nobody can show it.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { compareWithEnrolled } from '../../../probes/canary-certificate.ts';
import { forgeByOtherCa, forgeSelfSigned } from '../../../probes/forge.ts';
import {
  controlFailed,
  enrolledCanaries,
  hasCertificate,
  judgeRefusals,
  line,
  outcome,
} from '../../../probes/mqtt/canary.ts';
import { ASKED_KINDS, type Shown, askAsClient } from '../../../probes/tls/client-answer.ts';
import { clientAttempt, shownBy } from '../../../probes/tls/client-attempt.ts';
import { mayBeForName } from '../../../probes/tls/others-page.ts';
import { answersUnnamed, takesUnasked, unaskedDoubt, unnamedDoubt } from '../../../probes/tls/unasked.ts';

export const tlsClientCertificate = defineCheck({
  id: 'tls-client-certificate',
  title: 'Does the listener refuse a client without a certificate of ours?',
  targets: ASKED_KINDS,
  control:
    'an enrolled canary with its certificate is answered by the application, before and after the attack',
  attack:
    'ask the same without certificate, with one of the same subject from another CA, with one signed by itself; with an expired one and one with a weak key where the target declares them; a hello with suites in which nobody shows a certificate; a call by the address, which names no server',
  effect: 'passive',
  budget: { connections: 30, seconds: 60, bytes: 600_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const canary = enrolledCanaries(context).find((identity) => hasCertificate(context, identity));
    if (!canary)
      return outcome(
        'inconclusive',
        'the target declares no enrolled canary with a certificate that it could show',
      );
    const control = (when: string): Promise<Attempt> =>
      tried(context, `${canary.name}, enrolled, ${when}`, shownBy(canary));
    const before = await control('asks');
    if (before.outcome !== 'accepted') return controlFailed(before);

    const forged = await forgeries(context, canary);
    const declared = badCanaries(context, canary);
    const attack: Attempt[] = [];
    let forName: string | undefined;
    for (const { how, shown, who } of [...forged, ...declared.ready]) {
      const attempt = await tried(context, how, shown);
      attack.push(attempt);
      if (who) forName ??= await mayBeForName(context, who, canary, attempt.detail);
    }
    const unasked = await takesUnasked(context.dial, 'TLS');
    const unnamed = await answersUnnamed(context);
    const after = await control('asks again');
    const { verdict, decisive } = judgeRefusals(attack);
    if (after.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(after, { attack });
    if (unasked && verdict === 'pass')
      return outcome('inconclusive', unaskedDoubt(unasked), { control: after, attack: [...attack, unasked] });
    if (forName !== undefined && verdict === 'pass')
      return outcome('inconclusive', forName, { control: after, attack });
    if (unnamed && verdict === 'pass')
      return outcome('inconclusive', unnamedDoubt(unnamed), { control: after, attack: [...attack, unnamed] });
    const said = decisive.map(line).join('; ');
    const reason = {
      pass: `answered ${canary.name} (${before.detail}) and refused: ${attack.map(({ what }) => what).join(', ')}${declared.said}`,
      fail: `accepted a client it should not: ${said}`,
      inconclusive: `the attack was not clearly refused by the server: ${said}`,
    }[verdict];
    return outcome(verdict, reason, { control: after, attack });
  },
});

interface Attack {
  readonly how: string;
  readonly shown: Shown | null;
  /** A declared canary; absent: the enrolled one, by its name. */
  readonly who?: Credentials;
}

async function tried(context: CheckContext, what: string, shown: Shown | null): Promise<Attempt> {
  return clientAttempt(what, await askAsClient(context, shown));
}

async function forgeries({ now }: CheckContext, { cert = '' }: Credentials): Promise<Attack[]> {
  return [
    { how: 'a client without certificate', shown: null },
    {
      how: 'one with a certificate of the same subject from another CA',
      shown: await forgeByOtherCa(cert, now),
    },
    {
      how: 'one with a self-signed certificate of the same subject',
      shown: await forgeSelfSigned(cert, now),
    },
  ];
}

/** Canaries that are declared to be bad in one way are tried where they are; what is not tried is said. */
function badCanaries(
  context: CheckContext,
  canary: Credentials,
): { readonly ready: readonly Attack[]; readonly said: string } {
  const ready: Attack[] = [];
  const missing: string[] = [];
  for (const state of ['expired', 'weak'] as const) {
    const bad = context.identities.find((one) => one.state === state && hasCertificate(context, one));
    const doubt = bad ? compareWithEnrolled(bad, canary, context.now) : 'the target declares none';
    if (bad && doubt === undefined)
      ready.push({ how: `${bad.name}, with ${KINDS[state]} of ours`, shown: shownBy(bad), who: bad });
    else missing.push(`${KINDS[state]} was not tried (${doubt})`);
  }
  return { ready, said: missing.map((one) => `; ${one}`).join('') };
}

const KINDS = { expired: 'an expired certificate', weak: 'a certificate with a weak key' } as const;
