/**
 * How long may somebody occupy a connection without saying who they are? Measured on a few connections that send
 * nothing, or one byte a second, until the server closes them. Servers that time out silence only are held open by
 * the slow ones.
 */
import { type CheckContext, defineCheck } from '../../../check.ts';
import { outwait, waitable } from '../../../probes/brokers/slow.ts';
import {
  controlFailed,
  enrolledCanaries,
  notTriable,
  outcome,
  spokenVersions,
  tryControl,
} from '../../../probes/mqtt/canary.ts';
import { dripping, drippingInside, firstBytes, type StrangerEnd } from '../../../probes/mqtt/strangers.ts';

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
    const limit = waitable(context.target.mqtt?.connectSeconds, 'mqtt.connectSeconds');
    if (typeof limit === 'string') return outcome('inconclusive', limit);
    const problem = notTriable(context, 1);
    const [canary] = enrolledCanaries(context);
    if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
    const { versions, failed, facts } = await spokenVersions(context, canary);
    const [version] = versions;
    if (failed || version === undefined)
      return failed ? controlFailed(failed) : outcome('inconclusive', 'no MQTT');

    return outwait({
      limit,
      hold: (seconds) => strangers(context, seconds),
      control: async () => (await tryControl(context, canary, version)).attempt,
      facts,
    });
  },
});

function strangers(
  context: CheckContext,
  seconds: number,
): readonly (readonly [string, Promise<StrangerEnd>])[] {
  const first = context.target.tls ? 'ClientHello' : 'CONNECT';
  return [
    ['a connection that sends nothing', dripping(context, new Uint8Array(), seconds)],
    [`a ${first} at one byte a second`, dripping(context, firstBytes(context), seconds)],
    ...(context.target.tls
      ? [['a CONNECT at one byte a second, within TLS', drippingInside(context, seconds)] as const]
      : []),
  ];
}
