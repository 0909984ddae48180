/**
 * Does the listener refuse whoever says nothing about themselves? Tried without user name, password and
 * certificate. Whoever shows a certificate is not anonymous, even without a user name; that door is tried by
 * mqtt-client-certificate.
 */
import { randomBytes } from 'node:crypto';

import type { Attempt } from '../../evidence/run.ts';
import { defineCheck } from '../check.ts';
import { connectAttempt } from '../probes/mqtt.ts';
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
} from '../probes/mqtt-canary.ts';
import { versionName } from '../probes/mqtt-codes.ts';

export const mqttAnonymous = defineCheck({
  id: 'mqtt-anonymous',
  title: 'Does the MQTT listener refuse a client that shows no user name, password or certificate?',
  targets: ['mqtt'],
  control: 'an enrolled canary connects and gets CONNACK 0, before and after the attack',
  attack: 'connect with nothing but a client id: a made-up one, and a canary’s; MQTT 3.1.1 and MQTT 5',
  effect: 'passive',
  budget: { connections: 16, seconds: 40, bytes: 400_000 },
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
      for (const [whose, clientId] of [
        ['a made-up client id', `bestride-${randomBytes(6).toString('hex')}`],
        [`the client id of ${canary.name}`, canary.clientId],
      ] as const) {
        const connected = await connectAs(context, canary, spokenVersion, {
          clientId,
          username: null,
          password: null,
          certificate: null,
        });
        attack.push(
          connectAttempt(`nobody, with ${whose}, connects (${versionName(spokenVersion)})`, connected),
        );
        leave(connected);
      }
    }

    const { attempt: control } = await tryControl(context, canary, version);
    if (control.outcome !== 'accepted') return controlFailed(control, { attack });
    const { verdict, decisive } = judgeRefusals(attack);
    const tried = spoken.versions.map(versionName).join(' and ');
    const reason = {
      pass: `${tried}: refused a client without user name, password and certificate, while ${canary.name} was accepted`,
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
