/** Does the template make stores and event hubs refuse their keys? Read from the repository. */
import {
  type Demand,
  type Judgement,
  every,
  good,
  sameName,
  setting,
  untold,
  weak,
} from '../../../readers/arm/judge.ts';
import { childrenOf } from '../../../readers/arm/links.ts';
import type { ArmResource, ArmTemplate } from '../../../readers/arm/template.ts';
import { templateCheck } from '../check.ts';
import {
  COSMOS,
  EVENT_GRID,
  EVENT_HUBS,
  REDIS,
  REGISTRY,
  SERVICE_BUS,
  SQL_SERVER,
  STORAGE,
} from '../../../readers/arm/types.ts';

const BY_TYPE: Readonly<Record<string, (resource: ArmResource, template: ArmTemplate) => Judgement>> = {
  [EVENT_HUBS]: judgeLocal,
  [SERVICE_BUS]: judgeLocal,
  [EVENT_GRID]: judgeLocal,
  [COSMOS]: judgeLocal,
  [STORAGE]: judgeStorage,
  [REDIS]: (cache) =>
    setting(cache, 'properties.disableAccessKeyAuthentication', {
      is: [true],
      absent: weak('does not set disableAccessKeyAuthentication, without which its keys open it'),
    }),
  [REGISTRY]: (registry) =>
    setting(registry, 'properties.adminUserEnabled', {
      is: [false],
      absent: good('has no user with a password by default (adminUserEnabled)'),
    }),
  [SQL_SERVER]: judgeSql,
};

const directoryIdentities: Demand = {
  met: 'keys, passwords and connection strings open nothing',
  types: Object.keys(BY_TYPE),
  judge(resource, template) {
    const [, judge] = Object.entries(BY_TYPE).find(([type]) => sameName(type, resource.type)) ?? [];
    return judge?.(resource, template) ?? untold('is of a type that is not looked at');
  },
};

function judgeLocal(resource: ArmResource): Judgement {
  return setting(resource, 'properties.disableLocalAuth', {
    is: [true],
    absent: weak('does not set disableLocalAuth, without which its keys open it'),
  });
}

/** Beside the keys, local users with keys and passwords of their own come in over SFTP, where that is on. */
function judgeStorage(account: ArmResource): Judgement {
  const keys = setting(account, 'properties.allowSharedKeyAccess', {
    is: [false],
    absent: weak('does not set allowSharedKeyAccess, which is then true'),
  });
  const sftp = setting(account, 'properties.isSftpEnabled', {
    is: [false],
    absent: good('has isSftpEnabled off by default'),
  });
  const users = setting(account, 'properties.isLocalUserEnabled', { is: [false], absent: weak('') });
  return users.is === 'good' ? keys : every(keys, sftp);
}

function judgeSql(server: ArmResource, template: ArmTemplate): Judgement {
  const [only] = childrenOf(server, `${SQL_SERVER}/azureADOnlyAuthentications`, template);
  const absent = weak('does not set azureADOnlyAuthentication, without which passwords open it');
  return only
    ? setting(only, 'properties.azureADOnlyAuthentication', { is: [true], absent })
    : setting(server, 'properties.administrators.azureADOnlyAuthentication', { is: [true], absent });
}

export const armDirectoryIdentities = templateCheck({
  id: 'arm-directory-identities',
  title: 'Does the template make every store and event hub refuse its keys?',
  attack: 'look for a store, a database, a queue or a registry that takes a key or a password',
  demand: directoryIdentities,
});
