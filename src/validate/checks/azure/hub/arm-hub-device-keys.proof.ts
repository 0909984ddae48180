import { armHubDeviceKeys } from './arm-hub-device-keys.ts';
import { templateProof } from '../testing/intact.ts';

export const armHubDeviceKeysProof = templateProof(armHubDeviceKeys, {
  'devices may use symmetric keys': ['"disableDeviceSAS": true', '"disableDeviceSAS": false'],
  'modules are forgotten': ['"disableModuleSAS": true', null],
});
