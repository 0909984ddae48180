/** Are its true peers still served while a stranger holds connections that say nothing ({@link servedInCrowd})? */
import { defineCheck } from '../../../check.ts';
import { servedInCrowd } from '../../../probes/brokers/crowd.ts';
import {
  controlFailed,
  enrolledCanaries,
  notTriable,
  outcome,
  spokenVersions,
  tryControl,
} from '../../../probes/mqtt/canary.ts';
import { firstBytes } from '../../../probes/mqtt/strangers.ts';

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
    return servedInCrowd(context, {
      name: canary.name,
      connect: async () => (await tryControl(context, canary, version)).attempt,
      begun: firstBytes(context).subarray(0, 8),
      facts,
    });
  },
});
