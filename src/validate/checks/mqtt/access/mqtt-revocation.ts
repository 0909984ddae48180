/**
 * Does the listener refuse a certificate that our CA has revoked? The canary it is tried with must be good in
 * every other way; that it was revoked is what the target declares and what this check believes. Its name and password may
 * be gone as well: so the certificate is also shown with those of an enrolled canary.
 */
import type { Attempt } from '../../../../evidence/run.ts';
import { type CheckContext, type Credentials, defineCheck } from '../../../check.ts';
import { compareWithEnrolled } from '../../../probes/canary-certificate.ts';
import { connectAttempt, type MqttConnected } from '../../../probes/mqtt/connect.ts';
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

export const mqttRevocation = defineCheck({
  id: 'mqtt-revocation',
  title: 'Does the MQTT listener refuse a client whose certificate is revoked?',
  targets: ['mqtt'],
  control: 'an enrolled canary connects with its certificate and gets CONNACK 0, before and after the attack',
  attack:
    'connect with the certificate of a canary that is revoked and otherwise in order, as that canary and with the client id, name and password of the enrolled one',
  effect: 'passive',
  budget: { connections: 14, seconds: 40, bytes: 300_000 },
  strength: 'probe',
  lifetimeHours: 24 * 7,
  expects: {},

  async run(context) {
    const problem = notTriable(context, 1);
    if (problem !== undefined) return outcome('inconclusive', problem);
    const canary = withCertificate(context, enrolledCanaries(context));
    const revoked = withCertificate(
      context,
      context.identities.filter((identity) => identity.state === 'revoked'),
    );
    if (!canary)
      return outcome('inconclusive', 'no enrolled canary has a certificate that it could show here');
    if (!revoked) return outcome('inconclusive', 'the target declares no revoked canary with a certificate');
    const doubt =
      canary.username !== undefined && revoked.username === undefined
        ? `${revoked.name} declares no user name, as ${canary.name} does`
        : compareWithEnrolled(revoked, canary, context.now);
    if (doubt !== undefined) return outcome('inconclusive', `a refusal would prove nothing: ${doubt}`);
    const spoken = await spokenVersions(context, canary);
    const [version] = spoken.versions;
    if (spoken.failed) return controlFailed(spoken.failed);
    if (version === undefined) return outcome('inconclusive', 'no MQTT version is spoken');

    const { cert = '', key = '' } = revoked;
    const attack: Attempt[] = [];
    let other: string | undefined;
    let known = '';
    for (const [who, itself] of [
      [`${revoked.name}, with its revoked certificate`, () => connectAs(context, revoked, version)],
      [
        `${canary.name}, with the revoked certificate of ${revoked.name}`,
        () => connectAs(context, canary, version, { certificate: { cert, key } }),
      ],
    ] as const) {
      const connected = await itself();
      leave(connected);
      attack.push(connectAttempt(who, connected));
      other ??= refusedForAnotherReason(connected);
      if (connected.kind === 'refused' && connected.code !== undefined) known = KNOWN;
    }
    const { attempt: control } = await tryControl(context, canary, version);
    const found = { control, attack, facts: spoken.facts };
    const { verdict, decisive } = judgeRefusals(attack);
    if (other !== undefined && verdict !== 'fail') {
      return outcome('inconclusive', `${revoked.name} was refused, though not as revoked: ${other}`, found);
    }
    if (control.outcome !== 'accepted' && verdict !== 'fail') return controlFailed(control, { attack });
    const said = decisive.map(line).join('; ');
    const reason = {
      pass: `refused a revoked certificate while an enrolled one was accepted: ${said}${known}`,
      fail: `accepted a revoked certificate: ${said}`,
      inconclusive: `the attack was not clearly refused by the server: ${said}`,
    }[verdict];
    return outcome(verdict, reason, found);
  },
});

/** Said with a CONNACK it may be the device that is no longer known, and not its certificate. */
const KNOWN = '; refused after the TLS handshake, so perhaps by what it knows of the device';

function withCertificate(context: CheckContext, identities: readonly Credentials[]): Credentials | undefined {
  return identities.find((identity) => hasCertificate(context, identity));
}

/** Alerts that say plainly that the server's objection is another one (RFC 8446 section 6.2). */
const OTHER_REASONS = new Set([40, 43, 45, 48, 51, 116]);

function refusedForAnotherReason(connected: MqttConnected): string | undefined {
  return connected.kind === 'refused' && OTHER_REASONS.has(connected.alert ?? 0)
    ? connected.detail
    : undefined;
}
