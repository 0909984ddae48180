/**
 * Does one of the logins that its maker delivers it with still open it? Each declared one is tried once, and nothing
 * else is guessed. That no other password is weak, this does not show.
 *
 * Failed tries count against an account where accounts are locked: the check runs only when it is named.
 */
import { randomBytes } from 'node:crypto';

import type { Attempt } from '../../../evidence/run.ts';
import { type CheckContext, type CheckOutcome, type Credentials, defineCheck } from '../../check.ts';
import { notTriable as notTriableByAmqp, tryControl as tryByAmqp } from '../../probes/amqp/canary.ts';
import { guess, passwordTaken } from '../../probes/amqp/guess.ts';
import { loginAttempt, signIn } from '../../probes/http/login.ts';
import {
  connectAs,
  controlFailed,
  enrolledCanaries,
  judgeRefusals,
  leave,
  line,
  notTriable,
  outcome,
  spokenVersions,
  tryControl,
} from '../../probes/mqtt/canary.ts';
import { connectAttempt } from '../../probes/mqtt/connect.ts';

/** CONNACK: Client Identifier not valid (MQTT 3.1.1 section 3.2.2.3, MQTT 5 section 3.2.2.2). */
const ID_REFUSED = { 4: 2, 5: 0x85 } as const;

type Named = { readonly username: string; readonly password: string };

export const defaultLogin = defineCheck({
  id: 'default-login',
  title: 'Is each login refused with which its maker delivers it?',
  targets: ['http', 'mqtt', 'amqp'],
  control:
    'an enrolled canary signs in (http.login) or connects (mqtt, amqp) with what it has, before and after the attack',
  attack:
    'the names and passwords of the maker (defaultLogins), each once and five at most; refused is what is answered as a made-up login is (http)',
  effect: 'disturbing',
  budget: { connections: 40, seconds: 90, bytes: 3_000_000 },
  strength: 'probe',
  lifetimeHours: 24 * 30,
  expects: {},

  async run(context) {
    const logins = context.target.defaultLogins ?? [];
    if (logins.length === 0)
      return outcome('inconclusive', 'the target declares no login of the maker (defaultLogins)');
    const { kind } = context.target;
    if (kind === 'amqp') return byAmqp(context, logins);
    return kind === 'mqtt' ? byMqtt(context, logins) : byHttp(context, logins);
  },
});

async function byHttp(context: CheckContext, logins: readonly Named[]): Promise<CheckOutcome> {
  const { login } = context.target.http ?? {};
  const canary = enrolledCanaries(context).find(isNamed);
  if (!login) return outcome('inconclusive', 'the target does not declare how one signs in (http.login)');
  if (!canary)
    return outcome('inconclusive', 'the target declares no enrolled canary with a username and a password');
  const stranger = await signIn(context, login, null);
  const madeUp = await signIn(context, login, { username: anyText(), password: anyText() });
  for (const [who, came] of [
    ['somebody who has not signed in', stranger],
    ['a made-up login', madeUp],
  ] as const) {
    const unseen = loginAttempt(who, came);
    if (unseen.outcome !== 'refused')
      return outcome('inconclusive', `a login can show nothing here: ${line(unseen)}`, { control: unseen });
  }
  const control = async (when: string): Promise<Attempt> =>
    loginAttempt(`${canary.name} signs in, ${when}`, await signIn(context, login, canary));
  return judged(logins, control, async (what, one) =>
    loginAttempt(what, await signIn(context, login, one), madeUp),
  );
}

function anyText(): string {
  return `bestride-${randomBytes(4).toString('hex')}`;
}

async function byMqtt(context: CheckContext, logins: readonly Named[]): Promise<CheckOutcome> {
  const problem = notTriable(context, 1);
  const [canary] = enrolledCanaries(context);
  if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
  const { versions, failed } = await spokenVersions(context, canary);
  const [version] = versions;
  if (failed || version === undefined)
    return failed ? controlFailed(failed) : outcome('inconclusive', 'no MQTT');
  const control = async (): Promise<Attempt> => (await tryControl(context, canary, version)).attempt;
  return judged(logins, control, async (what, { username, password }) => {
    const clientId = anyText();
    // Whoever knows the manual has no certificate of a canary.
    const connected = await connectAs(context, canary, version, {
      username,
      password,
      clientId,
      certificate: null,
    });
    leave(connected);
    const attempt = connectAttempt(what, connected);
    // The client id is ours, and not the maker's: whom it is refused for has shown no login.
    return connected.kind === 'refused' && connected.code === ID_REFUSED[version]
      ? { ...attempt, outcome: 'not-spoken', refusedBy: null }
      : attempt;
  });
}

/** What a broker's own account may do at this host is no matter: the password is not to be the maker's. */
async function byAmqp(context: CheckContext, logins: readonly Named[]): Promise<CheckOutcome> {
  const problem = notTriableByAmqp(context, 1);
  const [canary] = enrolledCanaries(context);
  if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
  const control = async (): Promise<Attempt> => (await tryByAmqp(context, canary)).attempt;
  const tried = (what: string, one: Named) =>
    guess(context, canary, what, { sasl: { mechanism: 'PLAIN', ...one }, certificate: null });
  const madeUp = await tried('a made-up login', { username: anyText(), password: anyText() });
  return judged(logins, control, async (what, one) => passwordTaken(await tried(what, one), madeUp));
}

async function judged(
  logins: readonly Named[],
  control: (when: string) => Promise<Attempt>,
  attempt: (what: string, one: Named) => Promise<Attempt>,
): Promise<CheckOutcome> {
  const before = await control('before the attack');
  if (before.outcome !== 'accepted') return controlFailed(before);
  const attack: Attempt[] = [];
  for (const [index, one] of logins.entries())
    attack.push(await attempt(`login ${index + 1} of the maker (${shown(one.username)})`, one));
  const after = await control('after the attack');
  const { verdict, decisive } = judgeRefusals(attack);
  if (after.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(after, { attack });
  const said = decisive.map(line).join('; ');
  const reason = {
    pass: `none of the maker’s ${logins.length} declared logins opened it: ${said}`,
    fail: `a login of the maker opens it: ${said}`,
    inconclusive: `whether they are refused cannot be told: ${said}`,
  }[verdict];
  return outcome(verdict, reason, { control: after, attack });
}

function isNamed(one: Credentials): one is Credentials & Named {
  return one.username !== undefined && one.password !== undefined;
}

function shown(name: string): string {
  return name.replaceAll(/[^ -~]/g, ' ').slice(0, 40);
}
