/** Are roles given narrowly? Read from a template or an export; what is assigned elsewhere is not seen there. */
import { type Demand, type Judgement, every, good, untold, weak } from '../../../readers/arm/judge.ts';
import type { ArmResource } from '../../../readers/arm/template.ts';
import { ROLE_ASSIGNMENT } from '../../../readers/arm/types.ts';
import { Unknown, formOf } from '../../../readers/arm/value.ts';
import { templateCheck } from '../check.ts';

/** Roles that rule over everything in their scope; their ids are the same everywhere. */
const RULERS: Readonly<Record<string, string>> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'Owner',
  'b24988ac-6180-42a0-ab88-20f7382dd24c': 'Contributor',
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': 'User Access Administrator',
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168': 'Role Based Access Control Administrator',
};

/** The older way: below the very resource it holds for. */
const ON_A_RESOURCE = /\/providers\/roleAssignments$/i;

const identityRights: Demand = {
  met: 'roles are given on single resources, and none that rules over all of it',
  types: [ROLE_ASSIGNMENT],
  also: ON_A_RESOURCE,
  judge: (assignment, template) =>
    every(judgeRole(assignment), judgeScope(assignment, template.is === 'export')),
};

function judgeRole(assignment: ArmResource): Judgement {
  const role = assignment.get('properties.roleDefinitionId');
  const id = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(formOf(role ?? ''))?.[1]?.toLowerCase();
  if (id === undefined) return untold('gives a role that is not known');
  const ruler = Object.hasOwn(RULERS, id) ? RULERS[id] : undefined;
  return ruler === undefined ? good('gives a role of its own') : weak(`gives the role ${ruler}`);
}

/** Without a scope it holds where the deployment is made: a resource group at least. */
function judgeScope(assignment: ArmResource, isExport: boolean): Judgement {
  if (ON_A_RESOURCE.test(assignment.type)) return good('holds for a single resource');
  const scope = (isExport ? assignment.get('properties.scope') : undefined) ?? assignment.get('scope');
  if (scope === undefined)
    return isExport
      ? untold('has a scope that is not known')
      : weak('holds for all of the resource group or more');
  const text = formOf(scope);
  if (/\/providers\/(?!Microsoft\.Management\/)[^/]+\/[^/]+\/.+/i.test(text) || /^[\w.]+\/\w+\/.+/.test(text))
    return good('holds for a single resource');
  return scope instanceof Unknown && !/(resourceGroups\/[^/]*|subscriptions\/[^/]*)$/i.test(text)
    ? untold('has a scope that is not known')
    : weak('holds for all of a resource group or more');
}

export const armIdentityRights = templateCheck({
  id: 'arm-identity-rights',
  title: 'Is every role given on a single resource, and none that rules over all of it?',
  attack: 'look for an assignment of Owner or Contributor, or one over a resource group or a subscription',
  demand: identityRights,
});
