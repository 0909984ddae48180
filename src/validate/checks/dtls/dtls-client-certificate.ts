/**
 * Does the DTLS listener take nobody but who proves possession of a key that the right CA vouched for? In DTLS 1.2 the
 * server judges the client's certificate before it sends its Finished, so a finished handshake is an acceptance.
 *
 * An alert counts as a refusal. Silence does not: what a server should do with a bad certificate is to say so.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import { DTLS_TARGETS, handshakeAttempt, told } from '../../probes/dtls/attempts.ts';
import type { OwnCertificate } from '../../probes/dtls/exchange.ts';
import { openDtlsSession } from '../../probes/dtls/session.ts';
import { forgeByOtherCa, forgeSelfSigned } from '../../probes/forge.ts';
import { takesUnasked, unaskedDoubt } from '../../probes/tls/unasked.ts';
import { inconclusive } from '../../verdict.ts';

export const dtlsClientCertificate = defineCheck({
  id: 'dtls-client-certificate',
  title: 'Does the DTLS listener refuse clients without a certificate of the right CA?',
  targets: DTLS_TARGETS,
  control: 'an enrolled canary completes a handshake with its certificate, before and after the attack',
  attack:
    'handshakes without a certificate, with one that names the canary and signs itself, and with one from another CA that bears the name of the right one; a hello with suites in which nobody shows a certificate',
  effect: 'active',
  budget: { connections: 8, seconds: 30, bytes: 200_000 },
  strength: 'probe',
  lifetimeHours: 168,
  expects: {},
  async run(context): Promise<CheckOutcome> {
    const canary = context.identities.find(({ state, cert, key }) => state === 'enrolled' && cert && key);
    if (canary?.cert === undefined || canary.key === undefined) {
      return inconclusive('targets.yaml names no enrolled identity with a certificate for this target');
    }
    const own = { cert: canary.cert, key: canary.key };
    const name = `${canary.name} with its certificate`;
    const before = await shakeHands(context, `${name}, before the attack`, own);
    if (before.outcome !== 'accepted') {
      return inconclusive(`the canary was not taken (${told(before)})`, { control: before });
    }
    const attack = [
      await shakeHands(context, 'nobody, without a certificate', undefined),
      await shakeHands(context, 'a self-signed certificate', await forgeSelfSigned(own.cert, context.now)),
      await shakeHands(context, 'a certificate from another CA', await forgeByOtherCa(own.cert, context.now)),
    ];
    const base = { control: before, attack, observer: null, refusedBy: null, facts: [] };
    const taken = attack.filter(({ outcome }) => outcome === 'accepted');
    const { declared } = context.dial;
    if (taken.length > 0) {
      return {
        ...base,
        verdict: 'fail',
        reason: `${declared} took ${taken.map(({ what }) => what).join('; ')}`,
      };
    }
    const unasked = await takesUnasked(context.dial, 'DTLS');
    const control = await shakeHands(context, `${name}, after the attack`, own);
    if (control.outcome !== 'accepted') {
      return inconclusive(`after the attack the canary was not taken (${told(control)})`, {
        ...base,
        control,
      });
    }
    const unclear = attack.filter(({ refusedBy }) => refusedBy !== 'server');
    if (unclear.length > 0) {
      const reason = `whether they were refused cannot be told (${unclear.map(told).join('; ')})`;
      return inconclusive(reason, { ...base, control });
    }
    if (unasked)
      return inconclusive(unaskedDoubt(unasked), { ...base, attack: [...attack, unasked], control });
    const reason = `${declared} took ${canary.name} and refused with an alert: ${attack.map(({ what }) => what).join('; ')}`;
    return { ...base, control, verdict: 'pass', refusedBy: 'server', reason };
  },
});

async function shakeHands(
  { dial }: CheckContext,
  what: string,
  certificate: OwnCertificate | undefined,
): Promise<Attempt> {
  const outcome = await openDtlsSession(dial, { exchanges: ['ecdhe'], ...(certificate && { certificate }) });
  if (outcome.kind === 'secured') outcome.session.close();
  return handshakeAttempt(what, outcome);
}
