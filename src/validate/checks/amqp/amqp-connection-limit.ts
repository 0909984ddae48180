/**
 * Are its true peers still served while a stranger holds connections that say nothing? Measured as the share of new
 * sessions that begin meanwhile: established ones go on even where nobody new gets in, and latencies say nothing on a
 * shared machine.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../check.ts';
import { connectAs, leave, notTriable, tryControl } from '../../probes/amqp/canary.ts';
import { connectAttempt } from '../../probes/amqp/connect.ts';
import { SASL_HEADER } from '../../probes/amqp/frames.ts';
import { controlFailed, enrolledCanaries, line, outcome } from '../../probes/mqtt/canary.ts';
import { firstBytes, hold } from '../../probes/mqtt/strangers.ts';

export const amqpConnectionLimit = defineCheck({
  id: 'amqp-connection-limit',
  title: 'Does the AMQP server serve its clients while a stranger holds 50 connections?',
  targets: ['amqp'],
  control: 'before the attack, and again after it, an enrolled canary begins five sessions',
  attack:
    'hold 50 connections that send nothing or the beginning of a greeting, while the canary begins ten new sessions, of which nine have to succeed',
  observer: 'the canary, who counts which of its sessions begin',
  effect: 'disturbing',
  budget: { connections: 90, seconds: 120, bytes: 1_500_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const problem = notTriable(context, 1);
    const [canary] = enrolledCanaries(context);
    if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
    const { attempt, facts } = await tryControl(context, canary);
    if (attempt.outcome !== 'accepted') return controlFailed(attempt);
    const before = await sessions(context, canary, 5);
    if (before.missed) return controlFailed(before.missed);

    const held = await hold(context, HELD, firstBytes(context, SASL_HEADER).subarray(0, 5));
    let during: Count;
    let left: number;
    try {
      during = await sessions(context, canary, 10);
      left = held.open();
    } finally {
      held.release();
    }
    await new Promise((resolve) => setTimeout(resolve, RECOVERY_MILLIS));
    const after = await sessions(context, canary, 5);

    const served = during.begun >= 9;
    const what = `while a stranger held ${held.opened} connections, of which ${left} stayed open, ${canary.name} begins sessions`;
    const detail = `${during.begun} of ${during.tried} begun${during.missed ? `; ${line(during.missed)}` : ''}`;
    const attack: Attempt[] = [
      { what, outcome: served ? 'not-seen' : 'accepted', refusedBy: served ? 'server' : null, detail },
    ];
    // Only where it works again afterwards was it the held connections that shut others out.
    if (after.missed) return controlFailed(after.missed, { attack });
    if (served && held.opened < HELD) {
      const reason = `only ${held.opened} connections could be opened from here, ${HELD} are the measure`;
      return outcome('inconclusive', reason, { attack, facts });
    }
    const control: Attempt = {
      what: `${canary.name} begins sessions, before and after`,
      outcome: 'accepted',
      refusedBy: null,
      detail: `${before.begun} of ${before.tried}, ${after.begun} of ${after.tried}`,
    };
    const observer: Attempt = { what: `${canary.name} counts`, outcome: 'seen', refusedBy: null, detail };
    const reason = served
      ? `${what}: ${detail}; more connections than that were not tried`
      : `a few connections of a stranger shut out the clients: ${what}: ${detail}`;
    return outcome(served ? 'pass' : 'fail', reason, { control, attack, observer, facts });
  },
});

const HELD = 50;
/** For the server to notice that the held connections are gone. */
const RECOVERY_MILLIS = 500;

interface Count {
  readonly tried: number;
  readonly begun: number;
  readonly missed?: Attempt;
}

/** New sessions one after the other; it gives up at the second that fails. */
async function sessions(context: CheckContext, canary: Credentials, count: number): Promise<Count> {
  const missed: Attempt[] = [];
  let tried = 0;
  for (; tried < count && missed.length < 2; tried += 1) {
    const connected = await connectAs(context, canary);
    const attempt = connectAttempt(`${canary.name}, enrolled, connects`, connected);
    leave(connected);
    if (attempt.outcome !== 'accepted') missed.push(attempt);
  }
  return { tried, begun: tried - missed.length, ...(missed[0] && { missed: missed[0] }) };
}
