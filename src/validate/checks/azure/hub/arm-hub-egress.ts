/** Can the hub send only to declared places? Read from a template or an export; what really leaves it is not seen there. */
import { type Demand, every, good, setting, untold, weak } from '../../../readers/arm/judge.ts';
import { IOT_HUB } from '../../../readers/arm/types.ts';
import { formOf, isList } from '../../../readers/arm/value.ts';
import { templateCheck } from '../check.ts';

const hubEgress: Demand = {
  met: 'it sends to listed names only',
  types: [IOT_HUB],
  judge(hub) {
    const restricted = setting(hub, 'properties.restrictOutboundNetworkAccess', {
      is: [true],
      absent: weak('does not set restrictOutboundNetworkAccess, and so may send anywhere'),
    });
    if (restricted.is !== 'good') return restricted;
    const names = hub.get('properties.allowedFqdnList') ?? [];
    if (!isList(names)) return untold('has an allowedFqdnList that is not known');
    const wide = names.find((one) => typeof one === 'string' && /^[*.\s]*$|^\*\.[^.]+$/.test(one));
    return wide === undefined
      ? every(restricted, good(`has ${names.length} names in its allowedFqdnList`))
      : weak(`has "${formOf(wide)}" in its allowedFqdnList`);
  },
};

export const armHubEgress = templateCheck({
  id: 'arm-hub-egress',
  title: 'May every IoT hub send to listed places only?',
  attack: 'look for an IoT hub whose routes, uploads and exports may lead to any place on the internet',
  demand: hubEgress,
});
