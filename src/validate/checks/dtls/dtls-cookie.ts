/**
 * Does the listener ask a stranger to show that they receive what is sent to them, before it keeps state for them or
 * sends anything big (RFC 6347 section 4.2.1)? Without that, hellos with a borrowed sender address fill its memory
 * and make it flood whoever lives there.
 *
 * Tried with the smallest hello that gets an answer: one suite, the one that the listener chose before. First without a
 * cookie, then, on other sockets, with a cookie that nobody gave out, and as every client does it, but with one bit of
 * the cookie changed: so it differs from a right one neither in its length nor in what else may be read in it. All that comes within two seconds without
 * another word from us is counted, retransmissions too.
 */
import { randomBytes } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, defineCheck } from '../../check.ts';
import type { DatagramChannel } from '../../probes/datagrams.ts';
import { DTLS_TARGETS, helloAttempt, ordinaryHello, told } from '../../probes/dtls/attempts.ts';
import { helloDatagrams } from '../../probes/dtls/hello.ts';
import { MESSAGE, RECORD, Reassembly, readCookie, readRecords } from '../../probes/dtls/wire.ts';
import { notConnected } from '../../probes/tls/wire/tls-hello.ts';
import { inconclusive } from '../../verdict.ts';

/** As much as QUIC allows towards an address that nobody has shown to be theirs (RFC 9000 section 8.1). */
const MOST_FACTOR = 3;
const LISTEN_MILLIS = 2000;

export const dtlsCookie = defineCheck({
  id: 'dtls-cookie',
  title: 'Does the listener ask for a cookie before it does any work for a stranger?',
  targets: DTLS_TARGETS,
  control: 'a hello that comes back with the cookie it was given is answered, before and after the attack',
  attack: 'a small hello without a cookie, and one with a made-up cookie; what comes back is weighed',
  effect: 'active',
  budget: { connections: 12, seconds: 40, bytes: 100_000 },
  strength: 'probe',
  lifetimeHours: 168,
  expects: {},
  async run(context): Promise<CheckOutcome> {
    const { dial } = context;
    const first = await ordinaryHello(dial, 'DTLS 1.2');
    const before = helloAttempt('DTLS 1.2 hello, and again with the cookie where one was asked for', first);
    if (first.kind !== 'accepted') {
      return inconclusive(`no hello was answered at ${dial.declared} (${before.detail})`, {
        control: before,
      });
    }
    const looks: Look[] = [];
    for (const [what, cookie] of [
      ['small hello without a cookie', Buffer.alloc(0)],
      ['small hello with a made-up cookie', randomBytes(20)],
      ['small hello with the cookie that was given, changed in one bit', 'changed'],
    ] as const) {
      looks.push(await look(context, what, first.suiteId, cookie));
    }
    const attack = looks.map(({ attempt }) => attempt);
    const failed = looks.filter(({ attempt }) => attempt.outcome === 'accepted');
    const tried = { control: before, attack, observer: null, refusedBy: null, facts: [] };
    if (failed.length > 0) {
      const reason = `${dial.declared} went to work for a stranger (${failed.map((one) => told(one.attempt)).join('; ')})`;
      return { ...tried, verdict: 'fail', reason };
    }
    const again = await ordinaryHello(dial, 'DTLS 1.2');
    const control = helloAttempt('DTLS 1.2 hello with the cookie, after the attack', again);
    if (again.kind !== 'accepted')
      return inconclusive(`no longer answered (${told(control)})`, { ...tried, control });
    // An answer to a made-up cookie may stay out: nothing was sent, which is what a stranger should get.
    if (!first.cookie || looks[0]?.asked !== true) {
      return inconclusive(
        `whether a cookie is asked for cannot be told (${attack.map(told).join('; ')})`,
        tried,
      );
    }
    const reason = `${dial.declared} asked for a cookie before anything else, and took neither a made-up one nor a changed one; it sent at most ${largest(looks)} times what it was sent`;
    return { ...tried, control, verdict: 'pass', refusedBy: 'server', reason };
  },
});

