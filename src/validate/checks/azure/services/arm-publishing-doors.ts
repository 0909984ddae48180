/** Does the template close FTP, remote debugging and publishing by password? Read from the repository. */
import { type Demand, every, good, setting, untold, weak } from '../../../readers/arm/judge.ts';
import { childrenOf } from '../../../readers/arm/links.ts';
import { withConfig } from '../../../readers/arm/site.ts';
import { formOf } from '../../../readers/arm/value.ts';
import { templateCheck } from '../check.ts';
import { WEB_SITE, WEB_SLOT } from '../../../readers/arm/types.ts';

const publishingDoors: Demand = {
  met: 'FTP, remote debugging and publishing by password are off',
  types: [WEB_SITE, WEB_SLOT],
  judge(app, template) {
    const site = withConfig(app, template);
    const policies = childrenOf(site, `${site.type}/basicPublishingCredentialsPolicies`, template);
    const publishing = ['ftp', 'scm'].map((way) => {
      const policy = policies.find(({ name }) => formOf(name).toLowerCase().endsWith(`/${way}`));
      if (!policy) return untold(`says nothing of basicPublishingCredentialsPolicies/${way}`);
      const found = setting(policy, 'properties.allow', { is: [false], absent: weak('does not set allow') });
      return { ...found, why: `${found.why} for ${way}` };
    });
    return every(
      setting(site, 'properties.siteConfig.ftpsState', {
        is: ['Disabled'],
        absent: untold('does not set siteConfig.ftpsState, whose default has changed over time'),
      }),
      setting(site, 'properties.siteConfig.remoteDebuggingEnabled', {
        is: [false],
        absent: good('has remoteDebuggingEnabled off by default'),
      }),
      ...publishing,
    );
  },
};

export const armPublishingDoors = templateCheck({
  id: 'arm-publishing-doors',
  title: 'Does the template close the ways in for publishing and debugging of every web app?',
  attack: 'look for a web or function app with FTP, remote debugging or publishing by password',
  demand: publishingDoors,
});
