import { armUploadGrants } from './arm-upload-grants.ts';
import { templateProof } from '../testing/intact.ts';

export const armUploadGrantsProof = templateProof(armUploadGrants, {
  'grants for a day': ['"PT1H"', '"P1D"'],
  'signed with the key of the store': [
    '"authenticationType": "identityBased",',
    '"authenticationType": "keyBased",',
  ],
});
