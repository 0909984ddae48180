/** Does the template have the hub prove itself without keys to what it uses? Read from the repository. */
import {
  type Demand,
  type Judgement,
  every,
  good,
  none,
  sameName,
  untold,
  weak,
} from '../../readers/arm/judge.ts';
import { type Value, Unknown, entry, isList, isObject } from '../../readers/arm/value.ts';
import { templateCheck } from './check.ts';
import { IOT_HUB, PROVISIONING } from '../../readers/arm/types.ts';

const KINDS = [
  'eventHubs',
  'serviceBusQueues',
  'serviceBusTopics',
  'storageContainers',
  'cosmosDBSqlContainers',
];

const managedIdentity: Demand = {
  met: 'no key of what they use lies in their configuration',
  types: [IOT_HUB, PROVISIONING],
  judge(resource) {
    const hub = sameName(resource.type, IOT_HUB);
    const ways = hub ? KINDS.map((kind) => `routing.endpoints.${kind}`) : ['iotHubs'];
    const judged = ways.map((way) => {
      const list = resource.get(`properties.${way}`);
      if (list === undefined) return none(`has no ${way}`);
      if (!isList(list)) return untold(`has ${way} that are not known`);
      return every(none(`has no ${way}`), ...list.map((one) => judgePlace(one, way)));
    });
    return every(...judged);
  },
};

function judgePlace(place: Value, way: string): Judgement {
  if (!isObject(place)) return untold(`has one of ${way} that is not known`);
  const how = entry(place, 'authenticationType');
  if (how instanceof Unknown) return untold(`has one of ${way} whose authenticationType is not known`);
  const identity = ['identityBased', 'SystemAssigned', 'UserAssigned'];
  return typeof how === 'string' && identity.some((one) => sameName(one, how))
    ? good(`reaches one of ${way} by its identity`)
    : weak(`reaches one of ${way} with a key`);
}

export const armManagedIdentity = templateCheck({
  id: 'arm-managed-identity',
  title: 'Does the template have every hub and provisioning service use an identity instead of keys?',
  attack: 'look for an endpoint or a linked hub that is reached with a key or a connection string',
  demand: managedIdentity,
});
