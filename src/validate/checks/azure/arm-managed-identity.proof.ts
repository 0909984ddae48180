import { armManagedIdentity } from './arm-managed-identity.ts';
import { templateProof } from './testing/intact.ts';

export const armManagedIdentityProof = templateProof(armManagedIdentity, {
  'the endpoint is reached with a key': [
    '"authenticationType": "identityBased"',
    '"authenticationType": "keyBased"',
  ],
});
