/**
 * Does the broker bound what it keeps for a client that is away? Nobody reads the canary's address, its services send
 * there more than the target declares, and what the canary finds on its return is counted. What lay there before is
 * taken away first, and nothing is left behind.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { addressesOf } from '../../../probes/amqp/addresses.ts';
import { connectAs, leave, notTriable, serverFacts } from '../../../probes/amqp/canary.ts';
import { connectAttempt } from '../../../probes/amqp/connect.ts';
import type { Receiver, SendAnswer, Sender } from '../../../probes/amqp/links.ts';
import { ARRIVES_MILLIS, marker, serviceOf } from '../../../probes/amqp/routes.ts';
import { endingOutcome } from '../../../probes/amqp/stage.ts';
import type { AmqpSession } from '../../../probes/amqp/session.ts';
import { judgeKept, leavable, moreThan } from '../../../probes/brokers/kept.ts';
import { controlFailed, enrolledCanaries, outcome } from '../../../probes/mqtt/canary.ts';

export const amqpQueueLimit = defineCheck({
  id: 'amqp-queue-limit',
  title: 'Does the AMQP server bound what it keeps for a client that is away?',
  targets: ['amqp'],
  control: 'on its return the canary gets a message that is sent to it then',
  attack:
    'while nobody reads the canary’s address, twice as many messages as the target declares and 50 more are sent there',
  observer: 'the canary on its return, who counts what was kept for it',
  effect: 'active',
  budget: { connections: 8, seconds: 90, bytes: 2_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const { amqp } = context.target;
    const limit = leavable(amqp?.queuedMessages, 'amqp.queuedMessages');
    if (!amqp || typeof limit === 'string') return outcome('inconclusive', String(limit));
    const problem = notTriable(context, 1);
    const [canary] = enrolledCanaries(context);
    if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
    const service = serviceOf(context, amqp);
    if (typeof service === 'string') return outcome('inconclusive', service);
    const { serviceSends, receive } = addressesOf(amqp, canary);
    const services = await connectAs(context, service ?? canary);
    if (services.kind !== 'accepted')
      return controlFailed(connectAttempt(`${(service ?? canary).name}, enrolled, connects`, services));
    try {
      const sender = await services.session.sendTo(serviceSends);
      if ('kind' in sender)
        return controlFailed({
          what: `a link to ${serviceSends}`,
          ...endingOutcome(sender),
          refusedBy: null,
        });
      const emptied = await withReader(context, canary, receive, () => Promise.resolve(NOTHING));
      if ('outcome' in emptied) return controlFailed(emptied);

      const count = moreThan(limit);
      const what = `${count} messages are sent to ${serviceSends} while ${canary.name} is away`;
      const left = marker();
      const answers = await Promise.all(
        Array.from({ length: count }, (_, number) => sender.send(`${left} ${number}`)),
      );
      const returned = await withReader(context, canary, receive, (reader) => lastOne(sender, reader));
      if ('outcome' in returned) return controlFailed(returned);
      const { control, texts } = returned;
      const kept = new Set(texts.filter((text) => text.startsWith(left))).size;
      const lost = answers.find(({ kind }) => kind === 'silent' || kind === 'no-credit' || kind === 'ended');
      return judgeKept({
        name: canary.name,
        limit,
        sent: count,
        kept,
        control,
        attempt: { what, ...came(kept, limit, lost) },
        facts: serverFacts(services),
      });
    } finally {
      leave(services);
    }
  },
});

/** What shows nothing: messages that nobody answered for, and a place where nothing waits at all. */
function came(kept: number, limit: number, lost: SendAnswer | undefined): Omit<Attempt, 'what'> {
  const detail = `${kept} of them were kept`;
  if (kept > limit) return { outcome: 'accepted', refusedBy: null, detail };
  if (lost)
    return {
      outcome: 'silent',
      refusedBy: null,
      detail: `${detail}; not all were answered (${lost.kind})`,
    };
  if (kept === 0)
    return { outcome: 'silent', refusedBy: null, detail: 'nothing waits there, so no bound was seen' };
  return { outcome: 'not-seen', refusedBy: 'server', detail };
}

/** Messages that a reader takes: all that can have been left there. */
const MOST_MESSAGES = 2000;
/** When nothing more came for so long, in milliseconds, there is nothing more. */
const QUIET_MILLIS = 400;

interface Returned {
  readonly control: Attempt;
  readonly texts: readonly string[];
}

const NOTHING: Attempt = { what: 'the address is emptied', outcome: 'accepted', refusedBy: null, detail: '' };

/** The canary reads its address until nothing more comes, and then does one thing more. An Attempt: it could not. */
async function withReader(
  context: CheckContext,
  canary: Credentials,
  address: string,
  then: (reader: Receiver) => Promise<Attempt>,
): Promise<Returned | Attempt> {
  const connected = await connectAs(context, canary);
  const what = `${canary.name}, enrolled, reads from ${address}`;
  if (connected.kind !== 'accepted') return { ...connectAttempt(what, connected), refusedBy: null };
  try {
    const reader = await connected.session.readFrom(address);
    if ('kind' in reader) return { what, ...endingOutcome(reader), refusedBy: null };
    reader.take(MOST_MESSAGES);
    await quiet(connected.session, reader);
    const control = await then(reader);
    // Not every broker keeps the order.
    await quiet(connected.session, reader);
    return { control, texts: reader.received };
  } finally {
    leave(connected);
  }
}

async function quiet(session: AmqpSession, reader: Receiver): Promise<void> {
  for (let seen = -1; seen < reader.received.length;) {
    seen = reader.received.length;
    await session.until(() => reader.received.length > seen, QUIET_MILLIS);
  }
}

async function lastOne(sender: Sender, reader: Receiver): Promise<Attempt> {
  const what = 'the canary is back and gets what is sent to it then';
  const last = marker();
  await sender.send(last);
  return (await reader.sees(last, ARRIVES_MILLIS))
    ? { what, outcome: 'accepted', refusedBy: null, detail: 'it arrives' }
    : { what, outcome: 'not-seen', refusedBy: null, detail: 'it does not arrive' };
}
