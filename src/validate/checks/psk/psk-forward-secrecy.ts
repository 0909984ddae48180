/**
 * Does a session with a pre-shared key have keys of its own, where the model claims forward secrecy? With the key alone,
 * whoever gets it later reads every session that was recorded. Tried are the ways to do without a Diffie-Hellman
 * exchange: in TLS 1.2 and DTLS 1.2 the suites PSK and RSA_PSK, in TLS 1.3 `psk_ke`, with the canary's key bound
 * into a hand-made hello. Suites without a pre-shared key are not this check's concern.
 *
 * A ServerHello is an acceptance; an alert, or hanging up, a refusal. Over DTLS so is silence after a cookie was asked
 * for and brought back: the hello was then read, and no session can come of it.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import { helloAttempt, told } from '../../probes/dtls/attempts.ts';
import { offerDtlsHello } from '../../probes/dtls/hello.ts';
import { keHello } from '../../probes/psk/ke-hello.ts';
import {
  PSK_TARGETS,
  type PskCanary,
  openWays,
  pskCanaries,
  showKey,
  waysOf,
} from '../../probes/psk/stage.ts';
import { LEGACY_SUITES, suiteName } from '../../probes/tls/wire/suites.ts';
import { alertName } from '../../probes/tls/wire/tls-alerts.ts';
import { type HelloOutcome, offerHello, sendHello } from '../../probes/tls/wire/tls-hello.ts';
import { inconclusive } from '../../verdict.ts';

const PLAIN_SUITES = LEGACY_SUITES.filter((id) => /^TLS_(RSA_)?PSK_WITH_/.test(suiteName(id)));

export const pskForwardSecrecy = defineCheck({
  id: 'psk-forward-secrecy',
  title: 'Does the listener refuse sessions whose secrecy rests on the pre-shared key alone?',
  targets: PSK_TARGETS,
  control:
    'an enrolled canary completes a handshake with its key and an ephemeral key exchange, before and after the attack',
  attack:
    'hellos that offer nothing but PSK and RSA_PSK suites (TLS 1.2, DTLS 1.2), and one with the canary’s key that allows nothing but psk_ke (TLS 1.3)',
  effect: 'active',
  budget: { connections: 12, seconds: 40, bytes: 150_000 },
  strength: 'probe',
  lifetimeHours: 168,
  expects: { suites: 'tls.suites', min: 'tls.min' },
  async run(context): Promise<CheckOutcome> {
    const { suites, min } = context.expects;
    if (suites !== 'ephemeral' && suites !== 'aead' && min !== '1.3') {
      return inconclusive('the model claims no forward secrecy (tls.suites is not "ephemeral" or "aead")');
    }
    const [canary] = pskCanaries(context);
    if (!canary) return inconclusive('targets.yaml names no enrolled identity with a psk for this target');
    const { ways, last } = await openWays(context, canary, true);
    const nobodyThere = last.outcome === 'unreachable' || last.outcome === 'local-failure';
    if (nobodyThere) return inconclusive(`the canary was not let in (${told(last)})`, { control: last });
    const tried: Tried[] = [];
    for (const way of waysOf(context)) {
      if (way === 'DTLS 1.2') tried.push(await plainByDtls(context));
      else if (way === 'TLS 1.2') tried.push(await plainByTls(context));
      else tried.push(await keyAlone(context, canary));
    }
    const attack = tried.map(({ attempt }) => attempt);
    const base = { control: last, attack, observer: null, refusedBy: null, facts: [] };
    const { declared } = context.dial;
    const taken = attack.filter(({ outcome }) => outcome === 'accepted');
    if (taken.length > 0) {
      const reason = `${declared} agreed to sessions that rest on the key alone (${taken.map(told).join('; ')})`;
      return { ...base, verdict: 'fail', reason };
    }
    const [way] = ways;
    if (way === undefined) {
      return inconclusive(`the canary was not let in with an ephemeral key exchange (${told(last)})`, base);
    }
    const { attempt: control } = await showKey(
      context,
      way,
      `${canary.name}, after the attack`,
      canary,
      true,
    );
    if (control.outcome !== 'accepted') {
      return inconclusive(`after the attack the canary was not let in (${told(control)})`, {
        ...base,
        control,
      });
    }
    const unclear = tried.filter(({ closed }) => !closed).map(({ attempt }) => attempt);
    if (unclear.length > 0) {
      return inconclusive(`whether they were refused cannot be told (${unclear.map(told).join('; ')})`, base);
    }
    const reason = `${declared} let in ${canary.name} with ${control.detail}, and refused ${attack.map(({ what }) => what).join('; ')}`;
    return { ...base, control, verdict: 'pass', refusedBy: 'server', reason };
  },
});

interface Tried {
  readonly attempt: Attempt;
  /** It shows that this way is closed. */
  readonly closed: boolean;
}

async function plainByDtls({ dial }: CheckContext): Promise<Tried> {
  const outcome = await offerDtlsHello(dial, { version: 'DTLS 1.2', suites: PLAIN_SUITES });
  const attempt = helloAttempt('PSK and RSA_PSK suites (DTLS 1.2)', outcome);
  const closed = outcome.kind === 'alert' || (outcome.kind === 'silent' && outcome.cookie);
  return { attempt, closed };
}

async function plainByTls({ dial }: CheckContext): Promise<Tried> {
  const outcome = await offerHello(dial, 'TLS 1.2', { suites: PLAIN_SUITES });
  return tlsTried('PSK and RSA_PSK suites (TLS 1.2)', outcome, true);
}

async function keyAlone({ dial }: CheckContext, canary: PskCanary): Promise<Tried> {
  const outcome = await sendHello(dial, keHello(canary, dial.serverName));
  // With a key share in it, or asking for one, the answer insists on a Diffie-Hellman exchange.
  const alone = outcome.kind === 'accepted' && !outcome.retry && outcome.group === undefined;
  return tlsTried('psk_ke, bound to the canary’s key (TLS 1.3)', outcome, alone);
}

function tlsTried(what: string, outcome: HelloOutcome, alone: boolean): Tried {
  const said = (
    result: Attempt['outcome'],
    detail: string,
    refusedBy: Attempt['refusedBy'] = null,
  ): Tried => ({ attempt: { what, outcome: result, refusedBy, detail }, closed: refusedBy === 'server' });
  const { kind } = outcome;
  if (kind === 'accepted') {
    return alone
      ? said('accepted', `went on with ${outcome.suite}`)
      : said('refused', 'insisted on a Diffie-Hellman exchange', 'server');
  }
  if (kind === 'alert') return said('refused', alertName(outcome.alert), 'server');
  if (kind === 'closed') return said('refused', 'hung up without an alert', 'server');
  if (kind === 'silent') return said('silent', `no answer within ${outcome.millis / 1000} seconds`);
  if (kind === 'not-tls') {
    return said('not-spoken', `answered something else than TLS (${outcome.bytes})`);
  }
  if (kind === 'unreachable') return said('unreachable', outcome.detail);
  return said('local-failure', outcome.detail, 'client-library');
}
