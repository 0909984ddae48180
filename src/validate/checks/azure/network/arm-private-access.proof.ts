import { armPrivateAccess } from './arm-private-access.ts';
import { templateProof } from '../testing/intact.ts';

export const armPrivateAccessProof = templateProof(armPrivateAccess, {
  'public access is on': ['"publicNetworkAccess": "Disabled"', '"publicNetworkAccess": "Enabled"'],
  'public access is not mentioned': ['"publicNetworkAccess": "Disabled"', null],
});
