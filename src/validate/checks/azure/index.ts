/** The checks of this family: one file each, one line here. */
import type { Check } from '../../check.ts';
import { armAuditLog } from './hub/arm-audit-log.ts';
import { armCommandExpiry } from './hub/arm-command-expiry.ts';
import { armDataEnds } from './data/arm-data-ends.ts';
import { armDeletionProtection } from './data/arm-deletion-protection.ts';
import { armDirectoryIdentities } from './data/arm-directory-identities.ts';
import { armHubCas } from './hub/arm-hub-cas.ts';
import { armHubDeviceKeys } from './hub/arm-hub-device-keys.ts';
import { armHubEgress } from './hub/arm-hub-egress.ts';
import { armHubLocalAuth } from './hub/arm-hub-local-auth.ts';
import { armIdentityRights } from './services/arm-identity-rights.ts';
import { armImmutableHistory } from './data/arm-immutable-history.ts';
import { armLoadAlerts } from './hub/arm-load-alerts.ts';
import { armManagedIdentity } from './services/arm-managed-identity.ts';
import { armNetworkRules } from './network/arm-network-rules.ts';
import { armPrivateAccess } from './network/arm-private-access.ts';
import { armPublicRead } from './data/arm-public-read.ts';
import { armPublishingDoors } from './services/arm-publishing-doors.ts';
import { armSecretsInVault } from './services/arm-secrets-in-vault.ts';
import { armServiceRights } from './hub/arm-service-rights.ts';
import { armTlsFloor } from './network/arm-tls-floor.ts';
import { armUploadGrants } from './hub/arm-upload-grants.ts';
import { armVaultRights } from './data/arm-vault-rights.ts';

export const azureChecks: readonly Check[] = [
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
];
