import { armDirectoryIdentities } from './arm-directory-identities.ts';
import { templateProof } from '../testing/intact.ts';

export const armDirectoryIdentitiesProof = templateProof(armDirectoryIdentities, {
  'the account takes its keys': ['"allowSharedKeyAccess": false', '"allowSharedKeyAccess": true'],
  'the database takes its keys': ['        "disableLocalAuth": true,', '        "disableLocalAuth": false,'],
  'the queue takes its keys': ['"disableLocalAuth": true, "minimumTlsVersion"', '"minimumTlsVersion"'],
  'images are let in by a password': ['"adminUserEnabled": false', '"adminUserEnabled": true'],
  'the server takes passwords': ['"azureADOnlyAuthentication": true', '"azureADOnlyAuthentication": false'],
  'local users come in over SFTP': [
    '"allowSharedKeyAccess": false',
    '"isSftpEnabled": true, "allowSharedKeyAccess": false',
  ],
  'the setting is left out': ['"allowSharedKeyAccess": false,', null],
});
