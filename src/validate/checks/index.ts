/** Every check there is, sorted by id: one file each, one line here. */
import type { Check } from '../check.ts';
import { armAuditLog } from './azure/arm-audit-log.ts';
import { armDeletionProtection } from './azure/arm-deletion-protection.ts';
import { armDirectoryIdentities } from './azure/arm-directory-identities.ts';
import { armHubDeviceKeys } from './azure/arm-hub-device-keys.ts';
import { armHubLocalAuth } from './azure/arm-hub-local-auth.ts';
import { armManagedIdentity } from './azure/arm-managed-identity.ts';
import { armNetworkRules } from './azure/arm-network-rules.ts';
import { armPrivateAccess } from './azure/arm-private-access.ts';
import { armPublicRead } from './azure/arm-public-read.ts';
import { armPublishingDoors } from './azure/arm-publishing-doors.ts';
import { armServiceRights } from './azure/arm-service-rights.ts';
import { armTlsFloor } from './azure/arm-tls-floor.ts';
import { armUploadGrants } from './azure/arm-upload-grants.ts';
import { auditTamperEvident } from './commands/audit-tamper-evident.ts';
import { auditTrail } from './commands/audit-trail.ts';
import { clientRefusesExpired } from './client/client-refuses-expired.ts';
import { clientRefusesOldTls } from './client/client-refuses-old-tls.ts';
import { clientRefusesUnknownCa } from './client/client-refuses-unknown-ca.ts';
import { clientRefusesWrongName } from './client/client-refuses-wrong-name.ts';
import { coapOpen } from './coap/coap-open.ts';
import { coapWrite } from './coap/coap-write.ts';
import { commandAuthorisation } from './commands/command-authorisation.ts';
import { commandRange } from './commands/command-range.ts';
import { composeImagesPinned } from './compose/compose-images-pinned.ts';
import { composeLimits } from './compose/compose-limits.ts';
import { composeNoSecurity } from './compose/compose-no-security.ts';
import { composePorts } from './compose/compose-ports.ts';
import { composePrivileges } from './compose/compose-privileges.ts';
import { composeSecrets } from './compose/compose-secrets.ts';
import { deviceDialsOnly } from './client/device-dials-only.ts';
import { dtlsClientCertificate } from './dtls/dtls-client-certificate.ts';
import { dtlsCookie } from './dtls/dtls-cookie.ts';
import { dtlsSuites } from './dtls/dtls-suites.ts';
import { dtlsVersions } from './dtls/dtls-versions.ts';
import { heartbeatLoss } from './commands/heartbeat-loss.ts';
import { hostDiskEncrypted } from './host/host-disk-encrypted.ts';
import { hostFirewallDefaultDrop } from './host/host-firewall-default-drop.ts';
import { hostListeners } from './host/host-listeners.ts';
import { hostProcessesUnprivileged } from './host/host-processes-unprivileged.ts';
import { hostSecureBoot } from './host/host-secure-boot.ts';
import { httpConnectionLimit } from './http/http-connection-limit.ts';
import { httpExpiredToken } from './http/http-expired-token.ts';
import { httpObjectAuthorisation } from './http/http-object-authorisation.ts';
import { httpRateLimit } from './http/http-rate-limit.ts';
import { httpSecurityHeaders } from './http/http-security-headers.ts';
import { httpTokenRequired } from './http/http-token-required.ts';
import { httpWrongToken } from './http/http-wrong-token.ts';
import { humanStatement } from './human-statement.ts';
import { inventoryOwnKeys } from './inventory/inventory-own-keys.ts';
import { iotedgeElevatedModules } from './iotedge/iotedge-elevated-modules.ts';
import { iotedgeEnvironment } from './iotedge/iotedge-environment.ts';
import { iotedgeImagesPinned } from './iotedge/iotedge-images-pinned.ts';
import { iotedgeKeysInHardware } from './iotedge/iotedge-keys-in-hardware.ts';
import { iotedgeModuleLimits } from './iotedge/iotedge-module-limits.ts';
import { iotedgeModulePrivileges } from './iotedge/iotedge-module-privileges.ts';
import { iotedgeOwnCa } from './iotedge/iotedge-own-ca.ts';
import { iotedgePorts } from './iotedge/iotedge-ports.ts';
import { iotedgeProvisioning } from './iotedge/iotedge-provisioning.ts';
import { iotedgeRoutes } from './iotedge/iotedge-routes.ts';
import { iotedgeRuntimeApi } from './iotedge/iotedge-runtime-api.ts';
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
import { readingPlausibility } from './commands/reading-plausibility.ts';
import { registryAuthentication } from './registry/registry-authentication.ts';
import { registryOwnKeys } from './registry/registry-own-keys.ts';
import { registryRetired } from './registry/registry-retired.ts';
import { releaseSignature } from './artefact/release-signature.ts';
import { settingsSignedAndBounded } from './commands/settings-signed-and-bounded.ts';
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
  armAuditLog,
  armDeletionProtection,
  armDirectoryIdentities,
  armHubDeviceKeys,
  armHubLocalAuth,
  armManagedIdentity,
  armNetworkRules,
  armPrivateAccess,
  armPublicRead,
  armPublishingDoors,
  armServiceRights,
  armTlsFloor,
  armUploadGrants,
  auditTamperEvident,
  auditTrail,
  clientRefusesExpired,
  clientRefusesOldTls,
  clientRefusesUnknownCa,
  clientRefusesWrongName,
  coapOpen,
  coapWrite,
  commandAuthorisation,
  commandRange,
  composeImagesPinned,
  composeLimits,
  composeNoSecurity,
  composePorts,
  composePrivileges,
  composeSecrets,
  deviceDialsOnly,
  dtlsClientCertificate,
  dtlsCookie,
  dtlsSuites,
  dtlsVersions,
  heartbeatLoss,
  hostDiskEncrypted,
  hostFirewallDefaultDrop,
  hostListeners,
  hostProcessesUnprivileged,
  hostSecureBoot,
  httpConnectionLimit,
  httpExpiredToken,
  httpObjectAuthorisation,
  httpRateLimit,
  httpSecurityHeaders,
  httpTokenRequired,
  httpWrongToken,
  humanStatement,
  inventoryOwnKeys,
  iotedgeElevatedModules,
  iotedgeEnvironment,
  iotedgeImagesPinned,
  iotedgeKeysInHardware,
  iotedgeModuleLimits,
  iotedgeModulePrivileges,
  iotedgeOwnCa,
  iotedgePorts,
  iotedgeProvisioning,
  iotedgeRoutes,
  iotedgeRuntimeApi,
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
  readingPlausibility,
  registryAuthentication,
  registryOwnKeys,
  registryRetired,
  releaseSignature,
  settingsSignedAndBounded,
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
