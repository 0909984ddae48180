/** Does the template make stores and event hubs refuse their keys? Read from the repository. */
import { type Demand, sameName, setting, weak } from '../../readers/arm/judge.ts';
import { templateCheck } from './check.ts';
import { COSMOS, EVENT_HUBS, STORAGE } from '../../readers/arm/types.ts';

const directoryIdentities: Demand = {
  met: 'keys and connection strings open nothing',
  types: [EVENT_HUBS, COSMOS, STORAGE],
  judge: (resource) =>
    sameName(resource.type, STORAGE)
      ? setting(resource, 'properties.allowSharedKeyAccess', {
          is: [false],
          absent: weak('does not set allowSharedKeyAccess, which is then true'),
        })
      : setting(resource, 'properties.disableLocalAuth', {
          is: [true],
          absent: weak('does not set disableLocalAuth, without which its keys open it'),
        }),
};

export const armDirectoryIdentities = templateCheck({
  id: 'arm-directory-identities',
  title: 'Does the template make every store and event hub refuse its keys?',
  attack: 'look for a storage account, a Cosmos DB account or event hubs that take a key',
  demand: directoryIdentities,
});
