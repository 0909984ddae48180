/** Does the template switch off the keys that open the whole IoT hub? Read from the repository. */
import { type Demand, setting, weak } from '../../../readers/arm/judge.ts';
import { templateCheck } from '../check.ts';
import { IOT_HUB } from '../../../readers/arm/types.ts';

const hubLocalAuth: Demand = {
  met: 'the keys of the whole hub are switched off',
  types: [IOT_HUB],
  judge: (hub) =>
    setting(hub, 'properties.disableLocalAuth', {
      is: [true],
      absent: weak('does not set disableLocalAuth, without which its keys open it'),
    }),
};

export const armHubLocalAuth = templateCheck({
  id: 'arm-hub-local-auth',
  title: 'Does the template switch off the keys of every IoT hub?',
  attack: 'look for an IoT hub that takes its shared access keys',
  demand: hubLocalAuth,
});
