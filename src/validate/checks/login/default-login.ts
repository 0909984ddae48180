/**
 * Does one of the logins that its maker delivers it with still open it? Each declared one is tried once
 * in each way of coming here, and nothing else is guessed. That no other password is weak, this does not show.
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
  type Changes,
  connectAs,
  controlFailed,
  enrolledCanaries,
  hasCertificate,
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
    'the names and passwords of the maker (defaultLogins), each once and five at most; where client ids are not free under that of the canary and under its own name, and where the canary has a certificate also with that; refused is what is answered as a made-up login is (http)',
  effect: 'disturbing',
  budget: { connections: 60, seconds: 120, bytes: 3_000_000 },
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
  return judged(logins, control, async (what, one) => [
    loginAttempt(what, await signIn(context, login, one), madeUp),
  ]);
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
  const connect = async (what: string, changes: Changes): Promise<Attempt> => {
    const connected = await connectAs(context, canary, version, changes);
    leave(connected);
    const attempt = connectAttempt(what, connected);
    // Whom it is refused for the client id has shown no login.
    return connected.kind === 'refused' && connected.code === ID_REFUSED[version]
      ? { ...attempt, outcome: 'not-spoken', refusedBy: null }
      : attempt;
  };
  const any = await connect(`${canary.name} under a made-up client id`, { clientId: anyText() });
  // Where ids are not free, a login is refused for one that is not of the right form, or not its own.
  const ids = any.outcome === 'accepted' ? [anyText] : [() => canary.clientId, (name: string) => name];
  return judged(
    logins,
    control,
    await eitherWay(context, canary, async (certificate) => {
      const tried = async (what: string, one: Named): Promise<Attempt> => {
        const came: Attempt[] = [];
        for (const id of ids)
          came.push(await connect(what, { ...one, clientId: id(one.username), ...certificate }));
        return mostTelling(came);
      };
      return { tried, madeUp: await tried('a made-up login', { username: anyText(), password: anyText() }) };
    }),
  );
}

/** Of several tries of one login: that it was taken, else what shows nothing, else that it was refused. */
function mostTelling(came: readonly Attempt[]): Attempt {
  const order = [
    came.find(({ outcome: how }) => how === 'accepted'),
    came.find(({ outcome: how }) => how !== 'refused' && how !== 'not-spoken'),
    came.find(({ outcome: how }) => how === 'refused'),
  ];
  return order.find((one) => one !== undefined) ?? came[0] ?? NOT_TRIED;
}

const NOT_TRIED: Attempt = {
  what: 'a login',
  outcome: 'local-failure',
  refusedBy: 'client-library',
  detail: 'not tried',
};

interface Way {
  readonly tried: (what: string, one: Named) => Promise<Attempt>;
  readonly madeUp: Attempt;
}

/**
 * Whoever knows the manual has no certificate. Where one is asked for as well, a login is refused for want of it, whatever
 * its password: then it is tried with the canary's too, unless that lets in whoever has a made-up name and password.
 */
async function eitherWay(
  context: CheckContext,
  canary: Credentials,
  way: (certificate: { readonly certificate?: null }) => Promise<Way>,
): Promise<(what: string, one: Named) => Promise<readonly Attempt[]>> {
  const bare = await way({ certificate: null });
  const certified = hasCertificate(context, canary) ? await way({}) : undefined;
  return async (what, one) => {
    const first = await bare.tried(what, one);
    return certified && certified.madeUp.outcome !== 'accepted'
      ? [first, await certified.tried(`${what}, with the certificate of ${canary.name}`, one)]
      : [first];
  };
}

/** What a broker's own account may do at this host is no matter: the password is not to be the maker's. */
async function byAmqp(context: CheckContext, logins: readonly Named[]): Promise<CheckOutcome> {
  const problem = notTriableByAmqp(context, 1);
  const [canary] = enrolledCanaries(context);
  if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
  const control = async (): Promise<Attempt> => (await tryByAmqp(context, canary)).attempt;
  return judged(
    logins,
    control,
    await eitherWay(context, canary, async (certificate) => {
      const tried = (what: string, one: Named) =>
        guess(context, canary, what, { sasl: { mechanism: 'PLAIN', ...one }, ...certificate });
      const madeUp = await tried('a made-up login', { username: anyText(), password: anyText() });
      return {
        tried: async (what, one) => passwordTaken(await tried(what, one), madeUp),
        madeUp: madeUp.attempt,
      };
    }),
  );
}

async function judged(
  logins: readonly Named[],
  control: (when: string) => Promise<Attempt>,
  attempt: (what: string, one: Named) => Promise<readonly Attempt[]>,
): Promise<CheckOutcome> {
  const before = await control('before the attack');
  if (before.outcome !== 'accepted') return controlFailed(before);
  const attack: Attempt[] = [];
  for (const [index, one] of logins.entries())
    attack.push(...(await attempt(`login ${index + 1} of the maker (${shown(one.username)})`, one)));
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
