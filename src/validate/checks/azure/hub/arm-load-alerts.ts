/** Is somebody told when a hub nears its limits? Read from a template or an export. */
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
import { refersTo } from '../../../readers/arm/links.ts';
import type { ArmResource } from '../../../readers/arm/template.ts';
import { IOT_HUB, METRIC_ALERT } from '../../../readers/arm/types.ts';
import { Unknown, type Value, entry, isList, isObject } from '../../../readers/arm/value.ts';
import { templateCheck } from '../check.ts';

/** What tells that the limits are near: the quota of the day, and messages that were held back. */
const METRICS = ['dailyMessageQuotaUsed', 'd2c.telemetry.ingress.sendThrottle'];

const loadAlerts: Demand = {
  met: 'alarms tell somebody of its quota and of messages held back',
  types: [IOT_HUB],
  judge(hub, { resources }) {
    const size = hub.get('sku.name');
    const trial =
      size instanceof Unknown
        ? untold('is of a size that is not known')
        : typeof size === 'string' && sameName(size, 'F1')
          ? weak('is of the free size (F1), which is for trials')
          : good('is not of the free size');
    const alerts = resources.filter(
      (one) =>
        sameName(one.type, METRIC_ALERT) && listOf(one, 'properties.scopes').some((id) => refersTo(id, hub)),
    );
    return every(trial, ...METRICS.map((metric) => watched(metric, alerts)));
  },
};

/** An alarm that is switched off is worse than none to be seen, which may be elsewhere. */
function watched(metric: string, alerts: readonly ArmResource[]): Judgement {
  const found = alerts
    .filter((one) => listOf(one, 'properties.criteria.allOf').some((each) => named(each, metric)))
    .map((one) =>
      every(
        setting(one, 'properties.enabled', { is: [true], absent: good('is enabled by default') }),
        one.deployed === true ? good('is deployed') : untold('has an alarm that may not be deployed'),
        listOf(one, 'properties.actions').length > 0
          ? good('tells somebody')
          : weak(`has an alarm on ${metric} that tells nobody`),
      ),
    );
  const best = found.find(({ is }) => is === 'good') ?? found[0];
  if (!best) return untold(`has no alarm on ${metric} in this template`);
  return best.is === 'good'
    ? good(`has an alarm on ${metric}`)
    : { ...best, why: `${best.why} (alarm on ${metric})` };
}

function named(criterion: Value, metric: string): boolean {
  const name = isObject(criterion) ? entry(criterion, 'metricName') : undefined;
  return typeof name === 'string' && sameName(name, metric);
}

function listOf(resource: ArmResource, path: string): readonly Value[] {
  const found = resource.get(path);
  return isList(found) ? found : [];
}

export const armLoadAlerts = templateCheck({
  id: 'arm-load-alerts',
  title: 'Is somebody told when an IoT hub nears its limits?',
  attack: 'look for an IoT hub of the free size, or whose alarms on its limits are off or tell nobody',
  demand: loadAlerts,
});
