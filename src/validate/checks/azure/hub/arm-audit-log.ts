/** Does the template have the hub record who did what, and send it elsewhere? Read from the repository. */
import { type Demand, good, sameName, untold, weak } from '../../../readers/arm/judge.ts';
import { childrenOf, refersTo } from '../../../readers/arm/links.ts';
import type { ArmResource, ArmTemplate } from '../../../readers/arm/template.ts';
import { type Value, Unknown, entry, formOf, isList, isObject } from '../../../readers/arm/value.ts';
import { templateCheck } from '../check.ts';
import { IOT_HUB } from '../../../readers/arm/types.ts';

/** The categories by which connections, identities, methods, twins and configurations are told. */
const CATEGORIES = [
  'Connections',
  'DeviceIdentityOperations',
  'DirectMethods',
  'C2DCommands',
  'C2DTwinOperations',
  'Configurations',
];

const PLACES = ['workspaceId', 'storageAccountId', 'eventHubAuthorizationRuleId'];

const auditLog: Demand = {
  met: 'what is done by whom is recorded elsewhere',
  types: [IOT_HUB],
  judge(hub, template) {
    const settings = settingsOf(hub, template);
    if (settings.length === 0) return untold('has no diagnosticSettings in this template');
    const judged = settings.map(judgeSetting);
    const logged = new Set(judged.flatMap(({ categories }) => categories));
    const missing = CATEGORIES.filter((one) => !logged.has(one));
    if (missing.length === 0) return good(`logs ${CATEGORIES.join(', ')}`);
    const doubt = judged.find((one) => one.doubt !== undefined)?.doubt;
    return doubt === undefined
      ? weak(`does not log ${missing.join(', ')}`)
      : untold(`may not log ${missing.join(', ')}: ${doubt}`);
  },
};

/** By their scope, or as children of the hub (the older way). */
function settingsOf(hub: ArmResource, template: ArmTemplate): ArmResource[] {
  return [
    ...template.resources.filter(
      (one) => sameName(one.type, 'Microsoft.Insights/diagnosticSettings') && refersTo(one.get('scope'), hub),
    ),
    ...childrenOf(hub, `${IOT_HUB}/providers/diagnosticSettings`, template),
  ];
}

interface Logged {
  readonly categories: readonly string[];
  /** Why more may be logged than was seen. */
  readonly doubt?: string;
}

function judgeSetting(one: ArmResource): Logged {
  if (one.deployed !== true) return { categories: [], doubt: one.deployed.why };
  const places = PLACES.map((name) => one.get(`properties.${name}`)).filter((place) => place !== undefined);
  const sure = places.some((place) => (place instanceof Unknown ? place.present : formOf(place) !== ''));
  if (!sure) {
    const unknown = places.find((place) => place instanceof Unknown);
    return unknown instanceof Unknown ? { categories: [], doubt: unknown.why } : { categories: [] };
  }
  const logs = one.get('properties.logs');
  if (logs instanceof Unknown) return { categories: [], doubt: logs.why };
  const found = (isList(logs) ? logs : []).map(judgeLog);
  const doubt = found.find((log) => log.doubt !== undefined)?.doubt;
  return { categories: found.flatMap(({ categories }) => categories), ...(doubt !== undefined && { doubt }) };
}

function judgeLog(log: Value): Logged {
  if (!isObject(log)) return { categories: [], doubt: 'a log is not known' };
  const on = entry(log, 'enabled') ?? false;
  if (on instanceof Unknown) return { categories: [], doubt: on.why };
  if (on !== true) return { categories: [] };
  const group = entry(log, 'categoryGroup') ?? '';
  const category = entry(log, 'category') ?? '';
  const unknown = [group, category].find((one) => one instanceof Unknown);
  if (unknown instanceof Unknown) return { categories: [], doubt: unknown.why };
  if (sameName(formOf(group), 'allLogs')) return { categories: CATEGORIES };
  // What the platform counts as audit is its own to change.
  if (sameName(formOf(group), 'audit'))
    return { categories: [], doubt: 'what belongs to "audit" is not known' };
  return { categories: CATEGORIES.filter((one) => sameName(one, formOf(category))) };
}

export const armAuditLog = templateCheck({
  id: 'arm-audit-log',
  title: 'Does the template have every IoT hub record elsewhere who did what?',
  attack: 'look for an IoT hub that does not log connections, identities, methods, twins or configurations',
  demand: auditLog,
});
