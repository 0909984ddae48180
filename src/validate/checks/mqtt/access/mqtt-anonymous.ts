/**
 * Does the listener refuse whoever says nothing about themselves? Tried without user name, password and
 * certificate. Whoever shows a certificate is not anonymous, even without a user name; that door is tried by
 * mqtt-client-certificate.
 */
import { randomBytes } from 'node:crypto';

import type { Attempt } from '../../../../evidence/run.ts';
import { type Credentials, defineCheck } from '../../../check.ts';
import { connectAttempt } from '../../../probes/mqtt/connect.ts';
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
import { versionName } from '../../../probes/mqtt/codes.ts';

export const mqttAnonymous = defineCheck({
  id: 'mqtt-anonymous',
  title: 'Does the MQTT listener refuse a client that shows no user name, password or certificate?',
  targets: ['mqtt'],
  control: 'an enrolled canary connects and gets CONNACK 0, before and after the attack',
  attack:
    'connect with nothing but a client id (a made-up one, and a canary’s), and with a made-up user name and password under either; MQTT 3.1.1 and MQTT 5',
  effect: 'passive',
  budget: { connections: 24, seconds: 60, bytes: 400_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const [canary] = enrolledCanaries(context);
    const problem = notTriable(context, 1);
    if (problem !== undefined || !canary) return outcome('inconclusive', problem ?? 'no canary');
    const spoken = await spokenVersions(context, canary);
    const [version] = spoken.versions;
    if (spoken.failed) return controlFailed(spoken.failed);
    if (version === undefined) return outcome('inconclusive', 'no MQTT version is spoken');

    const attack: Attempt[] = [];
    for (const spokenVersion of spoken.versions) {
      for (const { who, changes } of strangers(canary)) {
        const connected = await connectAs(context, canary, spokenVersion, { ...changes, certificate: null });
        attack.push(connectAttempt(`${who}, connects (${versionName(spokenVersion)})`, connected));
        leave(connected);
      }
    }

    const { attempt: control } = await tryControl(context, canary, version);
    const { verdict, decisive } = judgeRefusals(attack);
    if (control.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(control, { attack });
    const tried = spoken.versions.map(versionName).join(' and ');
    const reason = {
      pass: `${tried}: refused clients without user name, password and certificate, and with made-up ones, while ${canary.name} was accepted`,
      fail: `accepted an anonymous client: ${decisive.map(line).join('; ')}`,
      inconclusive: `the attack was not clearly refused by the server: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, {
      control,
      attack: [...attack, ...spoken.notSpoken],
      facts: spoken.facts,
    });
  },
});

/** Who has nothing of their own to show. Whoever makes up a name and is let in is as good as anonymous. */
function strangers(canary: Credentials): readonly { readonly who: string; readonly changes: Changes }[] {
  const madeUp = `bestride-${randomBytes(6).toString('hex')}`;
  const nothing = { username: null, password: null };
  const anyLogin = { username: madeUp, password: randomBytes(12).toString('hex') };
  return [
    { who: 'nobody, with a made-up client id', changes: { clientId: madeUp, ...nothing } },
    { who: `nobody, with the client id of ${canary.name}`, changes: nothing },
    {
      who: 'nobody, with a made-up user name and password',
      changes: { clientId: madeUp, ...anyLogin },
    },
    // Some take only client ids of a certain form, whoever comes with them.
    {
      who: `nobody, with a made-up user name and password and the client id of ${canary.name}`,
      changes: anyLogin,
    },
  ];
}