interface Look {
  readonly attempt: Attempt;
  /** Bytes received for each byte sent. */
  readonly factor: number;
  /** It asked for a cookie. */
  readonly asked: boolean;
}

async function look(
  { dial }: CheckContext,
  what: string,
  suite: number,
  cookie: Uint8Array | 'changed',
): Promise<Look> {
  let channel: DatagramChannel | undefined;
  try {
    channel = await dial.datagrams();
    const shared = { version: 'DTLS 1.2', suites: [suite], random: randomBytes(32) } as const;
    const first = await say(channel, { ...shared, cookie: cookie === 'changed' ? Buffer.alloc(0) : cookie });
    const last = first.cookie?.at(-1);
    if (cookie !== 'changed' || !first.cookie || last === undefined) return judge(what, first);
    const changed = Buffer.from(first.cookie);
    changed[changed.length - 1] = last ^ 1;
    return judge(what, await say(channel, { ...shared, cookie: changed }, 1));
  } catch (error) {
    const attempt = helloAttempt(what, { ...notConnected(error), cookie: false });
    return { attempt, factor: 0, asked: false };
  } finally {
    channel?.close();
  }
}

/** What came back to a hello, and how many bytes of it for each that was sent. */
interface Heard {
  readonly factor: number;
  readonly types: ReadonlySet<number | 'alert'>;
  readonly cookie: Buffer | undefined;
}

/** `seq`: the hello's number among those of this client. */
async function say(
  channel: DatagramChannel,
  offer: Parameters<typeof helloDatagrams>[0],
  seq = 0,
): Promise<Heard> {
  let sent = 0;
  for (const datagram of helloDatagrams(offer, seq, seq)) {
    channel.send(datagram);
    sent += datagram.length;
  }
  const { bytes, types, cookie } = await collect(channel);
  return { factor: bytes / sent, types, cookie };
}

function judge(what: string, { factor, types }: Heard): Look {
  const weight = `${factor.toFixed(2)} times what was sent`;
  const at = (outcome: Attempt['outcome'], detail: string): Look => ({
    attempt: { what, outcome, refusedBy: outcome === 'refused' ? 'server' : null, detail },
    factor,
    asked: types.has(MESSAGE.helloVerifyRequest),
  });
  if (types.has(MESSAGE.serverHello)) return at('accepted', `answered with its hello, ${weight}`);
  if (factor > MOST_FACTOR) return at('accepted', `drew an answer of ${weight}`);
  if (types.has(MESSAGE.helloVerifyRequest)) return at('refused', `asked for a cookie, ${weight}`);
  return types.has('alert') ? at('refused', `answered with an alert, ${weight}`) : at('silent', 'no answer');
}

async function collect(
  channel: DatagramChannel,
): Promise<{ readonly bytes: number } & Pick<Heard, 'types' | 'cookie'>> {
  const types = new Set<number | 'alert'>();
  const messages = new Reassembly();
  let bytes = 0;
  let cookie: Buffer | undefined;
  const until = Date.now() + LISTEN_MILLIS;
  for (let left = LISTEN_MILLIS; left > 0; left = until - Date.now()) {
    const datagram = await channel.receive(left);
    if (!datagram) continue;
    bytes += datagram.length;
    for (const { type, epoch, body } of readRecords(datagram)) {
      if (type === RECORD.alert) types.add('alert');
      if (type !== RECORD.handshake || epoch !== 0) continue;
      // A first message of any number: the answer to a second hello may be counted anew, or not.
      types.add(body[0] ?? 0);
      for (const message of messages.add(body)) {
        types.add(message.type);
        if (message.type === MESSAGE.helloVerifyRequest) cookie ??= readCookie(message.body);
      }
    }
  }
  return { bytes, types, cookie };
}

function largest(looks: readonly Look[]): string {
  return Math.max(...looks.map(({ factor }) => factor)).toFixed(2);
}
