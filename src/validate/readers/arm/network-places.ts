/** What is protected by where it stands: clusters and web apps inside a virtual network. */
import { type Judgement, either, every, good, sameName, untold, weak } from './judge.ts';
import { referredTo } from './links.ts';
import type { ArmResource, ArmTemplate } from './template.ts';
import { type Value, Unknown, entry, formOf, isList, isObject } from './value.ts';

const NETWORK = 'Microsoft.Network/virtualNetworks';
const FILTER = 'Microsoft.Network/networkSecurityGroups';
const ENVIRONMENT = 'Microsoft.Web/hostingEnvironments';

/** An HDInsight cluster: each role stands in a subnet, and a filter of the subnet names who may come in. */
export function judgeCluster(cluster: ArmResource, template: ArmTemplate): Judgement {
  const roles = cluster.get('properties.computeProfile.roles');
  if (!isList(roles) || roles.length === 0) return untold('has roles that are not known');
  const judged = roles.map((role) => {
    const profile = isObject(role) ? entry(role, 'virtualNetworkProfile') : role;
    if (profile === null || profile === undefined)
      return weak('stands in no virtual network: every address reaches its gateway');
    if (!isObject(profile)) return untold('may stand in a virtual network');
    const [network] = referredTo(entry(profile, 'id'), NETWORK, template);
    const subnet = network && subnetOf(network, entry(profile, 'subnet'));
    return subnet
      ? judgeSubnet(subnet, template)
      : untold('stands in a virtual network whose subnet is not in this template');
  });
  // All roles stand in one network as a rule, and say the same.
  return every(...new Map(judged.map((one) => [one.is + one.why, one])).values());
}

function subnetOf(network: ArmResource, id: Value | undefined): Value | undefined {
  const subnets = network.get('properties.subnets');
  return (isList(subnets) ? subnets : []).find((one) => {
    const name = isObject(one) ? entry(one, 'name') : undefined;
    return id !== undefined && name !== undefined && formOf(id).endsWith(`/subnets/${formOf(name)}`);
  });
}

function judgeSubnet(subnet: Value, template: ArmTemplate): Judgement {
  const properties = isObject(subnet) ? entry(subnet, 'properties') : undefined;
  const filter = isObject(properties) ? entry(properties, 'networkSecurityGroup') : undefined;
  if (!isObject(filter)) return untold('stands in a subnet without a network security group');
  const [group] = referredTo(entry(filter, 'id'), FILTER, template);
  if (!group) return untold('stands in a subnet whose network security group is not in this template');
  const rules = group.get('properties.securityRules');
  if (rules !== undefined && !isList(rules)) return untold('has a network security group that is not known');
  const open = (rules ?? []).map(judgeRule);
  return every(good('stands in a subnet with a network security group'), ...open);
}

/** Rules that let the internet in; what no rule lets in, the group keeps out by itself. */
function judgeRule(rule: Value): Judgement {
  const said = isObject(rule) ? entry(rule, 'properties') : undefined;
  if (!isObject(said)) return untold('has a rule in its network security group that is not known');
  const of = (name: string): Value => entry(said, name) ?? '';
  const lists = entry(said, 'sourceAddressPrefixes');
  const sources = [of('sourceAddressPrefix'), ...(isList(lists) ? lists : [])];
  const words = [of('direction'), of('access'), ...sources];
  if (lists instanceof Unknown || words.some((one) => one instanceof Unknown))
    return untold('has a rule in its network security group that is not known');
  if (!sameName(formOf(of('direction')), 'Inbound') || !sameName(formOf(of('access')), 'Allow'))
    return good('keeps others out');
  const anybody = sources.find((one) => /^(\*|any|internet|.*\/[01])$/i.test(formOf(one)));
  return anybody === undefined
    ? good('names who may come in')
    : weak(`lets everybody in by its network security group (from ${formOf(anybody)})`);
}

/** A web app: a list of addresses, or an environment of its own that answers inside the network only. */
export function judgeSite(site: ArmResource, template: ArmTemplate): Judgement {
  const listed = judgeRestrictions(site);
  const place = site.get('properties.hostingEnvironmentProfile');
  return place === undefined ? listed : either(listed, judgeEnvironment(place, template));
}

function judgeRestrictions(site: ArmResource): Judgement {
  const action = site.get('properties.siteConfig.ipSecurityRestrictionsDefaultAction');
  const rules = site.get('properties.siteConfig.ipSecurityRestrictions');
  if (action instanceof Unknown || rules instanceof Unknown)
    return untold('has restrictions of addresses that are not known');
  const open = (isList(rules) ? rules : []).some((rule) => {
    const [from, access] = isObject(rule) ? [entry(rule, 'ipAddress'), entry(rule, 'action')] : [];
    return /^(any|\*|.*\/[01])$/i.test(formOf(from ?? '')) && !sameName(formOf(access ?? 'Allow'), 'Deny');
  });
  if (open) return weak('lets every address in by its ipSecurityRestrictions');
  if (typeof action === 'string' && sameName(action, 'Deny')) return good('lets listed addresses in only');
  if (typeof action === 'string') return weak('lets in whom its ipSecurityRestrictions do not name');
  return isList(rules) && rules.length > 0
    ? good('lets listed addresses in only')
    : weak('has no ipSecurityRestrictions: every address reaches it');
}

function judgeEnvironment(place: Value, template: ArmTemplate): Judgement {
  const id = isObject(place) ? entry(place, 'id') : place;
  const [environment] = referredTo(id, ENVIRONMENT, template);
  if (!environment) return untold('runs in an environment that is not in this template');
  const mode = environment.get('properties.internalLoadBalancingMode');
  if (mode === undefined) return weak('runs in an environment with a public address');
  if (mode instanceof Unknown) return untold('runs in an environment that may have a public address');
  // Numbers in old templates: 0 none, 1 web, 2 publishing, 3 both.
  return /web|^[13]$/i.test(formOf(mode))
    ? good('runs in an environment that answers inside its network only')
    : weak('runs in an environment with a public address');
}
