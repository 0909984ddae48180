/** Does the template close the gateway to the internet? Read from the repository. */
import { type Demand, sameName, setting, untold, weak } from '../../../readers/arm/judge.ts';
import { templateCheck } from '../check.ts';
import { childrenOf } from '../../../readers/arm/links.ts';
import { DIGITAL_TWINS, EVENT_HUBS, IOT_HUB, PROVISIONING } from '../../../readers/arm/types.ts';

const privateAccess: Demand = {
  met: 'nothing answers on a public endpoint',
  types: [IOT_HUB, PROVISIONING, EVENT_HUBS, DIGITAL_TWINS],
  judge(resource, template) {
    if (resource.get('properties.publicNetworkAccess') === 'SecuredByPerimeter')
      return untold('leaves it to a network security perimeter, which is not looked at');
    // Of event hubs, their rules can say it as well.
    const [rules] = sameName(resource.type, EVENT_HUBS)
      ? childrenOf(resource, `${EVENT_HUBS}/networkRuleSets`, template)
      : [];
    const absent = weak('does not set publicNetworkAccess, and is public unless that is Disabled');
    const own = resource.get('properties.publicNetworkAccess');
    return setting(own === undefined && rules ? rules : resource, 'properties.publicNetworkAccess', {
      is: ['Disabled'],
      absent,
    });
  },
};

export const armPrivateAccess = templateCheck({
  id: 'arm-private-access',
  title: 'Does the template close every gateway to the internet?',
  attack: 'look for an IoT hub, a provisioning service, event hubs or digital twins with public access',
  demand: privateAccess,
});
