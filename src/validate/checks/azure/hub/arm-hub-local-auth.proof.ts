import { armHubLocalAuth } from './arm-hub-local-auth.ts';
import { templateProof } from '../testing/intact.ts';

export const armHubLocalAuthProof = templateProof(armHubLocalAuth, {
  'the keys are left on by the parameter': ['"defaultValue": true', '"defaultValue": false'],
  'the setting is left out': ['"disableLocalAuth":', null],
});
