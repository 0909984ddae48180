/**
 * Does the server refuse whoever says nothing about themselves? AMQP has two ways to say nothing: the SASL mechanism
 * ANONYMOUS, and no SASL at all; both are tried whether they are offered or not. Some services (Azure Service Bus and
 * Event Hubs) let anybody open a session and ask for a token at each address: where the declared addresses refuse a
 * stranger, and the session was given to it, this check does not decide.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { addressesOf } from '../../../probes/amqp/addresses.ts';
import { type Changes, connectAs, leave, notTriable, tryControl } from '../../../probes/amqp/canary.ts';
import { type Guess, guess, takenBySasl } from '../../../probes/amqp/guess.ts';
import { GRACE_MILLIS } from '../../../probes/amqp/routes.ts';
import { madeUp } from '../../../probes/brokers/names.ts';
import {
  controlFailed,
  enrolledCanaries,
  judgeRefusals,
  line,
  outcome,
} from '../../../probes/mqtt/canary.ts';

export const amqpAnonymous = defineCheck({
  id: 'amqp-anonymous',
  title: 'Does the AMQP server refuse a client that shows no user name, password or certificate?',
  targets: ['amqp'],
  control: 'an enrolled canary connects and begins a session, before and after the attack',
  attack:
    'begin a session by SASL ANONYMOUS and without SASL (where the target declares a host, also without naming it), by SASL EXTERNAL without certificate, and with an empty and a made-up user name and password; whether or not these are offered; and, where one begins, attach a link to the addresses of the canaries',
  effect: 'passive',
  budget: { connections: 90, seconds: 150, bytes: 1_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const [canary] = enrolledCanaries(context);
    const problem = notTriable(context, 1);
    if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
    const before = await tryControl(context, canary);
    if (before.attempt.outcome !== 'accepted') return controlFailed(before.attempt);

    const attack = await asStrangers(context, canary);
    const { attempt: control } = await tryControl(context, canary);
    const { verdict, decisive } = judgeRefusals(attack);
    if (control.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(control, { attack });
    const reason = {
      pass: `AMQP 1.0: refused clients by SASL ANONYMOUS, without SASL, by SASL EXTERNAL without certificate, and with an empty and a made-up name and password, while ${canary.name} was accepted (${control.detail})`,
      fail: `let a stranger in: ${decisive.map(line).join('; ')}`,
      inconclusive: `the attack was not clearly refused by the server: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { control, attack, facts: before.facts });
  },
});

/** One after the other: a server that takes so many connections of one sender would hang up on some of them. */
async function asStrangers(context: CheckContext, canary: Credentials): Promise<readonly Attempt[]> {
  const tried = (who: string, changes: Changes): Promise<Guess> =>
    tryStranger(context, canary, `nobody, ${who}`, { ...changes, certificate: null });
  // Whoever makes up a name and is let in is as good as anonymous.
  const stranger = await tried('with a made-up user name and password', plain(madeUp(), madeUp()));
  const attempts = [stranger.attempt];
  for (const [who, changes] of [
    ...silentWays(context),
    ['by SASL EXTERNAL without certificate', { sasl: { mechanism: 'EXTERNAL' } }],
    ['with an empty user name and password', plain('', '')],
  ] as const)
    attempts.push(elsewherePerhaps(await tried(who, changes), stranger));
  return attempts;
}

function plain(username: string, password: string): Changes {
  return { sasl: { mechanism: 'PLAIN', username, password } };
}

/** Saying nothing, to the server as the canaries call it, and as those do who know its address alone. */
function silentWays({ dial, target }: CheckContext): readonly (readonly [string, Changes])[] {
  const { serverName } = dial;
  return [undefined, ...(target.amqp?.host === undefined ? [] : [serverName])].flatMap((host) =>
    [['by SASL ANONYMOUS', 'ANONYMOUS' as const] as const, ['without SASL', 'none' as const] as const].map(
      ([who, mechanism]) =>
        [
          host === undefined ? who : `${who}, to ${host}`,
          { sasl: { mechanism }, ...(host !== undefined && { host }) },
        ] as const,
    ),
  );
}

/** Whom SASL takes for somebody and the host then refuses may be let in at another one. */
function elsewherePerhaps(one: Guess, stranger: Guess): Attempt {
  if (one.attempt.outcome !== 'refused' || !takenBySasl(one, stranger)) return one.attempt;
  const detail = `SASL takes it for somebody (outcome 0); then ${one.attempt.detail}; what else it may open is not known`;
  return { ...one.attempt, outcome: 'silent', refusedBy: null, detail };
}

async function tryStranger(
  context: CheckContext,
  canary: Credentials,
  who: string,
  changes: Changes,
): Promise<Guess> {
  const { attempt, authenticated } = await guess(context, canary, `${who}, begins a session`, changes);
  if (attempt.outcome !== 'accepted') return { attempt, authenticated };
  const refused: string[] = [];
  for (const [address, reads] of declaredAddresses(context)) {
    const ending = await attaches(context, canary, changes, address, reads);
    if (ending === undefined) {
      const detail = `${attempt.detail}; a link to ${address} is attached`;
      return { attempt: { ...attempt, detail }, authenticated };
    }
    refused.push(`${address}: ${ending}`);
  }
  const why =
    refused.length > 0
      ? `and is refused at ${refused.join(', ')}; whether it reaches another address is not known`
      : 'and no address is declared to which a link could be attached (amqp)';
  return { attempt: { ...attempt, outcome: 'silent', detail: `${attempt.detail}, ${why}` }, authenticated };
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
