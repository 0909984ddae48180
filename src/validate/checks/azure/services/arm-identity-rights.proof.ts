import { templateProof } from '../testing/intact.ts';
import { armIdentityRights } from './arm-identity-rights.ts';

export const armIdentityRightsProof = templateProof(armIdentityRights, {
  'it may do everything': ['ba92f5b4-2d11-453d-a403-e96b0029c9fe', 'b24988ac-6180-42a0-ab88-20f7382dd24c'],
  'it holds for the whole group': [
    '"scope": "[resourceId(\'Microsoft.Storage/storageAccounts\', variables(\'store\'))]"',
    '"scope": "[resourceGroup().id]"',
  ],
});
