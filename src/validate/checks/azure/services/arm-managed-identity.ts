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
} from '../../../readers/arm/judge.ts';
import { childrenOf } from '../../../readers/arm/links.ts';
import type { ArmResource, ArmTemplate } from '../../../readers/arm/template.ts';
import { type Value, Unknown, entry, get, isList, isObject } from '../../../readers/arm/value.ts';
import { templateCheck } from '../check.ts';
import { IOT_HUB, PROVISIONING, STREAM_JOB } from '../../../readers/arm/types.ts';

const KINDS = [
  'eventHubs',
  'serviceBusQueues',
  'serviceBusTopics',
  'storageContainers',
  'cosmosDBSqlContainers',
];

const managedIdentity: Demand = {
  met: 'no key of what they use lies in their configuration',
  types: [IOT_HUB, PROVISIONING, STREAM_JOB],
  judge(resource, template) {
    if (sameName(resource.type, STREAM_JOB)) return judgeJob(resource, template);
    const hub = sameName(resource.type, IOT_HUB);
    const ways = hub ? KINDS.map((kind) => `routing.endpoints.${kind}`) : ['iotHubs'];
    const judged = ways.map((way) => {
      const list = resource.get(`properties.${way}`);
      if (list === undefined) return none(`has no ${way}`);
      if (!isList(list)) return untold(`has ${way} that are not known`);
      return every(none(`has no ${way}`), ...list.map((one) => judgePlace(one, way)));
    });
    return every(...judged, ...(hub ? [judgeUploads(resource)] : []));
  },
};

/** The platform shows a place without name and connection string where there are no uploads. */
function judgeUploads(hub: ArmResource): Judgement {
  const place = hub.get('properties.storageEndpoints.$default');
  if (place === undefined) return none('has no place for uploads');
  if (!isObject(place)) return untold('has a place for uploads that is not known');
  const used = ['connectionString', 'containerName'].some((name) => (entry(place, name) ?? '') !== '');
  return used ? judgePlace(place, 'storageEndpoints') : none('has no place for uploads');
}

/** Inputs and outputs of a job, in it or as resources of their own. */
function judgeJob(job: ArmResource, template: ArmTemplate): Judgement {
  const judged = ['inputs', 'outputs'].flatMap((way) => {
    const inside = job.get(`properties.${way}`) ?? [];
    if (!isList(inside)) return [untold(`has ${way} that are not known`)];
    const apart = childrenOf(job, `${STREAM_JOB}/${way}`, template).map((one) => one.get('properties') ?? {});
    const all = [...inside.map((one) => (isObject(one) ? (entry(one, 'properties') ?? {}) : one)), ...apart];
    return all.map((one) => {
      const mode = isObject(one)
        ? (get(one, 'datasource.properties.authenticationMode') ?? 'ConnectionString')
        : one;
      if (typeof mode !== 'string') return untold(`has one of ${way} whose authenticationMode is not known`);
      return sameName(mode, 'Msi')
        ? good(`reaches one of ${way} by its identity`)
        : weak(`reaches one of ${way} with a key or a person’s token`);
    });
  });
  return every(none('has no inputs and outputs in this template'), ...judged);
}

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
  title: 'Does every hub, provisioning service and stream job use an identity instead of keys?',
  attack: 'look for an endpoint or a linked hub that is reached with a key or a connection string',
  demand: managedIdentity,
});
