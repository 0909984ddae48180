/** Does a store delete what it holds after a time? Read from a template or an export; erasing on request is not seen there. */
import {
  type Demand,
  type Judgement,
  either,
  good,
  sameName,
  untold,
  weak,
} from '../../../readers/arm/judge.ts';
import { childrenOf } from '../../../readers/arm/links.ts';
import type { ArmResource, ArmTemplate } from '../../../readers/arm/template.ts';
import { COSMOS, STORAGE } from '../../../readers/arm/types.ts';
import { type Value, get, isList, isObject } from '../../../readers/arm/value.ts';
import { templateCheck } from '../check.ts';

const COSMOS_CONTAINER = `${COSMOS}/sqlDatabases/containers`;

const dataEnds: Demand = {
  met: 'what it holds is deleted after a set time',
  types: [STORAGE, COSMOS_CONTAINER],
  judge: (resource, template) =>
    sameName(resource.type, STORAGE) ? judgeAccount(resource, template) : judgeContainer(resource),
};

function judgeContainer(container: ArmResource): Judgement {
  const time = container.get('properties.resource.defaultTtl');
  if (time === undefined) return weak('does not set defaultTtl, and so keeps everything for ever');
  if (typeof time !== 'number') return untold('has a defaultTtl that is not known');
  return time > 0
    ? good(`has defaultTtl ${time} seconds`)
    : weak(`has defaultTtl ${time}, with which everything stays that has no end of its own`);
}

/** A rule that deletes: for all blobs, or for those whose names begin as it says. */
function judgeAccount(account: ArmResource, template: ArmTemplate): Judgement {
  const [policy] = childrenOf(account, `${STORAGE}/managementPolicies`, template);
  if (!policy) return untold('has no managementPolicies in this template');
  const rules = policy.get('properties.policy.rules');
  if (!isList(rules)) return untold('has managementPolicies that are not known');
  const judged = rules.map(judgeRule);
  return judged.length === 0 ? weak('has no rule that deletes') : either(...judged);
}

function judgeRule(rule: Value): Judgement {
  if (!isObject(rule)) return untold('has a rule that is not known');
  if (get(rule, 'enabled') === false) return weak('has a rule that is switched off');
  const days = ['daysAfterModificationGreaterThan', 'daysAfterCreationGreaterThan']
    .map((name) => get(rule, `definition.actions.baseBlob.delete.${name}`))
    .find((one) => one !== undefined);
  if (days === undefined) return weak('has a rule that deletes nothing');
  if (typeof days !== 'number') return untold('has a rule that deletes after a time that is not known');
  const some = get(rule, 'definition.filters.prefixMatch');
  return isList(some) && some.length > 0
    ? untold('has a rule that deletes only what begins with certain names')
    : good(`deletes after ${days} days`);
}

export const armDataEnds = templateCheck({
  id: 'arm-data-ends',
  title: 'Does every store delete what it holds after a set time?',
  attack: 'look for a store or a container that keeps everything for ever',
  demand: dataEnds,
});
