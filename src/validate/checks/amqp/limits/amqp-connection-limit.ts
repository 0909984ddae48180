/** Are its true peers still served while a stranger holds connections that say nothing ({@link servedInCrowd})? */
import { defineCheck } from '../../../check.ts';
import { notTriable, tryControl } from '../../../probes/amqp/canary.ts';
import { SASL_HEADER } from '../../../probes/amqp/frames.ts';
import { servedInCrowd } from '../../../probes/brokers/crowd.ts';
import { controlFailed, enrolledCanaries, outcome } from '../../../probes/mqtt/canary.ts';
import { firstBytes } from '../../../probes/mqtt/strangers.ts';

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
    return servedInCrowd(context, {
      name: canary.name,
      connect: async () => (await tryControl(context, canary)).attempt,
      begun: firstBytes(context, SASL_HEADER).subarray(0, 5),
      facts,
    });
  },
});
