import { armManagedIdentity } from './arm-managed-identity.ts';
import { templateProof } from '../testing/intact.ts';

export const armManagedIdentityProof = templateProof(armManagedIdentity, {
  'the endpoint is reached with a key': [
    '"authenticationType": "identityBased"',
    '"authenticationType": "keyBased"',
  ],
  'the job reads with a key': ['"authenticationMode": "Msi"', '"authenticationMode": "ConnectionString"'],
  'uploads are signed with a key': [
    '"authenticationType": "identityBased",',
    '"authenticationType": "keyBased",',
  ],
});
