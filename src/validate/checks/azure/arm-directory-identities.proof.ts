import { armDirectoryIdentities } from './arm-directory-identities.ts';
import { templateProof } from './testing/intact.ts';

export const armDirectoryIdentitiesProof = templateProof(armDirectoryIdentities, {
  'the account takes its keys': ['"allowSharedKeyAccess": false', '"allowSharedKeyAccess": true'],
  'the setting is left out': ['"allowSharedKeyAccess": false,', null],
});
