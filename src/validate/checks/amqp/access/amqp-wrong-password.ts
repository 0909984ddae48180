/**
 * Does the server ask for the password that belongs to the name, and keep to itself which names exist? Whatever else the
 * canary shows (a certificate) stays as it is. Answers are compared by what they say; how long they take is not
 * measured. Accounts with which brokers are delivered are nobody's canaries: they are for default-login.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { hasPassword, notTriable, tryControl } from '../../../probes/amqp/canary.ts';
import { type Guess, guess, passwordTaken } from '../../../probes/amqp/guess.ts';
import { madeUp, nameGivenAway, nearMisses } from '../../../probes/brokers/names.ts';
import {
  controlFailed,
  enrolledCanaries,
  judgeRefusals,
  line,
  outcome,
} from '../../../probes/mqtt/canary.ts';

export const amqpWrongPassword = defineCheck({
  id: 'amqp-wrong-password',
  title: 'Does the AMQP server refuse a wrong password, and not tell which names it knows?',
  targets: ['amqp'],
  control:
    'an enrolled canary begins a session with its name and password (SASL PLAIN), before and after the attack',
  attack:
    'SASL PLAIN with the name of that canary and a made-up and an empty password and its own with one character more and one less, and with made-up names, one of them with its password; compare what the server answers to a known and an unknown name',
  effect: 'passive',
  budget: { connections: 24, seconds: 120, bytes: 400_000 },
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
      pass: `AMQP 1.0, SASL PLAIN: refused ${canary.name} with a made-up and an empty password and nearly its own, and a made-up name with its password, a known and an unknown name with the same answer, while ${canary.name} with its own was accepted`,
      fail: `a password is not asked for, or a name given away: ${decisive.map(line).join('; ')}`,
      inconclusive: `the attack was not clearly refused by the server: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { control, attack, facts: before.facts });
  },
});

interface Named extends Guess {
  readonly username: string;
}

/** One after the other: a server that takes so many connections of one sender would hang up on some of them. */
async function guesses(context: CheckContext, canary: Credentials): Promise<readonly Attempt[]> {
  const tried = async (what: string, username: string, password: string): Promise<Named> => ({
    username,
    ...(await guess(context, canary, what, { sasl: { mechanism: 'PLAIN', username, password } })),
  });
  const { name, username = '', password = '' } = canary;
  const unknown = await tried('a made-up name with a made-up password', madeUp(), madeUp());
  const another = await tried('another made-up name with a made-up password', madeUp(), madeUp());
  const known = await tried(`${name} with a made-up password`, username, madeUp());
  const near: Named[] = [];
  for (const one of nearMisses(password))
    near.push(await tried(`${name} with ${one.how}`, username, one.password));
  const others = [
    ...near,
    await tried(`${name} with an empty password`, username, ''),
    await tried(`a made-up name with the password of ${name}`, madeUp(), password),
  ];
  return [
    unknown.attempt,
    another.attempt,
    ...[known, ...others].map((one) => passwordTaken(one, unknown)),
    ...comparison({ ...known, attempt: passwordTaken(known, unknown) }, unknown, another),
  ];
}

/**
 * Answers repeat the name, and some have a number of their own, which gives nothing away. What a server says to two
 * unknown names shows how much of it varies by itself.
 */
function comparison(known: Named, unknown: Named, another: Named): readonly Attempt[] {
  const said = [known, unknown, another].map(({ attempt, username }) => ({
    ...attempt,
    detail: attempt.detail.replaceAll(username, '…').slice(0, COMPARED),
  }));
  const [one, other, third] =
    [said, said.map(withoutNumbers)].find(([, b, c]) => b?.detail === c?.detail) ?? [];
  if (one && other && third) return nameGivenAway(one, other, 'AMQP 1.0');
  return [
    {
      what: 'a known name is told from an unknown one by the answer (AMQP 1.0)',
      outcome: 'silent',
      refusedBy: null,
      detail: 'unknown names get another answer each time',
    },
  ];
}

/** Of an answer that was cut off, less is left the longer the name is that it repeats. */
const COMPARED = 100;

function withoutNumbers(attempt: Attempt): Attempt {
  return { ...attempt, detail: attempt.detail.replaceAll(/\S*\d\S*/g, '#') };
}
