/**
 * How long may somebody occupy a connection without saying who they are? Measured on a few connections that send
 * nothing, or one byte a second, until the server closes them. Servers that time out silence only are held open by
 * the slow ones.
 */
import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, defineCheck } from '../../check.ts';
import {
  controlFailed,
  enrolledCanaries,
  judgeRefusals,
  line,
  notTriable,
  outcome,
  spokenVersions,
  tryControl,
} from '../../probes/mqtt/canary.ts';
import { dripping, drippingInside, firstBytes, type StrangerEnd } from '../../probes/mqtt/strangers.ts';

export const mqttSlowConnect = defineCheck({
  id: 'mqtt-slow-connect',
  title: 'Does the MQTT listener close a connection whose client does not say who it is?',
  targets: ['mqtt'],
  control: 'an enrolled canary connects and gets CONNACK 0, before and after the attack',
  attack:
    'hold a connection that sends nothing and one that sends the beginning of its ClientHello or CONNECT at one byte a second; with TLS also one that finishes the handshake without certificate and sends its CONNECT so; for the declared time and 1.5 seconds more',
  observer: 'the held connections themselves: whether and when the server closes them',
  effect: 'disturbing',
  budget: { connections: 12, seconds: 90, bytes: 200_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const limit = context.target.mqtt?.connectSeconds;
    if (limit === undefined) return outcome('inconclusive', 'the target declares no mqtt.connectSeconds');
    if (limit > MOST_SECONDS)
      return outcome(
        'inconclusive',
        `${limit} seconds are longer than this check may wait (${MOST_SECONDS})`,
      );
    const problem = notTriable(context, 1);
    const [canary] = enrolledCanaries(context);
    if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
    const { versions, failed, facts } = await spokenVersions(context, canary);
    const [version] = versions;
    if (failed || version === undefined)
      return failed ? controlFailed(failed) : outcome('inconclusive', 'no MQTT');

    const attack = await occupy(context, limit + MARGIN_SECONDS);
    const { attempt: control } = await tryControl(context, canary, version);
    if (control.outcome !== 'accepted') return controlFailed(control, { attack });
    const { verdict, decisive } = judgeRefusals(attack);
    const observer: Attempt = {
      what: 'the held connections are watched',
      outcome: 'seen',
      refusedBy: null,
      detail: attack.map(({ detail }) => detail).join('; '),
    };
    const reason = {
      pass: `closed each of ${attack.length} connections that did not say who they were: ${attack.map(line).join('; ')}; ${limit} seconds are declared`,
      fail: `after more than the declared ${limit} seconds a stranger still holds a connection: ${decisive.map(line).join('; ')}`,
      inconclusive: `not every attempt shows something: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { control, attack, observer, facts });
  },
});

const MOST_SECONDS = 60;
/** Timers of servers are coarse. */
const MARGIN_SECONDS = 1.5;

/** All at the same time. */
async function occupy(context: CheckContext, seconds: number): Promise<Attempt[]> {
  const first = context.target.tls ? 'ClientHello' : 'CONNECT';
  const ways: readonly (readonly [string, Promise<StrangerEnd>])[] = [
    ['a connection that sends nothing', dripping(context, new Uint8Array(), seconds)],
    [`a ${first} at one byte a second`, dripping(context, firstBytes(context), seconds)],
    ...(context.target.tls
      ? [['a CONNECT at one byte a second, within TLS', drippingInside(context, seconds)] as const]
      : []),
  ];
  return Promise.all(ways.map(async ([what, ending]) => attemptOf(what, await ending)));
}

function attemptOf(what: string, { how, seconds, detail }: StrangerEnd): Attempt {
  if (how === 'failed') return { what, outcome: 'local-failure', refusedBy: 'client-library', detail };
  const said = `${detail} after ${seconds.toFixed(1)} seconds`;
  return how === 'open'
    ? { what, outcome: 'accepted', refusedBy: null, detail: said }
    : { what, outcome: 'refused', refusedBy: 'server', detail: said };
}
