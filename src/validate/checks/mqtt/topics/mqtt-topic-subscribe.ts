/**
 * Can one device read what another sends or receives, under the very names of the other's topics? A granted SUBACK
 * says nothing (some servers judge at delivery), so what is delivered decides, while the legitimate readers
 * provably get the same messages. Filters with wildcards are tried by mqtt-wildcard-subscribe.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { defineCheck } from '../../../check.ts';
import { inTurn } from '../../../probes/brokers/turns.ts';
import { readsAsOther } from '../../../probes/mqtt/borrowed.ts';
import { line, outcome } from '../../../probes/mqtt/canary.ts';
import { attackOnStage } from '../../../probes/mqtt/stage.ts';
import { subscribeTo } from '../../../probes/mqtt/subscribe.ts';

export const mqttTopicSubscribe = defineCheck({
  id: 'mqtt-topic-subscribe',
  title: 'Is a device kept from reading the topics of another?',
  targets: ['mqtt'],
  control:
    'the legitimate readers get every message, and the attacking canary gets one of its own on the same session afterwards',
  attack:
    'each of two canaries subscribes to the topics the other sends and receives on; MQTT 3.1.1 and MQTT 5; and one, while the other is away, under its client id to the one it receives on',
  observer: 'the legitimate readers of the other canary’s topics, who get the same messages',
  effect: 'active',
  budget: { connections: 30, seconds: 60, bytes: 800_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const attacked = await attackOnStage(
      context,
      ({ attacker, routes, versions }) =>
        inTurn(
          versions.flatMap((version) =>
            routes.all.map(
              ({ topic }) =>
                () =>
                  subscribeTo(context, attacker, routes, topic, version),
            ),
          ),
        ),
      (roles, version) => readsAsOther(context, roles, version),
    );
    if (!('findings' in attacked)) return attacked;
    const { attacker, victim, watched, verdict, decisive, tried, findings } = attacked;
    const observer: Attempt = {
      what: watched,
      outcome: 'seen',
      refusedBy: null,
      detail: 'saw every message that was meant for it',
    };
    const reason = {
      pass: `${attacker.name} and ${victim.name}, each under its own client id, got no message of the other by subscribing to its topics, nor ${attacker.name} under the client id of ${victim.name}: ${tried.length} subscriptions, nothing delivered, while the legitimate readers got everything`,
      fail: `a device reads messages of another: ${decisive.map(line).join('; ')}`,
      inconclusive: `not every attempt shows something: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { ...findings, observer });
  },
});
