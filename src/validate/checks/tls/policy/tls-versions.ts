/**
 * Does the listener refuse every TLS version below the one the model claims, and plaintext? Asked with hand-made
 * hellos, since TLS libraries refuse old versions by themselves.
 *
 * What counts as a refusal, with the control intact before and after:
 * - alert 70 (protocol_version): the server says that it is the version. In SSL 3.0, which has no such alert,
 *   handshake_failure says it (RFC 6101 section 5.4.2; every suite of it was offered);
 * - the connection ended without an alert, twice: some servers (SChannel, Azure) and firewalls do it so. The second
 *   hello is a short one, since others end it over a hello that is too long for them;
 * - to plaintext: anything but an answer of the application.
 * What does not: any other alert. A server that fails with internal_error (80) over TLS 1.1 was stopped by its
 * platform's security level, and will accept again where that is set otherwise. Nor silence.
 *
 * A listener that speaks plaintext where TLS is claimed fails the check although the control did not work: the
 * attack was seen to succeed. One that speaks neither is inconclusive.
 */
import type { Attempt, RefusedBy } from '../../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../../check.ts';
import { type PlainOutcome, greetInPlaintext } from '../../../probes/plaintext.ts';
import { LEGACY_SUITES, suiteName } from '../../../probes/tls/wire/suites.ts';
import { alertName } from '../../../probes/tls/wire/tls-alerts.ts';
import { type HelloOutcome, offerHello } from '../../../probes/tls/wire/tls-hello.ts';
import { TLS_VERSIONS, type TlsVersion } from '../../../probes/tls/wire/tls-wire.ts';
import { inconclusive } from '../../../verdict.ts';

export const tlsVersions = defineCheck({
  id: 'tls-versions',
  title: 'Does the listener refuse plaintext and every TLS version below the claimed one?',
  targets: ['amqp', 'http', 'mqtt', 'tls'],
  control: 'a hello of the claimed version or a later one is answered, before and after the attack',
  attack: 'a hello of each lower version, SSL 3.0 included, with every cipher suite; a greeting in plaintext',
  effect: 'active',
  budget: { connections: 20, seconds: 45, bytes: 600_000 },
  strength: 'probe',
  lifetimeHours: 168,
  expects: { min: 'tls.min' },
  async run(context) {
    const wanted = String(context.expects['min'] ?? '1.2');
    const minimum = TLS_VERSIONS.find((version) => version === `TLS ${wanted}`);
    if (!minimum) return inconclusive(`the model claims no TLS version to test (tls.min is "${wanted}")`);
    const { dial, target } = context;
    const control = await anyOf(context, minimum);
    const attack: Tried[] = (await greetInPlaintext(dial, target.kind)).map(plaintext);
    if (control.outcome !== 'accepted') {
      // Of a listener that says anything at all it is still worth asking: an answer is a finding.
      if (control.outcome === 'refused' || control.outcome === 'not-spoken')
        attack.push(...(await lowerVersions(context, minimum)));
      return conclude(context, minimum, control, attack);
    }
    attack.push(...(await lowerVersions(context, minimum)));
    const after = await anyOf(context, minimum);
    return conclude(context, minimum, after.outcome === 'accepted' ? control : afterwards(after), attack);
  },
});

/** An attempt; whether it shows that this way in is closed; where it was closed by accident, what to do. */
type Tried = Attempt & { readonly closed: boolean; readonly advice?: string };

/** The control: the newest version first, as a modern client would be answered. */
async function anyOf({ dial }: CheckContext, minimum: TlsVersion): Promise<Attempt> {
  const versions = TLS_VERSIONS.slice(TLS_VERSIONS.indexOf(minimum)).toReversed();
  let last: Attempt | undefined;
  for (const version of versions) {
    const outcome = await offerHello(dial, version);
    const attempt = asControl(version, minimum, outcome);
    if (attempt.outcome === 'accepted') return attempt;
    // The first word on a dead listener is the last one: asking on would only spend the budget.
    if (attempt.outcome === 'unreachable' || attempt.outcome === 'local-failure') return attempt;
    last = attempt;
  }
  return (
    last ?? {
      what: 'hello',
      outcome: 'local-failure',
      refusedBy: 'client-library',
      detail: 'nothing offered',
    }
  );
}

function asControl(version: TlsVersion, minimum: TlsVersion, outcome: HelloOutcome): Attempt {
  const what = `${version} hello`;
  if (outcome.kind === 'accepted' && below(outcome.version, minimum)) {
    return { what, outcome: 'refused', refusedBy: 'server', detail: `answered with ${outcome.version} only` };
  }
  return attemptOf(asAttempt(what, version, outcome));
}

async function lowerVersions({ dial }: CheckContext, minimum: TlsVersion): Promise<Tried[]> {
  const attempts: Tried[] = [];
  for (const version of TLS_VERSIONS.slice(0, TLS_VERSIONS.indexOf(minimum))) {
    let outcome = await offerHello(dial, version);
    // A connection may end for many reasons once; asked again, and in few words, it is an answer.
    if (outcome.kind === 'closed') outcome = await offerHello(dial, version, { suites: COMMON });
    attempts.push(asAttempt(`${version} hello`, version, outcome));
    if (outcome.kind === 'stopped') break;
  }
  return attempts;
}

