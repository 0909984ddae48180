/** Does the template let nothing answer below TLS 1.2? Read from the repository; a probe shows more. */
import {
  type Demand,
  type Judgement,
  every,
  good,
  sameName,
  setting,
  tlsSetting,
  untold,
  weak,
} from '../../readers/arm/judge.ts';
import type { ArmResource } from '../../readers/arm/template.ts';
import { templateCheck } from './check.ts';
import { COSMOS, EVENT_HUBS, IOT_HUB, STORAGE, WEB_SITE } from '../../readers/arm/types.ts';

const tlsFloor: Demand = {
  met: 'nothing answers below TLS 1.2',
  types: [IOT_HUB, EVENT_HUBS, STORAGE, COSMOS, WEB_SITE],
  judge(resource) {
    if (sameName(resource.type, IOT_HUB)) return tlsSetting(resource, 'properties.minTlsVersion');
    if (sameName(resource.type, COSMOS)) return tlsSetting(resource, 'properties.minimalTlsVersion');
    if (sameName(resource.type, EVENT_HUBS)) return tlsSetting(resource, 'properties.minimumTlsVersion');
    return sameName(resource.type, STORAGE) ? judgeStorage(resource) : judgeSite(resource);
  },
};

/** `supportsHttpsTrafficOnly` is on unless set since API version 2019-04-01, and was off before. */
function judgeStorage(account: ArmResource): Judgement {
  const { apiVersion } = account;
  const dated = /^20\d\d-/.test(apiVersion);
  const https = setting(account, 'properties.supportsHttpsTrafficOnly', {
    is: [true],
    absent: !dated
      ? untold('does not set supportsHttpsTrafficOnly, and its API version is not known')
      : apiVersion < '2019-04-01'
        ? weak(`does not set supportsHttpsTrafficOnly, which is off in ${apiVersion}`)
        : good('has supportsHttpsTrafficOnly by default'),
  });
  return every(https, tlsSetting(account, 'properties.minimumTlsVersion'));
}

function judgeSite(site: ArmResource): Judgement {
  const https = setting(site, 'properties.httpsOnly', {
    is: [true],
    absent: weak('does not set httpsOnly, without which it answers in the clear'),
  });
  return every(https, tlsSetting(site, 'properties.siteConfig.minTlsVersion'));
}

export const armTlsFloor = templateCheck({
  id: 'arm-tls-floor',
  title: 'Does the template let nothing answer below TLS 1.2?',
  attack: 'look for a hub, a store or a web app that answers in the clear or below TLS 1.2',
  demand: tlsFloor,
});
