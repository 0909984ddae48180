/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { mqttAnonymous } from './access/mqtt-anonymous.ts';
import { mqttClientCertificate } from './access/mqtt-client-certificate.ts';
import { mqttConnectionLimit } from './limits/mqtt-connection-limit.ts';
import { mqttPacketLimit } from './limits/mqtt-packet-limit.ts';
import { mqttQueueLimit } from './limits/mqtt-queue-limit.ts';
import { mqttRetained } from './topics/mqtt-retained.ts';
import { mqttRevocation } from './access/mqtt-revocation.ts';
import { mqttSessionTakeover } from './access/mqtt-session-takeover.ts';
import { mqttSlowConnect } from './limits/mqtt-slow-connect.ts';
import { mqttSysTopics } from './topics/mqtt-sys-topics.ts';
import { mqttTopicPublish } from './topics/mqtt-topic-publish.ts';
import { mqttTopicSubscribe } from './topics/mqtt-topic-subscribe.ts';
import { mqttWildcardSubscribe } from './topics/mqtt-wildcard-subscribe.ts';
import { mqttWill } from './topics/mqtt-will.ts';
import { mqttWrongPassword } from './access/mqtt-wrong-password.ts';

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
