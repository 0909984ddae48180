/** Every check there is, sorted by id: one file each, one line here. */
import type { Check } from '../check.ts';
import { humanStatement } from './human-statement.ts';
import { mosquittoConfigAcl } from './mosquitto/mosquitto-config-acl.ts';
import { mosquittoConfigAnonymous } from './mosquitto/mosquitto-config-anonymous.ts';
import { mosquittoConfigClientCertificate } from './mosquitto/mosquitto-config-client-certificate.ts';
import { mosquittoConfigTls } from './mosquitto/mosquitto-config-tls.ts';
import { mqttAnonymous } from './mqtt/mqtt-anonymous.ts';
import { mqttClientCertificate } from './mqtt/mqtt-client-certificate.ts';
import { mqttRevocation } from './mqtt/mqtt-revocation.ts';
import { mqttSessionTakeover } from './mqtt/mqtt-session-takeover.ts';
import { mqttTopicPublish } from './mqtt/mqtt-topic-publish.ts';
import { mqttTopicSubscribe } from './mqtt/mqtt-topic-subscribe.ts';
import { tlsServerCertificate } from './tls/tls-server-certificate.ts';
import { tlsVersions } from './tls/tls-versions.ts';

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
