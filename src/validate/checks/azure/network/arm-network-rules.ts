/** Does the template let only declared networks reach what it deploys? Read from the repository; a probe shows more. */
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
import { type Value, Unknown, entry, formOf, isList, isObject } from '../../../readers/arm/value.ts';
import { templateCheck } from '../check.ts';
import { judgeCard, judgeCluster, judgeSite } from '../../../readers/arm/network-places.ts';
import {
  COSMOS,
  EVENT_GRID,
  EVENT_HUBS,
  HDINSIGHT,
  IOT_HUB,
  KEY_VAULT,
  NETWORK_CARD,
  PROVISIONING,
  REGISTRY,
  SERVICE_BUS,
  SQL_SERVER,
  STORAGE,
  WEB_SITE,
  WEB_SLOT,
} from '../../../readers/arm/types.ts';

const BY_TYPE: Readonly<Record<string, (resource: ArmResource, template: ArmTemplate) => Judgement>> = {
  [IOT_HUB]: judgeHub,
  [PROVISIONING]: (resource) =>
    judgeFilter(resource) ?? weak('has no ipFilterRules: every address reaches it'),
  [EVENT_HUBS]: judgeEventHubs,
  [SERVICE_BUS]: judgeEventHubs,
  [EVENT_GRID]: judgeTopic,
  [REGISTRY]: judgeRegistry,
  [SQL_SERVER]: judgeSql,
  [STORAGE]: (resource) => judgeAcls(resource),
  [KEY_VAULT]: (resource) => judgeAcls(resource),
  [COSMOS]: judgeCosmos,
  [WEB_SITE]: judgeSite,
  [WEB_SLOT]: judgeSite,
  [HDINSIGHT]: judgeCluster,
  [NETWORK_CARD]: judgeCard,
};

const networkRules: Demand = {
  met: 'only declared networks reach it',
  types: Object.keys(BY_TYPE),
  judge(resource, template) {
    const closed = setting(resource, 'properties.publicNetworkAccess', {
      is: ['Disabled'],
      absent: weak(''),
    });
    // What has no public endpoint needs no list of who may use it.
    if (closed.is !== 'weak') return closed;
    const [, judge] = Object.entries(BY_TYPE).find(([type]) => sameName(type, resource.type)) ?? [];
    return judge?.(resource, template) ?? untold('is of a type that is not looked at');
  },
};

function judgeHub(hub: ArmResource): Judgement {
  const rules = hub.get('properties.networkRuleSets');
  if (rules === undefined) {
    const old = judgeFilter(hub);
    return old?.is === 'good'
      ? untold(`${old.why}, which leaves out its built-in Event Hubs endpoint`)
      : (old ?? weak('has neither networkRuleSets nor ipFilterRules: every address reaches it'));
  }
  const denies = setting(hub, 'properties.networkRuleSets.defaultAction', {
    is: ['Deny'],
    absent: untold('does not set networkRuleSets.defaultAction'),
  });
  if (denies.is !== 'good') return denies;
  const builtIn = setting(hub, 'properties.networkRuleSets.applyToBuiltInEventHubEndpoint', {
    is: [true],
    absent: weak('leaves its built-in Event Hubs endpoint open'),
  });
  if (builtIn.is !== 'good') return builtIn;
  return openRange(hub.get('properties.networkRuleSets.ipRules'), 'ipMask') ?? denies;
}

/** `ipFilterRules`: the first that matches decides, and what none matches is let in. */
function judgeFilter(resource: ArmResource): Judgement | undefined {
  const rules = resource.get('properties.ipFilterRules');
  if (rules === undefined) return undefined;
  if (!isList(rules)) return untold('has ipFilterRules that are not known');
  for (const rule of rules) {
    if (!isObject(rule)) return untold('has ipFilterRules that are not known');
    const [action, mask] = [entry(rule, 'action'), entry(rule, 'ipMask')];
    const target = entry(rule, 'target') ?? 'all';
    if (!(typeof action === 'string' && typeof mask === 'string' && typeof target === 'string'))
      return untold('has ipFilterRules that are not known');
    if (!isEverybody(mask)) continue;
    if (sameName(action, 'Accept')) return weak(`has a rule in ipFilterRules that accepts ${mask}`);
    if (sameName(target, 'all')) return good('has ipFilterRules that end in rejecting everybody');
  }
  return weak('has ipFilterRules that do not end in rejecting everybody');
}

function judgeEventHubs(namespace: ArmResource, template: ArmTemplate): Judgement {
  const [rules] = childrenOf(namespace, `${namespace.type}/networkRuleSets`, template);
  if (!rules) return untold('has no networkRuleSets in this template');
  const closed = setting(rules, 'properties.publicNetworkAccess', { is: ['Disabled'], absent: weak('') });
  if (closed.is !== 'weak') return closed;
  const denies = setting(rules, 'properties.defaultAction', {
    is: ['Deny'],
    absent: weak('does not set defaultAction in its networkRuleSets, and so lets everybody in'),
  });
  if (denies.is !== 'good') return denies;
  const lists = ['ipRules', 'virtualNetworkRules'].map((name) => rules.get(`properties.${name}`) ?? []);
  // As documented: denying takes effect with the first rule that lets somebody in, and not before.
  if (lists.every((list) => isList(list) && list.length === 0))
    return weak('denies by its networkRuleSets and names nobody in them: then everybody is let in');
  return openRange(rules.get('properties.ipRules'), 'ipMask') ?? denies;
}

