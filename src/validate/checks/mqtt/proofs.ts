/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { mqttAnonymousProof } from './mqtt-anonymous.proof.ts';
import { mqttClientCertificateProof } from './mqtt-client-certificate.proof.ts';
import { mqttConnectionLimitProof } from './mqtt-connection-limit.proof.ts';
import { mqttPacketLimitProof } from './mqtt-packet-limit.proof.ts';
import { mqttQueueLimitProof } from './mqtt-queue-limit.proof.ts';
import { mqttRetainedProof } from './mqtt-retained.proof.ts';
import { mqttRevocationProof } from './mqtt-revocation.proof.ts';
import { mqttSessionTakeoverProof } from './mqtt-session-takeover.proof.ts';
import { mqttSlowConnectProof } from './mqtt-slow-connect.proof.ts';
import { mqttSysTopicsProof } from './mqtt-sys-topics.proof.ts';
import { mqttTopicPublishProof } from './mqtt-topic-publish.proof.ts';
import { mqttTopicSubscribeProof } from './mqtt-topic-subscribe.proof.ts';
import { mqttWildcardSubscribeProof } from './mqtt-wildcard-subscribe.proof.ts';
import { mqttWillProof } from './mqtt-will.proof.ts';
import { mqttWrongPasswordProof } from './mqtt-wrong-password.proof.ts';

export const mqttProofs: readonly Proof[] = [
  mqttAnonymousProof,
  mqttClientCertificateProof,
  mqttConnectionLimitProof,
  mqttPacketLimitProof,
  mqttQueueLimitProof,
  mqttRetainedProof,
  mqttRevocationProof,
  mqttSessionTakeoverProof,
  mqttSlowConnectProof,
  mqttSysTopicsProof,
  mqttTopicPublishProof,
  mqttTopicSubscribeProof,
  mqttWildcardSubscribeProof,
  mqttWillProof,
  mqttWrongPasswordProof,
];
