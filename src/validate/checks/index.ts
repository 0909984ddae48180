/** Every check there is, sorted by id: one file each, one line here. */
import type { Check } from '../check.ts';
import { clientRefusesExpired } from './client/client-refuses-expired.ts';
import { clientRefusesOldTls } from './client/client-refuses-old-tls.ts';
import { clientRefusesUnknownCa } from './client/client-refuses-unknown-ca.ts';
import { clientRefusesWrongName } from './client/client-refuses-wrong-name.ts';
import { coapOpen } from './coap/coap-open.ts';
import { coapWrite } from './coap/coap-write.ts';
import { deviceDialsOnly } from './client/device-dials-only.ts';
import { dtlsClientCertificate } from './dtls/dtls-client-certificate.ts';
import { dtlsCookie } from './dtls/dtls-cookie.ts';
import { dtlsSuites } from './dtls/dtls-suites.ts';
import { dtlsVersions } from './dtls/dtls-versions.ts';
import { humanStatement } from './human-statement.ts';
import { mosquittoConfigAcl } from './mosquitto/mosquitto-config-acl.ts';
import { mosquittoConfigAnonymous } from './mosquitto/mosquitto-config-anonymous.ts';
import { mosquittoConfigClientCertificate } from './mosquitto/mosquitto-config-client-certificate.ts';
import { mosquittoConfigTls } from './mosquitto/mosquitto-config-tls.ts';
import { mqttAnonymous } from './mqtt/mqtt-anonymous.ts';
import { mqttClientCertificate } from './mqtt/mqtt-client-certificate.ts';
import { mqttConnectionLimit } from './mqtt/mqtt-connection-limit.ts';
import { mqttPacketLimit } from './mqtt/mqtt-packet-limit.ts';
import { mqttQueueLimit } from './mqtt/mqtt-queue-limit.ts';
import { mqttRetained } from './mqtt/mqtt-retained.ts';
import { mqttRevocation } from './mqtt/mqtt-revocation.ts';
import { mqttSessionTakeover } from './mqtt/mqtt-session-takeover.ts';
import { mqttSlowConnect } from './mqtt/mqtt-slow-connect.ts';
import { mqttSysTopics } from './mqtt/mqtt-sys-topics.ts';
import { mqttTopicPublish } from './mqtt/mqtt-topic-publish.ts';
import { mqttTopicSubscribe } from './mqtt/mqtt-topic-subscribe.ts';
import { mqttWildcardSubscribe } from './mqtt/mqtt-wildcard-subscribe.ts';
import { mqttWill } from './mqtt/mqtt-will.ts';
import { mqttWrongPassword } from './mqtt/mqtt-wrong-password.ts';
import { pskForwardSecrecy } from './psk/psk-forward-secrecy.ts';
import { pskKey } from './psk/psk-key.ts';
import { pskUnknownIdentity } from './psk/psk-unknown-identity.ts';
import { tlsClientCertificate } from './tls/tls-client-certificate.ts';
import { tlsClientRevocation } from './tls/tls-client-revocation.ts';
import { tlsForwardSecrecy } from './tls/tls-forward-secrecy.ts';
import { tlsGroups } from './tls/tls-groups.ts';
import { tlsRevocationCrl } from './tls/tls-revocation-crl.ts';
import { tlsRevocationOcsp } from './tls/tls-revocation-ocsp.ts';
import { tlsServerCertificate } from './tls/tls-server-certificate.ts';
import { tlsSuites } from './tls/tls-suites.ts';
import { tlsVersions } from './tls/tls-versions.ts';
import { tpmAttestation } from './tpm/tpm-attestation.ts';
import { tpmEndorsement } from './tpm/tpm-endorsement.ts';
import { tpmKeyAttributes } from './tpm/tpm-key-attributes.ts';
import { tpmKeyBoundToSoftware } from './tpm/tpm-key-bound-to-software.ts';

export const checks: readonly Check[] = [
  clientRefusesExpired,
  clientRefusesOldTls,
  clientRefusesUnknownCa,
  clientRefusesWrongName,
  coapOpen,
  coapWrite,
  deviceDialsOnly,
  dtlsClientCertificate,
  dtlsCookie,
  dtlsSuites,
  dtlsVersions,
  humanStatement,
  mosquittoConfigAcl,
  mosquittoConfigAnonymous,
  mosquittoConfigClientCertificate,
  mosquittoConfigTls,
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
  pskForwardSecrecy,
  pskKey,
  pskUnknownIdentity,
  tlsClientCertificate,
  tlsClientRevocation,
  tlsForwardSecrecy,
  tlsGroups,
  tlsRevocationCrl,
  tlsRevocationOcsp,
  tlsServerCertificate,
  tlsSuites,
  tlsVersions,
  tpmAttestation,
  tpmEndorsement,
  tpmKeyAttributes,
  tpmKeyBoundToSoftware,
];
