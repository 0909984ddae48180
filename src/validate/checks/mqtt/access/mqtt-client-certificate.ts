/**
 * Does the listener demand a certificate of our own CA? Everything else the canary shows (name, password,
 * client id) stays as it is, so that the certificate alone decides.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { expiredCanary, forgeries, noCertificate } from '../../../probes/brokers/certificates.ts';
import { connectAttempt } from '../../../probes/mqtt/connect.ts';
import {
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
} from '../../../probes/mqtt/canary.ts';
import type { MqttVersion } from '../../../probes/mqtt/codes.ts';
import { takesUnasked, unaskedDoubt } from '../../../probes/tls/unasked.ts';

export const mqttClientCertificate = defineCheck({
  id: 'mqtt-client-certificate',
  title: 'Does the MQTT listener refuse a client without a certificate of ours?',
  targets: ['mqtt'],
  control: 'an enrolled canary connects with its certificate and gets CONNACK 0, before and after the attack',
  attack:
    'connect as that canary without certificate, with one of the same subject from another CA, with one signed by itself; and with an expired one of ours where the target declares it; a hello with suites in which nobody shows a certificate',
  effect: 'passive',
  budget: { connections: 17, seconds: 40, bytes: 400_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const canary = enrolledCanaries(context).find((identity) => hasCertificate(context, identity));
    const problem = notTriable(context, 1);
    if (problem !== undefined) return outcome('inconclusive', problem);
    if (!canary) return outcome('inconclusive', noCertificate(context));
    const spoken = await spokenVersions(context, canary);
    const [version] = spoken.versions;
    if (spoken.failed) return controlFailed(spoken.failed);
    if (version === undefined) return outcome('inconclusive', 'no MQTT version is spoken');

    const attack = await attacks(context, canary, version);
    const expired = await expiredAttack(context, canary, version);
    if (expired.attempt) attack.push(expired.attempt);
    const unasked = await takesUnasked(context.dial, 'TLS');
    const { attempt: control } = await tryControl(context, canary, version);
    const { verdict, decisive } = judgeRefusals(attack);
    if (control.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(control, { attack });
    if (unasked && verdict === 'pass') {
      const found = { control, attack: [...attack, unasked], facts: spoken.facts };
      return outcome('inconclusive', unaskedDoubt(unasked), found);
    }
    const reason = {
      pass: `refused ${canary.name} without certificate, with one of another CA and with a self-signed one${expired.said}`,
      fail: `accepted a client it should not: ${decisive.map(line).join('; ')}`,
      inconclusive: `the attack was not clearly refused by the server: ${decisive.map(line).join('; ')}`,
    }[verdict];
    return outcome(verdict, reason, { control, attack, facts: spoken.facts });
  },
});

async function attacks(context: CheckContext, canary: Credentials, version: MqttVersion): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const { how, certificate } of await forgeries(context, canary)) {
    const connected = await connectAs(context, canary, version, { certificate });
    attempts.push(connectAttempt(`as ${canary.name}, ${how}`, connected));
    leave(connected);
  }
  return attempts;
}

/** The expired certificate is tried where the target has one; the reason says so either way. */
async function expiredAttack(
  context: CheckContext,
  canary: Credentials,
  version: MqttVersion,
): Promise<{ readonly attempt?: Attempt; readonly said: string }> {
  const expired = expiredCanary(context, canary);
  if (typeof expired === 'string') return { said: `; an expired certificate was not tried: ${expired}` };
  // Name and password are the canary's where it declares none, so that the certificate alone decides.
  const { username = canary.username, password = canary.password } = expired;
  const connected = await connectAs(context, expired, version, {
    username: username ?? null,
    password: password ?? null,
  });
  leave(connected);
  // Who hangs up without a word, or refuses after the handshake, may not know this one at all.
  if (connected.kind === 'hung-up' || (connected.kind === 'refused' && connected.code !== undefined))
    return {
      said: `; ${expired.name} was refused, but perhaps as unknown and not as expired (${connected.detail})`,
    };
  return {
    attempt: connectAttempt(`${expired.name}, with an expired certificate of ours`, connected),
    said: '; and an expired one',
  };
}
