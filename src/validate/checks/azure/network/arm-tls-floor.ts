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
} from '../../../readers/arm/judge.ts';
import { withConfig } from '../../../readers/arm/site.ts';
import type { ArmResource } from '../../../readers/arm/template.ts';
import { templateCheck } from '../check.ts';
import {
  COSMOS,
  EVENT_GRID,
  EVENT_HUBS,
  HDINSIGHT,
  IOT_HUB,
  PROVISIONING,
  REDIS,
  SERVICE_BUS,
  SQL_SERVER,
  STORAGE,
  WEB_SITE,
  WEB_SLOT,
} from '../../../readers/arm/types.ts';

/** Where each type has its least version. */
const FLOORS: Readonly<Record<string, string>> = {
  [IOT_HUB]: 'properties.minTlsVersion',
  [PROVISIONING]: 'properties.minTlsVersion',
  [COSMOS]: 'properties.minimalTlsVersion',
  [EVENT_HUBS]: 'properties.minimumTlsVersion',
  [SERVICE_BUS]: 'properties.minimumTlsVersion',
  [EVENT_GRID]: 'properties.minimumTlsVersionAllowed',
  [SQL_SERVER]: 'properties.minimalTlsVersion',
  [HDINSIGHT]: 'properties.minSupportedTlsVersion',
};

const tlsFloor: Demand = {
  met: 'nothing answers below TLS 1.2',
  types: [...Object.keys(FLOORS), STORAGE, REDIS, WEB_SITE, WEB_SLOT],
  judge(resource, template) {
    const [, floor] = Object.entries(FLOORS).find(([type]) => sameName(type, resource.type)) ?? [];
    if (floor !== undefined) return tlsSetting(resource, floor);
    if (sameName(resource.type, REDIS)) return judgeCache(resource);
    return sameName(resource.type, STORAGE)
      ? judgeStorage(resource)
      : judgeSite(withConfig(resource, template));
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

/** A second port takes connections in the clear, if it is opened. */
function judgeCache(cache: ArmResource): Judgement {
  const plain = setting(cache, 'properties.enableNonSslPort', {
    is: [false],
    absent: good('has enableNonSslPort off by default'),
  });
  return every(plain, tlsSetting(cache, 'properties.minimumTlsVersion'));
}

function judgeSite(site: ArmResource): Judgement {
  const https = setting(site, 'properties.httpsOnly', {
    is: [true],
    absent: weak('does not set httpsOnly, without which it answers in the clear'),
  });
  const publishing = site.get('properties.siteConfig.scmMinTlsVersion');
  return every(
    https,
    tlsSetting(site, 'properties.siteConfig.minTlsVersion'),
    // Where people publish, by the same address with "scm" in it. It follows the platform where nothing is said.
    ...(publishing === undefined ? [] : [tlsSetting(site, 'properties.siteConfig.scmMinTlsVersion')]),
  );
}

export const armTlsFloor = templateCheck({
  id: 'arm-tls-floor',
  title: 'Does the template let nothing answer below TLS 1.2?',
  attack: 'look for a hub, a store or a web app that answers in the clear or below TLS 1.2',
  demand: tlsFloor,
});
