/** Outcomes of DTLS hellos and handshakes as attempts for the record, and the hello that serves as a control. */
import type { Attempt } from '../../../evidence/run.ts';
import type { Dialler } from '../dial.ts';
import { LEGACY_SUITES, suiteName } from '../tls/wire/suites.ts';
import { alertName } from '../tls/wire/tls-alerts.ts';
import { brokenCipher } from '../tls/suite-grade.ts';
import { type DtlsHelloOutcome, offerDtlsHello } from './hello.ts';
import type { DtlsOutcome } from './session.ts';
import type { DtlsVersion } from './wire.ts';

/** Kinds of target behind which DTLS is spoken from the first datagram. */
export const DTLS_TARGETS = ['coaps', 'dtls'];

/** Suites that encrypt and prove the server, CBC of old among them: what a server can be expected to have one of. */
const ORDINARY = LEGACY_SUITES.filter((id) => brokenCipher(suiteName(id)) === undefined);
const BY_KEY = ORDINARY.filter((id) => suiteName(id).includes('PSK'));

/**
 * A hello of a version with every ordinary suite. Some servers (GnuTLS under libcoap) choose a suite they have no
 * credentials for, and then say nothing; those are asked again with suites of pre-shared keys only, and with the
 * others only.
 */
export async function ordinaryHello(dial: Dialler, version: DtlsVersion): Promise<DtlsHelloOutcome> {
  const first = await offerDtlsHello(dial, { version, suites: ORDINARY });
  if (first.kind !== 'silent' || !first.cookie) return first;
  for (const suites of [BY_KEY, ORDINARY.filter((id) => !BY_KEY.includes(id))]) {
    const next = await offerDtlsHello(dial, { version, suites });
    if (next.kind !== 'silent') return next;
  }
  return first;
}

/** The control of all checks by hello: DTLS 1.2 with every ordinary suite goes through the server's turn. */
export async function greetAsUsual(dial: Dialler, when: string): Promise<Attempt> {
  const outcome = await ordinaryHello(dial, 'DTLS 1.2');
  const attempt = helloAttempt(`DTLS 1.2 hello with ordinary suites, ${when}`, outcome);
  return outcome.kind === 'accepted' && outcome.version !== 'DTLS 1.2'
    ? { ...attempt, outcome: 'refused', refusedBy: 'server', detail: `answered with ${outcome.version} only` }
    : attempt;
}

export function helloAttempt(what: string, outcome: DtlsHelloOutcome): Attempt {
  const { kind } = outcome;
  if (kind === 'accepted') {
    const detail = `went on with ${outcome.version}, ${outcome.suite}`;
    return { what, outcome: 'accepted', refusedBy: null, detail };
  }
  if (kind === 'not-dtls') {
    const detail = `answered something else than DTLS (${outcome.bytes})`;
    return { what, outcome: 'not-spoken', refusedBy: null, detail };
  }
  if (kind === 'silent') {
    const how = outcome.cookie ? 'asked for a cookie, and then did not answer' : 'did not answer';
    return {
      what,
      outcome: 'silent',
      refusedBy: null,
      detail: `${how} within ${outcome.millis / 1000} seconds`,
    };
  }
  return failed(what, outcome);
}

/** A handshake with credentials. Silence is left to the check: only it knows what it means there. */
export function handshakeAttempt(what: string, outcome: DtlsOutcome): Attempt {
  const { kind } = outcome;
  if (kind === 'secured') {
    return {
      what,
      outcome: 'accepted',
      refusedBy: null,
      detail: `handshake completed with ${outcome.suite}`,
    };
  }
  if (kind === 'silent') {
    const to = outcome.stage === 'hello' ? 'the hello' : 'our credentials and Finished';
    const detail = `no answer to ${to} within ${outcome.millis / 1000} seconds`;
    return { what, outcome: 'silent', refusedBy: null, detail };
  }
  return failed(what, outcome);
}

function failed(
  what: string,
  outcome:
    | { readonly kind: 'alert'; readonly alert: number }
    | { readonly kind: 'unreachable' | 'stopped'; readonly detail: string },
): Attempt {
  if (outcome.kind === 'alert') {
    return { what, outcome: 'refused', refusedBy: 'server', detail: alertName(outcome.alert) };
  }
  return outcome.kind === 'unreachable'
    ? { what, outcome: 'unreachable', refusedBy: null, detail: outcome.detail }
    : { what, outcome: 'local-failure', refusedBy: 'client-library', detail: outcome.detail };
}

/** `what: detail`, for a reason. */
export function told({ what, detail }: Attempt): string {
  return `${what}: ${detail}`;
}