/** Without rules everybody is let in; rules count where public access is on. */
function judgeTopic(topic: ArmResource): Judgement {
  const rules = topic.get('properties.inboundIpRules');
  if (rules === undefined) return weak('has no inboundIpRules: every address reaches it');
  return (
    openRange(rules, 'ipMask') ??
    (isList(rules) && rules.length > 0
      ? good('has a list of addresses that may reach it')
      : weak('has no inboundIpRules: every address reaches it'))
  );
}

function judgeRegistry(registry: ArmResource): Judgement {
  const denies = setting(registry, 'properties.networkRuleSet.defaultAction', {
    is: ['Deny'],
    absent: weak('has no networkRuleSet: every address reaches it'),
  });
  return denies.is === 'good'
    ? (openRange(registry.get('properties.networkRuleSet.ipRules'), 'value') ?? denies)
    : denies;
}

/** Nobody is let in whom no rule names; from 0.0.0.0 to 0.0.0.0 stands for whatever runs in Azure. */
function judgeSql(server: ArmResource, template: ArmTemplate): Judgement {
  const judged = childrenOf(server, `${SQL_SERVER}/firewallRules`, template).map((rule) => {
    const [from, to] = [rule.get('properties.startIpAddress'), rule.get('properties.endIpAddress')];
    if (typeof from !== 'string' || typeof to !== 'string')
      return untold('has a firewall rule that is not known');
    if (from === '0.0.0.0' && to === '0.0.0.0')
      return untold('lets in whatever runs in Azure, whoever it belongs to (0.0.0.0 in its firewallRules)');
    const many = numberOf(to) - numberOf(from);
    if (Number.isNaN(many)) return untold('has a firewall rule that is not known');
    return from === '0.0.0.0' || many >= TOO_MANY
      ? weak(`lets in addresses from ${from} to ${to}`)
      : good('names who may reach it');
  });
  return every(good('lets nobody in whom its firewallRules do not name'), ...judged);
}

/** Storage accounts and key vaults; without rules both let everybody in. */
function judgeAcls(resource: ArmResource): Judgement {
  const acls = resource.get('properties.networkAcls');
  if (acls === undefined) return weak('has no networkAcls: every address reaches it');
  const denies = setting(resource, 'properties.networkAcls.defaultAction', {
    is: ['Deny'],
    absent: weak('does not set networkAcls.defaultAction, and so lets everybody in'),
  });
  return denies.is === 'good'
    ? (openRange(resource.get('properties.networkAcls.ipRules'), 'value') ?? denies)
    : denies;
}

function judgeCosmos(account: ArmResource): Judgement {
  const network = setting(account, 'properties.isVirtualNetworkFilterEnabled', {
    is: [true],
    absent: weak('has neither ipRules nor a filter by network: every address reaches it'),
  });
  const list = account.get('properties.ipRules');
  const old = account.get('properties.ipRangeFilter');
  if (network.is === 'untold' || list instanceof Unknown || old instanceof Unknown)
    return untold('has rules of its network that are not known');
  const ranges = [
    ...(isList(list)
      ? list.map((one) => (isObject(one) ? (entry(one, 'ipAddressOrRange') ?? '') : one))
      : []),
    ...(typeof old === 'string' ? old.split(',') : []),
  ].map((one) => formOf(one).trim());
  const [some] = ranges.filter((one) => one !== '');
  if (ranges.some((one) => one === '0.0.0.0'))
    return untold('lets in whatever runs in Azure, whoever it belongs to (0.0.0.0 in its ipRules)');
  const open = ranges.find(isEverybody);
  if (open !== undefined) return weak(`lets in every address (${open})`);
  return some === undefined ? network : good('has a list of addresses that may reach it');
}

function openRange(rules: Value | undefined, key: string): Judgement | undefined {
  if (rules === undefined) return undefined;
  if (!isList(rules)) return untold('has ipRules that are not known');
  for (const rule of rules) {
    const mask = isObject(rule) ? entry(rule, key) : undefined;
    if (typeof mask !== 'string') return untold('has ipRules that are not known');
    if (isEverybody(mask)) return weak(`lets in every address (${mask} in its ipRules)`);
  }
  return undefined;
}

/** More than the largest network that was ever given out to one owner. */
const TOO_MANY = 2 ** 24;

/** An address of version 4 as a number; not a number for anything else. */
function numberOf(address: string): number {
  const parts = address.trim().split('.');
  const known = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
  return known ? parts.reduce((sum, part) => sum * 256 + Number(part), 0) : NaN;
}

/** Ranges of more than half of all addresses: what is written for everybody. */
function isEverybody(mask: string): boolean {
  return /\/[01]$/.test(mask.trim());
}

export const armNetworkRules = templateCheck({
  id: 'arm-network-rules',
  title: 'Does the template let only declared networks reach what it deploys?',
  attack: 'look for a hub, store, vault, cluster or web app that every address on the internet reaches',
  demand: networkRules,
});
