/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { mqttAnonymousProof } from './access/mqtt-anonymous.proof.ts';
import { mqttClientCertificateProof } from './access/mqtt-client-certificate.proof.ts';
import { mqttConnectionLimitProof } from './limits/mqtt-connection-limit.proof.ts';
import { mqttPacketLimitProof } from './limits/mqtt-packet-limit.proof.ts';
import { mqttQueueLimitProof } from './limits/mqtt-queue-limit.proof.ts';
import { mqttRetainedProof } from './topics/mqtt-retained.proof.ts';
import { mqttRevocationProof } from './access/mqtt-revocation.proof.ts';
import { mqttSessionTakeoverProof } from './access/mqtt-session-takeover.proof.ts';
import { mqttSlowConnectProof } from './limits/mqtt-slow-connect.proof.ts';
import { mqttSysTopicsProof } from './topics/mqtt-sys-topics.proof.ts';
import { mqttTopicPublishProof } from './topics/mqtt-topic-publish.proof.ts';
import { mqttTopicSubscribeProof } from './topics/mqtt-topic-subscribe.proof.ts';
import { mqttWildcardSubscribeProof } from './topics/mqtt-wildcard-subscribe.proof.ts';
import { mqttWillProof } from './topics/mqtt-will.proof.ts';
import { mqttWrongPasswordProof } from './access/mqtt-wrong-password.proof.ts';

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
