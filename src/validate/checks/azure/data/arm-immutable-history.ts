/** Can nobody change or delete what a store holds before its time? Read from a template or an export. */
import {
  type Demand,
  type Judgement,
  every,
  good,
  none,
  sameName,
  setting,
  untold,
  weak,
} from '../../../readers/arm/judge.ts';
import { childrenOf } from '../../../readers/arm/links.ts';
import type { ArmResource, ArmTemplate } from '../../../readers/arm/template.ts';
import { CONTAINER, STORAGE } from '../../../readers/arm/types.ts';
import { formOf } from '../../../readers/arm/value.ts';
import { templateCheck } from '../check.ts';

const immutableHistory: Demand = {
  met: 'blobs can neither be changed nor deleted before their time, and nobody can shorten it',
  types: [STORAGE, CONTAINER],
  judge(resource, template) {
    if (sameName(resource.type, STORAGE)) return judgeAccount(resource, template);
    const [policy] = childrenOf(resource, `${CONTAINER}/immutabilityPolicies`, template);
    if (policy) return locked(policy, 'properties');
    const [account] = template.resources.filter(
      (one) =>
        sameName(one.type, STORAGE) &&
        formOf(resource.name)
          .toLowerCase()
          .startsWith(`${formOf(one.name)}/`.toLowerCase()),
    );
    const whole = account && judgeAccount(account, template);
    if (whole?.is === 'good') return whole;
    return account
      ? weak('has no immutabilityPolicies, and its account has none for it')
      : untold('has no immutabilityPolicies in this template');
  },
};

/** A policy for all blobs of the account; where there is none, each container needs one. */
function judgeAccount(account: ArmResource, template: ArmTemplate): Judgement {
  const way = 'properties.immutableStorageWithVersioning';
  const on = setting(account, `${way}.enabled`, { is: [true], absent: weak('') });
  if (on.is === 'untold') return on;
  if (on.is === 'weak')
    return childrenOf(account, CONTAINER, template).length > 0
      ? none('leaves it to its containers')
      : weak('does not set immutableStorageWithVersioning, and so what it holds can be changed');
  return locked(account, `${way}.immutabilityPolicy`);
}

/** As long as it is not locked, whoever may write it may take it away. A template cannot lock that of a container. */
function locked(resource: ArmResource, path: string): Judgement {
  const days = resource.get(`${path}.immutabilityPeriodSinceCreationInDays`);
  return every(
    setting(resource, `${path}.state`, {
      is: ['Locked'],
      absent: untold('does not say that its immutability policy is locked'),
    }),
    typeof days === 'number' && days > 0
      ? good(`keeps everything for ${days} days`)
      : days === undefined
        ? weak('has an immutability policy without a time')
        : untold('has an immutability policy whose time is not known'),
  );
}

export const armImmutableHistory = templateCheck({
  id: 'arm-immutable-history',
  title: 'Is what every store holds safe from being changed or deleted before its time?',
  attack:
    'look for a storage account or a container whose blobs can be changed, or whose policy can be taken away',
  demand: immutableHistory,
});
