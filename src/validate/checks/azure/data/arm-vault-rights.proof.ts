import { templateProof } from '../testing/intact.ts';
import { armVaultRights } from './arm-vault-rights.ts';

export const armVaultRightsProof = templateProof(armVaultRights, {
  'access policies hold': ['"enableRbacAuthorization": true', '"enableRbacAuthorization": false'],
  'nothing is said of it': ['"enableRbacAuthorization": true,', null],
});
