/** Ids of resources, and what a deployment knows of where it is made. */
import { Unknown, type Value, formOf } from '../value.ts';
import type { Functions } from './compute.ts';
import { bounded } from './lost.ts';

const WHY = 'the subscription is not known';
const SUBSCRIPTION = '/subscriptions/{subscription}';
const GROUP = `${SUBSCRIPTION}/resourceGroups/{group}`;

export const IDS: Functions = {
  loose: {
    resourceid: groupId,
    subscriptionresourceid: subscriptionId,
    managementgroupresourceid: managementGroupId,
    tenantresourceid: (args) => id('', args),
    extensionresourceid: ([of, ...rest]) => (of === undefined ? undefined : id(of, rest)),
  },
  strict: {},
};

/** What the deployment tells of its surroundings, and is never empty. */
const MEMBERS = new Set(
  [
    ...['id', 'name', 'location'].map((key) => `{resourcegroup()}.${key}`),
    ...['id', 'subscriptionId', 'tenantId', 'displayName'].map((key) => `{subscription()}.${key}`),
    '{tenant()}.tenantId',
    '{deployment()}.name',
    ...['name', 'suffixes', 'authentication', 'resourceManager'].map((key) => `{environment()}.${key}`),
    ...['storage', 'keyvaultDns', 'sqlServerHostname'].map((key) => `{environment()}.suffixes.${key}`),
  ].map((form) => form.toLowerCase()),
);

/** A part of what is not known: its surroundings are present, and their ids have the form of ids. */
export function memberOf(of: Unknown, key: string): Value {
  const form = `${of.form}.${key}`;
  const small = form.toLowerCase();
  if (small === '{resourcegroup()}.type') return 'Microsoft.Resources/resourceGroups';
  if (small === '{resourcegroup()}.id') return new Unknown(of.why, GROUP, true);
  if (small === '{subscription()}.id') return new Unknown(of.why, SUBSCRIPTION, true);
  return new Unknown(of.why, bounded(form), MEMBERS.has(small));
}

/** `resourceId([subscription], [group], type, names …)`: in the group of the deployment where none is said. */
function groupId(args: readonly Value[]): Value | undefined {
  const [scope, rest] = scoped(args);
  const [group, subscription] = scope.toReversed();
  const of =
    group === undefined
      ? GROUP
      : `/subscriptions/${subscription === undefined ? '{subscription}' : formOf(subscription)}/resourceGroups/${formOf(group)}`;
  return scope.length > 2 ? undefined : id(partly(of, scope, subscription !== undefined), rest);
}

function subscriptionId(args: readonly Value[]): Value | undefined {
  const [scope, rest] = scoped(args);
  const [subscription] = scope;
  if (scope.length > 1) return undefined;
  const of = subscription === undefined ? SUBSCRIPTION : `/subscriptions/${formOf(subscription)}`;
  return id(partly(of, scope, subscription !== undefined), rest);
}

function managementGroupId(args: readonly Value[]): Value | undefined {
  const [scope, rest] = scoped(args);
  const [group] = scope;
  if (scope.length > 1) return undefined;
  const of = `/providers/Microsoft.Management/managementGroups/${group === undefined ? '{group}' : formOf(group)}`;
  return id(partly(of, scope, group !== undefined), rest);
}

/** What stands before the type says where it is. */
function scoped(args: readonly Value[]): [readonly Value[], readonly Value[]] {
  const at = args.findIndex((one) => typeof one === 'string' && one.includes('/'));
  return at < 0 ? [args, []] : [args.slice(0, at), args.slice(at)];
}

function partly(of: string, scope: readonly Value[], whole: boolean): Value {
  const known = whole && scope.every((one) => typeof one === 'string');
  return known ? of : new Unknown(WHY, of, true);
}

function id(of: Value, [type, ...names]: readonly Value[]): Value | undefined {
  if (typeof type !== 'string') return undefined;
  // A slash after the type is let pass.
  const [provider = '', ...kinds] = type.replace(/\/+$/, '').split('/');
  if (kinds.length === 0) return undefined;
  const ways = kinds.map((kind, index) => `${kind}/${formOf(names[index] ?? '')}`);
  const text = `${formOf(of)}/providers/${[provider, ...ways].join('/')}`;
  const unknown = [of, ...names].find((one) => one instanceof Unknown);
  return unknown instanceof Unknown || names.some((one) => typeof one !== 'string')
    ? new Unknown(unknown instanceof Unknown ? unknown.why : WHY, text, true)
    : text;
}
