/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { mqttAnonymous } from './mqtt-anonymous.ts';
import { mqttClientCertificate } from './mqtt-client-certificate.ts';
import { mqttConnectionLimit } from './mqtt-connection-limit.ts';
import { mqttPacketLimit } from './mqtt-packet-limit.ts';
import { mqttQueueLimit } from './mqtt-queue-limit.ts';
import { mqttRetained } from './mqtt-retained.ts';
import { mqttRevocation } from './mqtt-revocation.ts';
import { mqttSessionTakeover } from './mqtt-session-takeover.ts';
import { mqttSlowConnect } from './mqtt-slow-connect.ts';
import { mqttSysTopics } from './mqtt-sys-topics.ts';
import { mqttTopicPublish } from './mqtt-topic-publish.ts';
import { mqttTopicSubscribe } from './mqtt-topic-subscribe.ts';
import { mqttWildcardSubscribe } from './mqtt-wildcard-subscribe.ts';
import { mqttWill } from './mqtt-will.ts';
import { mqttWrongPassword } from './mqtt-wrong-password.ts';

export const mqttChecks: readonly Check[] = [
  mqttAnonymous,
  mqttClientCertificate,
  mqttConnectionLimit,
  mqttPacketLimit,
  mqttQueueLimit,
  mqttRetained,
  mqttRevocation,
  mqttSessionTakeover,
  mqttSlowConnect,
  mqttSysTopics,
  mqttTopicPublish,
  mqttTopicSubscribe,
  mqttWildcardSubscribe,
  mqttWill,
  mqttWrongPassword,
];
