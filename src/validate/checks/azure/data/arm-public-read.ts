/** Does the template keep stores and containers from being read by anybody? Read from the repository. */
import { type Demand, every, good, setting, untold, weak } from '../../../readers/arm/judge.ts';
import { childrenOf } from '../../../readers/arm/links.ts';
import { templateCheck } from '../check.ts';
import { CONTAINER, STORAGE } from '../../../readers/arm/types.ts';

const noPublicRead: Demand = {
  met: 'nothing in the stores is open to the public',
  types: [STORAGE],
  judge(account, template) {
    const whole = setting(account, 'properties.allowBlobPublicAccess', {
      is: [false],
      absent: untold('does not set allowBlobPublicAccess, whose default has changed over time'),
    });
    if (whole.is === 'good') return whole;
    const open = childrenOf(account, CONTAINER, template).map((container) =>
      setting(container, 'properties.publicAccess', {
        is: ['None'],
        absent: good('has containers of its own only'),
      }),
    );
    const readable = open.find(({ is }) => is === 'weak');
    // The account may permit it without any container that makes use of it, and one made later could.
    return readable ? every(whole, weak(`has a container that ${readable.why}`)) : whole;
  },
};

export const armPublicRead = templateCheck({
  id: 'arm-public-read',
  title: 'Does the template keep every storage account from being read by anybody?',
  attack: 'look for a storage account whose containers can be, or are, open to the public',
  demand: noPublicRead,
});
