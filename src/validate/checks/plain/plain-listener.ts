/**
 * Is the same thing reached without TLS or DTLS beside the listener that has it? The declared plain address is greeted
 * in the clear, and nothing is shown there: no name, no password, no token.
 *
 * `fail`: the application answered, whatever it said; a broker that turns a stranger away in the clear takes the
 * passwords of its own clients there as well. `pass`: the host of the protected listener said that nothing listens.
 * Silence is inconclusive, since a lost datagram is silent too, and so is whoever answers in some other protocol.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import { coapAttempt } from '../../probes/coap/attempts.ts';
import { type CoapOutcome, askCoap, notCarried } from '../../probes/coap/exchange.ts';
import type { DatagramChannel } from '../../probes/datagrams.ts';
import type { Dialler } from '../../probes/dial.ts';
import { greetAsUsual, told } from '../../probes/dtls/attempts.ts';
import { knocked, plainDoor } from '../../probes/plain/door.ts';
import { type PlainOutcome, greetInPlaintext } from '../../probes/plaintext.ts';
import { offerHello } from '../../probes/tls/wire/tls-hello.ts';
import { inconclusive } from '../../verdict.ts';

export const plainListener = defineCheck({
  id: 'plain-listener',
  title: 'Is nothing served without TLS or DTLS at the plain address beside the listener?',
  targets: ['amqp', 'coaps', 'mqtt', 'tls'],
  control:
    'a hello of TLS 1.3 or 1.2, or of DTLS 1.2, is answered at the address, before and after the attack',
  attack:
    'a greeting in the clear at the declared plain address: an MQTT CONNECT, an HTTP request, an AMQP header, or CoAP GET requests',
  effect: 'active',
  budget: { connections: 16, seconds: 45, bytes: 200_000 },
  strength: 'probe',
  lifetimeHours: 168,
  expects: {},
  async run(context): Promise<CheckOutcome> {
    const door = plainDoor(context);
    if ('verdict' in door) return door;
    const { declared } = context.dial;
    const before = await greeted(context, 'before');
    const tried =
      context.target.kind === 'coaps' ? await askPlainly(door) : await greetPlainly(context, door);
    const attack = tried.map((attempt) => knocked(attempt, context, door));
    const base = { control: before, attack, observer: null, refusedBy: null, facts: [] };
    const served = attack.filter(({ outcome }) => outcome === 'accepted');
    if (served.length > 0) {
      const reason = `${door.declared} answers in the clear beside ${declared}: ${served.map(told).join('; ')}`;
      return { ...base, verdict: 'fail', reason };
    }
    if (before.outcome !== 'accepted')
      return inconclusive(`${declared} did not answer before the attack (${told(before)})`, base);
    const control = await greeted(context, 'after');
    if (control.outcome !== 'accepted')
      return inconclusive(`${declared} did not answer after the attack (${told(control)})`, {
        ...base,
        control,
      });
    const unclear = attack.filter(({ refusedBy }) => refusedBy !== 'server');
    if (unclear.length > 0)
      return inconclusive(
        `what is at ${door.declared} cannot be told (${unclear.map(told).join('; ')})`,
        base,
      );
    const reason = `nothing listens at ${door.declared}, where ${attack.map(({ what }) => what).join(' and ')} was tried, while ${declared} answered`;
    return { ...base, control, verdict: 'pass', refusedBy: 'server', reason };
  },
});

/** The protected listener shows that the host is there. Which versions it takes is for other checks. */
async function greeted({ dial, target }: CheckContext, when: string): Promise<Attempt> {
  if (target.kind === 'coaps') return greetAsUsual(dial, when);
  let detail = '';
  for (const version of ['TLS 1.3', 'TLS 1.2'] as const) {
    const outcome = await offerHello(dial, version);
    const what = `${version} hello, ${when}`;
    if (outcome.kind === 'accepted')
      return { what, outcome: 'accepted', refusedBy: null, detail: `went on with ${outcome.version}` };
    if (outcome.kind === 'unreachable')
      return { what, outcome: 'unreachable', refusedBy: null, detail: outcome.detail };
    detail = `${detail}${detail && ', '}${version}: ${outcome.kind}`;
  }
  return { what: `TLS hello, ${when}`, outcome: 'silent', refusedBy: null, detail };
}

async function greetPlainly({ target }: CheckContext, door: Dialler): Promise<Attempt[]> {
  const found = await greetInPlaintext(door, target.kind);
  return found.map(({ kind, protocol, detail }) => ({
    what: `${protocol} in the clear`,
    outcome: GREETED[kind],
    refusedBy: kind === 'stopped' ? 'client-library' : null,
    detail,
  }));
}

const GREETED: Readonly<Record<PlainOutcome['kind'], Attempt['outcome']>> = {
  answered: 'accepted',
  'not-spoken': 'not-spoken',
  unreachable: 'unreachable',
  stopped: 'local-failure',
};

async function askPlainly(door: Dialler): Promise<Attempt[]> {
  const attack: Attempt[] = [];
  for (const path of ['.well-known/core', '']) {
    let channel: DatagramChannel | undefined;
    let outcome: CoapOutcome;
    try {
      channel = await door.datagrams();
      outcome = await askCoap(channel, { method: 'GET', path });
    } catch (error) {
      outcome = notCarried(error);
    } finally {
      channel?.close();
    }
    const attempt = coapAttempt(`CoAP GET /${path} in the clear`, outcome, ({ code }) => ({
      outcome: 'accepted',
      refusedBy: null,
      detail: `answered ${code}`,
    }));
    attack.push(attempt);
    if (attempt.outcome === 'unreachable' || attempt.outcome === 'local-failure') break;
  }
  return attack;
}
