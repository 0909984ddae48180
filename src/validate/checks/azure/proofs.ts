/** The rows of the checks of this family: one file each beside the check, one line here. Not shipped. */
import type { Proof } from '../../testing/proof.ts';
import { armAuditLogProof } from './hub/arm-audit-log.proof.ts';
import { armCommandExpiryProof } from './hub/arm-command-expiry.proof.ts';
import { armDataEndsProof } from './data/arm-data-ends.proof.ts';
import { armDeletionProtectionProof } from './data/arm-deletion-protection.proof.ts';
import { armDirectoryIdentitiesProof } from './data/arm-directory-identities.proof.ts';
import { armHubCasProof } from './hub/arm-hub-cas.proof.ts';
import { armHubDeviceKeysProof } from './hub/arm-hub-device-keys.proof.ts';
import { armHubEgressProof } from './hub/arm-hub-egress.proof.ts';
import { armHubLocalAuthProof } from './hub/arm-hub-local-auth.proof.ts';
import { armIdentityRightsProof } from './services/arm-identity-rights.proof.ts';
import { armImmutableHistoryProof } from './data/arm-immutable-history.proof.ts';
import { armLoadAlertsProof } from './hub/arm-load-alerts.proof.ts';
import { armManagedIdentityProof } from './services/arm-managed-identity.proof.ts';
import { armNetworkRulesProof } from './network/arm-network-rules.proof.ts';
import { armPrivateAccessProof } from './network/arm-private-access.proof.ts';
import { armPublicReadProof } from './data/arm-public-read.proof.ts';
import { armPublishingDoorsProof } from './services/arm-publishing-doors.proof.ts';
import { armSecretsInVaultProof } from './services/arm-secrets-in-vault.proof.ts';
import { armServiceRightsProof } from './hub/arm-service-rights.proof.ts';
import { armTlsFloorProof } from './network/arm-tls-floor.proof.ts';
import { armUploadGrantsProof } from './hub/arm-upload-grants.proof.ts';
import { armVaultRightsProof } from './data/arm-vault-rights.proof.ts';

export const azureProofs: readonly Proof[] = [
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
];
