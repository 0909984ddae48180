/**
 * Are its true peers still served while a stranger holds connections that say nothing? Measured as the share of new
 * connections that succeed meanwhile: established sessions go on even where nobody new gets in, and latencies say
 * nothing on a shared machine.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../check.ts';
import {
  connectAs,
  controlFailed,
  enrolledCanaries,
  leave,
  line,
  notTriable,
  outcome,
  spokenVersions,
} from '../../probes/mqtt/canary.ts';
import type { MqttVersion } from '../../probes/mqtt/codes.ts';
import { connectAttempt } from '../../probes/mqtt/connect.ts';
import { hold } from '../../probes/mqtt/strangers.ts';

export const mqttConnectionLimit = defineCheck({
  id: 'mqtt-connection-limit',
  title: 'Does the MQTT listener serve its clients while a stranger holds 50 connections?',
  targets: ['mqtt'],
  control:
    'before the attack, and again after it, an enrolled canary connects five times and gets CONNACK 0 each time',
  attack:
    'hold 50 connections that send nothing or the beginning of a ClientHello or CONNECT, while the canary makes ten new connections, of which nine have to succeed',
  observer: 'the canary, who counts which of its new connections are accepted',
  effect: 'disturbing',
  budget: { connections: 90, seconds: 90, bytes: 1_500_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const problem = notTriable(context, 1);
    const [canary] = enrolledCanaries(context);
    if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
    const { versions, failed, facts } = await spokenVersions(context, canary);
    const [version] = versions;
    if (failed || version === undefined)
      return failed ? controlFailed(failed) : outcome('inconclusive', 'no MQTT');
    const before = await connects(context, canary, version, 5);
    if (before.missed) return controlFailed(before.missed);

    const held = await hold(context, HELD);
    let during: Count;
    let left: number;
    try {
      during = await connects(context, canary, version, 10);
      left = held.open();
    } finally {
      held.release();
    }
    await new Promise((resolve) => setTimeout(resolve, RECOVERY_MILLIS));
    const after = await connects(context, canary, version, 5);

    const served = during.accepted >= 9;
    const what = `while a stranger held ${HELD} connections, of which ${left} stayed open, ${canary.name} connects`;
    const detail = `${during.accepted} of ${during.tried} accepted${during.missed ? `; ${line(during.missed)}` : ''}`;
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
      what: `${canary.name} connects, before and after`,
      outcome: 'accepted',
      refusedBy: null,
      detail: `${before.accepted} of ${before.tried}, ${after.accepted} of ${after.tried}`,
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
  readonly accepted: number;
  readonly missed?: Attempt;
}

/** New connections one after the other; it gives up at the second that fails. */
async function connects(
  context: CheckContext,
  canary: Credentials,
  version: MqttVersion,
  count: number,
): Promise<Count> {
  const missed: Attempt[] = [];
  let tried = 0;
  for (; tried < count && missed.length < 2; tried += 1) {
    const connected = await connectAs(context, canary, version);
    const attempt = connectAttempt(`${canary.name}, enrolled, connects`, connected);
    leave(connected);
    if (attempt.outcome !== 'accepted') missed.push(attempt);
  }
  return { tried, accepted: tried - missed.length, ...(missed[0] && { missed: missed[0] }) };
}
