/** Every check there is, sorted by id: one file each, one line here. */
import type { Check } from '../check.ts';
import { humanStatement } from './human-statement.ts';
import { mosquittoConfigAcl } from './mosquitto-config-acl.ts';
import { mosquittoConfigAnonymous } from './mosquitto-config-anonymous.ts';
import { mosquittoConfigClientCertificate } from './mosquitto-config-client-certificate.ts';
import { mosquittoConfigTls } from './mosquitto-config-tls.ts';
import { mqttAnonymous } from './mqtt-anonymous.ts';
import { mqttClientCertificate } from './mqtt-client-certificate.ts';
import { mqttRevocation } from './mqtt-revocation.ts';
import { mqttSessionTakeover } from './mqtt-session-takeover.ts';
import { mqttTopicPublish } from './mqtt-topic-publish.ts';
import { mqttTopicSubscribe } from './mqtt-topic-subscribe.ts';
import { tlsServerCertificate } from './tls-server-certificate.ts';
import { tlsVersions } from './tls-versions.ts';

export const checks: readonly Check[] = [
  humanStatement,
  mosquittoConfigAcl,
  mosquittoConfigAnonymous,
  mosquittoConfigClientCertificate,
  mosquittoConfigTls,
  mqttAnonymous,
  mqttClientCertificate,
  mqttRevocation,
  mqttSessionTakeover,
  mqttTopicPublish,
  mqttTopicSubscribe,
  tlsServerCertificate,
  tlsVersions,
];
