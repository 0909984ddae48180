/**
 * Does the server ask for the password that belongs to the name, does it keep to itself which names exist, and are the
 * names and passwords gone with which brokers are delivered? Whatever else the canary shows (a certificate) stays as it
 * is. Answers are compared by what they say; how long they take is not measured.
 */
import { randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';

import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../check.ts';
import { connectAs, hasPassword, leave, notTriable, tryControl } from '../../probes/amqp/canary.ts';
import { connectAttempt } from '../../probes/amqp/connect.ts';
import { controlFailed, enrolledCanaries, judgeRefusals, line, outcome } from '../../probes/mqtt/canary.ts';

export const amqpWrongPassword = defineCheck({
  id: 'amqp-wrong-password',
  title: 'Does the AMQP server refuse wrong and delivered passwords, and not tell which names it knows?',
  targets: ['amqp'],
  control:
    'an enrolled canary begins a session with its name and password (SASL PLAIN), before and after the attack',
  attack:
    'SASL PLAIN with the name of that canary and a made-up and an empty password, with a made-up name and its password, and with guest/guest, admin/admin, artemis/artemis and system/manager; compare what the server answers to a known and an unknown name',
  effect: 'passive',
  budget: { connections: 24, seconds: 60, bytes: 400_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const problem = notTriable(context, 1);
    if (problem !== undefined) return outcome('inconclusive', problem);
    const canary = enrolledCanaries(context).find(hasPassword);
    if (!canary) return outcome('inconclusive', 'no enrolled canary has a user name and a password');
    const before = await tryControl(context, canary);
    if (before.attempt.outcome !== 'accepted') return controlFailed(before.attempt);

    const attack = await guesses(context, canary);
    const { attempt: control } = await tryControl(context, canary);
    const { verdict, decisive } = judgeRefusals(attack);
    if (control.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(control, { attack });
    const reason = {
      pass: `refused ${canary.name} with a made-up and an empty password, a made-up name with its password, and ${DELIVERED.map(([name]) => name).join(', ')} with the passwords they are delivered with${fromHere(context)}; a known and an unknown name with the same answer, while ${canary.name} with its own was accepted`,
      fail: `a password is not asked for, is as it was delivered, or a name is given away: ${decisive.map(line).join('; ')}${fromHere(context)}`,
      inconclusive: `the attack was not clearly refused by the server: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { control, attack, facts: before.facts });
  },
});

/** The accounts with which RabbitMQ, Artemis and ActiveMQ are delivered, or which their guides set up first. */
const DELIVERED: readonly (readonly [string, string])[] = [
  ['guest', 'guest'],
  ['admin', 'admin'],
  ['artemis', 'artemis'],
  ['system', 'manager'],
];

/** RabbitMQ lets guest in from the machine itself only: each vantage shows half of it. */
function fromHere({ dial }: CheckContext): string {
  const { host } = dial.resolved;
  return (isIPv4(host) && host.startsWith('127.')) || host === '::1'
    ? ' (tried from the same machine, from where RabbitMQ lets guest in and from nowhere else)'
    : ' (tried over the network: from the machine itself guest was not tried)';
}

/** All at once: servers make those wait whom they refuse. */
async function guesses(context: CheckContext, canary: Credentials): Promise<Attempt[]> {
  const guess = async (who: string, username: string, password: string): Promise<Guess> => {
    const connected = await connectAs(context, canary, { sasl: { mechanism: 'PLAIN', username, password } });
    leave(connected);
    return { attempt: connectAttempt(who, connected), authenticated: connected.authenticated };
  };
  const { name, username = '', password = '' } = canary;
  const [known, unknown, ...others] = await Promise.all([
    guess(`${name} with a made-up password`, username, madeUp()),
    guess('a made-up name with a made-up password', madeUp(), madeUp()),
    guess(`${name} with an empty password`, username, ''),
    guess(`a made-up name with the password of ${name}`, madeUp(), password),
    ...DELIVERED.map(([user, delivered]) => guess(`${user} as it is delivered`, user, delivered)),
  ]);
  const attempts = [known, ...others].map((one) => takenOrNot(one, unknown));
  return [unknown.attempt, ...attempts, ...comparison(attempts[0] ?? known.attempt, unknown.attempt)];
}

interface Guess {
  readonly attempt: Attempt;
  readonly authenticated: boolean;
}

/**
 * Where SASL refuses what is made up, its outcome 0 means that the password is right, even for a user who may then do
 * nothing. (Some servers judge later and give that outcome to everybody.)
 */
function takenOrNot({ attempt, authenticated }: Guess, madeUpOne: Guess): Attempt {
  if (!authenticated || madeUpOne.authenticated || attempt.outcome === 'accepted') return attempt;
  const detail = `SASL PLAIN, outcome 0: the password is taken; then ${attempt.detail}`;
  return { ...attempt, outcome: 'accepted', refusedBy: null, detail };
}

/** Nothing to compare unless both were refused. */
function comparison(known: Attempt, unknown: Attempt): readonly Attempt[] {
  if (known.refusedBy !== 'server' || unknown.refusedBy !== 'server') return [];
  const what = 'a known name is told from an unknown one by the answer';
  return known.detail === unknown.detail
    ? [{ what, outcome: 'not-seen', refusedBy: 'server', detail: `both times ${known.detail}` }]
    : [
        {
          what,
          outcome: 'accepted',
          refusedBy: null,
          detail: `${known.detail} where the name is known, ${unknown.detail} where it is not`,
        },
      ];
}

function madeUp(): string {
  return `bestride-${randomBytes(6).toString('hex')}`;
}
