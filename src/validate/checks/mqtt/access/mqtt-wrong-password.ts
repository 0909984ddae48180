/**
 * Does the listener ask for the password that belongs to the name, and keep to itself which names exist? Whatever
 * else the canary shows (a certificate) stays as it is. Answers are compared by what they say; how long they take
 * is not measured.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { madeUp, nameGivenAway, nearMisses } from '../../../probes/brokers/names.ts';
import {
  type Changes,
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
} from '../../../probes/mqtt/canary.ts';
import { type MqttVersion, versionName } from '../../../probes/mqtt/codes.ts';
import { connectAttempt } from '../../../probes/mqtt/connect.ts';

export const mqttWrongPassword = defineCheck({
  id: 'mqtt-wrong-password',
  title: 'Does the MQTT listener refuse a wrong password, and not tell which names it knows?',
  targets: ['mqtt'],
  control:
    'an enrolled canary connects with its name and password and gets CONNACK 0, before and after the attack',
  attack:
    'connect with the name of that canary and a made-up, an empty and no password, its own with one character more and one less, and with a made-up name and its password; compare what the server answers to a known and an unknown name; MQTT 3.1.1 and MQTT 5',
  effect: 'passive',
  budget: { connections: 36, seconds: 60, bytes: 400_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const problem = notTriable(context, 1);
    if (problem !== undefined) return outcome('inconclusive', problem);
    const canary = enrolledCanaries(context).find(
      ({ username, password }) => username !== undefined && (password ?? '') !== '',
    );
    if (!canary) return outcome('inconclusive', 'no enrolled canary has a user name and a password');
    const spoken = await spokenVersions(context, canary);
    const [version] = spoken.versions;
    if (spoken.failed) return controlFailed(spoken.failed);
    if (version === undefined) return outcome('inconclusive', 'no MQTT version is spoken');

    const attack: Attempt[] = [];
    for (const spokenVersion of spoken.versions)
      attack.push(...(await guesses(context, canary, spokenVersion)));
    const { attempt: control } = await tryControl(context, canary, version);
    const { verdict, decisive } = judgeRefusals(attack);
    if (control.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(control, { attack });
    const tried = spoken.versions.map(versionName).join(' and ');
    const reason = {
      pass: `${tried}: refused ${canary.name} with a made-up, an empty and no password and nearly its own, and a made-up name with its password, a known and an unknown name with the same answer, while ${canary.name} with its own was accepted`,
      fail: `a password is not asked for, or a name given away: ${decisive.map(line).join('; ')}`,
      inconclusive: `the attack was not clearly refused by the server: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, {
      control,
      attack: [...attack, ...spoken.notSpoken],
      facts: spoken.facts,
    });
  },
});

async function guesses(context: CheckContext, canary: Credentials, version: MqttVersion): Promise<Attempt[]> {
  const attempt = async (who: string, changes: Changes): Promise<Attempt> => {
    const connected = await connectAs(context, canary, version, changes);
    leave(connected);
    return connectAttempt(`${who} (${versionName(version)})`, connected);
  };
  const known = await attempt(`${canary.name} with a made-up password`, { password: madeUp() });
  const unknown = await attempt('a made-up name with a made-up password', {
    username: madeUp(),
    password: madeUp(),
  });
  const near: Attempt[] = [];
  for (const { how, password } of nearMisses(canary.password ?? ''))
    near.push(await attempt(`${canary.name} with ${how}`, { password }));
  return [
    known,
    ...near,
    await attempt(`${canary.name} with an empty password`, { password: '' }),
    await attempt(`${canary.name} without password`, { password: null }),
    unknown,
    await attempt(`a made-up name with the password of ${canary.name}`, { username: madeUp() }),
    ...nameGivenAway(known, unknown, versionName(version)),
  ];
}
