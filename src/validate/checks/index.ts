/** Every check there is, sorted by id: one file each, one line here. */
import type { Check } from '../check.ts';
import { amqpAddressReceive } from './amqp/amqp-address-receive.ts';
import { amqpAddressSend } from './amqp/amqp-address-send.ts';
import { amqpAnonymous } from './amqp/amqp-anonymous.ts';
import { amqpClientCertificate } from './amqp/amqp-client-certificate.ts';
import { amqpConnectionLimit } from './amqp/amqp-connection-limit.ts';
import { amqpMessageLimit } from './amqp/amqp-message-limit.ts';
import { amqpQueueLimit } from './amqp/amqp-queue-limit.ts';
import { amqpSlowOpen } from './amqp/amqp-slow-open.ts';
import { amqpWrongPassword } from './amqp/amqp-wrong-password.ts';
import { armAuditLog } from './azure/hub/arm-audit-log.ts';
import { armCommandExpiry } from './azure/hub/arm-command-expiry.ts';
import { armDataEnds } from './azure/data/arm-data-ends.ts';
import { armDeletionProtection } from './azure/data/arm-deletion-protection.ts';
import { armDirectoryIdentities } from './azure/data/arm-directory-identities.ts';
import { armHubCas } from './azure/hub/arm-hub-cas.ts';
import { armHubDeviceKeys } from './azure/hub/arm-hub-device-keys.ts';
import { armHubEgress } from './azure/hub/arm-hub-egress.ts';
import { armHubLocalAuth } from './azure/hub/arm-hub-local-auth.ts';
import { armIdentityRights } from './azure/services/arm-identity-rights.ts';
import { armImmutableHistory } from './azure/data/arm-immutable-history.ts';
import { armLoadAlerts } from './azure/hub/arm-load-alerts.ts';
import { armManagedIdentity } from './azure/services/arm-managed-identity.ts';
import { armNetworkRules } from './azure/network/arm-network-rules.ts';
import { armPrivateAccess } from './azure/network/arm-private-access.ts';
import { armPublicRead } from './azure/data/arm-public-read.ts';
import { armPublishingDoors } from './azure/services/arm-publishing-doors.ts';
import { armSecretsInVault } from './azure/services/arm-secrets-in-vault.ts';
import { armServiceRights } from './azure/hub/arm-service-rights.ts';
import { armTlsFloor } from './azure/network/arm-tls-floor.ts';
import { armUploadGrants } from './azure/hub/arm-upload-grants.ts';
import { armVaultRights } from './azure/data/arm-vault-rights.ts';
import { auditTamperEvident } from './commands/audit-tamper-evident.ts';
import { auditTrail } from './commands/audit-trail.ts';
import { clientRefusesExpired } from './client/client-refuses-expired.ts';
import { clientRefusesOldTls } from './client/client-refuses-old-tls.ts';
import { clientRefusesUnknownCa } from './client/client-refuses-unknown-ca.ts';
import { clientRefusesWrongName } from './client/client-refuses-wrong-name.ts';
import { clientRefusesWrongPsk } from './client/client-refuses-wrong-psk.ts';
import { clientTokenLifetime } from './client/client-token-lifetime.ts';
import { coapDiscovery } from './coap/coap-discovery.ts';
import { coapOpen } from './coap/coap-open.ts';
import { coapWrite } from './coap/coap-write.ts';
import { commandAuthorisation } from './commands/command-authorisation.ts';
import { commandExpiry } from './commands/command-expiry.ts';
import { commandInput } from './commands/command-input.ts';
import { commandRange } from './commands/command-range.ts';
import { commandReplay } from './commands/command-replay.ts';
import { commandScope } from './commands/command-scope.ts';
import { commandSignature } from './commands/command-signature.ts';
import { composeImagesPinned } from './compose/compose-images-pinned.ts';
import { composeLimits } from './compose/compose-limits.ts';
import { composeNoSecurity } from './compose/compose-no-security.ts';
import { composePorts } from './compose/compose-ports.ts';
import { composePrivileges } from './compose/compose-privileges.ts';
import { composeSecrets } from './compose/compose-secrets.ts';
import { defaultLogin } from './login/default-login.ts';
import { deviceDialsOnly } from './client/device-dials-only.ts';
import { dtlsClientCertificate } from './dtls/dtls-client-certificate.ts';
import { dtlsCookie } from './dtls/dtls-cookie.ts';
import { dtlsSuites } from './dtls/dtls-suites.ts';
import { dtlsVersions } from './dtls/dtls-versions.ts';
import { heartbeatLoss } from './commands/heartbeat-loss.ts';
import { hostAccounts } from './host/access/host-accounts.ts';
import { hostClockAuthenticated } from './host/host-clock-authenticated.ts';
import { hostConsoleClosed } from './host/access/host-console-closed.ts';
import { hostDiskEncrypted } from './host/storage/host-disk-encrypted.ts';
import { hostDiskSealed } from './host/storage/host-disk-sealed.ts';
import { hostEgressDefaultDrop } from './host/host-egress-default-drop.ts';
import { hostFilesRestricted } from './host/storage/host-files-restricted.ts';
import { hostFirewallDefaultDrop } from './host/host-firewall-default-drop.ts';
import { hostListeners } from './host/host-listeners.ts';
import { hostLogins } from './host/access/host-logins.ts';
import { hostMediaIgnored } from './host/storage/host-media-ignored.ts';
import { hostProcessesUnprivileged } from './host/host-processes-unprivileged.ts';
import { hostProgramsConfined } from './host/host-programs-confined.ts';
import { hostSecureBoot } from './host/host-secure-boot.ts';
import { hostServices } from './host/host-services.ts';
import { hostSystemReadOnly } from './host/storage/host-system-read-only.ts';
import { httpConnectionLimit } from './http/http-connection-limit.ts';
import { httpExpiredToken } from './http/http-expired-token.ts';
import { httpForeignRequests } from './http/http-foreign-requests.ts';
import { httpObjectAuthorisation } from './http/http-object-authorisation.ts';
import { httpOutputEncoded } from './http/http-output-encoded.ts';
import { httpPlaintext } from './http/http-plaintext.ts';
import { httpPublicRead } from './http/http-public-read.ts';
import { httpRateLimit } from './http/http-rate-limit.ts';
import { httpReadersApart } from './http/http-readers-apart.ts';
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
import { iotedgeWaitingBounded } from './iotedge/iotedge-waiting-bounded.ts';
import { modbusFunctions } from './field/modbus-functions.ts';
import { modbusRegisters } from './field/modbus-registers.ts';
import { modeAuthorisation } from './commands/mode-authorisation.ts';
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
import { plainListener } from './plain/plain-listener.ts';
import { pskForwardSecrecy } from './psk/psk-forward-secrecy.ts';
import { pskKey } from './psk/psk-key.ts';
import { pskUnknownIdentity } from './psk/psk-unknown-identity.ts';
import { readingForm } from './readings/reading-form.ts';
import { readingOrigin } from './readings/reading-origin.ts';
import { readingPlausibility } from './commands/reading-plausibility.ts';
import { readingPoison } from './readings/reading-poison.ts';
import { readingSignature } from './readings/reading-signature.ts';
import { registryAuthentication } from './registry/registry-authentication.ts';
import { registryOwnKeys } from './registry/registry-own-keys.ts';
import { registryRetired } from './registry/registry-retired.ts';
import { releaseComponents } from './artefact/release-components.ts';
import { releaseProvenance } from './artefact/release-provenance.ts';
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
import { updateAuthentic } from './updates/update-authentic.ts';
import { updateOlder } from './updates/update-older.ts';
import { updateOtherDevice } from './updates/update-other-device.ts';
import { updateRecovery } from './updates/update-recovery.ts';

