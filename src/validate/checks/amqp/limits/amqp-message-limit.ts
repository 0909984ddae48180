/**
 * Does the broker refuse messages beyond the size that the target declares? A broker that takes any size is filled by
 * one client. Refused is what is answered so, what ends the link or session, and what is accepted and not delivered.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { addressesOf } from '../../../probes/amqp/addresses.ts';
import { notTriable, tryControl } from '../../../probes/amqp/canary.ts';
import {
  ARRIVES_MILLIS,
  marker,
  openRoutes,
  type Route,
  saidTo,
  serviceOf,
} from '../../../probes/amqp/routes.ts';
import { endingOutcome, onOwnSession } from '../../../probes/amqp/stage.ts';
import {
  controlFailed,
  enrolledCanaries,
  judgeRefusals,
  line,
  outcome,
} from '../../../probes/mqtt/canary.ts';
import type { AmqpTarget } from '../../../targets/spoken/amqp.ts';

export const amqpMessageLimit = defineCheck({
  id: 'amqp-message-limit',
  title: 'Does the AMQP server refuse messages larger than it means to take?',
  targets: ['amqp'],
  control:
    'before and after the attack, a message of three quarters of the declared size is delivered from the canary’s own address',
  attack: 'the canary sends a message of 1024 bytes more than the declared size to its own address',
  observer: 'the legitimate reader of what the canary sends: the services, or the canary itself',
  effect: 'active',
  budget: { connections: 16, seconds: 60, bytes: 6_000_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const { amqp } = context.target;
    const limit = amqp?.messageBytes;
    if (!amqp || limit === undefined)
      return outcome('inconclusive', 'the target declares no amqp.messageBytes');
    if (limit > MOST_BYTES)
      return outcome('inconclusive', `${limit} bytes are more than this check may send (${MOST_BYTES})`);
    const problem = notTriable(context, 1);
    const [canary] = enrolledCanaries(context);
    if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
    const service = serviceOf(context, amqp);
    if (typeof service === 'string') return outcome('inconclusive', service);
    const { attempt, facts } = await tryControl(context, canary);
    if (attempt.outcome !== 'accepted') return controlFailed(attempt);
    const routes = await openRoutes(context, amqp, { victim: canary, service });
    if ('what' in routes) return controlFailed(routes);
    try {
      const within = (): Promise<Attempt> => send(context, canary, amqp, routes.up, Math.floor(limit * 0.75));
      const before = await within();
      if (before.outcome !== 'accepted') return controlFailed({ ...before, refusedBy: null });
      const attack = [await send(context, canary, amqp, routes.up, limit + 1024)];
      const control = await within();
      const { verdict, decisive } = judgeRefusals(attack);
      if (control.outcome !== 'accepted' && verdict !== 'fail')
        return controlFailed({ ...control, refusedBy: null }, { attack });
      const observer: Attempt = {
        what: `${routes.up.readerName} watches ${routes.up.at}`,
        outcome: verdict === 'fail' ? 'seen' : 'not-seen',
        refusedBy: null,
        detail: `saw the messages within the size and ${verdict === 'fail' ? 'also' : 'not'} the one beyond it`,
      };
      const reason = {
        pass: `a message of ${limit + 1024} bytes was not delivered, ones of ${Math.floor(limit * 0.75)} bytes were; ${limit} are declared`,
        fail: `it takes more than the declared ${limit} bytes: ${decisive.map(line).join('; ')}`,
        inconclusive: `the attempt shows nothing: ${decisive.map(line).join('; ')}`,
      }[verdict];
      return outcome(verdict, reason, { control, attack, observer, facts });
    } finally {
      routes.close();
    }
  },
});

/** The largest message that managed hubs take; more is not needed to show the limits of others. */
const MOST_BYTES = 256 * 1024;

/** Sends so many bytes on a session of its own. `accepted`: delivered. */
function send(
  context: CheckContext,
  canary: Credentials,
  amqp: AmqpTarget,
  { reader, from }: Route,
  bytes: number,
): Promise<Attempt> {
  const what = `${canary.name} sends ${bytes} bytes to ${from}`;
  return onOwnSession(context, canary, what, async (session) => {
    const link = await session.sendTo(addressesOf(amqp, canary).send);
    // No matter of size: nothing was sent yet.
    if ('kind' in link) return { ...endingOutcome(link), refusedBy: null };
    const large = marker().padEnd(bytes, '.');
    const answer = await link.send(large);
    const wait = answer.kind === 'accepted' ? ARRIVES_MILLIS : REFUSED_MILLIS;
    if (await reader.sees(large, wait))
      return { outcome: 'accepted', refusedBy: null, detail: `${saidTo(answer)}; delivered` };
    const detail = `${saidTo(answer)}; not delivered`;
    if (reader.ending)
      return {
        outcome: 'silent',
        refusedBy: null,
        detail: `the reader lost its link: ${reader.ending.detail}`,
      };
    if ('ending' in answer) return { ...endingOutcome(answer.ending), detail };
    return answer.kind === 'accepted' || answer.kind === 'released'
      ? { outcome: 'not-seen', refusedBy: 'server', detail }
      : { outcome: 'silent', refusedBy: null, detail };
  });
}

/** A message that the server refused is waited for so long all the same, in milliseconds. */
const REFUSED_MILLIS = 500;