/** Suites that every server of these versions had some of: what an ordinary client would have offered. */
const COMMON = LEGACY_SUITES.filter((id) =>
  /^TLS_(RSA|DHE_RSA|ECDHE_RSA|ECDHE_ECDSA|PSK)_WITH_(RC4_128_SHA|3DES_EDE_CBC_SHA|AES_(128|256)_(CBC_SHA|GCM_SHA(256|384)))$/.test(
    suiteName(id),
  ),
);

function asAttempt(what: string, version: TlsVersion, outcome: HelloOutcome): Tried {
  const { kind } = outcome;
  if (kind === 'accepted') {
    return tried(what, 'accepted', null, `went on with ${outcome.version}, ${outcome.suite}`);
  }
  if (kind === 'alert') return alerted(what, version, outcome.alert, outcome.after);
  if (kind === 'closed') {
    const how = ENDED[outcome.how];
    return outcome.after === undefined
      ? tried(what, 'refused', 'server', `${how} without an alert, twice; the server or something before it`)
      : tried(what, 'silent', null, `chose ${outcome.after}, then ${how}`);
  }
  if (kind === 'silent') {
    return tried(what, 'silent', null, `no answer within ${outcome.millis / 1000} seconds`);
  }
  if (kind === 'not-tls') {
    return tried(what, 'not-spoken', null, `answered something else than TLS (${outcome.bytes})`);
  }
  return kind === 'unreachable'
    ? tried(what, 'unreachable', null, outcome.detail)
    : tried(what, 'local-failure', 'client-library', outcome.detail);
}

const ENDED = { end: 'closed the connection', reset: 'reset the connection' } as const;

function alerted(what: string, version: TlsVersion, alert: number, after: TlsVersion | undefined): Tried {
  const said = alertName(alert);
  if (after === undefined && saysVersion(version, alert)) return tried(what, 'refused', 'server', said);
  const how = after === undefined ? said : `chose ${after}, then ${said}`;
  const advice = `set the lowest version of the listener itself (${version} is stopped by ${said}, not by its version)`;
  return { ...tried(what, 'refused', 'platform-default', how), advice };
}

function tried(
  what: string,
  outcome: Attempt['outcome'],
  refusedBy: RefusedBy | null,
  detail: string,
): Tried {
  return { what, outcome, refusedBy, detail, closed: refusedBy === 'server' };
}

function saysVersion(version: TlsVersion, alert: number): boolean {
  return alert === 70 || (version === 'SSL 3.0' && alert === 40);
}

const PLAINTEXT: Readonly<Record<PlainOutcome['kind'], Attempt['outcome']>> = {
  answered: 'accepted',
  'not-spoken': 'not-spoken',
  unreachable: 'unreachable',
  stopped: 'local-failure',
};

function plaintext({ kind, protocol, detail }: PlainOutcome): Tried {
  return {
    what: `plaintext ${protocol}`,
    outcome: PLAINTEXT[kind],
    refusedBy: kind === 'stopped' ? 'client-library' : null,
    detail,
    closed: kind === 'not-spoken',
  };
}

function attemptOf({ what, outcome, refusedBy, detail }: Tried): Attempt {
  return { what, outcome, refusedBy, detail };
}

function afterwards(attempt: Attempt): Attempt {
  return { ...attempt, what: `${attempt.what} after the attack` };
}

function conclude(
  context: CheckContext,
  minimum: TlsVersion,
  control: Attempt,
  attempts: readonly Tried[],
): CheckOutcome {
  const attack = attempts.map(attemptOf);
  const base = { control, attack, observer: null, refusedBy: null, facts: [] };
  const at = context.dial.declared;
  const accepted = attack.filter(({ outcome }) => outcome === 'accepted');
  if (accepted.length > 0) {
    const what = accepted.map((attempt) => attempt.what).join(', ');
    return {
      ...base,
      verdict: 'fail',
      reason: `${at} went along with: ${what}; ${minimum} is the claimed minimum`,
    };
  }
  if (control.outcome !== 'accepted') {
    return inconclusive(`no hello of ${minimum} or later was answered at ${at} (${control.detail})`, base);
  }
  const advice = attempts.flatMap((attempt) => attempt.advice ?? []);
  if (advice.length > 0) {
    const refusedBy = 'platform-default';
    return inconclusive(`refused, but by accident of the platform: ${advice.join('; ')}`, {
      ...base,
      refusedBy,
    });
  }
  const unclear = attempts.filter(({ closed }) => !closed);
  if (unclear.length > 0) {
    const what = unclear.map((attempt) => `${attempt.what}: ${attempt.detail}`).join('; ');
    return inconclusive(`whether it was refused cannot be told (${what})`, base);
  }
  const versions = attack.map((attempt) => attempt.what).join(', ');
  return {
    ...base,
    verdict: 'pass',
    refusedBy: 'server',
    reason: `${at} answered ${control.what} and refused: ${versions}`,
  };
}

function below(version: TlsVersion, minimum: TlsVersion): boolean {
  return TLS_VERSIONS.indexOf(version) < TLS_VERSIONS.indexOf(minimum);
}
