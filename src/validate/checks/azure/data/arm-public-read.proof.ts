import { armPublicRead } from './arm-public-read.ts';
import { templateProof } from '../testing/intact.ts';

export const armPublicReadProof = templateProof(armPublicRead, {
  'containers may be public': ['"allowBlobPublicAccess": false', '"allowBlobPublicAccess": true'],
});
