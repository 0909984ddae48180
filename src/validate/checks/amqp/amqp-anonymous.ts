/**
 * Does the server refuse whoever says nothing about themselves? AMQP has two ways to say nothing: the SASL mechanism
 * ANONYMOUS, and no SASL at all; both are tried whether they are offered or not. Some services (Azure Service Bus and
 * Event Hubs) let anybody open a session and ask for a token at each address: where the declared addresses refuse a
 * stranger, and the session was given to it, this check does not decide.
 */
import { randomBytes } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../check.ts';
import { addressesOf } from '../../probes/amqp/addresses.ts';
import { type Changes, connectAs, leave, notTriable, tryControl } from '../../probes/amqp/canary.ts';
import { connectAttempt } from '../../probes/amqp/connect.ts';
import { GRACE_MILLIS } from '../../probes/amqp/routes.ts';
import { controlFailed, enrolledCanaries, judgeRefusals, line, outcome } from '../../probes/mqtt/canary.ts';

export const amqpAnonymous = defineCheck({
  id: 'amqp-anonymous',
  title: 'Does the AMQP server refuse a client that shows no user name, password or certificate?',
  targets: ['amqp'],
  control: 'an enrolled canary connects and begins a session, before and after the attack',
  attack:
    'begin a session by SASL ANONYMOUS, without SASL, by SASL EXTERNAL without certificate, and with a made-up user name and password; whether or not these are offered; and, where one begins, attach a link to the addresses of the canaries',
  effect: 'passive',
  budget: { connections: 60, seconds: 90, bytes: 1_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const [canary] = enrolledCanaries(context);
    const problem = notTriable(context, 1);
    if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
    const before = await tryControl(context, canary);
    if (before.attempt.outcome !== 'accepted') return controlFailed(before.attempt);

    // All at once: servers make those wait whom they refuse.
    const attack = await Promise.all(
      strangers().map(([who, changes]) => tried(context, canary, who, { ...changes, certificate: null })),
    );
    const { attempt: control } = await tryControl(context, canary);
    const { verdict, decisive } = judgeRefusals(attack);
    if (control.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(control, { attack });
    const reason = {
      pass: `refused clients by SASL ANONYMOUS, without SASL, by SASL EXTERNAL without certificate, and with a made-up name and password, while ${canary.name} was accepted (${control.detail})`,
      fail: `let a stranger in: ${decisive.map(line).join('; ')}`,
      inconclusive: `the attack was not clearly refused by the server: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { control, attack, facts: before.facts });
  },
});

/** Who has nothing of their own to show. Whoever makes up a name and is let in is as good as anonymous. */
function strangers(): readonly (readonly [string, Changes])[] {
  const madeUp = `bestride-${randomBytes(6).toString('hex')}`;
  return [
    ['nobody, by SASL ANONYMOUS', { sasl: { mechanism: 'ANONYMOUS' } }],
    ['nobody, without SASL', { sasl: { mechanism: 'none' } }],
    ['nobody, by SASL EXTERNAL without certificate', { sasl: { mechanism: 'EXTERNAL' } }],
    [
      'nobody, with a made-up user name and password',
      { sasl: { mechanism: 'PLAIN', username: madeUp, password: randomBytes(12).toString('hex') } },
    ],
  ];
}

async function tried(
  context: CheckContext,
  canary: Credentials,
  who: string,
  changes: Changes,
): Promise<Attempt> {
  const connected = await connectAs(context, canary, changes);
  const attempt = connectAttempt(`${who}, begins a session`, connected);
  leave(connected);
  if (connected.kind !== 'accepted') return attempt;
  const refused: string[] = [];
  for (const [address, reads] of declaredAddresses(context)) {
    const ending = await attaches(context, canary, changes, address, reads);
    if (ending === undefined)
      return { ...attempt, detail: `${attempt.detail}; a link to ${address} is attached` };
    refused.push(`${address}: ${ending}`);
  }
  const why =
    refused.length > 0
      ? `and is refused at ${refused.join(', ')}; whether it reaches another address is not known`
      : 'and no address is declared to which a link could be attached (amqp)';
  return { ...attempt, outcome: 'silent', detail: `${attempt.detail}, ${why}` };
}

/** What the first canaries read and send to. */
function declaredAddresses(context: CheckContext): readonly (readonly [address: string, reads: boolean])[] {
  const { amqp } = context.target;
  if (!amqp) return [];
  return enrolledCanaries(context)
    .slice(0, 3)
    .flatMap((canary) => {
      const { send, receive } = addressesOf(amqp, canary);
      return [[receive, true] as const, [send, false] as const];
    });
}

/** On a session of its own, since a refusal may end it. Undefined: the link is attached and stays so. */
async function attaches(
  context: CheckContext,
  canary: Credentials,
  changes: Changes,
  address: string,
  reads: boolean,
): Promise<string | undefined> {
  const connected = await connectAs(context, canary, changes);
  if (connected.kind !== 'accepted') return connected.detail;
  const { session } = connected;
  const link = reads ? await session.readFrom(address) : await session.sendTo(address);
  if (!('kind' in link)) await session.until(() => link.ending !== undefined, GRACE_MILLIS);
  leave(connected);
  return 'kind' in link ? link.detail : link.ending?.detail;
}
