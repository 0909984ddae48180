/** Does the template make the IoT hub refuse symmetric keys of devices and modules? Read from the repository. */
import { type Demand, every, setting, weak } from '../../../readers/arm/judge.ts';
import { templateCheck } from '../check.ts';
import { IOT_HUB } from '../../../readers/arm/types.ts';

const hubDeviceKeys: Demand = {
  met: 'symmetric keys of devices and modules open nothing',
  types: [IOT_HUB],
  judge: (hub) =>
    every(
      ...['disableDeviceSAS', 'disableModuleSAS'].map((name) =>
        setting(hub, `properties.${name}`, {
          is: [true],
          absent: weak(`does not set ${name}, without which it takes symmetric keys`),
        }),
      ),
    ),
};

export const armHubDeviceKeys = templateCheck({
  id: 'arm-hub-device-keys',
  title: 'Does the template make every IoT hub refuse symmetric keys of devices and modules?',
  attack: 'look for an IoT hub that takes a symmetric key of a device or of a module',
  demand: hubDeviceKeys,
});
