import { armDeletionProtection } from './arm-deletion-protection.ts';
import { templateProof } from '../testing/intact.ts';

export const armDeletionProtectionProof = templateProof(armDeletionProtection, {
  'purging is left possible': ['"enablePurgeProtection": true,', null],
  'nothing is kept': ['"enableSoftDelete": true', '"enableSoftDelete": false'],
});
