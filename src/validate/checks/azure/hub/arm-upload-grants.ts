/** Does the template keep grants for uploads short, and the key of the store out of the hub? From the repository. */
import { type Demand, every, good, none, setting, untold, weak } from '../../../readers/arm/judge.ts';
import { minutesOf } from '../../../readers/arm/durations.ts';
import { entry, isObject } from '../../../readers/arm/value.ts';
import { templateCheck } from '../check.ts';
import { IOT_HUB } from '../../../readers/arm/types.ts';

const uploadGrants: Demand = {
  met: 'grants for uploads are short and come from an identity',
  types: [IOT_HUB],
  judge(hub) {
    const places = hub.get('properties.storageEndpoints');
    if (places === undefined) return none('has no place for uploads');
    if (!isObject(places) || entry(places, '$default') === undefined)
      return untold('has a place for uploads that is not known');
    const path = 'properties.storageEndpoints.$default';
    // What the platform shows of a hub without uploads.
    if (hub.get(`${path}.containerName`) === '' && hub.get(`${path}.connectionString`) === '')
      return none('has no place for uploads');
    const time = hub.get(`${path}.sasTtlAsIso8601`);
    // An hour is what the platform takes where nothing is said.
    const minutes = time === undefined ? 60 : minutesOf(time);
    return every(
      setting(hub, `${path}.authenticationType`, {
        is: ['identityBased'],
        absent: weak('does not set authenticationType for uploads, and so signs with the key of the store'),
      }),
      minutes === undefined
        ? untold('has grants for uploads whose time is not known')
        : minutes <= 60
          ? good('gives grants for an hour at most')
          : weak(`gives grants for uploads of ${minutes} minutes`),
    );
  },
};

export const armUploadGrants = templateCheck({
  id: 'arm-upload-grants',
  title: 'Does the template keep grants for uploads short, and the key of the store out of every hub?',
  attack: 'look for a hub whose grants for uploads last longer than an hour or are signed with a key',
  demand: uploadGrants,
});
