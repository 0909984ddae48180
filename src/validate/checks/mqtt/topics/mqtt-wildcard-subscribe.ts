/**
 * Can a device read others with a wildcard in its subscription? Rules that compare names say nothing about filters
 * that match them; shared subscriptions (`$share/…`) are filters in disguise. What is delivered decides.
 */
import { randomBytes } from 'node:crypto';

import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { inTurn } from '../../../probes/brokers/turns.ts';
import { line, outcome } from '../../../probes/mqtt/canary.ts';
import { attackOnStage } from '../../../probes/mqtt/stage.ts';
import { subscribeTo } from '../../../probes/mqtt/subscribe.ts';

export const mqttWildcardSubscribe = defineCheck({
  id: 'mqtt-wildcard-subscribe',
  title: 'Is a device kept from reading others with a wildcard?',
  targets: ['mqtt'],
  control:
    'the legitimate readers get every message, and the attacking canary gets one of its own on the same session afterwards',
  attack:
    'a canary subscribes to #, to the topics of all identities by + and #, to those of the other canary with + elsewhere, and to the same as shared subscriptions; MQTT 3.1.1 and MQTT 5, and once the other way round',
  observer: 'the legitimate readers of the other canary’s topics, who get the same messages',
  effect: 'active',
  budget: { connections: 50, seconds: 90, bytes: 1_200_000 },
  strength: 'observed-probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const attacked = await attackOnStage(context, ({ attacker, victim, routes, versions, turn }) =>
      inTurn(
        (turn === 1 ? versions : versions.slice(0, 1)).flatMap((version) =>
          filters(context, victim).map(
            (filter) => () => subscribeTo(context, attacker, routes, filter, version),
          ),
        ),
      ),
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
      pass: `${attacker.name} and ${victim.name} got no message of the other by ${new Set(tried.map(({ what }) => filterIn(what))).size} filters with wildcards: ${tried.length} subscriptions, nothing delivered, while the legitimate readers got everything`,
      fail: `a wildcard reads messages of another device: ${decisive.map(line).join('; ')}`,
      inconclusive: `not every attempt shows something: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { ...findings, observer });
  },
});

/** Filters that match a topic of the victim's without being its name. */
function filters(context: CheckContext, victim: Credentials): readonly string[] {
  const { publish, subscribe } = context.target.topics ?? { publish: '', subscribe: '' };
  const group = `bestride-${randomBytes(4).toString('hex')}`;
  const found = new Set(['#', '+/#']);
  for (const template of [publish, subscribe]) {
    const levels = template.split('/');
    const at = levels.findIndex((level) => level.includes('{identity}'));
    const anyIdentity = levels.map((level, index) => (index === at ? '+' : level)).join('/');
    found.add(anyIdentity);
    found.add([...levels.slice(0, at), '#'].join('/'));
    found.add(levels.map((level) => (level === levels[at] ? named(level, victim) : '+')).join('/'));
    found.add(`$share/${group}/${anyIdentity}`);
  }
  found.add(`$share/${group}/#`);
  return [...found];
}

function named(level: string, victim: Credentials): string {
  return level.replaceAll('{identity}', victim.name);
}

/** The groups of shared subscriptions and the names of the canaries differ; the filters are the same. */
function filterIn(what: string): string {
  return (what.split(' ')[3] ?? '').replace(/bestride-[0-9a-f]+/, '');
}
