/** Did the host start with Secure Boot on? */
import { hostCheck } from './check.ts';

export const hostSecureBoot = hostCheck({
  id: 'host-secure-boot',
  title: 'Did the host start with Secure Boot on?',
  attack:
    'look for a firmware that says Secure Boot is off, and for a loader (shim) that was told not to check what it starts',
  met: 'the firmware says that Secure Boot is on, and no loader that it was told to check nothing',
  look: ({ secureBoot }) => ({
    weak: secureBoot === false ? ['Secure Boot is off, by the firmware or by the loader (shim)'] : [],
    untold: secureBoot === null ? ['the firmware says nothing of Secure Boot: it may have none'] : [],
  }),
});