export const checks: readonly Check[] = [
  amqpAddressReceive,
  amqpAddressSend,
  amqpAnonymous,
  amqpClientCertificate,
  amqpConnectionLimit,
  amqpMessageLimit,
  amqpQueueLimit,
  amqpSlowOpen,
  amqpWrongPassword,
  armAuditLog,
  armCommandExpiry,
  armDataEnds,
  armDeletionProtection,
  armDirectoryIdentities,
  armHubCas,
  armHubDeviceKeys,
  armHubEgress,
  armHubLocalAuth,
  armIdentityRights,
  armImmutableHistory,
  armLoadAlerts,
  armManagedIdentity,
  armNetworkRules,
  armPrivateAccess,
  armPublicRead,
  armPublishingDoors,
  armSecretsInVault,
  armServiceRights,
  armTlsFloor,
  armUploadGrants,
  armVaultRights,
  auditTamperEvident,
  auditTrail,
  clientRefusesExpired,
  clientRefusesOldTls,
  clientRefusesUnknownCa,
  clientRefusesWrongName,
  clientRefusesWrongPsk,
  clientTokenLifetime,
  coapDiscovery,
  coapOpen,
  coapWrite,
  commandAuthorisation,
  commandExpiry,
  commandInput,
  commandRange,
  commandReplay,
  commandScope,
  commandSignature,
  composeImagesPinned,
  composeLimits,
  composeNoSecurity,
  composePorts,
  composePrivileges,
  composeSecrets,
  defaultLogin,
  deviceDialsOnly,
  dtlsClientCertificate,
  dtlsCookie,
  dtlsSuites,
  dtlsVersions,
  heartbeatLoss,
  hostAccounts,
  hostClockAuthenticated,
  hostConsoleClosed,
  hostDiskEncrypted,
  hostDiskSealed,
  hostEgressDefaultDrop,
  hostFilesRestricted,
  hostFirewallDefaultDrop,
  hostListeners,
  hostLogins,
  hostMediaIgnored,
  hostProcessesUnprivileged,
  hostProgramsConfined,
  hostSecureBoot,
  hostServices,
  hostSystemReadOnly,
  httpConnectionLimit,
  httpExpiredToken,
  httpForeignRequests,
  httpObjectAuthorisation,
  httpOutputEncoded,
  httpPlaintext,
  httpPublicRead,
  httpRateLimit,
  httpReadersApart,
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
  iotedgeWaitingBounded,
  modbusFunctions,
  modbusRegisters,
  modeAuthorisation,
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
  plainListener,
  pskForwardSecrecy,
  pskKey,
  pskUnknownIdentity,
  readingForm,
  readingOrigin,
  readingPlausibility,
  readingPoison,
  readingSignature,
  registryAuthentication,
  registryOwnKeys,
  registryRetired,
  releaseComponents,
  releaseProvenance,
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
  updateAuthentic,
  updateOlder,
  updateOtherDevice,
  updateRecovery,
];
