/** The rows of every check, sorted by its id: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../testing/proof.ts';
import { amqpAddressReceiveProof } from './amqp/amqp-address-receive.proof.ts';
import { amqpAddressSendProof } from './amqp/amqp-address-send.proof.ts';
import { amqpAnonymousProof } from './amqp/amqp-anonymous.proof.ts';
import { amqpClientCertificateProof } from './amqp/amqp-client-certificate.proof.ts';
import { amqpConnectionLimitProof } from './amqp/amqp-connection-limit.proof.ts';
import { amqpMessageLimitProof } from './amqp/amqp-message-limit.proof.ts';
import { amqpQueueLimitProof } from './amqp/amqp-queue-limit.proof.ts';
import { amqpSlowOpenProof } from './amqp/amqp-slow-open.proof.ts';
import { amqpWrongPasswordProof } from './amqp/amqp-wrong-password.proof.ts';
import { armAuditLogProof } from './azure/hub/arm-audit-log.proof.ts';
import { armCommandExpiryProof } from './azure/hub/arm-command-expiry.proof.ts';
import { armDataEndsProof } from './azure/data/arm-data-ends.proof.ts';
import { armDeletionProtectionProof } from './azure/data/arm-deletion-protection.proof.ts';
import { armDirectoryIdentitiesProof } from './azure/data/arm-directory-identities.proof.ts';
import { armHubCasProof } from './azure/hub/arm-hub-cas.proof.ts';
import { armHubDeviceKeysProof } from './azure/hub/arm-hub-device-keys.proof.ts';
import { armHubEgressProof } from './azure/hub/arm-hub-egress.proof.ts';
import { armHubLocalAuthProof } from './azure/hub/arm-hub-local-auth.proof.ts';
import { armIdentityRightsProof } from './azure/services/arm-identity-rights.proof.ts';
import { armImmutableHistoryProof } from './azure/data/arm-immutable-history.proof.ts';
import { armLoadAlertsProof } from './azure/hub/arm-load-alerts.proof.ts';
import { armManagedIdentityProof } from './azure/services/arm-managed-identity.proof.ts';
import { armNetworkRulesProof } from './azure/network/arm-network-rules.proof.ts';
import { armPrivateAccessProof } from './azure/network/arm-private-access.proof.ts';
import { armPublicReadProof } from './azure/data/arm-public-read.proof.ts';
import { armPublishingDoorsProof } from './azure/services/arm-publishing-doors.proof.ts';
import { armSecretsInVaultProof } from './azure/services/arm-secrets-in-vault.proof.ts';
import { armServiceRightsProof } from './azure/hub/arm-service-rights.proof.ts';
import { armTlsFloorProof } from './azure/network/arm-tls-floor.proof.ts';
import { armUploadGrantsProof } from './azure/hub/arm-upload-grants.proof.ts';
import { armVaultRightsProof } from './azure/data/arm-vault-rights.proof.ts';
import { auditTamperEvidentProof } from './commands/audit-tamper-evident.proof.ts';
import { auditTrailProof } from './commands/audit-trail.proof.ts';
import { coapDiscoveryProof } from './coap/coap-discovery.proof.ts';
import { commandAuthorisationProof } from './commands/command-authorisation.proof.ts';
import { commandExpiryProof } from './commands/command-expiry.proof.ts';
import { commandInputProof } from './commands/command-input.proof.ts';
import { commandRangeProof } from './commands/command-range.proof.ts';
import { commandReplayProof } from './commands/command-replay.proof.ts';
import { commandScopeProof } from './commands/command-scope.proof.ts';
import { commandSignatureProof } from './commands/command-signature.proof.ts';
import { defaultLoginProof } from './login/default-login.proof.ts';
import { heartbeatLossProof } from './commands/heartbeat-loss.proof.ts';
import { hostAccountsProof } from './host/access/host-accounts.proof.ts';
import { hostClockAuthenticatedProof } from './host/host-clock-authenticated.proof.ts';
import { hostConsoleClosedProof } from './host/access/host-console-closed.proof.ts';
import { hostDiskEncryptedProof } from './host/storage/host-disk-encrypted.proof.ts';
import { hostDiskSealedProof } from './host/storage/host-disk-sealed.proof.ts';
import { hostEgressDefaultDropProof } from './host/host-egress-default-drop.proof.ts';
import { hostFilesRestrictedProof } from './host/storage/host-files-restricted.proof.ts';
import { hostFirewallDefaultDropProof } from './host/host-firewall-default-drop.proof.ts';
import { hostListenersProof } from './host/host-listeners.proof.ts';
import { hostLoginsProof } from './host/access/host-logins.proof.ts';
import { hostMediaIgnoredProof } from './host/storage/host-media-ignored.proof.ts';
import { hostProcessesUnprivilegedProof } from './host/host-processes-unprivileged.proof.ts';
import { hostProgramsConfinedProof } from './host/host-programs-confined.proof.ts';
import { hostSecureBootProof } from './host/host-secure-boot.proof.ts';
import { hostServicesProof } from './host/host-services.proof.ts';
import { hostSystemReadOnlyProof } from './host/storage/host-system-read-only.proof.ts';
import { httpForeignRequestsProof } from './http/http-foreign-requests.proof.ts';
import { httpOutputEncodedProof } from './http/http-output-encoded.proof.ts';
import { httpPlaintextProof } from './http/http-plaintext.proof.ts';
import { httpPublicReadProof } from './http/http-public-read.proof.ts';
import { httpReadersApartProof } from './http/http-readers-apart.proof.ts';
import { plainListenerProof } from './plain/plain-listener.proof.ts';
import { readingPlausibilityProof } from './commands/reading-plausibility.proof.ts';
import { readingPoisonProof } from './readings/reading-poison.proof.ts';
import { readingSignatureProof } from './readings/reading-signature.proof.ts';
import { clientRefusesExpiredProof } from './client/client-refuses-expired.proof.ts';
import { clientRefusesOldTlsProof } from './client/client-refuses-old-tls.proof.ts';
import { clientRefusesUnknownCaProof } from './client/client-refuses-unknown-ca.proof.ts';
import { clientRefusesWrongNameProof } from './client/client-refuses-wrong-name.proof.ts';
import { clientRefusesWrongPskProof } from './client/client-refuses-wrong-psk.proof.ts';
import { clientTokenLifetimeProof } from './client/client-token-lifetime.proof.ts';
import { coapOpenProof } from './coap/coap-open.proof.ts';
import { coapWriteProof } from './coap/coap-write.proof.ts';
import { composeImagesPinnedProof } from './compose/compose-images-pinned.proof.ts';
import { composeLimitsProof } from './compose/compose-limits.proof.ts';
import { composeNoSecurityProof } from './compose/compose-no-security.proof.ts';
import { composePortsProof } from './compose/compose-ports.proof.ts';
import { composePrivilegesProof } from './compose/compose-privileges.proof.ts';
import { composeSecretsProof } from './compose/compose-secrets.proof.ts';
import { deviceDialsOnlyProof } from './client/device-dials-only.proof.ts';
import { dtlsClientCertificateProof } from './dtls/dtls-client-certificate.proof.ts';
import { dtlsCookieProof } from './dtls/dtls-cookie.proof.ts';
import { dtlsSuitesProof } from './dtls/dtls-suites.proof.ts';
import { dtlsVersionsProof } from './dtls/dtls-versions.proof.ts';
import { httpConnectionLimitProof } from './http/http-connection-limit.proof.ts';
import { httpExpiredTokenProof } from './http/http-expired-token.proof.ts';
import { httpObjectAuthorisationProof } from './http/http-object-authorisation.proof.ts';
import { httpRateLimitProof } from './http/http-rate-limit.proof.ts';
import { httpSecurityHeadersProof } from './http/http-security-headers.proof.ts';
import { httpTokenRequiredProof } from './http/http-token-required.proof.ts';
import { httpWrongTokenProof } from './http/http-wrong-token.proof.ts';
import { inventoryOwnKeysProof } from './inventory/inventory-own-keys.proof.ts';
import { iotedgeElevatedModulesProof } from './iotedge/iotedge-elevated-modules.proof.ts';
import { iotedgeEnvironmentProof } from './iotedge/iotedge-environment.proof.ts';
import { iotedgeImagesPinnedProof } from './iotedge/iotedge-images-pinned.proof.ts';
import { iotedgeKeysInHardwareProof } from './iotedge/iotedge-keys-in-hardware.proof.ts';
import { iotedgeModuleLimitsProof } from './iotedge/iotedge-module-limits.proof.ts';
import { iotedgeModulePrivilegesProof } from './iotedge/iotedge-module-privileges.proof.ts';
import { iotedgeOwnCaProof } from './iotedge/iotedge-own-ca.proof.ts';
import { iotedgePortsProof } from './iotedge/iotedge-ports.proof.ts';
import { iotedgeProvisioningProof } from './iotedge/iotedge-provisioning.proof.ts';
import { iotedgeRoutesProof } from './iotedge/iotedge-routes.proof.ts';
import { iotedgeRuntimeApiProof } from './iotedge/iotedge-runtime-api.proof.ts';
import { iotedgeWaitingBoundedProof } from './iotedge/iotedge-waiting-bounded.proof.ts';
import { modbusFunctionsProof } from './field/modbus-functions.proof.ts';
import { modbusRegistersProof } from './field/modbus-registers.proof.ts';
import { modeAuthorisationProof } from './commands/mode-authorisation.proof.ts';
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
import { readingFormProof } from './readings/reading-form.proof.ts';
import { readingOriginProof } from './readings/reading-origin.proof.ts';
import { registryAuthenticationProof } from './registry/registry-authentication.proof.ts';
import { registryOwnKeysProof } from './registry/registry-own-keys.proof.ts';
import { registryRetiredProof } from './registry/registry-retired.proof.ts';
import { releaseComponentsProof } from './artefact/release-components.proof.ts';
import { releaseProvenanceProof } from './artefact/release-provenance.proof.ts';
import { releaseSignatureProof } from './artefact/release-signature.proof.ts';
import { settingsSignedAndBoundedProof } from './commands/settings-signed-and-bounded.proof.ts';
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
import { updateAuthenticProof } from './updates/update-authentic.proof.ts';
import { updateOlderProof } from './updates/update-older.proof.ts';
import { updateOtherDeviceProof } from './updates/update-other-device.proof.ts';
import { updateRecoveryProof } from './updates/update-recovery.proof.ts';

export const proofs: readonly Proof[] = [
  amqpAddressReceiveProof,
  amqpAddressSendProof,
  amqpAnonymousProof,
  amqpClientCertificateProof,
  amqpConnectionLimitProof,
  amqpMessageLimitProof,
  amqpQueueLimitProof,
  amqpSlowOpenProof,
  amqpWrongPasswordProof,
  armAuditLogProof,
  armCommandExpiryProof,
  armDataEndsProof,
  armDeletionProtectionProof,
  armDirectoryIdentitiesProof,
  armHubCasProof,
  armHubDeviceKeysProof,
  armHubEgressProof,
  armHubLocalAuthProof,
  armIdentityRightsProof,
  armImmutableHistoryProof,
  armLoadAlertsProof,
  armManagedIdentityProof,
  armNetworkRulesProof,
  armPrivateAccessProof,
  armPublicReadProof,
  armPublishingDoorsProof,
  armSecretsInVaultProof,
  armServiceRightsProof,
  armTlsFloorProof,
  armUploadGrantsProof,
  armVaultRightsProof,
  auditTamperEvidentProof,
  auditTrailProof,
  clientRefusesExpiredProof,
  clientRefusesOldTlsProof,
  clientRefusesUnknownCaProof,
  clientRefusesWrongNameProof,
  clientRefusesWrongPskProof,
  clientTokenLifetimeProof,
  coapDiscoveryProof,
  coapOpenProof,
  coapWriteProof,
  commandAuthorisationProof,
  commandExpiryProof,
  commandInputProof,
  commandRangeProof,
  commandReplayProof,
  commandScopeProof,
  commandSignatureProof,
  composeImagesPinnedProof,
  composeLimitsProof,
  composeNoSecurityProof,
  composePortsProof,
  composePrivilegesProof,
  composeSecretsProof,
  defaultLoginProof,
  deviceDialsOnlyProof,
  dtlsClientCertificateProof,
  dtlsCookieProof,
  dtlsSuitesProof,
  dtlsVersionsProof,
  heartbeatLossProof,
  hostAccountsProof,
  hostClockAuthenticatedProof,
  hostConsoleClosedProof,
  hostDiskEncryptedProof,
  hostDiskSealedProof,
  hostEgressDefaultDropProof,
  hostFilesRestrictedProof,
  hostFirewallDefaultDropProof,
  hostListenersProof,
  hostLoginsProof,
  hostMediaIgnoredProof,
  hostProcessesUnprivilegedProof,
  hostProgramsConfinedProof,
  hostSecureBootProof,
  hostServicesProof,
  hostSystemReadOnlyProof,
  httpConnectionLimitProof,
  httpExpiredTokenProof,
  httpForeignRequestsProof,
  httpObjectAuthorisationProof,
  httpOutputEncodedProof,
  httpPlaintextProof,
  httpPublicReadProof,
  httpRateLimitProof,
  httpReadersApartProof,
  httpSecurityHeadersProof,
  httpTokenRequiredProof,
  httpWrongTokenProof,
  inventoryOwnKeysProof,
  iotedgeElevatedModulesProof,
  iotedgeEnvironmentProof,
  iotedgeImagesPinnedProof,
  iotedgeKeysInHardwareProof,
  iotedgeModuleLimitsProof,
  iotedgeModulePrivilegesProof,
  iotedgeOwnCaProof,
  iotedgePortsProof,
  iotedgeProvisioningProof,
  iotedgeRoutesProof,
  iotedgeRuntimeApiProof,
  iotedgeWaitingBoundedProof,
  modbusFunctionsProof,
  modbusRegistersProof,
  modeAuthorisationProof,
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
  plainListenerProof,
  pskForwardSecrecyProof,
  pskKeyProof,
  pskUnknownIdentityProof,
  readingFormProof,
  readingOriginProof,
  readingPlausibilityProof,
  readingPoisonProof,
  readingSignatureProof,
  registryAuthenticationProof,
  registryOwnKeysProof,
  registryRetiredProof,
  releaseComponentsProof,
  releaseProvenanceProof,
  releaseSignatureProof,
  settingsSignedAndBoundedProof,
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
  updateAuthenticProof,
  updateOlderProof,
  updateOtherDeviceProof,
  updateRecoveryProof,
];
