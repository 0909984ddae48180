/** What is protected by where it stands: clusters, machines and web apps inside a virtual network. */
import { type Judgement, either, every, good, none, sameName, untold, weak } from './judge.ts';
import { childrenOf, referredTo, refersTo } from './links.ts';
import { withConfig } from './site.ts';
import type { ArmResource, ArmTemplate } from './template.ts';
import { type Obj, type Value, Unknown, entry, formOf, isList, isObject } from './value.ts';

const NETWORK = 'Microsoft.Network/virtualNetworks';
const FILTER = 'Microsoft.Network/networkSecurityGroups';
const SUBNET = `${NETWORK}/subnets`;
const RULE = `${FILTER}/securityRules`;
const ADDRESS = 'Microsoft.Network/publicIPAddresses';
const ENVIRONMENT = 'Microsoft.Web/hostingEnvironments';
const PLAN = 'Microsoft.Web/serverfarms';

/** An HDInsight cluster: each role stands in a subnet, and a filter of the subnet names who may come in. */
export function judgeCluster(cluster: ArmResource, template: ArmTemplate): Judgement {
  const roles = cluster.get('properties.computeProfile.roles');
  if (!isList(roles) || roles.length === 0) return untold('has roles that are not known');
  const judged = roles.map((role) => {
    const profile = isObject(role) ? entry(role, 'virtualNetworkProfile') : role;
    if (profile === null || profile === undefined)
      return weak('stands in no virtual network: every address reaches its gateway');
    if (!isObject(profile)) return untold('may stand in a virtual network');
    const subnet = subnetOf(entry(profile, 'subnet'), template);
    return subnet === undefined
      ? untold('stands in a virtual network whose subnet is not in this template')
      : judgeFiltered(subnet, 'a subnet', template);
  });
  // All roles stand in one network as a rule, and say the same.
  return every(...new Map(judged.map((one) => [one.is + one.why, one])).values());
}

/** The properties of a subnet that an id leads to: a resource of its own, or a part of its network. */
function subnetOf(id: Value | undefined, template: ArmTemplate): Value | undefined {
  const [own] = referredTo(id, SUBNET, template);
  if (own) return own.get('properties') ?? {};
  const text = id === undefined ? '' : formOf(id);
  const [, network = '', name = ''] = /^(.*)\/subnets\/([^/]+)$/i.exec(text) ?? [];
  const subnets = template.resources
    .filter((one) => sameName(one.type, NETWORK) && refersTo(network, one))
    .flatMap((one) => one.get('properties.subnets') ?? [])
    .filter(isObject);
  const found = subnets.find((one) => sameName(formOf(entry(one, 'name') ?? ''), name));
  return found && (entry(found, 'properties') ?? {});
}

/** What is in it: a subnet, or a card of a machine. */
function judgeFiltered(properties: Value, what: string, template: ArmTemplate): Judgement {
  const filter = isObject(properties) ? entry(properties, 'networkSecurityGroup') : undefined;
  if (!isObject(filter)) return untold(`stands in ${what} without a network security group`);
  const [group] = referredTo(entry(filter, 'id'), FILTER, template);
  if (!group) return untold(`stands in ${what} whose network security group is not in this template`);
  const rules = group.get('properties.securityRules');
  if (rules !== undefined && !isList(rules)) return untold('has a network security group that is not known');
  const apart = childrenOf(group, RULE, template).map((one) => ({ properties: one.get('properties') ?? {} }));
  const all = [...(rules ?? []), ...apart];
  const shut = Math.min(
    ...all
      .filter(keepsAllOut)
      .map(priorityOf)
      .filter((one) => !Number.isNaN(one)),
  );
  // What comes after a rule that keeps everybody out lets nobody in.
  const open = all.filter((rule) => !(priorityOf(rule) > shut)).map(judgeRule);
  return every(good(`stands in ${what} with a network security group`), ...open);
}

