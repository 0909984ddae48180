/**
 * Does the listener refuse DTLS 1.0 where DTLS 1.2 is claimed? Asked with hand-made hellos, since DTLS libraries refuse
 * old versions by themselves.
 *
 * What counts as a refusal, with the control intact before and after:
 * - alert 70 (protocol_version);
 * - silence (GnuTLS drops what it does not speak) to a hello that came back with the cookie it had been given, if the
 *   same hello, with the same suites, is answered in DTLS 1.2 and differs in nothing but the version.
 * What does not: any other alert, which is an accident of the platform's settings, and any other silence, which
 * could be a lost datagram.
 *
 * A listener that has nothing but DTLS 1.0 fails the check although the control did not work.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckOutcome, defineCheck } from '../../check.ts';
import { DTLS_TARGETS, greetAsUsual, helloAttempt, ordinaryHello, told } from '../../probes/dtls/attempts.ts';
import { type DtlsHelloOutcome, offerDtlsHello } from '../../probes/dtls/hello.ts';
import type { Dialler } from '../../probes/dial.ts';
import { LEGACY_SUITES, suiteName } from '../../probes/tls/wire/suites.ts';
import { inconclusive } from '../../verdict.ts';

const PROTOCOL_VERSION = 70;

export const dtlsVersions = defineCheck({
  id: 'dtls-versions',
  title: 'Does the listener refuse DTLS 1.0?',
  targets: DTLS_TARGETS,
  control: 'a hello of DTLS 1.2 is answered, before and after the attack',
  attack: 'a hello of DTLS 1.0 with every suite that encrypts and proves the server',
  effect: 'active',
  budget: { connections: 14, seconds: 50, bytes: 100_000 },
  strength: 'probe',
  lifetimeHours: 168,
  expects: { min: 'dtls.min' },
  async run({ dial, expects }): Promise<CheckOutcome> {
    const min = String(expects['min'] ?? '1.2');
    if (min !== '1.2') {
      return inconclusive(`dtls.min is "${min}"; this check knows how to test a claim of DTLS 1.2 only`);
    }
    const before = await greetAsUsual(dial, 'before');
    if (before.outcome === 'unreachable' || before.outcome === 'local-failure') {
      return inconclusive(`no hello was answered at ${dial.declared} (${before.detail})`, {
        control: before,
      });
    }
    const { attempt, closed } = await askOld(dial);
    const found = { ...NOTHING, control: before, attack: [attempt] };
    if (attempt.outcome === 'accepted') {
      const reason = `${dial.declared} went along with DTLS 1.0 (${attempt.detail}); DTLS 1.2 is the claimed minimum`;
      return { ...found, verdict: 'fail', reason };
    }
    const control = before.outcome === 'accepted' ? await greetAsUsual(dial, 'after') : before;
    if (control.outcome !== 'accepted') {
      return inconclusive(`DTLS 1.2 was not answered at ${dial.declared} (${told(control)})`, {
        ...found,
        control,
      });
    }
    if (!closed) {
      const reason = `whether DTLS 1.0 was refused for its version cannot be told (${told(attempt)})`;
      return inconclusive(reason, { ...found, control, refusedBy: attempt.refusedBy });
    }
    const reason = `${dial.declared} answered DTLS 1.2 and refused DTLS 1.0: ${attempt.detail}`;
    return { ...found, control, verdict: 'pass', refusedBy: 'server', reason };
  },
});

const NOTHING = { observer: null, refusedBy: null, facts: [] } as const;

interface Asked {
  readonly attempt: Attempt;
  /** It shows that DTLS 1.0 is closed. */
  readonly closed: boolean;
}

async function askOld(dial: Dialler): Promise<Asked> {
  const outcome = await ordinaryHello(dial, 'DTLS 1.0');
  const attempt = helloAttempt('DTLS 1.0 hello', outcome);
  if (outcome.kind === 'alert') {
    const closed = outcome.alert === PROTOCOL_VERSION;
    return { attempt: closed ? attempt : { ...attempt, refusedBy: 'platform-default' }, closed };
  }
  if (!heard(outcome)) return { attempt, closed: false };
  const suites = LEGACY_SUITES.filter((id) => OF_BOTH.test(suiteName(id)));
  const now = await offerDtlsHello(dial, { version: 'DTLS 1.2', suites });
  const then = await offerDtlsHello(dial, { version: 'DTLS 1.0', suites });
  if (now.kind !== 'accepted' || now.version !== 'DTLS 1.2' || !heard(then)) {
    return {
      attempt: then.kind === 'accepted' ? helloAttempt('DTLS 1.0 hello', then) : attempt,
      closed: false,
    };
  }
  const detail = `${attempt.detail}; the same hello was answered in DTLS 1.2, with ${now.suite}`;
  return { attempt: { ...attempt, outcome: 'refused', refusedBy: 'server', detail }, closed: true };
}

/** Suites of certificates that work in both versions alike. */
const OF_BOTH = /^TLS_(ECDHE_(ECDSA|RSA)|DHE_RSA|RSA)_WITH_AES_(128|256)_CBC_SHA$/;

/** It had read the hello, since it gave a cookie for it and got it back, and said nothing more. */
function heard(outcome: DtlsHelloOutcome): boolean {
  return outcome.kind === 'silent' && outcome.cookie;
}
