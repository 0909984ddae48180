/** The rows of every check, sorted by its id: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../testing/proof.ts';
import { clientRefusesExpiredProof } from './client/client-refuses-expired.proof.ts';
import { clientRefusesOldTlsProof } from './client/client-refuses-old-tls.proof.ts';
import { clientRefusesUnknownCaProof } from './client/client-refuses-unknown-ca.proof.ts';
import { clientRefusesWrongNameProof } from './client/client-refuses-wrong-name.proof.ts';
import { coapOpenProof } from './coap/coap-open.proof.ts';
import { coapWriteProof } from './coap/coap-write.proof.ts';
import { deviceDialsOnlyProof } from './client/device-dials-only.proof.ts';
import { dtlsClientCertificateProof } from './dtls/dtls-client-certificate.proof.ts';
import { dtlsCookieProof } from './dtls/dtls-cookie.proof.ts';
import { dtlsSuitesProof } from './dtls/dtls-suites.proof.ts';
import { dtlsVersionsProof } from './dtls/dtls-versions.proof.ts';
import { mosquittoConfigAclProof } from './mosquitto/mosquitto-config-acl.proof.ts';
import { mosquittoConfigAnonymousProof } from './mosquitto/mosquitto-config-anonymous.proof.ts';
import { mosquittoConfigClientCertificateProof } from './mosquitto/mosquitto-config-client-certificate.proof.ts';
import { mosquittoConfigTlsProof } from './mosquitto/mosquitto-config-tls.proof.ts';
import { mqttAnonymousProof } from './mqtt/mqtt-anonymous.proof.ts';
import { mqttClientCertificateProof } from './mqtt/mqtt-client-certificate.proof.ts';
import { mqttConnectionLimitProof } from './mqtt/mqtt-connection-limit.proof.ts';
import { mqttPacketLimitProof } from './mqtt/mqtt-packet-limit.proof.ts';
import { mqttQueueLimitProof } from './mqtt/mqtt-queue-limit.proof.ts';
import { mqttRetainedProof } from './mqtt/mqtt-retained.proof.ts';
import { mqttRevocationProof } from './mqtt/mqtt-revocation.proof.ts';
import { mqttSessionTakeoverProof } from './mqtt/mqtt-session-takeover.proof.ts';
import { mqttSlowConnectProof } from './mqtt/mqtt-slow-connect.proof.ts';
import { mqttSysTopicsProof } from './mqtt/mqtt-sys-topics.proof.ts';
import { mqttTopicPublishProof } from './mqtt/mqtt-topic-publish.proof.ts';
import { mqttTopicSubscribeProof } from './mqtt/mqtt-topic-subscribe.proof.ts';
import { mqttWildcardSubscribeProof } from './mqtt/mqtt-wildcard-subscribe.proof.ts';
import { mqttWillProof } from './mqtt/mqtt-will.proof.ts';
import { mqttWrongPasswordProof } from './mqtt/mqtt-wrong-password.proof.ts';
import { pskForwardSecrecyProof } from './psk/psk-forward-secrecy.proof.ts';
import { pskKeyProof } from './psk/psk-key.proof.ts';
import { pskUnknownIdentityProof } from './psk/psk-unknown-identity.proof.ts';
import { tlsClientCertificateProof } from './tls/tls-client-certificate.proof.ts';
import { tlsClientRevocationProof } from './tls/tls-client-revocation.proof.ts';
import { tlsForwardSecrecyProof } from './tls/tls-forward-secrecy.proof.ts';
import { tlsGroupsProof } from './tls/tls-groups.proof.ts';
import { tlsRevocationCrlProof } from './tls/tls-revocation-crl.proof.ts';
import { tlsRevocationOcspProof } from './tls/tls-revocation-ocsp.proof.ts';
import { tlsServerCertificateProof } from './tls/tls-server-certificate.proof.ts';
import { tlsSuitesProof } from './tls/tls-suites.proof.ts';
import { tlsVersionsProof } from './tls/tls-versions.proof.ts';
import { tpmAttestationProof } from './tpm/tpm-attestation.proof.ts';
import { tpmEndorsementProof } from './tpm/tpm-endorsement.proof.ts';
import { tpmKeyAttributesProof } from './tpm/tpm-key-attributes.proof.ts';
import { tpmKeyBoundToSoftwareProof } from './tpm/tpm-key-bound-to-software.proof.ts';

export const proofs: readonly Proof[] = [
  clientRefusesExpiredProof,
  clientRefusesOldTlsProof,
  clientRefusesUnknownCaProof,
  clientRefusesWrongNameProof,
  coapOpenProof,
  coapWriteProof,
  deviceDialsOnlyProof,
  dtlsClientCertificateProof,
  dtlsCookieProof,
  dtlsSuitesProof,
  dtlsVersionsProof,
  mosquittoConfigAclProof,
  mosquittoConfigAnonymousProof,
  mosquittoConfigClientCertificateProof,
  mosquittoConfigTlsProof,
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
  pskForwardSecrecyProof,
  pskKeyProof,
  pskUnknownIdentityProof,
  tlsClientCertificateProof,
  tlsClientRevocationProof,
  tlsForwardSecrecyProof,
  tlsGroupsProof,
  tlsRevocationCrlProof,
  tlsRevocationOcspProof,
  tlsServerCertificateProof,
  tlsSuitesProof,
  tlsVersionsProof,
  tpmAttestationProof,
  tpmEndorsementProof,
  tpmKeyAttributesProof,
  tpmKeyBoundToSoftwareProof,
];