/** The network card of a machine: with a public address it takes what its filter, and that of its subnet, let in. */
export function judgeCard(card: ArmResource, template: ArmTemplate): Judgement {
  const list = card.get('properties.ipConfigurations');
  if (!isList(list)) return untold('has addresses that are not known');
  const all = list.map((one) => (isObject(one) ? (entry(one, 'properties') ?? {}) : one));
  if (all.some((one) => !isObject(one))) return untold('has addresses that are not known');
  const open = all.filter(isObject).filter((one) => (entry(one, 'publicIPAddress') ?? null) !== null);
  if (open.length === 0) return none('has no public address');
  const own = card.get('properties.networkSecurityGroup');
  const judged = open.map((one) => {
    const place = entry(one, 'subnet');
    const subnet = subnetOf(isObject(place) ? entry(place, 'id') : undefined, template);
    const filtered = isObject(subnet) && (entry(subnet, 'networkSecurityGroup') ?? null) !== null;
    // Both have to let a packet in: one that keeps others out is enough.
    const filters = [
      ...(own === undefined ? [] : [judgeFiltered({ networkSecurityGroup: own }, 'the open', template)]),
      ...(subnet === undefined ? [untold('stands in a subnet that is not in this template')] : []),
      ...(subnet !== undefined && filtered ? [judgeFiltered(subnet, 'a subnet', template)] : []),
    ];
    return filters.length === 0 ? judgeUnfiltered(one, template) : either(...filters);
  });
  return every(...judged);
}

/** Without any filter it depends on the kind of address: basic ones are open, standard ones are closed. */
function judgeUnfiltered(configuration: Obj, template: ArmTemplate): Judgement {
  const place = entry(configuration, 'publicIPAddress');
  const id = isObject(place) ? entry(place, 'id') : undefined;
  const [address] = referredTo(id, ADDRESS, template);
  const kind = formOf(address?.get('sku.name') ?? '');
  // Standard ones are never given out at the start: these were basic whatever the default was.
  const dynamic = formOf(address?.get('properties.publicIPAllocationMethod') ?? '');
  if (sameName(kind, 'Standard'))
    return good('has a public address that lets nobody in without a network security group');
  if (sameName(kind, 'Basic') || (kind === '' && sameName(dynamic, 'Dynamic')))
    return weak('has a public address of the basic kind, and no network security group keeps anybody out');
  return untold(
    'has a public address, and no network security group that lets anybody in or keeps anybody out',
  );
}

function keepsAllOut(rule: Value): boolean {
  const said = isObject(rule) ? entry(rule, 'properties') : undefined;
  if (!isObject(said)) return false;
  const wanted = { direction: /^inbound$/i, access: /^deny$/i, protocol: /^\*$/, sourcePortRange: /^\*$/ };
  const whole = {
    destinationPortRange: /^\*$/,
    sourceAddressPrefix: /^(\*|any)$/i,
    destinationAddressPrefix: /^\*$/,
  };
  return Object.entries({ ...wanted, ...whole }).every(([name, form]) => {
    const value = entry(said, name);
    return typeof value === 'string' && form.test(value);
  });
}

/** Not a number where it is not known, which comes after nothing. */
function priorityOf(rule: Value): number {
  const said = isObject(rule) ? entry(rule, 'properties') : undefined;
  const priority = isObject(said) ? entry(said, 'priority') : undefined;
  return typeof priority === 'number' ? priority : NaN;
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
export function judgeSite(app: ArmResource, template: ArmTemplate): Judgement {
  const site = withConfig(app, template);
  const listed = judgeRestrictions(site);
  const place = site.get('properties.hostingEnvironmentProfile');
  if (place !== undefined) return either(listed, judgeEnvironment(place, template));
  return either(listed, ...judgePlan(site, template));
}

/** The environment is that of its plan, and the app itself need not say it; an export shows it all the same. */
function judgePlan(site: ArmResource, template: ArmTemplate): readonly Judgement[] {
  const id = site.get('properties.serverFarmId');
  if (id === undefined || template.is === 'export') return [];
  const [plan] = referredTo(id, PLAN, template);
  if (!plan) return [untold('runs on a plan that is not in this template, in whose network it may be')];
  const place = plan.get('properties.hostingEnvironmentProfile');
  return place === undefined ? [] : [judgeEnvironment(place, template)];
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
