/** Does the template give each policy of a hub one purpose? Read from the repository. */
import {
  type Demand,
  type Judgement,
  good,
  sameName,
  setting,
  untold,
  weak,
} from '../../../readers/arm/judge.ts';
import { type Value, Unknown, entry, isList, isObject } from '../../../readers/arm/value.ts';
import { templateCheck } from '../check.ts';
import { IOT_HUB, PROVISIONING } from '../../../readers/arm/types.ts';

/** Rights that go together in one component; the write right of a pair holds the read right. */
const PURPOSES = [
  ['RegistryRead', 'RegistryWrite'],
  ['ServiceConnect'],
  ['DeviceConnect'],
  ['ServiceConfig'],
  ['EnrollmentRead', 'EnrollmentWrite'],
  ['RegistrationStatusRead', 'RegistrationStatusWrite'],
];

const serviceRights: Demand = {
  met: 'each policy has one purpose',
  types: [IOT_HUB, PROVISIONING],
  judge(resource) {
    if (sameName(resource.type, IOT_HUB)) {
      const off = setting(resource, 'properties.disableLocalAuth', { is: [true], absent: weak('') });
      if (off.is === 'good') return good('has its policies switched off (disableLocalAuth true)');
    }
    const policies = resource.get('properties.authorizationPolicies');
    if (policies instanceof Unknown) return untold(`has policies that are not known (${policies.why})`);
    if (!isList(policies) || policies.length === 0)
      return untold('does not set authorizationPolicies, and so has those that the platform makes');
    const judged = policies.map(judgePolicy);
    return (
      judged.find(({ is }) => is === 'weak') ??
      judged.find(({ is }) => is === 'untold') ??
      good(`has ${policies.length} policies of one purpose each`)
    );
  },
};

function judgePolicy(policy: Value): Judgement {
  const rights = isObject(policy) ? entry(policy, 'rights') : policy;
  const name = isObject(policy) ? entry(policy, 'keyName') : undefined;
  const called = typeof name === 'string' ? ` "${name}"` : '';
  if (rights instanceof Unknown) return untold(`has a policy${called} whose rights are not known`);
  const words = typeof rights === 'string' ? rights.split(',').map((one) => one.trim()) : [];
  if (words.length === 0) return untold(`has a policy${called} of another form`);
  const one = PURPOSES.some((purpose) => words.every((word) => purpose.some((each) => sameName(each, word))));
  if (one) return good(`has a policy${called} of one purpose`);
  const known = words.every((word) => PURPOSES.flat().some((each) => sameName(each, word)));
  return known
    ? weak(`has a policy${called} of several purposes (${words.join(', ')})`)
    : untold(`has a policy${called} with rights that are not known here`);
}

export const armServiceRights = templateCheck({
  id: 'arm-service-rights',
  title: 'Does the template give each policy of every hub and provisioning service one purpose?',
  attack: 'look for a policy whose key lets one component do what another one is for',
  demand: serviceRights,
});
