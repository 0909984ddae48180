/** Did the host start with Secure Boot on? */
import { hostCheck } from './check.ts';

export const hostSecureBoot = hostCheck({
  id: 'host-secure-boot',
  title: 'Did the host start with Secure Boot on?',
  attack: 'look for a firmware that says Secure Boot is off',
  met: 'the firmware says that Secure Boot is on',
  look: ({ secureBoot }) => ({
    weak: secureBoot === false ? ['the firmware says that Secure Boot is off'] : [],
    untold: secureBoot === null ? ['the firmware says nothing of Secure Boot: it may have none'] : [],
  }),
});
